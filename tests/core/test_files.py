"""Kept files: safe on the disk before their row, given out as nothing but a file to save, and swept once unwanted."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import files, uploads
from core.db import db, reading, transaction
from core.files import NoRoom, StoredFile, saved_as, sweep
from core.invariants import broken
from core.uploads import DOCX, EXTENSIONS, PDF, Upload
from tests.conftest import an_application
from tests.factories import NOON

NAMES = [
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\Windows\\win.ini", "win.pdf"),
    ("pack.pdf\0.html", "pack.pdf.pdf"),
    ('pack.pdf"\r\nSet-Cookie: a=b\r\n\r\n<script>', "pack.pdf"),
    ("p" * 300 + ".pdf", "p" * 200 + ".pdf"),
    ("pack\u202efdp.exe", "packfdp.pdf"),
    ("", "file.pdf"),
    (".htaccess", "htaccess.pdf"),
    ("..", "file.pdf"),
    ("a\ud800b.pdf", "ab.pdf"),
    ("Anfahrt – Straße (neu).pdf", "Anfahrt – Straße (neu).pdf"),
    ("開催案内.PDF", "開催案内.pdf"),
    ("pack.html", "pack.pdf"),
]


@pytest.fixture
def app(new_database, tmp_path, now):
    app = an_application(new_database(), FILES_URL=f"file://{tmp_path}/kept")
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def keep(app):
    """Store a file as an action does: on the disk first, then its row."""

    def one(content=b"%PDF-1.7 one", name="pack.pdf", kind=PDF):
        key = files.store().write(content)
        with transaction() as session:
            upload = Upload(name=name, kind=kind, content=content)
            files.add(session, key=key, upload=upload, purpose="joining pack", now=NOON)
        with reading() as session:
            stored = session.scalar(select(StoredFile).where(StoredFile.key == key))
            session.expunge(stored)
        return stored

    return one


def on_disk():
    return {path.name for path in files.store().all()}


def test_a_stored_file_is_what_was_sent_under_a_random_name_that_only_we_may_read(app, keep):
    stored = keep(b"%PDF-1.7 one", name="pack.pdf")
    path = files.store().path(stored.key)

    assert path.read_bytes() == b"%PDF-1.7 one"
    assert (len(stored.key), stored.bytes, len(stored.sha256)) == (32, 12, 64)
    assert "pack" not in str(path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o077) == (0o600, 0)
    assert keep(b"%PDF-1.7 one").key != stored.key


@pytest.mark.parametrize(("given", "saved"), NAMES)
def test_a_name_leads_nowhere_and_ends_no_header(app, keep, given, saved):
    stored = keep(name=given)

    answer = files.answer_with(stored)
    placed = answer.headers.getlist("Content-Disposition")

    assert saved_as(stored) == saved
    assert len(placed) == 1
    assert placed[0].startswith("attachment; filename*=UTF-8''")
    assert placed[0].isascii()
    assert not set('"\r\n\\/<> ') & set(placed[0].removeprefix("attachment; "))


@pytest.mark.parametrize("kind", EXTENSIONS)
def test_a_file_is_given_out_to_be_saved_and_never_shown_guessed_at_or_kept(app, keep, kind):
    answer = files.answer_with(keep(kind=kind))

    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())


def test_a_full_disk_refuses_in_plain_words_and_leaves_nothing_behind(app, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(NoRoom, match="could not be kept just now") as refused:
        files.store().write(b"%PDF-")

    assert refused.value.status == 503
    assert on_disk() == set()


def test_a_row_that_was_undone_leaves_a_file_that_is_swept_a_day_later(app, keep):
    kept, lost = keep().key, files.store().write(b"%PDF- lost")

    sweep()
    assert on_disk() == {kept, lost}
    for key in (kept, lost):
        age(key, timedelta(hours=25))
    assert sweep() is False

    assert on_disk() == {kept}


def test_a_half_written_file_is_swept_a_day_later(app, keep):
    kept = keep().key
    half = files.store().path(kept).with_suffix(".1234abcd")
    half.write_bytes(b"%PD")
    os.utime(half, (0, 0))

    sweep()

    assert on_disk() == {kept}


def test_a_file_whose_row_goes_stays_a_day_for_the_backup_that_is_being_taken(app, keep):
    stored = keep()
    age(stored.key, timedelta(days=90))
    with transaction() as session:
        files.let_go(session, session.get_one(StoredFile, stored.id))

    sweep()
    assert on_disk() == {stored.key}
    age(stored.key, timedelta(hours=25))
    sweep()

    assert on_disk() == set()


def test_more_files_than_one_question_asks_about_are_swept(app, keep, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 2)
    kept = keep().key
    for _ in range(5):
        age(files.store().write(b"x"), timedelta(days=2))
    age(kept, timedelta(days=2))

    sweep()

    assert on_disk() == {kept}


def test_a_folder_that_is_not_there_yet_is_nothing_to_sweep(app):
    assert sweep() is False


@pytest.mark.parametrize("harm", ["gone", "cut short"])
def test_a_row_without_its_file_breaks_the_invariant(app, keep, harm):
    good, bad = keep(), keep()
    path = files.store().path(bad.key)
    path.unlink() if harm == "gone" else path.write_bytes(b"%PDF")

    with reading() as session:
        faults = broken(session)

    found = None if harm == "gone" else 4
    assert faults == {"I12": [{"stored_file": bad.id, "bytes": good.bytes, "found": found}]}


def test_a_key_is_used_once(app, keep):
    stored = keep()

    upload = Upload(name="", kind=DOCX, content=b"")

    with pytest.raises(IntegrityError), transaction() as session:
        files.add(session, key=stored.key, upload=upload, purpose="joining pack", now=NOON)


def test_every_kind_that_is_taken_has_an_ending_and_words():
    assert set(uploads.WORDS) == set(EXTENSIONS)


def age(key, by):
    moment = (NOON - by).timestamp()
    os.utime(files.store().path(key), (moment, moment))


def test_the_worker_sweeps_each_hour(app):
    turns = {turn.name: turn.every for turn in app.extensions["worker_turns"]}

    assert turns["core.files.sweep"] == 3600
