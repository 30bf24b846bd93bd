"""Holds: their clock, their price, and the till that a hold opens (rules 2, 12 and 13, R4)."""

import pytest
from sqlalchemy import func, select

from core.db import transaction
from payments import actions
from payments.models import Till
from registration.models import Order, OrderLine, Product, Quota
from tests.payments.shop import PRICE, SLUG


@pytest.fixture
def last(shop):
    """A product with one place left."""
    return shop.product(capacity=1)


def reprice(shop, product: int, pence: int) -> None:
    with shop.app.app_context(), transaction() as session:
        session.get_one(Product, product).price_pence = pence


def sessions(shop) -> list[str]:
    return [each["status"] for each in shop.stripe.ledger()["sessions"]]


class TestClock:
    @pytest.mark.parametrize(("seconds", "status"), [(899, 409), (900, 303)], ids=["a second before", "at its instant"])
    def test_rule_12_a_hold_dies_at_its_instant_although_no_job_runs(self, shop, last, seconds, status):
        buyer = shop.buyer(last)
        shop.later(seconds=seconds)

        assert shop.asks_for(last).status_code == status

        assert shop.status(buyer) == ("held" if status == 409 else "expired")
        assert shop.counts(last) == (0, 1)
        assert shop.broken() == {}

    @pytest.mark.parametrize("page", ["tickets", ""], ids=["the form", "the event's page"])
    def test_rule_12_the_pages_show_what_is_left_by_the_clock(self, shop, page):
        product = shop.product(capacity=3)
        shop.buyer(product, product)
        browser = shop.app.test_client()
        assert "1 place left" in browser.get(f"/events/{SLUG}/{page}").text

        shop.later(minutes=15)

        assert "3 places left" in browser.get(f"/events/{SLUG}/{page}").text
        assert shop.counts(product) == (0, 2)  # although no job has run

    def test_rule_12_the_worker_only_notes_what_the_clock_has_done(self, shop, last):
        buyer = shop.buyer(last)
        assert shop.work() == 0
        shop.later(minutes=15)

        assert shop.work() == 1
        assert shop.work() == 0

        assert shop.status(buyer) == "expired"
        assert shop.counts(last) == (0, 0)
        assert shop.letters() == []

    def test_rule_12_a_dead_hold_cannot_be_paid(self, shop, last):
        buyer = shop.buyer(last)
        shop.later(minutes=15)

        answer = buyer.pay_button()

        assert answer.status_code == 409
        assert "Your time for these places is over." in answer.text
        assert sessions(shop) == []
        assert "Your hold has ended." in buyer.page()

    def test_rule_13_a_place_of_several_quotas_is_held_in_all_of_them_or_in_none(self, shop):
        hall, dinner = shop.quota(2), shop.quota(1)
        both, only_hall = shop.product(quota_ids=[hall, dinner]), shop.product(quota_ids=[hall])
        shop.buyer(both)

        assert shop.asks_for(only_hall, both).status_code == 409

        assert shop.rows(select(Quota.held).order_by(Quota.id)) == [(1,), (1,)]
        assert shop.rows(select(func.count(Order.id))) == [(1,)]
        assert shop.broken() == {}

    def test_rule_11_sold_and_held_places_fill_a_quota_together(self, shop):
        product = shop.product(capacity=2)
        shop.paid(product)
        shop.buyer(product)

        assert shop.asks_for(product).status_code == 409
        assert shop.counts(product) == (1, 1)


class TestPrice:
    def test_rule_2_a_price_agreed_is_kept_while_its_hold_lasts(self, shop):
        product = shop.product()
        buyer = shop.buyer(product)
        reprice(shop, product, PRICE + 5000)
        shop.later(minutes=14)

        buyer.at_the_till().pays()

        assert buyer.comes_back().status_code == 303
        assert shop.payments(buyer) == [(PRICE, 0, "")]
        assert shop.status(buyer) == "confirmed"

    def test_rule_2_a_hold_that_has_ended_is_held_again_at_the_price_of_now(self, shop):
        product = shop.product()
        buyer = shop.buyer(product, product)
        reprice(shop, product, PRICE + 5000)
        shop.later(minutes=15)

        assert buyer.holds_again().status_code == 303

        assert shop.rows(select(Order.total_pence)) == [(2 * (PRICE + 5000),)]
        assert shop.rows(select(OrderLine.unit_pence)) == [(PRICE + 5000,)]
        assert "Pay £490.00" in buyer.page()
        buyer.at_the_till().pays()
        assert buyer.comes_back().status_code == 303
        assert shop.status(buyer) == "confirmed"
        assert shop.broken() == {}

    def test_rule_2_what_is_no_longer_on_sale_is_not_held_again(self, shop):
        product = shop.product(sales_close_at=shop.clock.at.replace(year=shop.clock.at.year + 1))
        buyer = shop.buyer(product)
        with shop.app.app_context(), transaction() as session:
            session.get_one(Product, product).sales_close_at = shop.clock.at
        shop.later(minutes=15)

        assert buyer.holds_again().status_code == 409
        assert shop.status(buyer) == "held"

    def test_rule_2_what_has_gone_is_not_held_again(self, shop, last):
        buyer = shop.buyer(last)
        shop.later(minutes=15)
        shop.paid(last)

        assert buyer.holds_again().status_code == 409
        assert shop.status(buyer) == "expired"
        assert shop.counts(last) == (1, 0)

    @pytest.mark.parametrize("state", ["held", "at the till", "on its way", "confirmed", "cancelled"])
    def test_a_hold_is_made_anew_only_when_it_has_ended(self, shop, state):
        buyer = shop.buyer()
        if state in {"at the till", "on its way", "confirmed"}:
            buyer.at_the_till()
        if state == "on its way":
            assert buyer.pays(method="bank").comes_back().status_code == 303
        if state == "confirmed":
            assert buyer.pays().comes_back().status_code == 303
        if state == "cancelled":
            assert buyer.lets_go().status_code == 303
        before = shop.status(buyer)

        assert buyer.holds_again().status_code == 409
        assert shop.status(buyer) == before


