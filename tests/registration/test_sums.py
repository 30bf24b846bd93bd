"""VAT, totals and how many, at each boundary (domain rules 16, 21 and 26), with objects in memory."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registration.actions.holds import add_up
from registration.models import (
    Effect,
    Order,
    OrderLine,
    Reduction,
    Vat,
)
from registration.rules import NotAllowed, Place, charges, check_numbers, vat_in, vat_percent
from tests.factories import NOON
from tests.registration.priced import GROUP, TRUST, a_code, a_ticket, an_add_on


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
