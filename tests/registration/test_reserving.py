"""Places that a code keeps: in all quotas of its product or in none, by the clock, and never sold twice (rule 14)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core import invariants
from registration import queries, rules
from registration.actions import begin_reserving, cancel_order, confirm_order, free_dead_order, hold_again, places
from registration.actions import place_order as placed
from registration.models import BookingCode, OrderStatus
from registration.queries import lock_quotas
from registration.rules import Place, draws
from tests import factories as make

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def hall(event):
    return make.a_quota(event, capacity=3)


@pytest.fixture
def product(event, hall):
    return make.a_product(event, quotas=[hall], price_pence=4500)


@pytest.fixture
def reserve(session, event, context):
    """A code that keeps places of a product."""

    def kept(product, uses=1, **changes) -> BookingCode:
        given = {"uses": uses, "starts_at": make.NOON, "ends_at": make.NOON + HOUR, "created_at": make.NOON}
        code = make.saved(
            BookingCode(event_id=event.id, code=uuid4().hex.upper(), products=[product], **given | changes)
        )
        lock_quotas(session, [quota.id for quota in product.quotas])
        begin_reserving(session, code=code)
        session.commit()
        return code

    return kept


@pytest.fixture
def book(session, event, context):
    def booked(product, code=None, tickets=1, at=make.NOON):
        wanted = [Place(product, f"Dr {n}", "buyer@south.example") for n in range(tickets)]
        order = placed(
            session,
            event=event,
            form_key=str(uuid4()),
            buyer_id=None,
            name="Dr 0",
            email="buyer@south.example",
            places=wanted,
            quotas=lock_quotas(session, list(draws(wanted))),
            hold=make.HOLD,
            now=at,
            code=code,
        )
        session.commit()
        return order

    return booked


def counts(session, quota) -> tuple[int, int, int]:
    """Sold, held and reserved."""
    session.refresh(quota)
    return quota.sold, quota.held, quota.reserved


def is_sound(session) -> bool:
    """Nothing is wrong with places, lines and codes; that an order is paid for is another's to test."""
    return not {"I1", "I1b", "I3", "I4"} & set(invariants.broken(session))


def test_rule_14_reserved_places_are_nobody_elses(session, product, hall, reserve, book):
    reserve(product, uses=3)

    with pytest.raises(rules.SoldOut):
        book(product)

    assert counts(session, hall) == (0, 0, 3)


def test_rule_14_a_sale_past_a_reservation_is_noticed(session, product, hall, reserve, book, monkeypatch):
    reserve(product, uses=3)
    monkeypatch.setattr(rules, "is_left", lambda *_: True)
    monkeypatch.setattr(rules, "check_left", lambda *_: None)

    with pytest.raises(rules.SoldOut):  # the guarded UPDATE has the last word
        book(product)


def test_who_has_the_code_takes_the_places_that_it_keeps(session, product, hall, reserve, book):
    code = reserve(product, uses=3)

    order = book(product, code, tickets=2)

    assert (order.status, counts(session, hall), code.used) == (OrderStatus.HELD, (0, 2, 1), 2)
    assert is_sound(session)


def test_a_free_place_is_sold_from_what_the_code_keeps(session, event, hall, reserve, book):
    free = make.a_product(event, quotas=[hall], price_pence=0)

    book(free, reserve(free))

    assert counts(session, hall) == (1, 0, 0)
    assert is_sound(session)


def test_a_paid_order_sells_what_it_held_of_the_code(session, product, hall, reserve, book):
    order = book(product, reserve(product))

    confirm_order(session, order=order, by_id=None, now=make.NOON + MINUTE)

    assert counts(session, hall) == (1, 0, 0)
    assert is_sound(session)


@pytest.mark.parametrize("how", ["let go", "run out"])
def test_a_hold_that_ends_gives_the_place_back_to_who_has_the_code(session, product, hall, reserve, book, how):
    code = reserve(product)
    order = book(product, code)

    if how == "let go":
        cancel_order(session, order=order, by_id=None, now=make.NOON + MINUTE)
    else:
        free_dead_order(session, order_id=order.id, now=lambda: make.NOON + make.HOLD)

    session.refresh(code)
    assert (counts(session, hall), code.used) == ((0, 0, 1), 0)
    assert is_sound(session)


