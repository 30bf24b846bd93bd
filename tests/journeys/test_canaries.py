"""PRI-1: what a person types, and the keys they are handed, are seen where they must be and nowhere else."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.journeys import trail
from tests.rig.canaries import assert_unseen, files_under, sightings
from tests.rig.live import Live

ROOT = Path(__file__).parent.parent.parent
# Names and addresses are here on purpose; a diary, a log or a tally that held one would keep it past its day.
MAY_KNOW_PEOPLE = {"orders", "tickets", "people", "sign_in_codes", "outgoing_letters"}


def tables(url: str) -> dict[str, str]:
    """Each table's rows as words."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        found = {name: str(connection.execute(text(f'select * from "{name}"')).all()) for name in names}
    engine.dispose()
    return found


def what_is_left_in(folder: Path) -> dict[str, Path]:
    """The files that the program wrote: its log, what it was given to keep, and what changed beside its own code."""
    written = {name: path for name, path in files_under(folder).items() if ".db" not in path.suffix}
    began = folder.stat().st_ctime
    for name in ("static", "var", "templates"):
        found = files_under(ROOT / name) if (ROOT / name).is_dir() else {}
        written |= {f"{name}/{each}": path for each, path in found.items() if path.stat().st_mtime > began}
    return written


def test_what_a_person_types_is_seen_where_it_must_be_and_nowhere_else(new_demo, tmp_path):
    with Live(new_demo(tmp_path), tmp_path) as live:
        followed = trail.follow(live)
    rows = tables(live.environment["DATABASE_URL"])
    keys = [token for token in followed.secrets if token]

    for place in ("the form with an error", "the order", "my things", "the door, again", "the desk"):
        assert sightings(followed.typed[:1], {place: followed.own[place]}), place
    assert {each.place for each in sightings(followed.typed, rows)} == MAY_KNOW_PEOPLE
    assert_unseen(followed.typed + keys, followed.others | what_is_left_in(tmp_path))
    assert_unseen(keys, rows)
    assert (tmp_path / "live.log").stat().st_size > 0


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_planted_leak_is_seen(new_demo, tmp_path):
    with Live(new_demo(tmp_path), tmp_path, app="tests.journeys.leaky") as live:
        followed = trail.follow(live)

    seen = {
        each.place.split(" of ")[0] for each in sightings(followed.typed, followed.others | what_is_left_in(tmp_path))
    }

    assert seen == {"headers", "live.log"}