class TestLettingGo:
    def test_a_held_order_is_let_go_and_its_places_are_free_at_once(self, shop, last):
        buyer = shop.buyer(last)

        assert buyer.lets_go().status_code == 303

        assert shop.status(buyer) == "cancelled"
        assert shop.counts(last) == (0, 0)
        assert shop.asks_for(last).status_code == 303
        assert shop.broken() == {}

    @pytest.mark.parametrize("paid", [False, True], ids=["at the till", "paid"])
    def test_what_is_at_the_till_or_paid_is_not_let_go_here(self, shop, last, paid):
        buyer = shop.buyer(last).at_the_till()
        if paid:
            assert buyer.pays().comes_back().status_code == 303
        before = shop.counts(last)

        assert buyer.lets_go().status_code == 409
        assert shop.counts(last) == before


class TestTill:
    def test_a_second_click_leads_to_the_same_session(self, shop):
        buyer = shop.buyer()
        first = buyer.at_the_till().session_id
        shop.later(minutes=5)

        assert buyer.at_the_till().session_id == first
        assert sessions(shop) == ["open"]
        assert shop.tills(buyer) == ["open"]

    def test_r4_when_the_hold_ends_stripe_shuts_the_session_before_a_place_is_free(self, shop, last):
        buyer = shop.buyer(last).at_the_till()
        shop.later(minutes=15)
        assert shop.asks_for(last).status_code == 409  # the session could still be paid

        shop.work()

        assert sessions(shop) == ["expired"]
        assert shop.tills(buyer) == ["shut"]
        assert shop.status(buyer) == "expired"
        assert shop.asks_for(last).status_code == 303

    def test_r4_while_stripe_is_away_the_places_stay_kept(self, shop, last):
        buyer = shop.buyer(last).at_the_till()
        shop.later(minutes=15)
        shop.stripe.turn(api_faults=[{"fault": "drop_before", "times": 9}])

        with pytest.raises(Exception, match="does not answer"):
            shop.do(actions.shut_next_till, shop.gateway)

        assert shop.status(buyer) == "awaiting payment"
        assert shop.asks_for(last).status_code == 409

    @pytest.mark.parametrize(
        ("minutes", "status"),
        [(32, 409), (33, 303)],
        ids=["the session's end", "two minutes later"],
    )
    def test_r4_though_nobody_asks_stripe_the_clock_frees_them_after_the_sessions_own_end(
        self, shop, last, minutes, status
    ):
        shop.buyer(last).at_the_till()
        shop.later(minutes=minutes)

        assert shop.asks_for(last).status_code == status

    def test_r4_the_session_ends_no_later_than_the_places_are_kept(self, shop, last):
        shop.buyer(last).at_the_till()

        (session,) = shop.stripe.ledger()["sessions"]
        ((kept_until, ends_at),) = shop.rows(select(Order.kept_until, Till.ends_at).join(Till.order))
        assert session["expires_at"] == int(ends_at.timestamp())
        assert ends_at < kept_until

    def test_r4_paid_in_the_very_moment_that_the_hold_ended_is_a_ticket(self, shop, last):
        buyer = shop.buyer(last).at_the_till().pays()
        shop.later(minutes=15)

        shop.work()

        assert shop.status(buyer) == "confirmed"
        assert shop.counts(last) == (1, 0)
        assert shop.agrees_with_stripe()

    @pytest.mark.parametrize("road", ["a notice", "reconcile"])
    def test_r4_a_session_that_ended_by_itself_frees_the_places(self, shop, last, road):
        buyer = shop.buyer(last).at_the_till()
        shop.stripe.advance(32 * 60)
        if road == "a notice":
            assert shop.post(shop.news()["checkout.session.expired"]) == 200
            shop.work()
        else:
            shop.reconcile()

        assert shop.status(buyer) == "held"  # by our clock the hold still has its time
        shop.later(minutes=15)
        shop.work()
        assert shop.status(buyer) == "expired"
        assert shop.counts(last) == (0, 0)

    def test_a_free_order_has_no_till(self, shop):
        buyer = shop.buyer(shop.product(price_pence=0))

        answer = buyer.pay_button()

        assert (shop.status(buyer), answer.status_code) == ("confirmed", 409)
        assert sessions(shop) == []

    def test_what_is_paid_is_not_paid_again(self, shop):
        buyer = shop.paid()

        assert buyer.pay_button().status_code == 409
        assert sessions(shop) == ["complete"]