def test_rule_12_a_dead_hold_gives_the_code_its_use_back_by_the_clock_alone(session, product, hall, reserve, book):
    code = reserve(product)
    book(product, code)

    again = book(product, code, at=make.NOON + make.HOLD)

    assert (again.status, counts(session, hall), code.used) == (OrderStatus.HELD, (0, 1, 0), 1)


def test_rule_12_a_program_that_waits_for_the_worker_is_noticed(session, product, reserve, book, monkeypatch):
    monkeypatch.setattr("registration.actions.orders.renew_uses", lambda *_, **__: None)
    code = reserve(product)
    book(product, code)

    with pytest.raises(rules.CodeNotGood):
        book(product, code, at=make.NOON + make.HOLD)


def test_rule_12_a_reservation_is_over_by_the_clock_alone(session, event, product, hall, reserve, book):
    reserve(product, uses=3)

    queries.count_dead_holds(session, event, [product], make.NOON + HOUR - timedelta(seconds=1))
    before = product.left
    queries.count_dead_holds(session, event, [product], make.NOON + HOUR)
    order = book(product, at=make.NOON + HOUR)

    assert (before, order.status, counts(session, hall)) == (0, OrderStatus.HELD, (0, 1, 0))
    assert is_sound(session)


def test_a_hold_outlives_the_reservation_that_it_came_from(session, event, product, hall, reserve, book):
    """The offer ends while its order is at the till: the place stays the order's, and is free after it."""
    code = reserve(product, uses=2)
    order = book(product, code, at=make.NOON + HOUR - MINUTE)

    lock_quotas(session, [hall.id])
    places.clear_dead(session, event_id=event.id, now=make.NOON + HOUR)
    still = counts(session, hall)
    free_dead_order(session, order_id=order.id, now=lambda: make.NOON + 2 * HOUR)

    assert (still, counts(session, hall), code.is_reserving) == ((0, 1, 0), (0, 0, 0), False)
    assert is_sound(session)


def test_money_that_comes_late_takes_the_place_that_the_code_still_keeps(session, product, hall, reserve, book):
    code = reserve(product)
    order = book(product, code)
    free_dead_order(session, order_id=order.id, now=lambda: make.NOON + make.HOLD)

    confirm_order(session, order=order, by_id=None, now=make.NOON + make.HOLD + MINUTE)

    assert (counts(session, hall), code.used) == ((1, 0, 0), 1)
    assert is_sound(session)


@pytest.mark.parametrize("act", ["pays late", "holds again"])
def test_uses_that_went_to_another_order_are_refused_and_nothing_has_changed(
    session, product, hall, reserve, book, act
):
    code, other = reserve(product), reserve(product)
    order = book(product, code)
    free_dead_order(session, order_id=order.id, now=lambda: make.NOON + make.HOLD)
    book(product, code, at=make.NOON + make.HOLD)
    before = counts(session, hall)

    given = {"order": order, "by_id": None, "now": make.NOON + make.HOLD}

    with pytest.raises(rules.CodeNotGood):
        confirm_order(session, **given) if act == "pays late" else hold_again(session, hold=make.HOLD, **given)

    assert (counts(session, hall), other.is_reserving) == (before, True)
    assert before == (0, 1, 1)


def test_rule_13_a_code_reserves_in_all_quotas_of_its_product_or_in_none(session, event, hall, reserve):
    full = make.a_quota(event, name="Dinner", capacity=1)
    both = make.a_product(event, quotas=[hall, full])
    make.an_order(make.a_product(event, quotas=[full]), event=event)

    with pytest.raises(rules.SoldOut):
        reserve(both)
    session.rollback()

    assert counts(session, hall) == (0, 0, 0)


def test_a_code_for_one_product_opens_no_places_of_another(session, event, product, hall, reserve, book):
    reserve(product, uses=3)
    other = make.a_product(event, quotas=[hall], price_pence=4500)
    code = session.query(BookingCode).one()

    with pytest.raises(rules.SoldOut):
        book(other, code)


def test_a_counter_that_forgets_the_uses_is_noticed(session, product, reserve, book, monkeypatch):
    monkeypatch.setattr(places, "_use", lambda *_: None)

    book(product, reserve(product))

    assert set(invariants.broken(session)) >= {"I4"}
