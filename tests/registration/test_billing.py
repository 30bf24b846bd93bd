"""What is taken off, at each boundary (domain rules 6, 7 and 8), with objects in memory."""

from datetime import timedelta

import pytest

from registration.models import (
    Category,
    Effect,
    OrderLine,
    Reduction,
)
from registration.rules import CodeNotGood, Place, charges, prices_anew
from tests.factories import NOON
from tests.registration.priced import DAY, GROUP, TRUST, a_code, a_group, a_ticket, an_add_on, what_is_off


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
