"""`flask abstracts import`: what it prints, what it leaves behind, and how it ends."""

import json
import sqlite3

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from abstracts import actions
from abstracts.models import Abstract
from core.diary import DiaryEntry
from tests import factories as make
from tests.abstracts.test_importing import a_file, a_record


class FakeBusy(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_BUSY


@pytest.fixture
def run(app, session, tmp_path, now):
    make.a_call(make.an_event(slug="leaders-2027"), slug="abstracts")

    def command(content: bytes, *options: str, event: str = "leaders-2027"):
        path = tmp_path / "abstracts.json"
        path.write_bytes(content)
        return app.test_cli_runner().invoke(args=["abstracts", "import", event, str(path), *options])

    return command


def how_many(session) -> int:
    return session.scalar(select(func.count(Abstract.id)))


def test_imports_a_file_and_says_what_it_did(run, session):
    result = run(a_file(a_record(), a_record(ref="old-2", reviewer_conflicts=["sage@north.example"])))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "2 added, 0 changed, 0 as they were.",
        "Left out: reviewers’ conflicts (1).",
    ]
    entries = session.execute(select(DiaryEntry.act, DiaryEntry.actor_id, DiaryEntry.after)).all()
    assert ("imported an abstract", None, {"status": "submitted"}) in entries
    assert how_many(session) == 2


def test_the_same_file_again_changes_nothing_and_says_so_in_json(run, session):
    run(a_file(a_record()))

    result = run(a_file(a_record()), "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["done"]) == (0, True)
    assert (told["added"], told["changed"], told["unchanged"], told["kept"]) == (0, 0, 1, 0)
    assert how_many(session) == 1


def test_a_dry_run_changes_nothing(run, session):
    result = run(a_file(a_record()), "--dry-run")

    assert result.exit_code == 0
    assert "1 would be added" in result.stdout
    assert how_many(session) == 0


def test_faults_are_all_told_and_nothing_is_taken(run, session):
    content = a_file(a_record(), a_record(ref="2", category="Purple"), a_record(ref="3", title="x" * 161))

    result = run(content)

    assert result.exit_code == 1
    assert result.stderr == "Error: The file has 2 faults, so nothing was changed.\n"
    assert "Abstract 2 (2): The call has no category “Purple”; --add-categories adds it." in result.stdout
    assert "Abstract 3 (3): 161 characters in the title; the call allows 160." in result.stdout
    assert "Categories that the call lacks: Purple." in result.stdout
    assert how_many(session) == 0


def test_faults_in_json_are_one_object(run):
    result = run(a_file(a_record(category="Purple")), "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["done"], told["errors_in_all"]) == (1, False, 1)
    assert told["errors"][0] == {
        "place": 1,
        "ref": "old-1",
        "says": "The call has no category “Purple”; --add-categories adds it.",
    }


def test_categories_are_added_on_wish(run, session):
    result = run(a_file(a_record(category="Purple")), "--add-categories")

    assert result.exit_code == 0
    assert session.scalars(select(Abstract)).one().category.name == "Purple"


@pytest.mark.parametrize(
    ("content", "event", "says"),
    [
        (b"x", "leaders-2027", "This is not a JSON file in UTF-8, or it is cut off."),
        (a_file(a_record()), "nowhere", "There is no event nowhere."),
        (b"[" * 2_000_000, "leaders-2027", "This file has more parts than abstracts have."),
    ],
    ids=["no JSON", "no event", "a bomb"],
)
def test_a_refusal_is_one_plain_sentence(run, content, event, says):
    result = run(content, event=event)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {says}")
    assert result.stderr.count("\n") == 1


def test_inj_4_a_hundred_megabytes_are_refused_unread(run, monkeypatch, tmp_path):
    path = tmp_path / "abstracts.json"
    run(b"")
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: pytest.fail("It was read."))

    with pytest.raises(pytest.fail.Exception, match="It was read"):
        path.read_bytes()
    monkeypatch.setattr("pathlib.Path.write_bytes", lambda path, content: len(content))
    result = run(b"")

    assert result.exit_code == 1
    assert "larger than 16 MB" in result.stderr


def test_wrong_usage_ends_with_two(app):
    for arguments in ([], ["leaders-2027"], ["leaders-2027", "/nowhere.json"]):
        assert app.test_cli_runner().invoke(args=["abstracts", "import", *arguments]).exit_code == 2


def test_a_busy_database_is_said_in_a_sentence(run, monkeypatch):
    def busy(*_, **__):
        raise OperationalError("", {}, FakeBusy())

    monkeypatch.setattr(actions, "look_at_import", busy)
    result = run(a_file(a_record()))

    assert result.exit_code == 1
    assert result.stderr == "Error: The database is busy or away, so nothing was changed. Try again later.\n"


def test_its_help_describes_both_formats(app):
    said = app.test_cli_runner().invoke(args=["abstracts", "import", "--help"]).stdout

    for word in ("plenary abstracts", "given_names", "HotCRP", "pid", "--add-categories"):
        assert word.casefold() in said.casefold()
