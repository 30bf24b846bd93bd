"""PAY-8, disputes: they run on a clock of their own, the desk sees them, and nothing is counted twice."""

import pytest
from sqlalchemy import select

from payments.models import Dispute
from tests.payments.shop import PRICE


@pytest.fixture
def buyer(shop):
    return shop.paid()


def disputes(shop) -> list[tuple]:
    return shop.rows(select(Dispute.amount_pence, Dispute.status).order_by(Dispute.id))


def tell(shop, road: str, kind: str) -> None:
    if road == "reconcile":
        shop.reconcile()
    else:
        assert shop.post(shop.news()[kind]) == 200
        shop.work()


@pytest.mark.parametrize("road", ["a notice", "reconcile"])
@pytest.mark.parametrize("refunded", [0, 4500], ids=["without a refund", "with one"])
@pytest.mark.parametrize("end", ["won", "lost"])
def test_pay_8_a_dispute_is_known_at_each_step_and_counts_no_money(shop, buyer, end, refunded, road):
    if refunded:
        assert shop.refund(buyer, "45.00").status_code == 303
        shop.work()
    opened = shop.stripe.dispute(charge=shop.charge(buyer))

    tell(shop, road, "charge.dispute.created")
    assert disputes(shop) == [(PRICE - refunded, "needs_response")]
    assert "Disputed: needs response" in shop.desk_page(buyer)
    shop.stripe.close_dispute(opened["id"], end)
    tell(shop, road, "charge.dispute.closed")
    tell(shop, road, "charge.dispute.closed")

    assert disputes(shop) == [(PRICE - refunded, end)]
    assert f"Disputed: {end}" in shop.desk_page(buyer)
    assert shop.payments(buyer) == [(PRICE, refunded, "")]
    assert shop.status(buyer) == "confirmed"
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


def test_pay_8_news_of_a_dispute_in_the_wrong_order_ends_as_stripe_has_it(shop, buyer):
    opened = shop.stripe.dispute(charge=shop.charge(buyer))
    created = shop.news()["charge.dispute.created"]
    shop.stripe.close_dispute(opened["id"], "won")
    closed = shop.news()["charge.dispute.closed"]

    for event in (closed, created):
        assert shop.post(event) == 200
        shop.work()

    assert disputes(shop) == [(PRICE, "won")]


def test_pay_8_after_a_dispute_was_won_the_money_may_still_be_given_back(shop, buyer):
    opened = shop.stripe.dispute(charge=shop.charge(buyer))
    shop.stripe.close_dispute(opened["id"], "won")
    shop.reconcile()

    assert shop.refund(buyer, "195.00").status_code == 303
    shop.work()

    assert shop.refunds(buyer) == [(PRICE, "asked", "done")]
    assert shop.agrees_with_stripe()


def test_pay_8_a_dispute_that_closes_long_after_is_learnt_from_its_notice(shop, buyer):
    opened = shop.stripe.dispute(charge=shop.charge(buyer))
    shop.reconcile()
    shop.later(days=70)
    shop.stripe.close_dispute(opened["id"], "lost")

    assert shop.post(shop.news()["charge.dispute.closed"]) == 200
    shop.work()

    assert disputes(shop) == [(PRICE, "lost")]


def test_pay_8_a_dispute_that_closes_long_after_is_found_with_webhooks_off(shop, buyer):
    opened = shop.stripe.dispute(charge=shop.charge(buyer))
    shop.reconcile()
    shop.later(days=70)
    shop.stripe.close_dispute(opened["id"], "lost")

    shop.reconcile()

    assert disputes(shop) == [(PRICE, "lost")]
