from datetime import date, time, timedelta

import pytest

from events.models import Event
from registration import rules
from registration.models import Order, OrderStatus, Product, Quota
from registration.rules import HoldIsOver, NothingToPay, NotOnSale, Place, SoldOut, TooLate, WrongMove
from tests.factories import HOLD, NOON

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
HALL = Quota(id=1, capacity=10, sold=0, held=0, reserved=0)
WORKSHOP = Quota(id=2, capacity=3, sold=0, held=0, reserved=0)


def a_product(**changes) -> Product:
    given = {"name": "Full", "price_pence": 0, "in_person": True, "quotas": [HALL]}
    return Product(**given | {"sales_open_at": NOON - DAY, "sales_close_at": NOON + DAY} | changes)


def an_event() -> Event:
    """Its doors open at 08:30 in London, which in May is 07:30 in UTC."""
    day = date(2026, 5, 14)
    return Event(first_day=day, last_day=day, doors_open=time(8, 30), closes=time(17), zone="Europe/London")


DOORS_OPEN = NOON.replace(day=14, hour=7, minute=30)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (NOON - DAY - SECOND, False),
        (NOON - DAY, True),
        (NOON, True),
        (NOON + DAY - SECOND, True),
        (NOON + DAY, False),
    ],
    ids=["before opening", "at opening", "during", "in the last second", "at closing"],
)
def test_places_are_sold_from_opening_until_closing(moment, allowed):
    assert rules.is_on_sale(a_product(), moment) is allowed
    assert rules.on_sale([a_product()], moment) == [] or allowed
    if allowed:
        rules.check_on_sale(a_product(), moment)
    else:
        with pytest.raises(NotOnSale, match="Full is not on sale"):
            rules.check_on_sale(a_product(), moment)


def test_a_place_draws_one_from_each_of_its_quotas_in_the_order_of_their_ids():
    full, both = a_product(), a_product(quotas=[WORKSHOP, HALL])

    wanted = rules.draws([Place(both), Place(full), Place(both)])

    assert list(wanted.items()) == [(1, 3), (2, 2)]


@pytest.mark.parametrize(
    ("sold", "held", "words"),
    [
        (0, 0, None),
        (1, 0, None),
        (0, 1, None),
        (2, 0, "only 1 place left"),
        (1, 1, "only 1 place left"),
        (3, 0, "sold out"),
        (0, 3, "sold out"),
    ],
    ids=["plenty", "exactly enough", "enough beside a hold", "one too few", "one too few for a hold", "none", "held"],
)
def test_what_is_wanted_must_be_left(sold, held, words):
    quota = Quota(id=2, capacity=3, sold=sold, held=held, reserved=0)

    if words is None:
        rules.check_left([quota], {2: 2})
    else:
        with pytest.raises(SoldOut, match=words):
            rules.check_left([quota], {2: 2})


def test_one_quota_that_cannot_give_refuses_it_all():
    with pytest.raises(SoldOut, match="only 3 places left"):
        rules.check_left([HALL, WORKSHOP], {1: 4, 2: 4})


def test_the_total_is_of_our_own_prices():
    places = [Place(a_product()), Place(a_product(price_pence=4500))]

    assert [each.total_pence for each in rules.charges(places, None, NOON)] == [0, 4500]


REQUESTED = OrderStatus.REQUESTED
HELD, AWAITING, CONFIRMED = OrderStatus.HELD, OrderStatus.AWAITING, OrderStatus.CONFIRMED
EXPIRED, CANCELLED = OrderStatus.EXPIRED, OrderStatus.CANCELLED
ARROWS = {
    (None, REQUESTED),
    (None, HELD),
    (None, CONFIRMED),
    (REQUESTED, HELD),
    (REQUESTED, CONFIRMED),
    (REQUESTED, CANCELLED),
    (HELD, AWAITING),
    (HELD, CONFIRMED),
    (HELD, EXPIRED),
    (HELD, CANCELLED),
    (AWAITING, HELD),
    (AWAITING, CONFIRMED),
    (AWAITING, EXPIRED),
    (EXPIRED, HELD),
    (EXPIRED, CONFIRMED),
    (CONFIRMED, CANCELLED),
}


