"""INV-1, INV-3, INV-5 and INV-9 with holds: small twins of the bursts, on threads and a database that commits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from httpx import HTTPStatusError
from sqlalchemy import func, select

from payments import actions
from registration.models import Order, OrderStatus, Quota

THREADS = 6


def together(*deeds):
    """What each of these does when all begin at the same moment."""
    start = threading.Barrier(len(deeds))

    def do(deed):
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def statuses(shop) -> dict[str, int]:
    counted = select(Order.status, func.count(Order.id)).group_by(Order.status)
    return {status.value: number for status, number in shop.rows(counted)}


class Watch:
    """Looks at every quota while the block runs: at no moment is more sold and held than there is."""

    def __init__(self, shop) -> None:
        self.shop, self.over, self.worst = shop, threading.Event(), 0
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        while not self.over.wait(0.02):
            for sold, held, capacity in self.shop.rows(select(Quota.sold, Quota.held, Quota.capacity)):
                self.worst = max(self.worst, sold + held - capacity)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.over.set()
        self.thread.join()


def test_inv_1_of_many_who_want_the_last_priced_places_exactly_so_many_hold_them(open_shop):
    product = open_shop.product(capacity=3)

    with Watch(open_shop) as watch, ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: open_shop.asks_for(product).status_code, range(18)))

    assert (answers.count(303), answers.count(409)) == (3, 15)
    assert open_shop.counts(product) == (0, 3)
    assert watch.worst <= 0
    assert open_shop.broken() == {}
    open_shop.later(minutes=15)
    assert "3 places left" in open_shop.app.test_client().get("/events/leaders-2027/tickets").text


def test_inv_1_of_many_who_want_places_that_the_clock_has_just_freed_exactly_so_many_get_them(open_shop):
    product = open_shop.product(capacity=3)
    for _ in range(3):
        open_shop.buyer(product)
    open_shop.later(minutes=15)

    with Watch(open_shop) as watch, ThreadPoolExecutor(THREADS) as pool:
        sale = list(pool.map(lambda _: open_shop.asks_for(product).status_code, range(12)))

    assert (sale.count(303), sale.count(409)) == (3, 9)
    assert statuses(open_shop) == {"expired": 3, "held": 3}
    assert watch.worst <= 0
    assert open_shop.broken() == {}


def test_inv_3_writers_that_first_read_are_told_nothing_of_a_locked_database(open_shop):
    product = open_shop.product(capacity=40)

    with ThreadPoolExecutor(THREADS) as pool:
        report = pool.submit(lambda: [open_shop.broken() for _ in range(5)])
        answers = list(pool.map(lambda _: open_shop.asks_for(product).status_code, range(24)))

    assert answers == [303] * 24
    assert report.result() == [{}] * 5
    assert open_shop.counts(product) == (0, 24)


@pytest.mark.parametrize("attempt", range(4))
def test_inv_5_sweeper_sale_and_notice_together_end_in_a_ticket_or_in_a_refund(open_shop, attempt):
    shop = open_shop
    product = shop.product(capacity=1)
    payer = shop.buyer(product).at_the_till().pays()
    completed = shop.news()["checkout.session.completed"]
    assert shop.post(completed) == 200
    shop.later(minutes=34, stripe_too=False)

    together(
        lambda: shop.work(actions.free_next_hold),
        lambda: shop.work(lambda: actions.settle_next_notice(shop.gateway)),
        lambda: shop.asks_for(product).status_code,
        lambda: shop.do(actions.settle_session, shop.gateway, session_id=payer.session_id),
        lambda: shop.do(actions.reconcile, shop.gateway),
    )
    shop.work()

    has_ticket, has_refund = shop.status(payer) == "confirmed", bool(shop.refunds(payer))
    assert has_ticket != has_refund
    if has_refund:
        assert shop.refunds(payer) == [(19_500, "late", "done")]
        assert shop.status(payer) == "expired"
    sold, held = shop.counts(product)
    assert sold + held == 1
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


def test_inv_5_the_sweepers_end_and_the_payers_click_are_one_or_the_other(open_shop):
    shop = open_shop
    product = shop.product(capacity=1)
    buyer = shop.buyer(product).at_the_till()
    shop.later(minutes=15)

    together(
        lambda: shop.work(lambda: actions.shut_next_till(shop.gateway)),
        lambda: shop.do(pay_or_be_refused, buyer),
        lambda: shop.asks_for(product).status_code,
    )
    shop.reconcile()
    shop.work()

    was_paid = any(each["status"] == "complete" for each in shop.stripe.ledger()["sessions"])
    refunded = shop.refunds(buyer) == [(19_500, "late", "done")]
    assert (shop.status(buyer) == "confirmed") == (was_paid and not refunded)
    assert sum(shop.counts(product)) <= 1
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


def pay_or_be_refused(buyer) -> None:
    with suppress(HTTPStatusError):  # the session has just been shut
        buyer.pays()


def test_inv_5_two_workers_carry_out_each_piece_of_work_once(open_shop):
    shop = open_shop
    buyers = [shop.paid() for _ in range(3)]
    for buyer in buyers:
        assert shop.refund(buyer, "195.00", cancel="y").status_code == 303

    together(*[shop.work] * 3)

    assert [shop.refunds(buyer) for buyer in buyers] == [[(19_500, "asked", "done")]] * 3
    assert len(shop.stripe.ledger()["refunds"]) == 3
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()


@pytest.mark.parametrize("dead", [False, True], ids=["places enough", "only dead holds to clear away"])
def test_inv_9_carts_in_opposite_order_wait_for_each_other_and_none_falls_over(open_shop, dead):
    shop, pairs = open_shop, 20
    places = 2 * pairs
    a, b = shop.quota(places), shop.quota(places)
    only_a, only_b = shop.product(quota_ids=[a]), shop.product(quota_ids=[b])
    if dead:
        both = shop.product(quota_ids=[a, b])
        for _ in range(4):
            shop.buyer(*[both] * 10)
        shop.later(minutes=15)
    carts = [(only_a, only_b), (only_b, only_a)] * pairs

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda cart: shop.asks_for(*cart).status_code, carts))

    assert answers == [303] * places
    assert shop.counts(only_a) == shop.counts(only_b) == (0, places)
    assert shop.broken() == {}


def test_inv_9_sales_payments_and_cancellations_crosswise_lose_nothing(open_shop):
    shop = open_shop
    a, b = shop.quota(30), shop.quota(30)
    one, other = shop.product(quota_ids=[a, b]), shop.product(quota_ids=[b])
    payers = [shop.buyer(one, other).at_the_till().pays() for _ in range(3)]
    leavers = [shop.buyer(other, one) for _ in range(3)]

    done = together(
        *[lambda payer=payer: payer.comes_back().status_code for payer in payers],
        *[lambda leaver=leaver: leaver.lets_go().status_code for leaver in leavers],
        *[lambda: shop.asks_for(other, one).status_code] * 2,
    )

    assert done == [303] * 8
    assert statuses(shop) == {
        OrderStatus.CONFIRMED.value: 3,
        OrderStatus.CANCELLED.value: 3,
        OrderStatus.HELD.value: 2,
    }
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()
