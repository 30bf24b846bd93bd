"""Who is next, what is kept for them, and how long an offer lasts (domain rule 14): rules, in memory."""

from datetime import timedelta

import pytest

from registration import rules
from registration.models import BookingCode, Product, ProductKind, Quota, WaitingEntry, WaitingStatus
from registration.rules import Wish
from tests.factories import NOON

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
HALL, DINNER = 1, 2


def quotas(hall: int = 0, dinner: int = 0) -> list[Quota]:
    """A hall and a dinner of 100 places, of which so many are free."""
    return [
        Quota(id=number, capacity=100, sold=100 - free, held=0, reserved=0)
        for number, free in ((HALL, hall), (DINNER, dinner))
    ]


def a_product(**changes) -> Product:
    given = {"id": 1, "name": "Full", "kind": ProductKind.TICKET, "is_hidden": False, "needs_approval": False}
    given |= {"sales_open_at": NOON - DAY, "sales_close_at": NOON + 2 * DAY, "least_per_order": 1}
    return Product(**given | {"quotas": quotas()[:1]} | changes)


def an_entry(status=WaitingStatus.OFFERED, *, uses=1, used=0, ends_at=NOON + DAY, **changes) -> WaitingEntry:
    code = None if status is WaitingStatus.WAITING else BookingCode(uses=uses, used=used)
    return WaitingEntry(status=status, code=code, ends_at=code and ends_at, product=a_product(**changes))


def served(queue: list[Wish], **free) -> list[int]:
    return rules.serve(queue, quotas(**free))[0]


def left(queue: list[Wish], **free) -> dict[int, int]:
    return rules.serve(queue, quotas(**free))[1]


class TestInOrder:
    @pytest.mark.parametrize(("free", "who"), [(0, []), (1, [5]), (2, [5, 6]), (9, [5, 6, 7])])
    def test_rule_14_who_came_first_is_served_first(self, free, who):
        assert served([Wish(5, 1, (HALL,)), Wish(6, 1, (HALL,)), Wish(7, 1, (HALL,))], hall=free) == who

    @pytest.mark.parametrize(("free", "who"), [(2, []), (3, [5]), (4, [5, 6])])
    def test_rule_14_a_group_is_served_whole_and_not_overtaken(self, free, who):
        assert served([Wish(5, 3, (HALL,)), Wish(6, 1, (HALL,))], hall=free) == who

    def test_rule_14_nobody_overtakes_on_a_quota_that_both_need(self):
        queue = [Wish(5, 3, (HALL,)), Wish(6, 1, (HALL, DINNER)), Wish(7, 1, (DINNER,))]

        assert served(queue, hall=2, dinner=2) == [7]

    def test_rule_13_a_place_in_every_quota_or_none(self):
        assert served([Wish(5, 1, (HALL, DINNER))], hall=3, dinner=0) == []

    def test_who_lacks_one_quota_keeps_nobody_out_of_another_that_has_room(self):
        queue = [Wish(5, 1, (HALL, DINNER)), Wish(6, 1, (HALL,))]

        assert served(queue, hall=1, dinner=0) == [6]
        assert left(queue, hall=5, dinner=0) == {HALL: 4, DINNER: 0}

    def test_a_group_that_can_never_be_served_keeps_nobody_waiting(self):
        assert served([Wish(5, 101, (HALL,)), Wish(6, 1, (HALL,))], hall=1) == [6]

    def test_places_that_the_clock_has_freed_are_there_to_be_offered(self):
        (hall, _) = both = quotas()
        hall.dead = 1

        assert rules.serve([Wish(5, 1, (HALL,))], both)[0] == [5]


class TestForBuyers:
    @pytest.mark.parametrize(("free", "for_buyers"), [(1, 0), (2, 0), (3, 1)])
    def test_rule_14_buyers_have_what_nobody_waits_for(self, free, for_buyers):
        assert left([Wish(5, 1, (HALL,)), Wish(6, 1, (HALL,))], hall=free)[HALL] == for_buyers

    def test_rule_14_what_a_group_is_too_large_for_is_kept_for_it(self):
        assert left([Wish(5, 3, (HALL,))], hall=2)[HALL] == 0
        assert rules.waited_for([Wish(5, 3, (HALL,))], quotas(hall=2)) == {HALL: 2, DINNER: 0}

    def test_without_a_queue_everything_is_for_buyers(self):
        assert left([], hall=2, dinner=1) == {HALL: 2, DINNER: 1}


