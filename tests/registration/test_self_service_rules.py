"""Until when, by whom and at what price a place is changed: the rules alone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.models import Event
from people.access import Visitor
from registration import rules
from registration.models import (
    BookingCode,
    Category,
    Effect,
    Extra,
    Order,
    OrderLine,
    OrderStatus,
    Price,
    PricePeriod,
    Product,
    ProofStatus,
    Reduction,
    Ticket,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOBODY = Visitor(0, "", ())


def an_event(**given) -> Event:
    days = {"first_day": date(2026, 5, 14), "last_day": date(2026, 5, 14), "doors_open": time(8, 30)}
    return Event(**days | {"zone": "Europe/London", "contact_email": "us@plenary.example"} | given)


def a_ticket(**given) -> Ticket:
    order = {
        "status": OrderStatus.CONFIRMED,
        "buyer_id": 7,
        "email_key": "buyer@x.example",
        "link_hash": "of the order",
    }
    line = OrderLine(product=Product(id=1), unit_pence=0, off_pence=0, quantity=1)
    plain = {"email_key": "own@x.example", "link_hash": "of the ticket", "proof": ProofStatus.NOT_NEEDED}
    return Ticket(**{"order": Order(**order), "line": line, "link_version": 1, "extras": []} | plain | given)


class TestWhoFillsIn:
    VISITORS = {
        "nobody": (NOBODY, False, False),
        "the delegate signed in": (Visitor(8, "own@x.example", ()), True, False),
        "the delegate by the link": (Visitor(0, "", ("of the ticket",)), True, True),
        "the buyer by id": (Visitor(7, "other@x.example", ()), False, True),
        "the buyer by address": (Visitor(9, "buyer@x.example", ()), False, True),
        "the buyer by the link": (Visitor(0, "", ("of the order",)), False, True),
        "another": (Visitor(9, "other@x.example", ("of another",)), False, False),
    }

    @pytest.mark.parametrize(("visitor", "own", "_buyers"), VISITORS.values(), ids=VISITORS)
    def test_a_ticket_with_an_address_of_its_own_is_its_delegates_alone(self, visitor, own, _buyers):
        assert rules.may_fill_in(visitor, a_ticket()) is own

    @pytest.mark.parametrize(("visitor", "_own", "buyers"), VISITORS.values(), ids=VISITORS)
    def test_one_that_went_to_the_buyer_is_the_buyers_too(self, visitor, _own, buyers):
        assert rules.may_fill_in(visitor, a_ticket(email_key="buyer@x.example")) is buyers

    def test_an_order_without_buyer_or_link_is_nobodys(self):
        ticket = a_ticket(email_key="buyer@x.example")
        ticket.order.buyer_id = ticket.order.link_hash = None

        assert not rules.may_fill_in(NOBODY, ticket)


class TestUntilWhen:
    @pytest.mark.parametrize(
        ("first_day", "last"),
        [
            (date(2026, 5, 14), date(2026, 5, 5)),
            (date(2026, 5, 11), date(2026, 4, 30)),
            (date(2026, 5, 10), date(2026, 4, 30)),
            (date(2026, 5, 9), date(2026, 4, 30)),
            (date(2026, 5, 8), date(2026, 4, 29)),
            (date(2027, 1, 4), date(2026, 12, 24)),
        ],
        ids=["a Thursday", "a Monday", "a Sunday", "a Saturday", "a Friday", "after the new year"],
    )
    def test_rule_30_seven_days_from_monday_to_friday_lie_between(self, first_day, last):
        found = rules.last_day_to_pass_on(an_event(first_day=first_day))

        between = [found + timedelta(days=n) for n in range((first_day - found).days)]
        assert found == last
        assert len([day for day in between if day.weekday() < 5]) == 7

    @pytest.mark.parametrize(
        ("ends_at", "now", "may"),
        [
            (None, datetime(2026, 5, 14, 7, 29, 59, tzinfo=UTC), True),
            (None, datetime(2026, 5, 14, 7, 30, tzinfo=UTC), False),
            (NOON, NOON - timedelta(seconds=1), True),
            (NOON, NOON, False),
        ],
        ids=["before it begins", "as it begins", "before changes end", "as they end"],
    )
    def test_details_may_be_changed_until_changes_end_or_the_event_begins(self, ends_at, now, may):
        assert rules.may_change(a_ticket(), an_event(changes_end_at=ends_at), now) is may

    @pytest.mark.parametrize(
        "given",
        [{"cancelled_at": NOON}, {"order": Order(status=OrderStatus.CANCELLED)}],
        ids=["alone", "with its order"],
    )
    def test_nothing_of_a_place_given_back_is_changed(self, given):
        ticket, event = a_ticket(**given), an_event()

        assert not rules.may_change(ticket, event, NOON)
        with pytest.raises(rules.WrongMove):
            rules.check_may_change(ticket, event, NOON)
        with pytest.raises(rules.WrongMove):
            rules.check_may_pass_on(ticket, event, NOON, version=1, is_inside=False)
        with pytest.raises(rules.WrongMove):
            rules.check_may_give_back(ticket, event, NOON)


class TestAFreePlace:
    @pytest.mark.parametrize(
        ("unit", "off", "extra", "free"),
        [(0, 0, 0, True), (4500, 4500, 0, True), (4500, 4499, 0, False), (0, 0, 1, False)],
        ids=["costs nothing", "all taken off", "a penny left", "with a paid add-on"],
    )
    def test_costs_nothing_with_all_that_goes_with_it(self, unit, off, extra, free):
        ticket = a_ticket(line=OrderLine(unit_pence=unit, off_pence=off))
        ticket.extras = [Extra(line=OrderLine(unit_pence=extra, off_pence=0))]

        assert rules.may_give_back(ticket, an_event(), NOON) is free

    def test_may_be_given_back_until_the_event_begins(self):
        begins = datetime(2026, 5, 14, 7, 30, tzinfo=UTC)

        assert rules.may_give_back(a_ticket(), an_event(), begins - timedelta(seconds=1))
        with pytest.raises(rules.TooLate, match="has begun"):
            rules.check_may_give_back(a_ticket(), an_event(), begins)


class TestTheDifference:
    """What the doctor's 525.00 is more than was paid, by why that was less."""

    @pytest.fixture
    def product(self):
        period = PricePeriod(ends_at=NOON + timedelta(days=1), group_percent=10)
        prices = {Category.MEMBER: 39500, Category.DOCTOR: 52500, Category.COMMERCIAL: 95000, Category.TRAINEE: 27500}
        product = Product(id=1, name="Two days")
        product.prices = [Price(category=each, pence=pence, period=period) for each, pence in prices.items()]
        return product

    def a_line(self, product, off=0, reduction=Reduction.NONE, code=None) -> OrderLine:
        given = {"category": Category.MEMBER, "unit_pence": 39500, "off_pence": off}
        return OrderLine(product=product, reduction=reduction, code=code, **given)

    @pytest.mark.parametrize(
        ("off", "reduction", "code", "pence"),
        [
            (0, Reduction.NONE, None, 13000),
            (3950, Reduction.GROUP, None, 11700),
            (39500, Reduction.COMPLIMENTARY, None, 0),
            (39500, Reduction.CODE, BookingCode(effect=Effect.PERCENT, amount=100, products=[]), 0),
            (5000, Reduction.CODE, BookingCode(effect=Effect.FIXED, amount=5000, products=[]), 13000),
        ],
        ids=["nothing off", "the group rate off both", "complimentary", "all off by a code", "an amount off both"],
    )
    def test_rule_30_is_reckoned_with_the_same_reduction(self, product, off, reduction, code, pence):
        if code:
            code.products = [product]
        line = self.a_line(product, off, reduction, code)

        assert rules.difference_of(line, Category.DOCTOR, NOON) == pence

    def test_rule_30_the_group_rate_is_not_for_who_never_has_it(self, product):
        line = self.a_line(product, 3950, Reduction.GROUP)

        assert rules.difference_of(line, Category.COMMERCIAL, NOON) == 95000 - (39500 - 3950)

    def test_rule_30_nothing_goes_back_and_what_was_settled_counts(self, product):
        line = self.a_line(product)

        assert rules.difference_of(line, Category.TRAINEE, NOON) == 0
        assert rules.difference_of(line, Category.DOCTOR, NOON, settled=10000) == 3000

    def test_rule_30_a_category_without_a_price_cannot_have_the_place(self, product):
        with pytest.raises(rules.NotSoldTo):
            rules.difference_of(self.a_line(product), Category.STUDENT, NOON)

    def test_a_category_by_invitation_is_offered_only_where_the_lines_own_code_gives_it(self, product):
        product.prices.append(Price(category=Category.PARTNER, pence=0, period=product.prices[0].period))
        code = BookingCode(category=Category.PARTNER, products=[product], opens_hidden=False)
        line = self.a_line(product)

        assert Category.PARTNER not in rules.categories_to_pass_on(line)
        line.category, line.code = Category.PARTNER, code
        assert Category.PARTNER in rules.categories_to_pass_on(line)
