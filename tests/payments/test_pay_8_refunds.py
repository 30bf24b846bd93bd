"""PAY-8, refunds: never more than was paid, nothing counted twice, and a failed one is work to do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from core.db import transaction
from payments.models import Till, TillStatus
from tests.payments.shop import PRICE


def test_pay_8_the_desk_gives_a_part_back_and_the_tickets_stay_good(shop):
    product = shop.product()
    buyer = shop.paid(product)

    assert shop.refund(buyer, "45.00").status_code == 303
    shop.work()

    assert shop.status(buyer) == "confirmed"
    assert shop.counts(product) == (1, 0)
    assert shop.payments(buyer) == [(PRICE, 4500, "")]
    assert shop.refunds(buyer) == [(4500, "asked", "done")]
    assert shop.letters() == ["confirmed", "refunded"]
    assert "£150.00 left" in shop.desk_page(buyer)
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


def test_pay_8_all_of_it_with_the_order_frees_the_places(shop):
    product = shop.product()
    buyer = shop.paid(product)

    assert shop.refund(buyer, "195.00", cancel="y").status_code == 303
    shop.work()

    assert shop.status(buyer) == "cancelled"
    assert shop.counts(product) == (0, 0)
    assert shop.refunds(buyer) == [(PRICE, "asked", "done")]
    assert sorted(shop.letters()) == ["cancelled", "confirmed", "refunded"]
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


def test_pay_8_partial_refunds_add_up_exactly_and_not_to_a_penny_more(shop):
    buyer = shop.paid()
    parts = ["65.00", "65.01", "64.98"]

    assert {shop.refund(buyer, part).status_code for part in parts} == {303}
    assert shop.refund(buyer, "0.02").status_code == 409
    assert shop.refund(buyer, "0.01").status_code == 303
    assert shop.refund(buyer, "0.01").status_code == 409
    shop.work()

    assert shop.payments(buyer) == [(PRICE, PRICE, "")]
    assert sum(pence for pence, *_ in shop.refunds(buyer)) == PRICE
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


@pytest.mark.parametrize(("pounds", "goes_back"), [("195.00", [PRICE]), ("100.00", [10_000])])
def test_pay_8_two_organisers_at_once_never_give_back_more_than_was_paid(open_shop, pounds, goes_back):
    buyer = open_shop.paid()
    desks = [open_shop.organiser() for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda desk: open_shop.refund(buyer, pounds, by=desk).status_code, desks))
        list(pool.map(lambda _: open_shop.work(), range(4)))

    assert sorted(answers) == [303, 409, 409, 409]
    assert [pence for pence, *_ in open_shop.refunds(buyer)] == goes_back
    assert [each["amount"] for each in open_shop.stripe.ledger()["refunds"]] == goes_back
    assert open_shop.broken() == {}
    assert open_shop.agrees_with_stripe()


@pytest.mark.parametrize("road", ["refund.created", "charge.refunded", "reconcile"])
@pytest.mark.parametrize(("amount", "status"), [(4500, "confirmed"), (PRICE, "confirmed")], ids=["a part", "all"])
def test_pay_8_a_refund_at_the_dashboard_becomes_known_once(shop, road, amount, status):
    buyer = shop.paid()
    shop.stripe.refund(charge=shop.charge(buyer), amount=amount)

    for _ in range(2):
        if road == "reconcile":
            shop.reconcile()
        else:
            assert shop.post(shop.news()[road]) == 200
            shop.work()
    shop.reconcile()

    assert shop.refunds(buyer) == [(amount, "outside", "done")]
    assert shop.payments(buyer) == [(PRICE, amount, "")]
    assert shop.status(buyer) == status
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


def test_pay_8_our_own_refund_told_by_every_road_is_counted_once(shop):
    buyer = shop.paid()
    assert shop.refund(buyer, "45.00").status_code == 303
    shop.work()

    for kind in ("refund.created", "charge.refunded"):
        assert shop.post(shop.news()[kind]) == 200
        shop.work()
    shop.reconcile()

    assert shop.refunds(buyer) == [(4500, "asked", "done")]
    assert shop.agrees_with_stripe()


def test_pay_8_the_dashboard_was_quicker_than_our_own_refund(shop):
    buyer = shop.paid()
    assert shop.refund(buyer, "195.00").status_code == 303
    shop.stripe.refund(charge=shop.charge(buyer), amount=10_000)

    shop.reconcile()
    for _ in range(3):
        shop.work()
        shop.later(minutes=5)
    shop.reconcile()

    assert sorted(shop.refunds(buyer)) == [(10_000, "outside", "done"), (PRICE, "asked", "failed")]
    assert shop.payments(buyer) == [(PRICE, 10_000, "")]
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


class TestFailing:
    @pytest.fixture
    def buyer(self, shop):
        shop.stripe.turn(refund_outcome="pending")
        buyer = shop.paid()
        assert shop.refund(buyer, "45.00").status_code == 303
        shop.work()
        assert shop.refunds(buyer) == [(4500, "asked", "pending")]
        return buyer

    def their_refund(self, shop) -> str:
        return shop.stripe.ledger()["refunds"][0]["id"]

    @pytest.mark.parametrize("road", ["refund.failed", "refund.updated", "reconcile", "reconcile, long after"])
    def test_pay_8_pending_and_then_failed_comes_back_as_work_to_do(self, shop, buyer, road):
        shop.stripe.fail_refund(self.their_refund(shop))
        if road.startswith("reconcile"):
            shop.later(days=9 if "long" in road else 0)
            shop.reconcile()
        else:
            assert shop.post(shop.news()[road]) == 200
            shop.work()

        assert shop.refunds(buyer) == [(4500, "asked", "failed")]
        assert shop.payments(buyer) == [(PRICE, 0, "")]
        page = shop.desk_page(buyer)
        assert "£195.00 left" in page
        assert "Failed" in page
        assert shop.broken() == {}
        assert shop.agrees_with_stripe()

        shop.stripe.turn(refund_outcome="succeeded")
        assert shop.refund(buyer, "45.00").status_code == 303
        shop.work()
        assert shop.payments(buyer) == [(PRICE, 4500, "")]
        assert shop.agrees_with_stripe()

    def test_pay_8_pending_and_then_done_is_done(self, shop, buyer):
        shop.stripe.succeed_refund(self.their_refund(shop))

        shop.reconcile()

        assert shop.refunds(buyer) == [(4500, "asked", "done")]
        assert shop.payments(buyer) == [(PRICE, 4500, "")]

    def test_pay_8_done_and_then_sent_back_by_the_bank_is_failed(self, shop, buyer):
        shop.stripe.succeed_refund(self.their_refund(shop))
        shop.reconcile()
        shop.stripe.fail_refund(self.their_refund(shop))

        assert shop.post(shop.news()["refund.failed"]) == 200
        shop.work()

        assert shop.refunds(buyer) == [(4500, "asked", "failed")]
        assert shop.agrees_with_stripe()

    def test_pay_8_a_refund_that_stripe_will_not_make_is_failed_and_not_tried_for_ever(self, shop):
        buyer = shop.paid()
        shop.stripe.dispute(charge=shop.charge(buyer))
        assert shop.refund(buyer, "45.00").status_code == 303

        shop.work()

        assert shop.refunds(buyer) == [(4500, "asked", "failed")]
        assert shop.work() == 0
        assert "Failed" in shop.desk_page(buyer)


def test_pay_8_of_two_payments_the_second_goes_back_and_the_order_stands(shop):
    product = shop.product()
    buyer = shop.buyer(product).at_the_till()
    first = buyer.session_id
    with shop.app.app_context(), transaction() as session:
        session.execute(update(Till).values(status=TillStatus.SHUT))  # given up, although Stripe still has it open
    buyer.at_the_till().pays()
    shop.stripe.pay(first)

    for _ in range(2):
        shop.reconcile()
        shop.work()

    assert shop.status(buyer) == "confirmed"
    assert shop.refunds(buyer) == [(PRICE, "twice", "done")]
    assert sorted(amount for amount, *_ in shop.payments(buyer)) == [PRICE, PRICE]
    assert shop.counts(product) == (1, 0)
    assert shop.letters() == ["confirmed", "twice"]
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


@pytest.mark.parametrize("amount", ["", "0", "0.00", "-5.00", "1.234", "1e3", "nan", "12,34.5", "1000000000", "٣.00"])
def test_pay_8_what_is_no_amount_is_refused_at_its_field(shop, amount):
    buyer = shop.paid()

    answer = shop.refund(buyer, amount)

    assert answer.status_code == 422
    assert shop.refunds(buyer) == []


@pytest.mark.parametrize("payment", ["", "0", "-1", "nonsense", "9" * 30, "1 or 1=1"])
def test_pay_8_a_payment_that_is_not_this_orders_is_not_there(shop, payment):
    buyer = shop.paid()

    answer = shop.refund(buyer, "1.00", payment=payment)

    assert answer.status_code in {404, 422}
    assert shop.refunds(buyer) == []


def test_pay_8_only_who_runs_the_event_gives_money_back(shop):
    buyer = shop.paid()

    for browser in (buyer.browser, shop.app.test_client()):
        assert shop.refund(buyer, "1.00", by=browser).status_code in {303, 401, 404}
    shop.work()

    assert shop.refunds(buyer) == []
