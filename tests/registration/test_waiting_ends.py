"""An offer from the waiting list ends: with its time, with the sale, in a booking (rule 14, INV-5)."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from registration import queries, rules
from registration.actions import cancel_order, confirm_order, hold_again
from registration.models import OrderStatus, Product
from tests import factories as make
from tests.registration.lists import LIFE, books, counts, gives_back, is_sound, joins, offers, statuses

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


class TestWithTheSale:
    @pytest.fixture
    def closing(self, session, sold_out):
        def at(moment):
            session.execute(update(Product).values(sales_close_at=moment))
            session.commit()
            session.expire_all()

        return at

    @pytest.mark.parametrize(("before", "made"), [(HOUR, 1), (HOUR - SECOND, 0)])
    def test_no_offer_is_made_in_the_last_hour_of_the_sale(self, session, sold_out, closing, before, made):
        joins(session, sold_out)
        gives_back(session, sold_out)
        closing(make.NOON + before)

        assert len(offers(session, sold_out)) == made

    def test_in_the_last_hour_what_is_free_is_for_whoever_comes_first(self, session, sold_out, closing):
        joins(session, sold_out)
        gives_back(session, sold_out)
        closing(make.NOON + HOUR - SECOND)

        assert books(session, sold_out).status is OrderStatus.CONFIRMED

    def test_an_offer_ends_with_the_sale(self, session, sold_out, closing):
        closing(make.NOON + 2 * HOUR)
        entry = joins(session, sold_out)
        gives_back(session, sold_out)
        offers(session, sold_out)

        assert entry.ends_at == make.NOON + 2 * HOUR
        assert offers(session, sold_out, entry.ends_at) == []
        assert (statuses(session), counts(session, sold_out)) == (["lapsed"], (2, 0, 0))

    def test_a_sale_that_is_brought_forward_ends_its_offers(self, session, sold_out, closing):
        joins(session, sold_out)
        gives_back(session, sold_out)
        offers(session, sold_out)
        closing(make.NOON + HOUR)

        assert offers(session, sold_out, make.NOON + HOUR) == []
        assert (statuses(session), counts(session, sold_out)) == (["lapsed"], (2, 0, 0))
        assert is_sound(session)

    def test_who_waits_for_a_ticket_whose_sale_is_over_keeps_nobody_out_of_another(
        self, session, event, sold_out, closing
    ):
        joins(session, sold_out)
        gives_back(session, sold_out)
        closing(make.NOON)
        other = make.a_product(event, quotas=sold_out.quotas, name="Late")

        assert books(session, other).status is OrderStatus.CONFIRMED


class TestBooking:
    @pytest.fixture
    def offered(self, session, event, context):
        """Somebody with an offer of a ticket that costs something, and the offer's code."""
        product = make.a_product(event, capacity=1, price_pence=4500, sales_close_at=make.NOON + 9 * DAY)
        held = books(session, product)
        entry = joins(session, product)
        cancel_order(session, order=queries.locked_order(session, held.id), by_id=None, now=make.NOON)
        session.commit()
        assert offers(session, product) == [entry.email]
        session.expire_all()
        return entry

    def test_the_offer_books_the_place(self, session, offered):
        order = books(session, offered.product, offered.code)
        assert statuses(session) == ["offered"]  # held, and not paid for

        confirm_order(session, order=order, by_id=None, now=make.NOON + MINUTE)
        offers(session, offered.product, make.NOON + MINUTE)

        assert (statuses(session), counts(session, offered.product)) == (["booked"], (1, 0, 0))
        assert is_sound(session)

    def test_a_hold_that_ends_gives_the_place_back_to_the_offer_while_it_lasts(self, session, offered):
        books(session, offered.product, offered.code)

        assert offers(session, offered.product, make.NOON + make.HOLD) == []
        assert (statuses(session), counts(session, offered.product)) == (["offered"], (0, 0, 1))
        books(session, offered.product, offered.code, now=make.NOON + make.HOLD)
        assert counts(session, offered.product) == (0, 1, 0)

    def test_inv_5_an_offer_that_ends_at_the_till_waits_for_the_till(self, session, offered):
        product = offered.product
        order = books(session, product, offered.code, now=make.NOON + LIFE - SECOND)

        assert offers(session, product, make.NOON + LIFE) == []
        assert (statuses(session), counts(session, product)) == (["offered"], (0, 1, 0))
        confirm_order(session, order=order, by_id=None, now=make.NOON + LIFE + MINUTE)
        offers(session, product, make.NOON + LIFE + MINUTE)
        assert (statuses(session), counts(session, product)) == (["booked"], (1, 0, 0))
        assert is_sound(session)

    def test_inv_5_unpaid_at_the_till_it_lapses_and_goes_to_who_is_next(self, session, offered):
        product = offered.product
        joins(session, product, "next@north.example")
        books(session, product, offered.code, now=make.NOON + LIFE - SECOND)
        after = make.NOON + LIFE - SECOND + make.HOLD

        offers(session, product, make.NOON + LIFE)
        assert offers(session, product, after) == ["next@north.example"]
        assert (statuses(session), counts(session, product)) == (["lapsed", "offered"], (0, 0, 1))

    def test_inv_5_money_that_comes_after_the_end_is_a_ticket_and_the_entry_is_booked(self, session, offered):
        product = offered.product
        order = books(session, product, offered.code)
        offers(session, product, make.NOON + LIFE)
        assert statuses(session) == ["lapsed"]

        confirm_order(session, order=queries.locked_order(session, order.id), by_id=None, now=make.NOON + LIFE)
        offers(session, product, make.NOON + LIFE)

        assert (statuses(session), counts(session, product)) == (["booked"], (1, 0, 0))
        assert is_sound(session)

    def test_what_was_held_of_an_offer_that_is_over_is_not_held_again(self, session, offered):
        order = books(session, offered.product, offered.code)
        given = {"order": queries.locked_order(session, order.id), "hold": make.HOLD, "by_id": None}

        with pytest.raises(rules.CodeNotGood, match="is over"):
            hold_again(session, now=make.NOON + LIFE, **given)

    def test_a_booked_place_that_is_given_back_does_not_wake_the_offer(self, session, event, context):
        product = make.a_product(event, capacity=1, sales_close_at=make.NOON + 9 * DAY)
        taken = books(session, product)
        first = joins(session, product, "a@north.example")
        joins(session, product, "b@north.example")
        cancel_order(session, order=queries.locked_order(session, taken.id), by_id=None, now=make.NOON)
        offers(session, product)
        order = books(session, product, first.code)
        offers(session, product, make.NOON + MINUTE)

        cancel_order(session, order=queries.locked_order(session, order.id), by_id=None, now=make.NOON + MINUTE)

        assert offers(session, product, make.NOON + MINUTE) == ["b@north.example"]
        assert (statuses(session), counts(session, product)) == (["booked", "offered"], (0, 0, 1))
        with pytest.raises(rules.CodeNotGood):
            books(session, product, first.code, now=make.NOON + MINUTE)

    def test_a_group_that_books_a_part_keeps_the_rest_until_its_end(self, session, sold_out):
        entry = joins(session, sold_out, places=3)
        for _ in range(3):
            gives_back(session, sold_out)
        offers(session, sold_out)
        books(session, sold_out, entry.code, tickets=2)

        offers(session, sold_out, make.NOON + LIFE - SECOND)
        assert (statuses(session), counts(session, sold_out)) == (["offered"], (2, 0, 1))
        offers(session, sold_out, make.NOON + LIFE)
        assert (statuses(session), counts(session, sold_out)) == (["booked"], (2, 0, 0))
        assert is_sound(session)

    def test_nobody_books_more_with_an_offer_than_it_is_for(self, session, offered):
        with pytest.raises(rules.CodeNotGood):
            books(session, offered.product, offered.code, tickets=2)
