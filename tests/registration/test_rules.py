from datetime import date, time, timedelta

import pytest

from events.models import Event
from registration import rules
from registration.models import Order, OrderStatus, Product, Quota
from registration.rules import NothingToPay, NotOnSale, Place, SoldOut, TooLate, WrongMove
from tests.factories import NOON

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
HALL = Quota(id=1, capacity=10, sold=0)
WORKSHOP = Quota(id=2, capacity=3, sold=0)


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
    ("sold", "words"),
    [(0, None), (1, None), (2, "only 1 place left"), (3, "sold out")],
    ids=["plenty", "exactly enough", "one too few", "none"],
)
def test_what_is_wanted_must_be_left(sold, words):
    quota = Quota(id=2, capacity=3, sold=sold)

    if words is None:
        rules.check_left([quota], {2: 2})
    else:
        with pytest.raises(SoldOut, match=words):
            rules.check_left([quota], {2: 2})


def test_one_quota_that_cannot_give_refuses_it_all():
    with pytest.raises(SoldOut, match="only 3 places left"):
        rules.check_left([HALL, WORKSHOP], {1: 4, 2: 4})


@pytest.mark.parametrize(("pence", "is_free"), [(0, True), (1, False), (4500, False)])
def test_only_what_is_free_can_be_booked(pence, is_free):
    places = [Place(a_product()), Place(a_product(price_pence=pence))]

    assert rules.total_pence(places) == pence
    if is_free:
        rules.check_free(places)
    else:
        with pytest.raises(NothingToPay):
            rules.check_free(places)


@pytest.mark.parametrize(
    ("status", "to", "allowed"),
    [
        (OrderStatus.CONFIRMED, OrderStatus.CANCELLED, True),
        (OrderStatus.CANCELLED, OrderStatus.CONFIRMED, False),
        (OrderStatus.CANCELLED, OrderStatus.CANCELLED, False),
        (OrderStatus.CONFIRMED, OrderStatus.CONFIRMED, False),
    ],
)
def test_an_order_moves_only_along_the_arrows(status, to, allowed):
    if allowed:
        rules.check_move(status, to)
    else:
        with pytest.raises(WrongMove):
            rules.check_move(status, to)


def test_every_status_has_its_next_statuses():
    assert set(rules.NEXT_STATUSES) == set(OrderStatus)


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
