"""Rule 11: organisers book for others while guests go for the same last places, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from core import clock, invariants
from core.db import db, reading, session, transaction
from people.access import SIGN_IN
from people.models import Role, SignIn
from people.rules import hash_of
from registration import rules
from registration.actions import places
from registration.models import Product, Quota
from tests import factories as make

GUESTS, DESKS, PLACES = 6, 6, 3


@pytest.fixture
def shop(app_that_commits, monkeypatch):
    """An application with an event that has a few places left, and an organiser signed in."""
    app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        now = clock.now()
        event = make.an_event(slug="last-places", first_day=now.date(), last_day=now.date())
        opens, closes = now - timedelta(days=1), now + timedelta(days=1)
        make.a_product(event, capacity=PLACES, price_pence=4500, sales_open_at=opens, sales_close_at=closes)
        organiser = make.a_person(role=Role.ORGANISER, event=event)
        stay = {"begun_at": now, "seen_at": now, "expires_at": make.LONG_AFTER}
        make.saved(SignIn(person_id=organiser.id, key_hash=hash_of("organiser"), **stay))
    yield app_that_commits
    with app_that_commits.app_context():
        db.engine.dispose()


def all_at_once(shop) -> list[int]:
    """The statuses that guests and organisers were answered, sorted; every second order of the desk is free."""
    with shop.app_context(), reading():
        product_id = session.scalars(select(Product.id)).one()
    start = threading.Barrier(GUESTS + DESKS)

    def book(number: int) -> int:
        client = shop.test_client()
        typed = {"form_key": str(uuid4()), "name": f"Dr {number}", "email": f"guest{number}@north.example"}
        typed |= {"delegates-0-product": product_id}
        at_desk = number >= GUESTS
        if at_desk:
            with client.session_transaction() as cookie:
                cookie[SIGN_IN] = "organiser"
            typed |= {"complimentary": "y", "reason": "A speaker"} if number % 2 else {}
        start.wait()
        path = "/desk/last-places/orders/new" if at_desk else "/events/last-places/tickets"
        return client.post(path, data=typed).status_code

    with ThreadPoolExecutor(GUESTS + DESKS) as pool:
        return sorted(pool.map(book, range(GUESTS + DESKS)))


def what_is_kept(shop) -> tuple[int, dict]:
    """How many places are sold or held, and what is wrong with the data."""
    with shop.app_context(), reading():
        return session.scalar(select(Quota.sold + Quota.held)), invariants.broken(session)


def test_rule_11_desks_and_guests_together_sell_each_place_once(shop):
    assert all_at_once(shop) == [303] * PLACES + [409] * (GUESTS + DESKS - PLACES)
    assert what_is_kept(shop) == (PLACES, {})


def test_rule_11_without_a_lock_and_a_guard_the_database_has_the_last_word(shop, monkeypatch):
    monkeypatch.setattr(rules, "is_left", lambda quotas, wanted: True)
    monkeypatch.setattr(rules, "check_left", lambda quotas, wanted: None)
    monkeypatch.setattr(places, "_count", places_unguarded)

    answers = all_at_once(shop)

    assert answers.count(303) == PLACES
    assert 500 in answers
    assert what_is_kept(shop) == (PLACES, {})


def places_unguarded(session, wanted: dict[int, int], out_of: str | None, into: str | None) -> None:
    for quota_id, quantity in wanted.items():
        quota = session.get_one(Quota, quota_id)
        if into:
            setattr(quota, into, getattr(Quota, into) + quantity)
    session.flush()
