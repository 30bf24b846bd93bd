"""PAY-7: with one channel only, and with money that takes days, it ends in a ticket or in one full refund."""

import pytest
from sqlalchemy import select

from core import outbox
from core.db import reading
from core.outbox import OutgoingLetter
from payments import actions
from tests.payments.shop import PRICE


@pytest.fixture
def last(shop):
    """A product with one place left."""
    return shop.product(capacity=1)


def test_pay_7_with_the_browser_closed_and_webhooks_off_reconcile_finds_the_money(shop):
    product = shop.product()
    buyer = shop.buyer(product).at_the_till().pays()

    done = shop.reconcile()

    assert done == {"paid": 1}
    assert shop.status(buyer) == "confirmed"
    assert shop.counts(product) == (1, 0)
    assert shop.letters() == ["confirmed"]
    assert shop.reconcile() == {"known already": 1}
    assert shop.agrees_with_stripe()


def test_pay_7_reconcile_finds_what_was_paid_while_it_was_off_for_a_day(shop):
    buyer = shop.buyer().at_the_till().pays()
    shop.later(hours=25)

    shop.reconcile()

    assert shop.status(buyer) == "confirmed"
    assert shop.agrees_with_stripe()


def test_pay_7_the_command_says_what_it_did(shop):
    shop.buyer().at_the_till().pays()

    result = shop.app.test_cli_runner().invoke(args=["reconcile"])

    assert result.exit_code == 0
    assert result.stdout == "     1 paid\nThe ledgers agree.\n"


def test_pay_7_the_command_says_that_stripe_is_away(shop):
    shop.buyer().at_the_till()
    shop.stripe.turn(api_faults=[{"fault": "drop_before", "method": "GET", "times": 9}])

    result = shop.app.test_cli_runner().invoke(args=["reconcile"])

    assert result.exit_code == 1
    assert "Stripe does not answer" in result.stderr
    assert shop.do(actions.reconcile_once, shop.gateway) is False


class TestTakingDays:
    def test_pay_7_there_is_no_ticket_before_the_money(self, shop, last):
        buyer = shop.buyer(last).at_the_till().pays(method="bank")

        assert buyer.comes_back().status_code == 303
        assert "Your payment is on its way." in buyer.page()
        assert shop.status(buyer) == "awaiting payment"
        assert shop.tills(buyer) == ["waiting"]
        assert shop.letters() == []

    def test_pay_7_its_places_are_kept_however_long_it_takes(self, shop, last):
        buyer = shop.buyer(last).at_the_till().pays(method="bank")
        shop.reconcile()
        shop.later(days=6)

        shop.work()

        assert shop.status(buyer) == "awaiting payment"
        assert shop.counts(last) == (0, 1)
        assert shop.asks_for(last).status_code == 409

    def test_pay_7_and_are_sold_when_it_comes(self, shop, last):
        buyer = shop.buyer(last).at_the_till().pays(method="bank")
        shop.reconcile()
        shop.later(days=6)
        shop.stripe.settle(buyer.session_id, "succeeded")

        assert shop.post(shop.news()["checkout.session.async_payment_succeeded"]) == 200
        shop.work()

        assert shop.status(buyer) == "confirmed"
        assert shop.counts(last) == (1, 0)
        assert shop.letters() == ["confirmed"]

    @pytest.mark.parametrize("road", ["a notice", "reconcile"])
    def test_pay_7_and_are_free_when_it_fails(self, shop, last, road):
        buyer = shop.buyer(last).at_the_till().pays(method="bank")
        shop.reconcile()
        shop.later(days=6)
        shop.stripe.settle(buyer.session_id, "failed")

        if road == "a notice":
            assert shop.post(shop.news()["checkout.session.async_payment_failed"]) == 200
            shop.work()
        else:
            shop.reconcile()

        assert shop.status(buyer) == "expired"
        assert shop.counts(last) == (0, 0)
        assert shop.payments(buyer) == []
        assert shop.asks_for(last).status_code == 303

    def test_pay_7_a_second_payment_cannot_begin_while_one_is_on_its_way(self, shop):
        buyer = shop.buyer().at_the_till().pays(method="bank")
        shop.reconcile()

        answer = buyer.pay_button()

        assert answer.status_code == 409
        assert "Your payment is on its way." in answer.text

    def test_pay_7_what_fails_while_the_hold_lasts_may_be_paid_another_way(self, shop):
        buyer = shop.buyer().at_the_till().pays(method="bank")
        shop.reconcile()
        shop.stripe.settle(buyer.session_id, "failed")
        shop.reconcile()
        assert shop.status(buyer) == "held"

        buyer.at_the_till().pays()

        assert buyer.comes_back().status_code == 303
        assert shop.status(buyer) == "confirmed"
        assert shop.tills(buyer) == ["shut", "paid"]


class TestLateMoney:
    """Nobody told us for so long that the clock freed the places (R5)."""

    def late(self, shop, product):
        buyer = shop.buyer(product).at_the_till().pays()
        shop.later(minutes=34)
        shop.work(actions.free_next_hold)
        assert shop.status(buyer) == "expired"
        return buyer

    def test_pay_7_late_money_is_a_ticket_if_the_places_are_free(self, shop, last):
        buyer = self.late(shop, last)

        shop.reconcile()

        assert shop.status(buyer) == "confirmed"
        assert shop.counts(last) == (1, 0)
        assert shop.letters() == ["confirmed"]
        assert shop.refunds(buyer) == []
        assert shop.broken() == {}

    def test_pay_7_late_money_goes_back_once_and_in_full_if_they_are_gone(self, shop, last):
        buyer = self.late(shop, last)
        shop.paid(last)

        for _ in range(3):
            shop.reconcile()
            shop.work()

        assert shop.status(buyer) == "expired"
        assert shop.payments(buyer) == [(PRICE, PRICE, "")]
        assert shop.refunds(buyer) == [(PRICE, "late", "done")]
        assert shop.letters() == ["confirmed", "late"]
        assert shop.counts(last) == (1, 0)
        assert shop.broken() == {}
        assert shop.agrees_with_stripe()

    def test_pay_7_a_place_that_somebody_only_holds_is_not_taken_from_them(self, shop, last):
        buyer, other = self.late(shop, last), shop.buyer(last)

        shop.reconcile()
        shop.work()

        assert (shop.status(buyer), shop.status(other)) == ("expired", "held")
        assert shop.refunds(buyer) == [(PRICE, "late", "done")]

    def test_pay_7_a_place_whose_hold_the_clock_has_ended_is_taken(self, shop, last):
        buyer, other = self.late(shop, last), shop.buyer(last)
        shop.later(minutes=15)

        shop.reconcile()

        assert (shop.status(buyer), shop.status(other)) == ("confirmed", "expired")

    def test_pay_7_money_for_an_order_that_was_let_go_goes_back(self, shop):
        buyer = shop.buyer().at_the_till().pays()
        shop.later(minutes=34, stripe_too=False)
        assert buyer.holds_again().status_code == 303
        assert buyer.lets_go().status_code == 303

        shop.reconcile()
        shop.work()

        assert shop.status(buyer) == "cancelled"
        assert shop.refunds(buyer) == [(PRICE, "late", "done")]
        assert shop.broken() == {}

    def test_pay_7_the_letter_says_how_much_goes_back_and_why(self, shop, last):
        self.late(shop, last)
        shop.paid(last)
        shop.reconcile()

        with shop.app.test_request_context(), reading() as session:
            letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "payments/email/late")).one()
            composed = outbox.compose(session, letter, masked=True)

        text = str(composed)
        assert "£195.00" in text
        assert "the places had gone to somebody else" in text
