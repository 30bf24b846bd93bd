"""INV-6: a crowd redeems one code at once, on threads and both databases; what is given back comes back once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import invariants
from core.db import db, reading, session, transaction
from events.models import Event
from payments.actions import free_next_hold
from registration import actions, queries, rules
from registration.actions import places
from registration.models import BookingCode, Effect, Order, OrderStatus, Product, Quota
from tests import factories as make

BUYERS, USES = 20, 3
PAGE = "/events/last-places/tickets"


@pytest.fixture
def clock_at(monkeypatch):
    """The time, which stands still until it is moved."""
    at = [make.NOON]
    monkeypatch.setattr("core.clock.now", lambda: at[0])
    return at


@pytest.fixture
def shop(app_that_commits, monkeypatch, clock_at):
    """An event with a priced ticket and places for everybody."""
    app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        event = make.an_event(slug="last-places")
        make.a_product(event, capacity=50, price_pence=4500, sales_close_at=make.LONG_AFTER)
    yield app_that_commits
    with app_that_commits.app_context():
        db.engine.dispose()


def a_code(shop, *, keeps: bool = False, **given) -> None:
    with shop.app_context(), transaction():
        event, product = session.scalars(select(Event)).one(), session.scalars(select(Product)).one()
        products = [product] if keeps else []
        code = make.a_code(event, **{"code": "CODE7", "uses": USES, "products": products} | given)
        if keeps:
            queries.lock_places(session, event)
            actions.begin_reserving(session, code=code)
            session.commit()


def everybody_redeems(shop, buyers: int = BUYERS) -> list[int]:
    """The statuses that so many buyers were answered who all type the code at the same moment, sorted."""
    with shop.app_context(), reading():
        product = session.scalars(select(Product)).one()
        typed = [make.a_booking(product, email=f"b{n}@north.example", code="code-7") for n in range(buyers)]
    start = threading.Barrier(buyers)

    def redeem(booking: dict) -> int:
        client = shop.test_client()
        start.wait()
        return client.post(PAGE, data=booking).status_code

    with ThreadPoolExecutor(buyers) as pool:
        return sorted(pool.map(redeem, typed))


def the_code(shop) -> tuple[int, int, dict]:
    """How often the code is used, what is spent of its budget in pence, and what is wrong with the data."""
    with shop.app_context(), reading():
        code = session.scalars(select(BookingCode)).one()
        return code.used, code.spent_pence, invariants.broken(session)


def give_back(shop, how_many: int = 1) -> None:
    with shop.app_context():
        for _ in range(how_many):
            with transaction():
                held = select(Order.id).where(Order.status == OrderStatus.HELD).order_by(Order.id).limit(1)
                order = queries.locked_order(session, session.scalars(held).one())
                actions.cancel_order(session, order=order, by_id=None, now=make.NOON)


def all_holds_end(shop, clock_at) -> None:
    clock_at[0] += timedelta(minutes=16)
    with shop.app_context():
        while free_next_hold():
            pass


def test_inv_6_of_a_crowd_three_redeem_a_code_of_three_uses(shop):
    a_code(shop, effect=Effect.PERCENT, amount=50)

    assert everybody_redeems(shop) == [303] * USES + [409] * (BUYERS - USES)
    assert the_code(shop) == (USES, USES * 2250, {})


def test_inv_6_a_use_that_is_given_back_comes_back_once(shop, clock_at):
    a_code(shop, effect=Effect.PERCENT, amount=50)
    everybody_redeems(shop)

    give_back(shop)
    assert the_code(shop) == (2, 4500, {})
    assert everybody_redeems(shop, 5) == [303] + [409] * 4
    assert the_code(shop) == (3, 6750, {})
    all_holds_end(shop, clock_at)
    all_holds_end(shop, clock_at)
    assert the_code(shop) == (0, 0, {})
    assert everybody_redeems(shop, 5) == [303] * USES + [409] * 2


def test_inv_6_two_who_give_the_same_order_back_at_once_give_back_one_use(shop):
    a_code(shop, effect=Effect.PERCENT, amount=50)
    everybody_redeems(shop, USES)
    with shop.app_context(), reading():
        number = session.scalars(select(Order.id).order_by(Order.id)).first()
    start = threading.Barrier(4)

    def give(_):
        start.wait()
        with shop.app_context():
            try:
                with transaction():
                    order = queries.locked_order(session, number)
                    actions.cancel_order(session, order=order, by_id=None, now=make.NOON)
            except rules.WrongMove:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(give, range(4))) == [False, False, False, True]
    assert the_code(shop) == (2, 4500, {})


def test_inv_6_a_budget_is_never_overspent(shop):
    a_code(shop, effect=Effect.FIXED, amount=2000, uses=100, budget_pence=5000)

    # Once it is spent, the code takes nothing off, and who types it pays the whole price.
    assert everybody_redeems(shop) == [303] * BUYERS
    used, spent, faults = the_code(shop)
    assert (used, spent, faults) == (3, 5000, {})


def test_inv_6_kept_places_are_had_by_three_and_the_rest_goes_on_being_sold(shop):
    a_code(shop, keeps=True)

    assert everybody_redeems(shop) == [303] * USES + [409] * (BUYERS - USES)
    assert the_code(shop) == (USES, 0, {})
    give_back(shop, USES)
    assert the_code(shop) == (0, 0, {})
    with shop.app_context(), reading():
        quota = session.scalars(select(Quota)).one()
        assert (quota.reserved, quota.held) == (USES, 0)


def test_inv_6_a_missing_guard_is_noticed(shop, monkeypatch):
    monkeypatch.setattr(BookingCode, "uses_left", 99)
    monkeypatch.setattr(places, "_use", lambda session, line, sign: None)
    a_code(shop, effect=Effect.PERCENT, amount=50)

    assert everybody_redeems(shop, 6) == [303] * 6
    _, _, faults = the_code(shop)
    assert "I4" in faults


def test_inv_6_without_the_rule_the_guarded_update_still_says_no(shop, monkeypatch):
    monkeypatch.setattr(BookingCode, "uses_left", 99)
    a_code(shop, effect=Effect.PERCENT, amount=50)

    assert everybody_redeems(shop) == [303] * USES + [409] * (BUYERS - USES)
    assert the_code(shop) == (USES, USES * 2250, {})
