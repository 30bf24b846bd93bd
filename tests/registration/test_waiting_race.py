"""INV-5: the worker's offer, the sweeper, the payer and a crowd of buyers together, on threads and both databases."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock, invariants
from core.db import db, reading, session, transaction
from payments.actions import free_next_hold
from registration import actions, queries, rules
from registration.commands import serve_next_queue
from registration.models import BookingCode, Order, OrderStatus, Product, Quota, Ticket, WaitingEntry, WaitingStatus
from tests import factories as make
from tests.registration.lists import books

PAGE = "/events/last-places/tickets"
MOMENT, LIFE = timedelta(seconds=1), timedelta(hours=24)


@pytest.fixture
def clock_at(monkeypatch):
    """The time, which stands still until it is moved."""
    at = [make.NOON]
    monkeypatch.setattr("core.clock.now", lambda: at[0])
    return at


@pytest.fixture
def shop(app_that_commits, monkeypatch, clock_at):
    """An event with one priced place, which somebody holds and three people wait for."""
    app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        event = make.an_event(slug="last-places")
        product = make.a_product(event, capacity=1, price_pence=4500, sales_close_at=make.NOON + 9 * LIFE)
        books(session, product)
        for name in "abc":
            queries.count_dead_holds(session, event, [product], make.NOON)
            given = {"name": name, "email": f"{name}@north.example", "places": 1, "by_id": None, "now": make.NOON}
            actions.join_waiting(session, event=event, product=product, **given)
        session.commit()
    yield app_that_commits
    with app_that_commits.app_context():
        db.engine.dispose()


def do(shop, work):
    with shop.app_context():
        return work()


def together(shop, *deeds) -> list:
    """What each of these does when all begin at the same moment."""
    start = threading.Barrier(len(deeds))

    def one(deed):
        start.wait()
        return do(shop, deed)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def works(shop) -> None:
    """The worker does all that is due."""

    def until_done():
        while free_next_hold() or serve_next_queue():
            pass

    do(shop, until_done)


def rows(shop, query) -> list[tuple]:
    with shop.app_context(), reading():
        return [tuple(row) for row in session.execute(query)]


def statuses(shop) -> list[str]:
    return [status.value for (status,) in rows(shop, select(WaitingEntry.status).order_by(WaitingEntry.id))]


def broken(shop) -> set[str]:
    """What is wrong with places, lines and codes; the orders of this test are confirmed without money."""
    with shop.app_context(), reading():
        return {"I1", "I1b", "I3", "I4"} & set(invariants.broken(session))


def buyer(shop, code: str = ""):
    """Somebody who presses Book, with the offer's link or without."""
    with shop.app_context(), reading():
        typed = make.a_booking(session.scalars(select(Product)).one(), code=code)
    return lambda: shop.test_client().post(PAGE, data=typed).status_code


def payer(order_id: int):
    """The payment's notice arrives: a ticket, or the money goes back."""

    def pays() -> str:
        try:
            with transaction():
                order = queries.locked_order(session, order_id)
                actions.confirm_order(session, order=order, by_id=None, now=clock.now())
        except (rules.SoldOut, rules.CodeNotGood):
            return "refunded"
        return "paid"

    return pays


def leaver(email: str):
    def leaves() -> str:
        try:
            with transaction():
                entry = session.scalars(select(WaitingEntry).where(WaitingEntry.email == email)).one()
                actions.leave_waiting(session, entry=queries.locked_entry(session, entry), by_id=None, now=clock.now())
        except rules.NotWaiting:
            return "too late"
        return "left"

    return leaves


@pytest.mark.parametrize("attempt", range(3))
def test_inv_5_workers_sweepers_and_buyers_together_offer_a_freed_place_once_to_who_is_first(shop, clock_at, attempt):
    clock_at[0] = make.NOON + make.HOLD

    answers = together(shop, *[serve_next_queue] * 2, *[free_next_hold] * 2, buyer(shop), buyer(shop))
    works(shop)

    assert answers[-2:] == [409, 409]
    assert statuses(shop) == ["offered", "waiting", "waiting"]
    assert rows(shop, select(Quota.sold, Quota.held, Quota.reserved)) == [(0, 0, 1)]
    assert broken(shop) == set()


