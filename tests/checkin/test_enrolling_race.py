"""Of several phones that scan one code at once, one is enrolled, on both databases (R22)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin import actions, queries
from checkin.models import Device
from core import clock
from core.db import db, reading, session, transaction
from people.rules import hash_of
from tests import factories as make

AT_ONCE = 4
SECRET = "only-for-tests-only-for-tests-1234"


@pytest.fixture
def code(app_that_commits, monkeypatch):
    """The code of a device that waits for its phone."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        now = clock.now()
        device = actions.add_device(
            session,
            event=make.an_event(slug="england-2027"),
            name="North door",
            lists=[],
            shift_ends_at=now + timedelta(hours=6),
            holds_names=False,
            secret=SECRET,
            life=timedelta(minutes=15),
            by_id=make.a_person().id,
            now=now,
        )
        code = actions.enrolment_code(device, SECRET)
    yield code
    with app_that_commits.app_context():
        db.engine.dispose()


def all_enrol(app, code: str) -> list:
    start = threading.Barrier(AT_ONCE)

    def enrol(_number: int):
        client = app.test_client()
        start.wait()
        return client.post("/events/england-2027/door/enrol", json={"code": code})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(enrol, range(AT_ONCE)), key=lambda answer: answer.status_code)


def test_r22_one_phone_is_enrolled_by_one_code(app_that_commits, code):
    first, *others = all_enrol(app_that_commits, code)

    assert [first.status_code, *(each.status_code for each in others)] == [200, 409, 409, 409]
    with app_that_commits.app_context(), reading():
        assert session.scalars(select(Device.token_hash)).one() == hash_of(first.json["token"])


def test_r22_a_code_that_nobody_locks_is_noticed(app_that_commits, code, monkeypatch):
    """Each finds it unused: as if they all had looked before the first one wrote."""

    unguarded = queries.device_by_code

    def before_anybody(session, event_slug, code_hash):
        device = unguarded(session, event_slug, code_hash)
        device.enrolled_at = None
        return device

    monkeypatch.setattr("checkin.queries.device_by_code", before_anybody)
    with pytest.raises(AssertionError):
        test_r22_one_phone_is_enrolled_by_one_code(app_that_commits, code)
