"""The diary: kept or undone with the deed, sealed in a chain, and no tampering goes unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from core import diary, trace
from core.config import Limits
from core.db import db, reading, transaction
from core.diary import DiaryEntry, DiarySeal, broken_seals, note, seal
from tests.factories import NOON

LONG_AGO = NOON - timedelta(hours=1)


@pytest.fixture
def app(app_that_commits, now):
    with app_that_commits.app_context():
        yield app_that_commits


@pytest.fixture
def write(app):
    """Write so many entries, an hour old unless told otherwise."""

    def some(number=1, at=LONG_AGO):
        with transaction() as session:
            for each in range(number):
                note(session, act="did", now=at, actor_id=7, thing=("order", each), after={"status": "confirmed"})

    return some


@pytest.fixture
def tamper(app, is_postgres):
    """Change entries behind the program's back, as only the database's owner can."""

    def change(statement):
        with transaction() as session:
            if is_postgres:
                session.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                for verb in ("update", "delete"):
                    session.execute(text(f"DROP TRIGGER IF EXISTS diary_entries_no_{verb}"))
                    session.execute(text(f"DROP TRIGGER IF EXISTS diary_seals_no_{verb}"))
            session.execute(text(statement))

    return change


@pytest.fixture
def is_postgres(app_that_commits):
    return app_that_commits.config["DATABASE_URL"].startswith("postgresql")


def seals():
    with reading() as session:
        return [(each.first_id, each.last_id, each.entries) for each in session.scalars(select(DiarySeal))]


def faults():
    with reading() as session:
        return [each["seal"] for each in broken_seals(session)]


def test_an_entry_is_undone_with_its_deed(app):
    def fail():
        with transaction() as session:
            note(session, act="did", now=NOON, actor_id=1, thing=("order", 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with reading() as session:
        assert session.scalar(select(func.count(DiaryEntry.id))) == 0


def test_an_entry_says_who_when_by_which_road_and_what_changed(app):
    reference = trace.begin(trace.Road.WORKER)
    with transaction() as session:
        note(session, act="held", now=NOON, actor_id=None, thing=("letter", 3), before={"a": 1}, after={"a": 2})

    with reading() as session:
        entry = session.scalars(select(DiaryEntry)).one()
        assert (entry.at, entry.actor_id, entry.road, entry.request_id) == (NOON, None, "worker", reference)
        assert (entry.act, entry.object_kind, entry.object_id) == ("held", "letter", 3)
        assert (entry.before, entry.after) == ({"a": 1}, {"a": 2})


def test_finished_entries_are_sealed_and_then_there_is_nothing_to_do(write):
    write(3)

    assert [seal(), seal()] == [True, False]
    assert seals() == [(1, 3, 3)]
    assert faults() == []


def test_an_entry_younger_than_the_limit_waits_for_those_still_on_their_way(write):
    write(2)
    write(1, at=NOON - Limits().seal_after + timedelta(seconds=1))

    seal()

    assert seals() == [(1, 2, 2)]


def test_each_seal_follows_on_from_the_one_before(write):
    write(2)
    seal()
    write(3)
    seal()

    assert seals() == [(1, 2, 2), (3, 5, 3)]
    assert faults() == []
    with reading() as session:
        assert session.scalars(select(DiarySeal.previous_id).order_by(DiarySeal.id)).all() == [None, 1]


def test_a_long_diary_is_sealed_in_batches(write, monkeypatch):
    monkeypatch.setattr(diary, "BATCH", 2)
    write(5)

    assert [seal() for _ in range(4)] == [True, True, True, False]
    assert seals() == [(1, 2, 2), (3, 4, 2), (5, 5, 1)]
    assert faults() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE diary_entries SET actor_id = 8 WHERE id = 3",
        "UPDATE diary_entries SET act = 'did not' WHERE id = 3",
        "UPDATE diary_entries SET after = NULL WHERE id = 3",
        "UPDATE diary_entries SET at = '2026-05-04 10:59:59.000000' WHERE id = 3",
        "UPDATE diary_entries SET object_id = 4711 WHERE id = 3",
        "DELETE FROM diary_entries WHERE id = 3",
    ],
    ids=["another person", "another act", "another outcome", "another time", "another thing", "a gap"],
)
def test_a_sealed_entry_that_was_tampered_with_is_found(write, tamper, statement):
    for _ in range(3):
        write(2)
        seal()

    tamper(statement)

    assert faults() == [2]


def test_an_entry_slipped_in_among_sealed_ones_is_found(write, tamper):
    write(2)
    tamper("UPDATE diary_entries SET id = 9 WHERE id = 2")
    seal()

    tamper(
        "INSERT INTO diary_entries (id, at, road, act, object_kind, request_id)"
        " VALUES (5, '2026-05-04 11:00:00.000000', 'page', 'forged', 'order', '')"
    )

    assert faults() == [1]


def test_a_seal_made_anew_over_forged_entries_breaks_those_after_it(write, tamper):
    for _ in range(3):
        write(1)
        seal()
    tamper("UPDATE diary_entries SET act = 'forged' WHERE id = 1")
    with reading() as session:
        forged = diary._link(diary.FIRST_LINK, session.scalars(select(DiaryEntry).where(DiaryEntry.id == 1)).all())

    tamper(f"UPDATE diary_seals SET hash = '{forged}' WHERE id = 1")

    assert faults() == [2]


def test_a_seal_that_was_taken_out_is_found(write, tamper):
    for _ in range(3):
        write(1)
        seal()

    tamper("UPDATE diary_seals SET previous_id = NULL WHERE id = 3")
    tamper("DELETE FROM diary_seals WHERE id = 2")

    assert 3 in faults()


def test_two_workers_that_seal_at_once_make_one_chain(app, write):
    write(4)

    def one(_):
        with app.app_context():
            try:
                return seal()
            except Exception as error:
                return type(error).__name__
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as workers:
        answers = list(workers.map(one, range(4)))

    assert True in answers
    assert seals() == [(1, 4, 4)]
    assert faults() == []