class TestAnOffer:
    @pytest.mark.parametrize(
        ("to_close", "lasts"),
        [(2 * DAY, DAY), (DAY, DAY), (DAY - SECOND, DAY - SECOND), (HOUR, HOUR)],
        ids=["a day", "just a day", "to the close of the sale", "an hour, the least"],
    )
    def test_rule_14_lasts_a_day_and_never_past_the_sale(self, to_close, lasts):
        product = a_product(sales_close_at=NOON + to_close)

        assert rules.offer_ends_at(product, DAY, NOON) == NOON + lasts
        assert rules.may_still_offer(product, NOON)

    @pytest.mark.parametrize(
        "window",
        [
            {"sales_close_at": NOON + HOUR - SECOND},
            {"sales_close_at": NOON},
            {"sales_open_at": NOON + SECOND},
        ],
        ids=["less than an hour", "closed", "not open yet"],
    )
    def test_is_not_made_with_less_than_an_hour_left_or_out_of_the_sale(self, window):
        assert not rules.may_still_offer(a_product(**window), NOON)

    @pytest.mark.parametrize(("at", "over"), [(NOON + DAY - SECOND, False), (NOON + DAY, True)])
    def test_is_over_at_its_end(self, at, over):
        assert rules.is_over(an_entry(), at) is over

    @pytest.mark.parametrize(("at", "over"), [(NOON + HOUR - SECOND, False), (NOON + HOUR, True)])
    def test_is_over_with_the_sale_though_that_was_brought_forward(self, at, over):
        assert rules.is_over(an_entry(sales_close_at=NOON + HOUR), at) is over

    def test_nobody_has_one_who_only_waits(self):
        assert not rules.is_over(an_entry(WaitingStatus.WAITING), NOON + 9 * DAY)


LAST, OVER = NOON + DAY - SECOND, NOON + DAY


@pytest.mark.parametrize(
    ("entry", "confirmed", "at", "to"),
    [
        (an_entry(), 0, LAST, None),
        (an_entry(), 0, OVER, WaitingStatus.LAPSED),
        (an_entry(used=1), 1, LAST, WaitingStatus.BOOKED),
        (an_entry(used=1), 0, LAST, None),
        (an_entry(used=1), 0, OVER, None),
        (an_entry(used=1), 1, OVER, WaitingStatus.BOOKED),
        (an_entry(uses=3, used=2), 2, LAST, None),
        (an_entry(uses=3, used=2), 2, OVER, WaitingStatus.BOOKED),
        (an_entry(uses=3, used=2), 1, OVER, None),
        (an_entry(WaitingStatus.LAPSED, used=1), 1, OVER, WaitingStatus.BOOKED),
        (an_entry(WaitingStatus.LEFT, used=1), 1, OVER, WaitingStatus.BOOKED),
        (an_entry(WaitingStatus.LAPSED), 0, OVER, None),
        (an_entry(WaitingStatus.BOOKED), 0, OVER, None),
        (an_entry(WaitingStatus.WAITING), 0, OVER, None),
    ],
    ids=[
        "lasts",
        "not used",
        "used",
        "being paid for",
        "being paid for as it ends",
        "used to the last",
        "a group booked a part",
        "a group kept to a part",
        "a group pays for a part",
        "money came after its end",
        "money came after it was given back",
        "lapsed for good",
        "booked for good",
        "no offer",
    ],
)
def test_inv_5_what_an_offer_has_come_to(entry, confirmed, at, to):
    assert rules.come_to(entry, confirmed, at) is to


@pytest.mark.parametrize(
    ("changes", "free", "words"),
    [
        ({}, 0, ""),
        ({}, 1, "1 place left. Book now"),
        ({"is_hidden": True}, 0, "has no waiting list"),
        ({"needs_approval": True}, 0, "has no waiting list"),
        ({"kind": ProductKind.ADD_ON}, 0, "has no waiting list"),
        ({"sales_close_at": NOON}, 0, "not on sale"),
        ({"sales_open_at": NOON + SECOND}, 0, "not on sale"),
    ],
)
def test_one_waits_for_a_ticket_that_is_sold_openly_is_on_sale_and_is_gone(changes, free, words):
    product = a_product(**changes, quotas=quotas(hall=free)[:1])

    assert rules.may_join(product, NOON) is (words == "")
    if words:
        with pytest.raises(rules.CannotWait, match=words):
            rules.check_may_join(product, NOON)


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({}, range(1, 11)),
        ({"most_per_order": 4}, range(1, 5)),
        ({"least_per_order": 5}, range(5, 11)),
        ({"quotas": [Quota(id=1, capacity=2)]}, range(1, 3)),
    ],
    ids=["ten", "as one order", "a group", "never more than there are"],
)
def test_how_many_places_one_may_wait_for(changes, places):
    assert rules.places_to_wait_for(a_product(**changes)) == places


@pytest.mark.parametrize("status", [WaitingStatus.BOOKED, WaitingStatus.LAPSED, WaitingStatus.LEFT])
def test_what_has_ended_is_not_left_again(status):
    with pytest.raises(rules.NotWaiting):
        rules.check_may_leave(an_entry(status))


def test_an_offer_in_use_is_not_given_back():
    rules.check_may_leave(an_entry())
    with pytest.raises(rules.NotWaiting, match="An order holds places"):
        rules.check_may_leave(an_entry(used=1))
