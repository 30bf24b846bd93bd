"""Fifty thousand entries come in within a minute, in little memory, and come again without a change."""

import gc
import json
import time
import tracemalloc

import pytest
from sqlalchemy import func, select

from core.db import db, reading
from members import queries
from members.models import Membership, RegisterChange, RegisterImport
from tests.conftest import an_application
from tests.members.register import write_many

ENTRIES, SECONDS = 50_000, 60
# Nothing stays of a line; a whole entry would take some hundred bytes.
BYTES_FOR_EACH = 1


@pytest.fixture
def run(new_database, tmp_path):
    app = an_application(new_database())

    def command(file, *options: str) -> tuple[dict, float]:
        began = time.monotonic()
        result = app.test_cli_runner().invoke(args=["members", "import", str(file), "--json", *options])
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout), time.monotonic() - began

    with app.app_context():
        yield command
        db.engine.dispose()


def counts() -> list[int]:
    with reading() as session:
        return [session.scalar(select(func.count(each.id))) for each in (Membership, RegisterImport, RegisterChange)]


def test_fifty_thousand_entries_come_in_quickly_and_come_again_without_a_change(run, tmp_path):
    file = tmp_path / "register.csv"
    write_many(file, ENTRIES)

    told, seconds = run(file)

    assert (told["added"], told["changed"], told["errors"]) == (ENTRIES, 0, [])
    assert seconds < SECONDS
    kept = counts()
    assert kept == [ENTRIES, 1, ENTRIES]
    again, seconds = run(file)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, ENTRIES)
    assert seconds < SECONDS
    assert counts() == kept
    write_many(file, ENTRIES, grade="fellow")
    changed, seconds = run(file)
    assert (changed["added"], changed["changed"]) == (0, ENTRIES)
    assert seconds < SECONDS


def growth(run, folder, few: int, many: int) -> float:
    """By how many bytes the peak of an import grows with each entry more."""
    peaks = []
    # What is built once is built the first time. Each run adds some: a batch that is added takes more than one changed.
    for how_many in (few, 2 * few, many):
        write_many(folder / "register.csv", how_many, networks=f"of {how_many} and {len(peaks)}")
        gc.collect()
        tracemalloc.start()
        try:
            run(folder / "register.csv")
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    return (peaks[2] - peaks[1]) / (many - 2 * few)


def test_the_memory_of_an_import_does_not_grow_with_the_register(run, tmp_path):
    assert growth(run, tmp_path, 5_000, ENTRIES) < BYTES_FOR_EACH


def test_a_planted_import_that_holds_every_entry_is_noticed(run, tmp_path, monkeypatch):
    compared = queries.compared
    monkeypatch.setattr(queries, "compared", lambda *given, **lock: iter(list(compared(*given, **lock))))

    assert growth(run, tmp_path, 2_000, 10_000) > BYTES_FOR_EACH
