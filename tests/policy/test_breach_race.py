"""Two breaches at once, and a breach against an opening: one wins, one alert, a record that holds (domain rule 53)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.db import db, reading, session, transaction
from core.outbox import OutgoingLetter
from people.models import Person
from policy import actions, queries, rules
from policy.models import EmbargoMove, Launch, Opened
from tests import factories as make
from tests.factories import NOON
from tests.policy.pressing import a_guest, a_secret

DAY = timedelta(days=1)
pytestmark = pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)


@pytest.fixture
def kept(app_that_commits, monkeypatch):
    """A launch that waits, in a database of its own: its slug, its owner's id, and a reader's id and key."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        launch, reader = a_secret(lifts_at=make.LONG_AFTER), make.a_person()
        grant = a_guest(launch, person=reader)
        ids = (launch.position.slug, launch.position.owner_id, reader.id, grant.key)
    yield ids
    with app_that_commits.app_context():
        db.engine.dispose()


def publish(app, kept, ready) -> str:
    slug, owner_id, *_ = kept
    with app.app_context():
        try:
            with transaction():
                owner = session.get_one(Person, owner_id)
                ready.wait(timeout=10)
                _, launch = queries.press_desk(session, owner, slug, NOON.date(), lock=True)
                actions.publish_at_once(session, launch=launch, by_id=owner_id, now=clock.now())
        except rules.NoBreach:
            return "refused"
        return "published"


def read_it(app, kept, ready) -> str:
    *_, reader_id, key = kept
    with app.app_context(), transaction():
        reader = session.get_one(Person, reader_id)
        ready.wait(timeout=10)
        grant = queries.grant_for(session, reader, key)
        now = clock.now()
        if rules.has_lifted(grant.launch, now):
            return "public"
        actions.note_opening(session, grant=grant, opened=Opened.PAPER_PAGE, thing_id=None, now=now)
        return "read"


def test_rule_53_of_two_who_publish_at_once_one_does(app_that_commits, kept):
    ready = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(lambda _: publish(app_that_commits, kept, ready), range(2)))
    with app_that_commits.app_context(), reading():
        counted = [session.scalar(select(func.count()).select_from(each)) for each in (OutgoingLetter, EmbargoMove)]

    assert (outcomes, counted) == (["published", "refused"], [4, 1])


def test_rule_53_whoever_reads_meanwhile_is_in_the_record_or_reads_what_is_public(app_that_commits, kept):
    ready = threading.Barrier(3)
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read_it, app_that_commits, kept, ready) for _ in range(2)]
        assert pool.submit(publish, app_that_commits, kept, ready).result() == "published"
    with app_that_commits.app_context(), reading():
        launch = session.scalars(select(Launch)).one()
        record = queries.access_record(session, launch)
        written = queries.hash_written_down(session, launch)

    assert record.hash == written
    assert len(record.guests[0].openings) == [each.result() for each in readers].count("read")


def move_it(app, kept, ready) -> str:
    slug, owner_id, *_ = kept
    with app.app_context():
        try:
            with transaction():
                owner = session.get_one(Person, owner_id)
                ready.wait(timeout=10)
                launch = queries.launch_of(queries.run_at_desk(session, owner, slug, NOON.date()))
                to = {"lifts_at": make.LONG_AFTER + DAY, "because": "The hall is taken.", "version": 1}
                actions.move_instant(session, launch=launch, by=owner, now=clock.now(), **to)
        except (rules.ChangedMeanwhile, rules.TooLateToMove):
            return "refused"
    return "moved"


def test_rule_53_a_move_at_the_same_moment_does_not_bring_the_embargo_back(app_that_commits, kept):
    ready = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        moved = pool.submit(move_it, app_that_commits, kept, ready)
        assert pool.submit(publish, app_that_commits, kept, ready).result() == "published"
    with app_that_commits.app_context(), reading():
        lifts_at, breached_at = session.execute(select(Launch.lifts_at, Launch.breached_at)).one()
        moves = session.scalar(select(func.count()).select_from(EmbargoMove))

    assert lifts_at == breached_at
    assert moves == (2 if moved.result() == "moved" else 1)
