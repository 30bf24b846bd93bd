"""PAY-2: the same news many times and by many roads is one paid order, one set of tickets and one letter."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from payments import actions
from payments.models import Notice
from registration.models import Ticket

ROADS = ("checkout.session.completed", "payment_intent.succeeded", "charge.succeeded", "browser")
TIMES = 5


def take(road: str, buyer, news) -> int:
    """The status that the news is answered with on this road."""
    if road == "browser":
        return 200 if buyer.comes_back().status_code == 303 else 500
    return buyer.shop.post(news[road])


def expect_paid_once(shop, buyer, product) -> None:
    assert shop.status(buyer) == "confirmed"
    assert shop.payments(buyer) == [(2 * 19_500, 0, "")]
    assert shop.tills(buyer) == ["paid"]
    assert shop.counts(product) == (2, 0)
    assert shop.rows(select(func.count(Ticket.id))) == [(2,)]
    assert shop.letters() == ["confirmed"]
    acts = [act for (act,) in shop.rows(select(DiaryEntry.act))]
    assert acts.count("confirmed an order") == acts.count("took a payment") == 1
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


@pytest.mark.parametrize("order", list(permutations(ROADS)), ids=lambda order: "-".join(each[:3] for each in order))
def test_pay_2_in_every_order_five_times_each_it_is_paid_once(shop, order):
    product = shop.product()
    buyer = shop.buyer(product, product).at_the_till().pays()
    news = shop.news()

    for road in order:
        assert {take(road, buyer, news) for _ in range(TIMES)} == {200}
        shop.work()
    shop.reconcile()

    expect_paid_once(shop, buyer, product)
    assert shop.rows(select(func.count(Notice.id))) == [(3,)]


def test_pay_2_on_all_roads_at_once_it_is_paid_once(open_shop):
    product = open_shop.product()
    buyer = open_shop.buyer(product, product).at_the_till().pays()
    news = open_shop.news()

    def settle() -> int:
        open_shop.do(actions.settle_session, open_shop.gateway, session_id=buyer.session_id)
        return 200

    def one_of(number: int) -> int:
        road = (*ROADS, "the worker", "settle")[number % 6]
        if road == "the worker":
            open_shop.work(lambda: actions.settle_next_notice(open_shop.gateway))
            return 200
        return settle() if road == "settle" else take(road, buyer, news)

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(one_of, range(6 * TIMES))) == {200}
    open_shop.work()

    expect_paid_once(open_shop, buyer, product)


def test_pay_2_the_same_event_under_another_id_changes_nothing_either(shop):
    product = shop.product()
    buyer = shop.buyer(product, product).at_the_till().pays()
    completed = shop.news()["checkout.session.completed"]

    for number in range(TIMES):
        assert shop.post(completed | {"id": f"evt_{number}"}) == 200
        shop.work()

    assert shop.outcomes() == ["paid"] + ["known already"] * (TIMES - 1)
    expect_paid_once(shop, buyer, product)


def test_rule_25_the_same_notice_twice_changes_the_balance_once(shop):
    product = shop.product()
    buyer = shop.buyer(product, product).at_the_till().pays()
    completed = shop.news()["checkout.session.completed"]

    assert [shop.post(completed) for _ in range(2)] == [200, 200]
    shop.work()

    expect_paid_once(shop, buyer, product)


def test_pay_2_a_notice_is_acted_on_by_the_worker_and_not_while_stripe_waits(shop):
    buyer = shop.buyer().at_the_till().pays()
    calls = len(shop.stripe.ledger()["events"])

    assert shop.post(shop.news()["checkout.session.completed"]) == 200

    assert shop.status(buyer) == "awaiting payment"
    assert len(shop.stripe.ledger()["events"]) == calls


def test_pay_2_while_stripe_is_away_a_notice_waits_and_is_not_lost(shop):
    buyer = shop.buyer().at_the_till().pays()
    assert shop.post(shop.news()["checkout.session.completed"]) == 200
    shop.stripe.turn(api_faults=[{"fault": "error_before", "method": "GET", "times": 9}])

    shop.work()
    assert shop.status(buyer) == "awaiting payment"
    assert shop.outcomes() == [""]
    shop.stripe.turn(api_faults=[])
    shop.later(seconds=5)
    shop.work()

    assert shop.status(buyer) == "confirmed"


def test_pay_2_the_browser_that_returns_sees_its_tickets_at_an_address_without_the_session(shop):
    buyer = shop.buyer().at_the_till().pays()

    answer = buyer.comes_back()

    assert (answer.status_code, answer.location) == (303, f"/orders/{buyer.key}")
    assert "You are booked." in buyer.page()


def test_pay_2_a_browser_that_returns_while_stripe_is_away_is_told_so(shop):
    buyer = shop.buyer().at_the_till().pays()
    shop.stripe.turn(api_faults=[{"fault": "error_before", "method": "GET", "times": 9}])

    assert buyer.comes_back().status_code == 303

    assert "We could not ask the payment service yet." in buyer.page()
    assert shop.status(buyer) == "awaiting payment"
