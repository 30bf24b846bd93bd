"""`flask members import`: what it prints, what it leaves behind, and how it ends."""

import json
import sqlite3

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core.diary import DiaryEntry
from members import actions
from members.models import Membership
from tests.members.register import counts, line, register, write_many


class FakeBusy(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_BUSY


@pytest.fixture
def run(app, session, tmp_path, now):
    def command(content: bytes, *options: str):
        path = tmp_path / "register.csv"
        path.write_bytes(content)
        return app.test_cli_runner().invoke(args=["members", "import", str(path), *options])

    return command


def test_imports_a_file_and_says_what_it_did(run, session):
    result = run(register(line(), line(2)))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "2 added, 0 changed, 0 as they were.",
        "0 entries of the register are not in the file and stay as they are.",
    ]
    assert counts(session) == (2, 1, 2)
    assert session.scalars(select(DiaryEntry.actor_id)).all() == [None]


def test_the_same_file_again_changes_nothing(run, session):
    run(register(line(), line(2)))
    before = counts(session)

    result = run(register(line(), line(2)), "--json")

    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["added"], told["changed"], told["unchanged"], told["done"]) == (0, 0, 2, True)
    assert counts(session) == before


def test_a_dry_run_changes_nothing(run, session):
    result = run(register(line()), "--dry-run")

    assert result.exit_code == 0
    assert "1 would be added" in result.stdout
    assert counts(session) == (0, 0, 0)


def test_entries_that_the_file_leaves_out_stay(run, session):
    run(register(line(), line(2)))

    result = run(register(line(2, status="lapsed")), "--json")

    told = json.loads(result.stdout)
    assert (told["changed"], told["absent"]) == (1, 1)
    assert session.scalars(select(Membership.number).order_by(Membership.number)).all() == ["0000001", "0000002"]


def test_a_file_with_faults_changes_nothing_and_each_fault_is_told(run, session):
    result = run(register(line(), line(2, grade="boss"), line(3, valid_from="soon")))

    assert result.exit_code == 1
    assert result.stderr == "Error: The file has 2 faults, so nothing was changed.\n"
    assert "Row 3, grade: “boss” is not known." in result.stdout
    assert "Row 4, valid_from: Write the day as year-month-day, like 2027-03-31." in result.stdout
    assert counts(session) == (0, 0, 0)


def test_faults_are_told_as_one_json_object_too(run, session):
    result = run(register(line(), line()), "--json")

    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["errors"] == [{"row": 3, "column": "number", "says": "This number stands in row 2 already."}]
    assert (told["done"], told["errors_in_all"]) == (False, 1)


def test_a_file_that_is_no_register_is_refused_in_one_sentence(run, session):
    result = run(b"PK\x03\x04\0\0")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: This is not a CSV file. Save it as “CSV UTF-8” and send that.\n"


def test_a_file_in_windows_letters_is_read_and_that_is_told(run, session):
    result = run(register(line(name="Dr Siân Exampleby"), encoding="cp1252"))

    assert result.exit_code == 0
    assert "Windows-1252" in result.stdout
    assert session.scalars(select(Membership.name)).one() == "Dr Siân Exampleby"


def test_a_database_that_is_busy_is_said_to_be_so(run, session, monkeypatch):
    def fail(_session, **_):
        raise OperationalError("SELECT", {}, FakeBusy())

    monkeypatch.setattr(actions, "preview_register", fail)

    result = run(register(line()))

    assert result.exit_code == 1
    assert result.stderr == "Error: The database is busy or away, so nothing was changed. Try again later.\n"


@pytest.mark.parametrize("args", [(), ("nowhere.csv",), ("--wet",)], ids=["no file", "a missing file", "no option"])
def test_wrong_usage_ends_with_two(app, args):
    assert app.test_cli_runner().invoke(args=["members", "import", *args]).exit_code == 2


def test_five_hundred_entries_come_in_and_come_again_without_a_change(app, session, now, tmp_path):
    """The small twin of tests/slow/test_register.py."""
    write_many(tmp_path / "many.csv", 500)
    told = []
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["members", "import", str(tmp_path / "many.csv"), "--json"])
        told.append(json.loads(result.stdout)["added"])

    assert told == [500, 0]
    assert counts(session) == (500, 1, 500)
