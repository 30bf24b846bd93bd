"""PAY-6: an answer of Stripe's that was lost costs nobody anything: one session, one refund, and no dead end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from core.db import transaction
from payments import actions
from payments.models import Payment, Refund, RefundReason, Till
from payments.queries import payments_of
from registration.models import Order
from tests.payments.shop import PRICE

SESSIONS, REFUNDS = "/v1/checkout/sessions", "/v1/refunds"


def trouble(fault: str, path: str, *, method: str = "POST", times: int = 1) -> dict:
    return {"fault": fault, "path": path, "method": method, "times": times}


def sessions_of(shop) -> list[str]:
    return [each["status"] for each in shop.stripe.ledger()["sessions"]]


def refunds_of(shop) -> list[int]:
    return [each["amount"] for each in shop.stripe.ledger()["refunds"]]


def want(shop, buyer, pence: int) -> None:
    """The desk wants so much of the order's payment to go back."""
    with shop.app.app_context(), transaction() as session:
        order = session.scalars(select(Order).where(Order.key == buyer.key)).one()
        (payment,) = payments_of(session, order)
        actions.want_refund(
            session,
            payment=payment,
            amount_pence=pence,
            reason=RefundReason.ASKED,
            by_id=None,
            now=shop.clock(),
        )


class TestSession:
    @pytest.mark.parametrize("fault", ["error_after", "drop_after", "drop_before"])
    def test_pay_6_one_lost_answer_is_made_good_within_the_same_click(self, shop, fault):
        buyer = shop.buyer()
        shop.stripe.turn(api_faults=[trouble(fault, SESSIONS)])

        buyer.at_the_till()

        assert sessions_of(shop) == ["open"]
        assert shop.tills(buyer) == ["open"]

    @pytest.mark.parametrize("fault", ["error_after", "drop_after"])
    def test_pay_6_when_even_looking_it_up_fails_the_next_click_finds_the_one_session(self, shop, fault):
        buyer = shop.buyer()
        looking = trouble("error_before", SESSIONS, method="GET", times=9)
        shop.stripe.turn(api_faults=[trouble(fault, SESSIONS, times=9), looking])
        assert buyer.pay_button().status_code == 503
        assert "Nothing was taken" in buyer.pay_button().text
        shop.stripe.turn(api_faults=[])

        buyer.at_the_till().pays()

        assert sessions_of(shop) == ["complete"]
        assert buyer.comes_back().status_code == 303
        assert shop.status(buyer) == "confirmed"

    @pytest.mark.parametrize("fault", ["error_before", "drop_before", "rate_limit"])
    def test_pay_6_when_nothing_was_done_the_next_click_opens_one(self, shop, fault):
        buyer = shop.buyer()
        shop.stripe.turn(api_faults=[trouble(fault, SESSIONS, times=9)])
        assert buyer.pay_button().status_code == 503
        shop.stripe.turn(api_faults=[])

        buyer.at_the_till()

        assert sessions_of(shop) == ["open"]
        assert "open" in shop.tills(buyer)

    def test_pay_6_a_retry_long_after_is_no_dead_end(self, shop):
        buyer = shop.buyer()
        shop.stripe.turn(api_faults=[trouble("drop_before", SESSIONS, times=9)])
        assert buyer.pay_button().status_code == 503
        shop.stripe.turn(api_faults=[])
        shop.later(minutes=14)

        buyer.at_the_till()

        assert sessions_of(shop) == ["open"]

    @pytest.mark.parametrize("known", [True, False], ids=["the session is ours", "its answer was lost"])
    def test_pay_6_changed_parameters_after_a_day_lead_to_one_live_session(self, shop, known):
        buyer = shop.buyer()
        if known:
            buyer.at_the_till()
        else:
            looking = trouble("drop_before", SESSIONS, method="GET", times=9)
            shop.stripe.turn(api_faults=[trouble("drop_after", SESSIONS, times=9), looking])
            assert buyer.pay_button().status_code == 503
            shop.stripe.turn(api_faults=[])
        shop.later(hours=25)
        shop.work()
        assert buyer.holds_again().status_code == 303

        buyer.at_the_till()

        assert sessions_of(shop).count("open") == 1
        assert buyer.pays().comes_back().status_code == 303
        assert shop.payments(buyer) == [(PRICE, 0, "")]
        assert shop.broken() == {}

    def test_pay_6_what_stripe_refuses_is_told_and_the_hold_goes_on(self, shop):
        buyer = shop.buyer()
        with shop.app.app_context(), transaction() as session:
            session.execute(update(Order).where(Order.key == buyer.key).values(email="x" * 900))
        shop.stripe.turn(api_faults=[])
        shop.stripe.advance(7200)  # the session would end before Stripe lets it

        answer = buyer.pay_button()

        assert answer.status_code == 503
        assert "would not open a payment" in answer.text
        assert shop.status(buyer) == "held"
        assert shop.tills(buyer) == ["shut"]

    def test_pay_6_two_clicks_at_once_open_one_session(self, open_shop):
        buyer = open_shop.buyer()
        open_shop.stripe.turn(api_faults=[{**trouble("hang_before", SESSIONS), "seconds": 0.5}])
        browsers = [buyer.browser, open_shop.app.test_client()]
        with buyer.browser.session_transaction() as cookie, browsers[1].session_transaction() as other:
            other.update(cookie)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda each: each.post(f"/orders/{buyer.key}/payment"), browsers))

        led_on = {answer.location for answer in answers if answer.status_code == 303}
        assert len(led_on) == 1
        assert {answer.status_code for answer in answers} <= {303, 503}
        assert sessions_of(open_shop).count("open") == 1


