"""What is kept comes back whole, on either database, and nothing else does."""

import json
import os
from contextlib import contextmanager
from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from core import files
from core.db import db, reading, transaction
from core.diary import note
from core.dumps import CannotDump, PostgresqlDump, dump_for
from core.files import StoredFile
from core.outbox import LetterStatus, OutgoingLetter
from core.uploads import PDF, Upload
from events.models import Event
from tests import factories as make
from tests.conftest import ROOT, an_application

CONTENT = b"%PDF-1.7 what delegates bring"


@pytest.fixture
def host(new_database, tmp_path_factory):
    """Make a machine of its own: an application with an empty database and a folder for files."""
    made = []

    def an_app():
        made.append(an_application(new_database(), FILES_URL=f"file://{tmp_path_factory.mktemp('host')}/files"))
        return made[-1]

    yield an_app
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def filled(host, monkeypatch):
    app = host()
    with app.app_context():
        key = files.store().write(CONTENT)
        with transaction() as session:
            monkeypatch.setattr(make, "session", session)
            upload = Upload(name="Anfahrt – straße.pdf", kind=PDF, content=CONTENT)
            pack = files.add(session, key=key, upload=upload, purpose="joining pack", now=make.NOON)
            make.an_event(slug="leaders-2027", name='Two\nlines, a \\tab and "quotes"', joining_pack=pack)
            for status in (LetterStatus.WAITING, LetterStatus.SENT, LetterStatus.HELD):
                letter = {"kind": "people/email/code", "about": {}, "recipient": "ash@north.example"}
                times = {"queued_at": make.NOON, "due_at": make.NOON + timedelta(days=1)}
                session.add(OutgoingLetter(**letter, **times, key=status.value, status=status))
            note(session, act="made", now=make.NOON, actor_id=None, thing=("event", 1))
    return app


@pytest.fixture
def kept(filled, tmp_path):
    folder = tmp_path / "kept"
    done = flask(filled, "backup", folder)
    assert done.exit_code == 0, done.stderr
    return folder


@contextmanager
def transaction_of(app):
    """A transaction of one application, for what a test changes."""
    with app.app_context(), transaction() as session:
        yield session


def flask(app, *words):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def rows(app):
    """Every row of every table, as the database has it."""
    with app.app_context(), reading() as session:
        tables = db.metadata.sorted_tables
        return {each.name: sorted(map(repr, session.execute(select(each)).all())) for each in tables}


def test_a_backup_comes_back_on_another_machine_row_by_row_and_byte_by_byte(filled, kept, host):
    other = host()

    done = flask(other, "restore", kept)

    assert done.exit_code == 0, done.stderr
    assert "All invariants hold." in done.stdout
    with transaction_of(filled) as session:  # the one difference that is meant
        session.execute(text("UPDATE outgoing_letters SET status = 'held' WHERE status = 'waiting'"))
    assert rows(other) == rows(filled)
    with other.app_context(), reading() as session:
        stored = session.scalars(select(StoredFile)).one()
        assert files.store().path(stored.key).read_bytes() == CONTENT


def test_a_manifest_says_what_was_kept(kept, is_postgres):
    manifest = json.loads((kept / "manifest.json").read_text())

    assert manifest["kind"] == ("postgresql" if is_postgres else "sqlite")
    assert manifest["migration"] == ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    assert (manifest["counts"]["events"], manifest["counts"]["outgoing_letters"]) == (1, 3)
    assert len(manifest["files"]) == 1
    assert len(manifest["database"]["sha256"]) == 64
    assert (kept.stat().st_mode & 0o077, (kept / manifest["database"]["name"]).stat().st_mode & 0o077) == (0, 0)


def test_letters_that_waited_are_held_after_a_restore_and_the_command_says_so(kept, host):
    other = host()

    done = flask(other, "restore", kept)

    assert "1 waiting letters are held" in done.stdout
    with other.app_context(), reading() as session:
        statuses = session.scalars(select(OutgoingLetter.status).order_by(OutgoingLetter.id)).all()
    assert statuses == [LetterStatus.HELD, LetterStatus.SENT, LetterStatus.HELD]


def test_a_restored_database_still_refuses_changes_to_the_diary(kept, host):
    other = host()
    flask(other, "restore", kept)

    with pytest.raises(Exception, match="only ever added to"), transaction_of(other) as session:
        session.execute(text("DELETE FROM diary_entries"))


def test_a_restored_database_goes_on_counting_where_it_stopped(kept, host, monkeypatch):
    other = host()
    flask(other, "restore", kept)

    with transaction_of(other) as session:
        monkeypatch.setattr(make, "session", session)
        assert make.an_event(slug="second").id == 2


