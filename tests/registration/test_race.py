"""INV-1's small twin: a dozen guests in threads of one process go for the last places, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import clock, invariants
from core.db import db, reading, session, transaction
from registration import rules
from registration.actions import places
from registration.models import Product, Quota
from tests import factories as make

GUESTS, PLACES = 12, 3
PAGE = "/events/last-places/tickets"


@pytest.fixture
def shop(app_that_commits, monkeypatch):
    """An application with an event that has a few places left."""
    app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        now = clock.now()
        event = make.an_event(slug="last-places", first_day=now.date(), last_day=now.date())
        opens, closes = now - timedelta(days=1), now + timedelta(days=1)
        make.a_product(event, capacity=PLACES, sales_open_at=opens, sales_close_at=closes)
    return app_that_commits


def everybody_books(shop, typed: list[dict]) -> list[int]:
    """The statuses that the guests were answered, sorted."""
    start = threading.Barrier(len(typed))

    def book(booking: dict) -> int:
        client = shop.test_client()
        start.wait()
        return client.post(PAGE, data=booking).status_code

    with ThreadPoolExecutor(len(typed)) as pool:
        return sorted(pool.map(book, typed))


def what_is_kept(shop) -> tuple[int, dict]:
    """How many places are sold, and what is wrong with the data."""
    with shop.app_context(), reading():
        return session.scalar(select(Quota.sold)), invariants.broken(session)


@pytest.fixture
def bookings(shop) -> list[dict]:
    with shop.app_context(), reading():
        product = session.scalars(select(Product)).one()
        return [make.a_booking(product, email=f"guest{number}@north.example") for number in range(GUESTS)]


def test_of_a_dozen_guests_for_three_places_three_get_one_and_nobody_a_fault(shop, bookings):
    assert everybody_books(shop, bookings) == [303] * PLACES + [409] * (GUESTS - PLACES)
    assert what_is_kept(shop) == (PLACES, {})


def test_one_form_sent_a_dozen_times_at_once_is_one_order(shop, bookings):
    statuses = everybody_books(shop, bookings[:1] * GUESTS)

    assert set(statuses) <= {303, 409}
    assert 303 in statuses
    assert what_is_kept(shop) == (1, {})


def test_a_missing_guard_is_noticed(shop, bookings, monkeypatch):
    def count_without_asking(session, wanted: dict[int, int], out_of: str | None, into: str | None) -> None:
        for quota_id, quantity in wanted.items():
            session.execute(update(Quota).where(Quota.id == quota_id).values({into: getattr(Quota, into) + quantity}))

    monkeypatch.setattr(rules, "is_left", lambda quotas, wanted: True)
    monkeypatch.setattr(rules, "check_left", lambda quotas, wanted: None)
    monkeypatch.setattr(places, "_count", count_without_asking)

    assert everybody_books(shop, bookings) == [303] * PLACES + [500] * (GUESTS - PLACES)
    assert what_is_kept(shop) == (PLACES, {})  # the database has the last word


@pytest.fixture(autouse=True)
def _let_go(shop):
    yield
    with shop.app_context():
        db.engine.dispose()