class TestRefund:
    @pytest.mark.parametrize("fault", ["error_after", "drop_after", "error_before", "drop_before", "rate_limit"])
    @pytest.mark.parametrize("times", [1, 9], ids=["once", "throughout"])
    def test_pay_6_a_lost_answer_gives_the_money_back_once(self, shop, fault, times):
        buyer = shop.paid()
        want(shop, buyer, 5000)
        shop.stripe.turn(api_faults=[trouble(fault, REFUNDS, times=times)])

        for _ in range(3):
            shop.work()
            shop.later(minutes=5)
            shop.stripe.turn(api_faults=[])

        assert refunds_of(shop) == [5000]
        assert shop.refunds(buyer) == [(5000, "asked", "done")]
        assert shop.agrees_with_stripe()

    @pytest.mark.parametrize("fault", ["error_after", "drop_after"])
    @pytest.mark.parametrize("looking", ["error_before", "drop_before", "rate_limit"])
    def test_pay_6_when_looking_it_up_fails_too_it_is_still_one_refund(self, shop, fault, looking):
        buyer = shop.paid()
        want(shop, buyer, 5000)
        shop.stripe.turn(
            api_faults=[
                trouble(fault, REFUNDS, times=9),
                trouble(looking, REFUNDS, method="GET", times=9),
            ]
        )

        for _ in range(3):
            shop.work()
            shop.later(minutes=5)
            shop.stripe.turn(api_faults=[])

        assert refunds_of(shop) == [5000]
        assert shop.refunds(buyer) == [(5000, "asked", "done")]
        assert shop.agrees_with_stripe()

    def test_pay_6_a_day_later_the_key_is_forgotten_and_the_refund_is_not(self, shop):
        buyer = shop.paid()
        want(shop, buyer, 5000)
        looking = trouble("drop_before", REFUNDS, method="GET", times=9)
        shop.stripe.turn(api_faults=[trouble("drop_after", REFUNDS, times=9), looking])
        shop.work()
        shop.stripe.turn(api_faults=[])
        shop.later(hours=25)

        shop.reconcile()
        shop.work()

        assert refunds_of(shop) == [5000]
        assert shop.refunds(buyer) == [(5000, "asked", "done")]

    def test_pay_6_a_key_used_for_something_else_is_no_dead_end(self, shop):
        first, second = shop.paid(), shop.paid()
        want(shop, first, 5000)
        shop.work()
        want(shop, second, 5000)
        ((spent,), (_ours,)) = shop.rows(select(Refund.key).order_by(Refund.id))
        with shop.app.app_context(), transaction() as session:
            # The ledger of another program that shares Stripe's account: the key is taken.
            session.execute(update(Refund).where(Refund.key == spent).values(key="forgotten"))
            session.execute(update(Refund).where(Refund.key != "forgotten").values(key=spent))

        for _ in range(3):
            shop.work()
            shop.later(minutes=5)

        assert refunds_of(shop) == [5000, 5000]
        assert shop.refunds(second) == [(5000, "asked", "done")]


def test_pay_6_the_key_is_written_before_stripe_is_called(shop):
    buyer = shop.buyer()
    shop.stripe.turn(
        api_faults=[trouble("drop_before", SESSIONS, times=9), trouble("drop_before", SESSIONS, method="GET", times=9)]
    )

    assert buyer.pay_button().status_code == 503

    ((key, session_id),) = shop.rows(select(Till.key, Till.session_id))
    assert key
    assert session_id is None
    assert shop.rows(select(Payment.id)) == []