def test_a_database_that_holds_something_is_replaced_only_when_told_so(filled, kept):
    with transaction_of(filled) as session:
        session.execute(text("UPDATE events SET name = 'Changed since'"))

    refused = flask(filled, "restore", kept)
    done = flask(filled, "restore", kept, "--over")

    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: The database holds something already; --over replaces it.\n",
    )
    assert done.exit_code == 0, done.stderr
    with filled.app_context(), reading() as session:
        assert session.scalar(select(Event.name)).startswith("Two\nlines")


@pytest.mark.parametrize("spoilt", ["database", "file", "missing file"])
def test_a_spoilt_backup_is_refused_before_anything_is_touched(filled, kept, spoilt):
    manifest = json.loads((kept / "manifest.json").read_text())
    path = kept / manifest["database"]["name"]
    if "file" in spoilt:
        path = kept / "files" / manifest["files"][0]["key"]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink() if "missing" in spoilt else path.write_bytes(content)
    before = rows(filled)

    done = flask(filled, "restore", kept, "--over")

    assert done.exit_code == 1
    assert "is missing or has changed; nothing was restored." in done.stderr
    assert rows(filled) == before


def test_a_backup_with_fewer_rows_than_it_says_is_refused(kept, host):
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["counts"]["events"] += 1
    (kept / "manifest.json").write_text(json.dumps(manifest))

    done = flask(host(), "restore", kept)

    assert (done.exit_code, done.stderr) == (1, "Error: The backup cannot be relied on: rows are missing.\n")


def test_a_restore_over_a_database_in_use_gives_up_and_changes_nothing(filled, kept):
    before = rows(filled)

    with transaction_of(filled) as session:
        session.execute(text("UPDATE events SET name = 'Being changed'"))
        done = flask(filled, "restore", kept, "--over")
        session.rollback()

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert rows(filled) == before


def test_a_missing_file_fails_the_backup(filled, tmp_path):
    with filled.app_context():
        for path in files.store().all():
            path.unlink()

    done = flask(filled, "backup", tmp_path / "kept")

    assert done.exit_code == 1
    assert "is missing or has changed" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["backup"], 2, "Missing argument"),
        (["restore"], 2, "Missing argument"),
        (["restore", "{empty}"], 1, "is not a backup"),
        (["backup", "{full}"], 1, "holds something already"),
    ],
    ids=["no folder to keep in", "no folder to bring back", "no backup in it", "a folder in use"],
)
def test_wrong_usage_ends_with_2_and_a_refusal_with_1_and_one_sentence(host, tmp_path, words, code, says):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear all")

    done = flask(host(), *(word.format(empty=tmp_path / "empty", full=tmp_path / "full") for word in words))

    assert done.exit_code == code
    assert says in done.stderr


def test_no_password_stands_on_a_command_line(tmp_path):
    tool = a_tool(tmp_path / "pg_dump", 'echo "$0 $@"; env')
    address = "postgresql://keeper:s3cret%20word@db.example:6432/plenary?sslmode=verify-full"

    said = PostgresqlDump(address)._run(tool, "--format=custom").splitlines()

    assert said[0] == f"{tool} --format=custom"
    wanted = {"PGPASSWORD=s3cret word", "PGUSER=keeper", "PGHOST=db.example", "PGPORT=6432", "PGDATABASE=plenary"}
    assert wanted | {"PGSSLMODE=verify-full"} <= set(said)


def test_a_database_out_of_reach_is_one_plain_sentence(tmp_path, host, monkeypatch, is_postgres):
    app = host()
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/gone" if is_postgres else f"sqlite:///{tmp_path}/gone.db"
    app.config["MIGRATION_DATABASE_URL"] = gone

    done = flask(app, "backup", tmp_path / "kept")

    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1


def test_tools_older_than_the_server_are_passed_over(postgres, tmp_path, monkeypatch):
    _run, address = postgres
    for name in ("pg_dump", "pg_restore", "psql"):
        a_tool(tmp_path / name, "echo 'pg_dump (PostgreSQL) 9.6.24'")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    dump = dump_for(address("plenary_template"))

    with dump._connected() as connection:
        found = dump._tools(connection)

    assert found != tmp_path


def test_without_tools_that_are_new_enough_one_plain_sentence_says_so(postgres, monkeypatch):
    _run, address = postgres
    monkeypatch.setattr("core.dumps.TOOLS", ("pg_dump", "of_another_time"))
    dump = dump_for(address("plenary_template"))

    with pytest.raises(CannotDump, match="of PostgreSQL 18 or newer are not installed here"), dump._connected() as one:
        dump._tools(one)


def a_tool(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path