@pytest.fixture
def at_the_till(shop, clock_at):
    """The first has an offer and an order of it; at this moment both run out. The order's id."""
    clock_at[0] = make.NOON + make.HOLD
    works(shop)
    clock_at[0] += LIFE - make.HOLD
    ((code,),) = rows(shop, select(BookingCode.code))
    assert do(shop, buyer(shop, code)) == 303
    clock_at[0] += make.HOLD
    ((order_id,),) = rows(shop, select(Order.id).where(Order.status == OrderStatus.HELD))
    return order_id


def check_one_or_the_other(shop, order_id: int, outcome: str) -> None:
    """Booked with a ticket, or lapsed with the money back and the place with who is next; never both or neither."""
    ((status,),) = rows(shop, select(Order.status).where(Order.id == order_id))
    standing = select(Ticket.id).join(Ticket.order).where(Order.status == OrderStatus.CONFIRMED)
    assert (outcome == "paid") == (status is OrderStatus.CONFIRMED) == (len(rows(shop, standing)) == 1)
    assert statuses(shop)[:2] == (["booked", "waiting"] if outcome == "paid" else ["lapsed", "offered"])
    counts = rows(shop, select(Quota.sold, Quota.held, Quota.reserved))
    assert counts == [(1, 0, 0) if outcome == "paid" else (0, 0, 1)]
    assert broken(shop) == set()


@pytest.mark.parametrize("attempt", range(4))
def test_inv_5_an_offer_the_sweeper_and_the_payer_together_end_in_a_ticket_or_in_a_lapse(shop, at_the_till, attempt):
    order_id = at_the_till

    outcome, *_ = together(
        shop, payer(order_id), serve_next_queue, free_next_hold, buyer(shop), leaver("c@north.example")
    )
    works(shop)

    check_one_or_the_other(shop, order_id, outcome)


@pytest.mark.parametrize("first", ["the payer", "the worker"])
def test_inv_5_one_after_the_other_is_the_same(shop, at_the_till, first):
    order_id = at_the_till
    if first == "the worker":
        works(shop)

    outcome = do(shop, payer(order_id))
    works(shop)

    assert outcome == ("paid" if first == "the payer" else "refunded")
    check_one_or_the_other(shop, order_id, outcome)


def test_inv_5_a_worker_that_ends_what_is_being_paid_for_is_noticed(shop, at_the_till, monkeypatch):
    """Planted: the offer is settled as lapsed though its order is at the till."""
    monkeypatch.setattr(rules, "settled", lambda entry, confirmed, now: WaitingStatus.LAPSED if not confirmed else None)
    do(shop, payer(at_the_till))
    with shop.app_context(), transaction():
        entry = session.scalars(select(WaitingEntry).order_by(WaitingEntry.id).limit(1)).one()
        actions.waiting._settle(session, queries.locked_entry(session, entry), 0, clock.now())

    with pytest.raises(AssertionError):
        check_one_or_the_other(shop, at_the_till, "paid")


def test_inv_5_each_freed_seat_is_offered_once_and_in_order(shop, clock_at):
    """One after the other lets the offer lapse, while two workers and the sweeper race for each."""
    offered = []
    clock_at[0] = make.NOON + make.HOLD
    for _ in "abc":
        together(shop, serve_next_queue, serve_next_queue, free_next_hold)
        works(shop)
        live = select(WaitingEntry.email).where(WaitingEntry.status == WaitingStatus.OFFERED)
        offered += [email[0] for (email,) in rows(shop, live)]
        clock_at[0] += LIFE
    works(shop)

    assert offered == ["a", "b", "c"]
    assert statuses(shop) == ["lapsed"] * 3
    assert rows(shop, select(Quota.sold, Quota.held, Quota.reserved)) == [(0, 0, 0)]
    assert broken(shop) == set()


def test_one_address_that_joins_a_dozen_times_at_once_is_one_entry(shop):
    with shop.app_context(), reading():
        product_id = session.scalars(select(Product.id)).one()
    typed = {"name": "Dr D", "email": "d@north.example", "places": 1}

    def joins() -> int:
        return shop.test_client().post(f"/events/last-places/waiting/{product_id}", data=typed).status_code

    answers = Counter(together(shop, *[joins] * 12))

    assert answers == {303: 12}
    assert statuses(shop) == ["waiting"] * 4