@pytest.mark.parametrize("to", OrderStatus)
@pytest.mark.parametrize("status", [None, *OrderStatus])
def test_an_order_moves_only_along_the_arrows(status, to):
    if (status, to) in ARROWS:
        rules.check_move(status, to)
    else:
        with pytest.raises(WrongMove):
            rules.check_move(status, to)


def test_every_status_has_its_next_statuses():
    assert set(rules.NEXT_STATUSES) == {None, *OrderStatus}


@pytest.mark.parametrize(
    ("moment", "pence", "refusal"),
    [
        (DOORS_OPEN - SECOND, 0, None),
        (DOORS_OPEN, 0, TooLate),
        (NOON, 100, TooLate),
    ],
    ids=["a second before the doors open", "as the doors open", "it cost something"],
)
def test_a_free_order_may_be_given_back_until_the_event_begins(moment, pence, refusal):
    order = Order(status=OrderStatus.CONFIRMED, total_pence=pence)

    assert rules.may_cancel(order, an_event(), moment) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            rules.check_may_cancel(order, an_event(), moment)
    else:
        rules.check_may_cancel(order, an_event(), moment)


def test_what_is_only_held_may_be_let_go_although_it_has_a_price():
    assert rules.may_cancel(Order(status=OrderStatus.HELD, total_pence=4500), an_event(), NOON)


@pytest.mark.parametrize("status", [OrderStatus.HELD, OrderStatus.AWAITING])
@pytest.mark.parametrize(
    ("moment", "refusal"),
    [(NOON, None), (NOON + HOLD - SECOND, None), (NOON + HOLD, HoldIsOver)],
    ids=["at once", "in the last second", "at its instant"],
)
def test_a_hold_may_be_paid_until_its_instant(status, moment, refusal):
    order = Order(status=status, hold_ends_at=NOON + HOLD)

    assert rules.may_pay(order, moment) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            rules.check_may_pay(order, moment)
    else:
        rules.check_may_pay(order, moment)


@pytest.mark.parametrize("status", [OrderStatus.CONFIRMED, OrderStatus.EXPIRED, OrderStatus.CANCELLED])
def test_what_is_settled_is_not_paid(status):
    with pytest.raises(NothingToPay):
        rules.check_may_pay(Order(status=status, hold_ends_at=NOON + HOLD), NOON)


@pytest.mark.parametrize(
    ("status", "kept_until", "is_dead"),
    [
        (OrderStatus.HELD, NOON + SECOND, False),
        (OrderStatus.HELD, NOON, True),
        (OrderStatus.AWAITING, NOON, True),
        (OrderStatus.AWAITING, None, False),
        (OrderStatus.CONFIRMED, NOON, False),
    ],
    ids=["a second left", "at its instant", "at the till too long", "its payment takes days", "paid"],
)
def test_rule_12_a_hold_dies_at_its_instant(status, kept_until, is_dead):
    order = Order(status=status, kept_until=kept_until)

    assert rules.is_dead(order, NOON) is is_dead
    assert rules.may_hold_again(order, NOON) is is_dead


def test_a_cancelled_order_is_not_given_back_again():
    order = Order(status=OrderStatus.CANCELLED, total_pence=0)

    assert not rules.may_cancel(order, an_event(), NOON)
    with pytest.raises(WrongMove):
        rules.check_may_cancel(order, an_event(), NOON)


@pytest.mark.parametrize(
    ("products", "room"),
    [
        ([a_product(quotas=[HALL, WORKSHOP])], HALL),
        ([a_product(quotas=[WORKSHOP]), a_product(quotas=[HALL], in_person=False)], WORKSHOP),
        ([a_product(quotas=[HALL], in_person=False)], None),
        ([], None),
    ],
    ids=["the largest", "only of those in person", "an event on screens alone", "nothing sold"],
)
def test_the_room_is_the_largest_quota_of_those_who_come(products, room):
    assert rules.room_of(products) is room
