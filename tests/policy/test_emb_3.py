"""At the moment a launch goes live once, whoever and however many see to it; moved, it does not (EMB-3)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.db import db, reading, session, transaction
from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, compose
from members.models import Standing
from people.actions import agree
from people.models import Channel, Purpose
from policy import actions, queries, rules
from policy.commands import go_live_next, tell_members_next
from policy.models import Launch, PositionStatus
from tests import factories as make
from tests.policy.launching import a_scheduled_launch

WORKERS, MINUTE = 4, timedelta(minutes=1)


@pytest.fixture
def house(app_that_commits, monkeypatch):
    """An application with a database of its own, in which what is made is kept."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context():
        yield app_that_commits
        db.engine.dispose()


def due(after: timedelta = -MINUTE) -> int:
    with transaction():
        return a_scheduled_launch(lifts_at=clock.now() + after).id


def a_member(*, agrees: bool = True, standing: Standing = Standing.ACTIVE) -> str:
    with transaction():
        person = make.a_person()
        make.a_membership(person_id=person.id, standing=standing)
        if agrees:
            before = make.NOON - MINUTE
            agree(session, person=person, wanted={(Purpose.NEWS, Channel.EMAIL)}, now=before)
        return person.email


def all_at_once(app, work) -> list[bool]:
    start = threading.Barrier(WORKERS)

    def once(_) -> bool:
        with app.app_context():
            start.wait()
            done = [work()]
            while done[-1]:
                done.append(work())
            return any(done)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(once, range(WORKERS)))


def acts() -> list[str]:
    with reading():
        return list(session.scalars(select(DiaryEntry.act).where(DiaryEntry.act == "moved a position")))


def letters(kind: str) -> list[str]:
    with reading():
        found = select(OutgoingLetter.recipient).where(OutgoingLetter.kind == f"policy/email/{kind}")
        return sorted(session.scalars(found))


def status() -> PositionStatus:
    with reading():
        return session.scalars(select(Launch)).one().position.status


def test_emb_3_of_several_workers_one_makes_it_live_and_writes_one_notice_to_each(house):
    due()
    members = sorted(a_member() for _ in range(3))
    a_member(agrees=False)
    a_member(standing=Standing.LAPSED)

    assert all_at_once(house, go_live_next).count(True) == 1
    all_at_once(house, tell_members_next)

    assert status() is PositionStatus.LIVE
    assert len(acts()) == 1
    assert len(letters("live")) == len(set(letters("live"))) == 3
    assert letters("member_letter") == members
    assert (go_live_next(), tell_members_next()) == (False, False)  # begun anew, nothing is done again


def test_emb_3_two_events_are_noticed(house, monkeypatch):
    """A worker that forgets the status finds it over and over again, and the arrow alone stops it."""
    due()
    monkeypatch.setattr("policy.actions.life.move", lambda *_, **__: None)
    assert [go_live_next() for _ in range(2)] == [True, True]


def test_emb_3_before_the_moment_nothing_goes(house):
    due(after=MINUTE)
    assert go_live_next() is False
    assert (status(), letters("live")) == (PositionStatus.SCHEDULED, [])


def test_emb_3_a_moment_that_is_moved_after_the_look_stays_closed(house, monkeypatch):
    launch_id = due()
    looked = queries.launch_to_go_live

    def move_it(*asked, lock=False):
        found = looked(*asked, lock=lock)
        if not lock:
            with db.engine.connect() as other, other.begin():
                launches = Launch.__table__
                later = {"lifts_at": clock.now() + MINUTE}
                other.execute(launches.update().where(launches.c.id == launch_id).values(later))
        return found

    monkeypatch.setattr("policy.queries.launch_to_go_live", move_it)
    assert go_live_next() is False
    assert (status(), letters("live")) == (PositionStatus.SCHEDULED, [])


def test_emb_3_a_letter_asks_again_when_it_is_sent(house):
    due()
    member = a_member()
    go_live_next()
    tell_members_next()
    with reading():
        waiting = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()
        read = {each.recipient: compose(session, each, masked=False) for each in waiting}
    assert all("Time to lead" in each.subject for each in read.values())
    assert "The member letter." in read[member].text
    with transaction():
        launch = session.scalars(select(Launch)).one()
        launch.position.status, launch.position.withdrawn_at = PositionStatus.WITHDRAWN, clock.now()
    with reading():
        waiting = session.scalars(select(OutgoingLetter)).all()
        assert {compose(session, each, masked=False) for each in waiting} == {None}


def save_anew(app, launch_id: int) -> bool:
    """Somebody saves the launch as it was when all of them opened the page; true if it was kept."""
    with app.app_context(), transaction():
        position = session.get_one(Launch, launch_id).position
        owner = session.get_one(make.Person, position.owner_id)
        session.expire_all()
        seen = queries.position_at_desk(session, owner, position.slug, make.NOON.date(), lock=True)
        try:
            about = {"launch": seen.launch, "version": 1, "by_id": owner.id, "now": clock.now()}
            actions.say_why_no_welsh(session, because="Ill.", **about)
        except rules.ChangedMeanwhile:
            return False
        return True


def test_of_several_who_save_a_launch_at_once_one_does(house):
    launch_id = due(after=MINUTE)
    start = threading.Barrier(WORKERS)

    def once(_) -> bool:
        start.wait()
        return save_anew(house, launch_id)

    with ThreadPoolExecutor(WORKERS) as pool:
        assert list(pool.map(once, range(WORKERS))).count(True) == 1


def test_a_launch_that_is_saved_without_a_new_version_is_noticed(house, monkeypatch):
    monkeypatch.setattr("policy.actions.launches._change", lambda *_: None)
    launch_id = due(after=MINUTE)
    assert [save_anew(house, launch_id) for _ in range(2)] == [True, True]
