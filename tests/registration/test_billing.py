"""What an order comes to, at each boundary (domain rules 6, 7, 16 and 21), with objects in memory."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registration.actions.holds import add_up
from registration.models import (
    AddOn,
    BookingCode,
    Category,
    Effect,
    Order,
    OrderLine,
    Price,
    PricePeriod,
    Product,
    ProductKind,
    Reduction,
    Vat,
)
from registration.rules import CodeNotGood, NotAllowed, Place, charges, check_numbers, prices_anew, vat_in, vat_percent
from tests.factories import LONG_AFTER, NOON

DAY = timedelta(days=1)
TRUST = "Northmere NHS Trust"
GROUP = Category.DOCTOR


def a_ticket(pence=62000, *, percent=10, categories=(GROUP,), **changes) -> Product:
    """On sale at one price in a period with a group rate, and in a later one without."""
    given = {"id": 1, "name": "Two days", "kind": ProductKind.TICKET, "price_pence": 0, "is_hidden": False}
    given |= {"vat": Vat.EXEMPT, "least_per_order": 1, "most_per_order": None, "most_per_person": None}
    product = Product(**given | {"needs_approval": False} | changes)
    early = PricePeriod(id=1, name="Standard", ends_at=NOON + DAY, group_percent=percent)
    late = PricePeriod(id=2, name="Late", ends_at=NOON + 9 * DAY, group_percent=0)
    product.prices = [
        Price(category=category, period=period, period_id=period.id, pence=pence)
        for category in categories
        for period in (early, late)
    ]
    return product


def an_add_on(pence=6500, *, vat=Vat.STANDARD, name="Dinner", **numbers) -> AddOn:
    product = Product(id=9, name=name, kind=ProductKind.ADD_ON, price_pence=pence, vat=vat, least_per_order=1)
    product.is_hidden = product.needs_approval = False
    return AddOn(product=product, **{"least": 0, "most": 1, "is_included": False} | numbers)


def a_code(**changes) -> BookingCode:
    given = {"effect": Effect.NONE, "amount": 0, "uses": 100, "used": 0, "spent_pence": 0, "budget_pence": None}
    given |= {"opens_hidden": False, "is_reserving": False, "category": None, "products": []}
    return BookingCode(**given | {"starts_at": NOON - DAY, "ends_at": LONG_AFTER} | changes)


def a_group(product, how_many, *, category=GROUP, organisation=TRUST, **changes) -> list[Place]:
    return [
        Place(product, f"Dr {number}", f"{number}@north.example", organisation, category, **changes)
        for number in range(how_many)
    ]


def what_is_off(places, code=None, now=NOON, **given) -> list[int]:
    return [charge.off_pence for charge in charges(places, code, now, **given)]


class TestRule7:
    @pytest.mark.parametrize(("how_many", "off"), [(4, 0), (5, 6200), (6, 6200)])
    def test_rule_7_the_group_rate_begins_at_five_names(self, how_many, off):
        assert what_is_off(a_group(a_ticket(), how_many)) == [off] * how_many

    def test_rule_7_a_rate_that_begins_at_four_is_noticed(self, monkeypatch):
        monkeypatch.setattr("registration.rules.billing.GROUP_FROM", 4)

        assert what_is_off(a_group(a_ticket(), 4)) == [6200] * 4

    def test_vector_3_six_doctors_of_one_trust(self):
        assert sum(charge.total_pence for charge in charges(a_group(a_ticket(), 6), None, NOON)) == 334800

    def test_rule_7_the_same_name_twice_is_one(self):
        product = a_ticket()
        places = [*a_group(product, 4), Place(product, "dr  3", "x@north.example", TRUST, GROUP)]

        assert what_is_off(places) == [0] * 5

    def test_rule_7_somebody_without_a_name_does_not_count(self):
        product = a_ticket()
        places = [*a_group(product, 4), Place(product, "", "x@north.example", TRUST, GROUP)]

        assert what_is_off(places) == [0] * 5

    def test_rule_7_another_organisation_is_another_group(self):
        product = a_ticket()

        assert what_is_off([*a_group(product, 4), *a_group(product, 4, organisation="Elsewhere")]) == [0] * 8

    def test_rule_7_an_organisation_is_the_same_however_it_is_spaced(self):
        product = a_ticket()
        places = [*a_group(product, 4), Place(product, "Dr 9", "x@north.example", f" {TRUST.upper()} ", GROUP)]

        assert what_is_off(places) == [6200] * 5

    def test_rule_7_a_group_of_no_organisation_is_none(self):
        assert what_is_off(a_group(a_ticket(), 9, organisation="")) == [0] * 9

    @pytest.mark.parametrize("category", [Category.MEMBER_STUDENT, Category.STUDENT, Category.COMMERCIAL])
    def test_rule_7_students_and_companies_have_no_group_rate(self, category):
        product = a_ticket(categories=(category,))

        assert what_is_off(a_group(product, 6, category=category)) == [0] * 6

    def test_rule_7_an_exclusion_that_is_forgotten_is_noticed(self, monkeypatch):
        monkeypatch.setattr("registration.rules.billing.NOT_IN_GROUPS", set())
        product = a_ticket(categories=(Category.COMMERCIAL,))

        assert what_is_off(a_group(product, 6, category=Category.COMMERCIAL)) == [6200] * 6

    def test_rule_7_a_student_among_five_pays_the_whole_and_the_others_the_group_rate(self):
        product = a_ticket(categories=(GROUP, Category.STUDENT))
        places = [*a_group(product, 4), Place(product, "Mx 9", "9@north.example", TRUST, Category.STUDENT)]

        assert what_is_off(places) == [6200] * 4 + [0]

    @pytest.mark.parametrize(("now", "off"), [(NOON + DAY - timedelta(seconds=1), 6200), (NOON + DAY, 0)])
    def test_rule_7_the_rate_is_that_of_the_period(self, now, off):
        assert what_is_off(a_group(a_ticket(), 5), now=now) == [off] * 5

    def test_rule_7_add_ons_cost_what_they_cost(self):
        dinner = an_add_on()

        assert what_is_off(a_group(a_ticket(), 5, extras=((dinner, 1),))) == [6200, 0] * 5

    def test_rule_7_a_free_place_has_no_reason_for_costing_nothing(self):
        assert {charge.reduction for charge in charges(a_group(a_ticket(0), 5), None, NOON)} == {Reduction.NONE}


class TestRule6:
    @pytest.mark.parametrize(
        ("effect", "amount", "off"),
        [
            (Effect.FIXED, 5000, 5000),
            (Effect.FIXED, 99999, 62000),
            (Effect.PERCENT, 15, 9300),
            (Effect.PERCENT, 100, 62000),
            (Effect.SET_PRICE, 50000, 12000),
            (Effect.SET_PRICE, 70000, 0),
            (Effect.SET_PRICE, 0, 62000),
            (Effect.NONE, 0, 0),
        ],
    )
    def test_rule_6_a_code_takes_off_what_it_says_and_never_more_than_the_price(self, effect, amount, off):
        (charge,) = charges(a_group(a_ticket(), 1), a_code(effect=effect, amount=amount), NOON)

        assert (charge.off_pence, charge.total_pence) == (off, 62000 - off)

    @pytest.mark.parametrize(
        ("percent", "off", "reduction", "is_used"),
        [
            (9, 6200, Reduction.GROUP, False),
            (10, 6200, Reduction.GROUP, False),
            (11, 6820, Reduction.CODE, True),
        ],
        ids=["less than the group rate", "as much", "more"],
    )
    def test_rule_6_a_code_and_the_group_rate_are_not_added(self, percent, off, reduction, is_used):
        code = a_code(effect=Effect.PERCENT, amount=percent)

        for charge in charges(a_group(a_ticket(), 5), code, NOON):
            assert (charge.off_pence, charge.reduction, charge.code) == (off, reduction, code if is_used else None)

    def test_rule_6_a_line_below_nothing_is_noticed(self, monkeypatch):
        monkeypatch.setattr("registration.rules.billing.off_by_code", lambda code, *_: code.amount)
        (charge,) = charges(a_group(a_ticket(100), 1), a_code(effect=Effect.FIXED, amount=5000), NOON)

        assert charge.total_pence < 0

    def test_what_is_included_costs_nothing_and_spends_nothing_of_a_code(self):
        dinner = an_add_on(is_included=True)
        products = [dinner.product, product := a_ticket()]
        code = a_code(effect=Effect.PERCENT, amount=100, budget_pence=65000, products=products)
        ticket, extra = charges(a_group(product, 1, extras=((dinner, 1),)), code, NOON)
        (_, first, second, _) = charges(a_group(product, 2, extras=((dinner, 1),)), code, NOON)

        assert (ticket.off_pence, extra.off_pence, extra.reduction, extra.code) == (
            62000,
            6500,
            Reduction.INCLUDED,
            None,
        )
        assert (first.code, second.off_pence) == (None, 3000)  # what the first delegate's dinner has not eaten

    def test_a_complimentary_order_costs_nothing_and_spends_nothing(self):
        code = a_code(effect=Effect.PERCENT, amount=50, uses=1)
        found = charges(a_group(a_ticket(), 3), code, NOON, complimentary=True)

        assert [(charge.total_pence, charge.reduction, charge.code) for charge in found] == [
            (0, Reduction.COMPLIMENTARY, None)
        ] * 3


class TestBudget:
    def test_a_budget_is_spent_and_then_nothing_more_comes_off(self):
        code = a_code(effect=Effect.FIXED, amount=5000, budget_pence=12000)

        assert what_is_off(a_group(a_ticket(), 4), code) == [5000, 5000, 2000, 0]

    def test_of_several_of_one_thing_each_has_the_same(self):
        dinner = an_add_on(most=3)
        code = a_code(effect=Effect.PERCENT, amount=100, budget_pence=10000, products=[dinner.product])
        _, extra = charges(a_group(a_ticket(), 1, extras=((dinner, 3),)), code, NOON)

        assert (extra.quantity, extra.off_pence) == (3, 3333)

    def test_lines_that_are_priced_anew_spend_the_budget_once(self):
        code, product = a_code(effect=Effect.FIXED, amount=5000, budget_pence=8000), a_ticket()
        lines = [
            OrderLine(product=product, category=GROUP, quantity=1, reduction=Reduction.CODE, code=code)
            for _ in range(2)
        ]

        assert prices_anew(lines, NOON) == [(62000, 5000), (62000, 3000)]

    def test_a_line_without_a_place_left_is_priced_too(self):
        code = a_code(effect=Effect.FIXED, amount=5000, budget_pence=8000)
        line = OrderLine(product=a_ticket(), category=GROUP, quantity=0, reduction=Reduction.CODE, code=code)

        assert prices_anew([line], NOON) == [(62000, 5000)]


class TestUses:
    @pytest.mark.parametrize(("uses", "used", "fits"), [(3, 0, True), (3, 1, False), (2, 0, False), (4, 1, True)])
    def test_rule_8_no_more_places_than_the_code_has_uses(self, uses, used, fits):
        code = a_code(effect=Effect.PERCENT, amount=50, uses=uses, used=used)
        if fits:
            assert len(charges(a_group(a_ticket(), 3), code, NOON)) == 3
        else:
            with pytest.raises(CodeNotGood, match="good for only"):
                charges(a_group(a_ticket(), 3), code, NOON)

    def test_rule_8_its_products_alone(self):
        mine, other = a_ticket(), a_ticket(id=2)
        code = a_code(effect=Effect.PERCENT, amount=50, products=[mine], uses=1)

        assert what_is_off([*a_group(mine, 1), *a_group(other, 3)], code) == [31000, 0, 0, 0]

    def test_rule_8_a_code_for_everything_is_noticed(self, monkeypatch):
        monkeypatch.setattr("registration.rules.booking_codes.is_for", lambda *_: True)
        code = a_code(effect=Effect.PERCENT, amount=50, products=[a_ticket()])

        assert what_is_off(a_group(a_ticket(id=2), 1), code) == [31000]


class TestVat:
    @pytest.mark.parametrize(
        ("total", "vat"),
        [(6500, 1083), (6, 1), (3, 1), (2, 0), (0, 0), (1, 0), (9, 2), (300000, 50000), (46000, 7667)],
        ids=str,
    )
    def test_rule_21_the_vat_in_a_gross_total_is_half_up_to_the_penny(self, total, vat):
        assert vat_in(total, 20) == vat

    def test_rule_21_a_dinner_is_5417_and_1083(self):
        assert (6500 - vat_in(6500, 20), vat_in(6500, 20)) == (5417, 1083)

    @pytest.mark.parametrize("share", [lambda total: total * 20 // 120, lambda total: total // 5])
    def test_rule_21_rounding_down_or_of_the_net_is_noticed(self, share):
        assert any(share(total) != vat_in(total, 20) for total in (3, 9, 6500))

    @pytest.mark.parametrize(
        ("vat", "percent"), [(Vat.EXEMPT, 0), (Vat.STANDARD, 20), (Vat.NOT_REGISTERED, 0)], ids=lambda each: str(each)
    )
    def test_rule_26_vat_is_the_products_own(self, vat, percent):
        assert vat_percent(vat, date(2027, 3, 16)) == percent

    @given(total=some.integers(0, 10**9), percent=some.integers(0, 100))
    def test_rule_21_net_and_vat_are_the_total_to_half_a_penny(self, total, percent):
        vat = vat_in(total, percent)

        assert 0 <= vat <= total
        assert abs(vat * (100 + percent) - total * percent) * 2 <= 100 + percent


PLACES = some.lists(
    some.tuples(some.sampled_from(["Ash", "Elm", "Oak", "Fir", "Bay", "Yew"]), some.booleans(), some.integers(0, 3)),
    min_size=1,
    max_size=10,
)
CODES = some.tuples(
    some.sampled_from(Effect), some.integers(0, 100), some.none() | some.integers(0, 90000), some.booleans()
)


@given(chosen=PLACES, like=CODES, pence=some.integers(0, 99999), percent=some.integers(0, 100))
def test_rule_16_lines_vat_and_totals_always_agree(chosen, like, pence, percent):
    product, dinner = a_ticket(pence, percent=percent), an_add_on(most=3)
    effect, amount, budget, is_included = like
    dinner.is_included = is_included
    code = a_code(effect=effect, amount=amount, budget_pence=budget)
    places = [
        Place(product, name, f"{name}@north.example", TRUST if of_trust else "", GROUP, extras=((dinner, extras),))
        for name, of_trust, extras in chosen
    ]
    found = charges(places, code, NOON)
    order = Order(lines=[_line(charge) for charge in found])
    add_up(order)

    assert order.total_pence == sum(charge.total_pence for charge in found) >= 0
    for line, charge in zip(order.lines, found, strict=True):
        assert 0 <= charge.off_pence <= charge.unit_pence
        assert line.total_pence == charge.total_pence
        assert 0 <= line.vat_pence <= line.total_pence
        assert line.vat_pence == 0 or line.product.vat is Vat.STANDARD
    spent = sum(charge.off_pence * charge.quantity for charge in found if charge.reduction is Reduction.CODE)
    assert budget is None or spent <= budget


def test_rule_16_lines_that_do_not_add_up_are_noticed():
    order = Order(lines=[OrderLine(quantity=2, unit_pence=62000, off_pence=6200, vat_percent=0)])
    add_up(order)

    assert order.total_pence == 111600 != 2 * 62000 - 6200


def _line(charge) -> OrderLine:
    return OrderLine(
        product=charge.product,
        quantity=charge.quantity,
        unit_pence=charge.unit_pence,
        off_pence=charge.off_pence,
        vat_percent=vat_percent(charge.product.vat, NOON.date()),
    )


class TestNumbers:
    def places(self, product, *quantities, add_on=None):
        return [
            Place(product, f"Dr {n}", "same@north.example", extras=((add_on, q),) if add_on else ())
            for n, q in enumerate(quantities)
        ]

    def with_add_on(self, **numbers):
        product, add_on = a_ticket(), an_add_on(**numbers)
        product.add_ons = [add_on]
        return product, add_on

    @pytest.mark.parametrize(("quantity", "fits"), [(0, False), (1, True), (2, True), (3, False), (-1, False)])
    def test_an_add_on_is_had_from_its_least_to_its_most(self, quantity, fits):
        product, dinner = self.with_add_on(least=1, most=2)
        if fits:
            check_numbers(self.places(product, quantity, add_on=dinner), {})
        else:
            with pytest.raises(NotAllowed):
                check_numbers(self.places(product, quantity, add_on=dinner), {})

    def test_said_in_two_parts_it_counts_together(self):
        product, dinner = self.with_add_on(most=1)
        place = Place(product, "Dr", "a@north.example", "", GROUP, extras=((dinner, 1), (dinner, 1)))

        with pytest.raises(NotAllowed, match="at most 1"):
            check_numbers([place], {})
        assert [charge.quantity for charge in charges([place], None, NOON) if charge.is_add_on] == [2]

    def test_two_parts_that_cancel_out_are_refused(self):
        product, dinner = self.with_add_on(most=1)
        place = Place(product, "Dr", "a@north.example", extras=((dinner, 2), (dinner, -1)))

        with pytest.raises(NotAllowed):
            check_numbers([place], {})

    def test_none_of_an_add_on_is_no_charge(self):
        product, dinner = self.with_add_on()
        place = Place(product, "Dr", "a@north.example", "", GROUP, extras=((dinner, 0),))

        assert [charge.is_add_on for charge in charges([place], a_code(budget_pence=5), NOON)] == [False]

    def test_an_add_on_of_another_ticket_is_refused(self):
        product, _ = self.with_add_on()

        with pytest.raises(NotAllowed, match="does not go with"):
            check_numbers(self.places(product, 1, add_on=an_add_on()), {})

    @pytest.mark.parametrize(("how_many", "fits"), [(1, False), (2, True), (3, True), (4, False)])
    def test_in_one_order_from_the_least_to_the_most(self, how_many, fits):
        product = a_ticket(least_per_order=2, most_per_order=3)
        if fits:
            check_numbers(self.places(product, *[0] * how_many), {})
        else:
            with pytest.raises(NotAllowed, match="from 2 to 3 in one order"):
                check_numbers(self.places(product, *[0] * how_many), {})

    @pytest.mark.parametrize(("before", "fits"), [(0, True), (1, True), (2, False)])
    def test_what_a_person_has_already_counts(self, before, fits):
        product = a_ticket(most_per_person=2)
        had = {("same@north.example", product.id): before}
        if fits:
            check_numbers(self.places(product, 0), had)
        else:
            with pytest.raises(NotAllowed, match="nobody can have more than 2 places"):
                check_numbers(self.places(product, 0), had)

    def test_a_limit_that_nobody_keeps_is_noticed(self):
        product = a_ticket(most_per_person=None)

        check_numbers(self.places(product, 0), {("same@north.example", product.id): 99})
