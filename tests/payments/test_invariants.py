"""I1, I2, I6, I9 and I10 hold for what the program does with money, and each finds the fault that is planted."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from core.db import transaction
from payments.models import Payment, Refund, RefundReason, Till
from registration.models import Order, OrderStatus, Quota
from tests.payments.shop import PRICE


@pytest.fixture
def busy(shop):
    """One order of each kind: paid, paid and partly given back, held, at the till, expired, late, let go."""
    shop.refund(shop.paid(), "45.00")
    shop.work()
    shop.paid()
    last = shop.product(capacity=1)
    late = shop.buyer(last).at_the_till().pays()
    shop.later(minutes=34)
    shop.buyer(last)
    assert late.comes_back().status_code == 303
    shop.work()
    shop.later(minutes=20)
    shop.work()
    shop.buyer().lets_go()
    shop.buyer().at_the_till()
    shop.buyer()
    return shop


def plant(shop, *statements) -> None:
    with shop.app.app_context(), transaction() as session:
        for statement in statements:
            session.execute(statement)


def test_nothing_is_wrong_with_what_the_program_did(busy):
    assert {status.value for (status,) in busy.rows(Order.__table__.select().with_only_columns(Order.status))} == {
        status.value
        for status in OrderStatus
        if status is not OrderStatus.REQUESTED  # nothing is paid for that
    }
    assert busy.broken() == {}


CONFIRMED, HELD = Order.status == OrderStatus.CONFIRMED, Order.status == OrderStatus.HELD
LATE = Refund.reason == RefundReason.LATE
FAULTS = {
    "a hold that no quota counts": ("I1", [update(Quota).where(Quota.held > 0).values(held=0)]),
    "a hold counted twice": ("I1", [update(Quota).where(Quota.held > 0).values(held=Quota.held + 1)]),
    "paid for less": ("I2", [update(Payment).where(Payment.refunded_pence == 0).values(amount_pence=PRICE - 1)]),
    "paid twice": ("I2", [update(Payment).where(Payment.refunded_pence == 0).values(amount_pence=2 * PRICE)]),
    "wrong money that was taken for right": ("I2", [update(Payment).values(problem="paid 1 pence, not 19500")]),
    "money kept for an order that has no ticket": (
        "I2",
        [delete(Refund).where(LATE), update(Payment).where(Payment.refunded_pence == PRICE).values(refunded_pence=0)],
    ),
    "a till in another currency": ("I9", [update(Till).values(currency="eur")]),
    "a payment in another currency": ("I9", [update(Payment).values(currency="eur")]),
    "more given back than is written": ("I10", [update(Payment).values(refunded_pence=Payment.amount_pence)]),
    "less given back than is written": ("I10", [update(Refund).values(amount_pence=Refund.amount_pence + 1)]),
}


@pytest.mark.parametrize(("number", "statements"), FAULTS.values(), ids=list(FAULTS))
def test_a_planted_fault_is_found(busy, number, statements):
    plant(busy, *statements)

    found = busy.broken()

    assert number in found
    # Money of an order without a ticket is counted by I2 when I10 is broken for it too.
    assert set(found) - {number} <= {"I2", "I10"}


def test_i10_the_database_itself_lets_nobody_give_back_more_than_was_captured(busy):
    with pytest.raises(Exception, match="refunds_within"):
        plant(busy, update(Payment).values(refunded_pence=Payment.amount_pence + 1))


def test_i9_the_database_itself_knows_one_currency_for_orders(busy):
    with pytest.raises(Exception, match="one_currency"):
        plant(busy, update(Order).values(currency="eur"))


def test_i6_a_letter_before_the_money_is_found(busy):
    busy.paid()
    plant(
        busy,
        text("UPDATE orders SET status = 'held' WHERE id = (SELECT max(id) FROM orders)"),
    )

    assert {"I1", "I2", "I6"} <= set(busy.broken())


def test_one_order_has_at_most_one_till_at_which_it_can_be_paid(busy):
    now = busy.clock() + timedelta(minutes=31)
    live = update(Till).values(status="open", ends_at=now)
    buyer = busy.buyer().at_the_till()
    busy.later(minutes=16)
    busy.work()
    buyer.holds_again()
    buyer.at_the_till()

    with pytest.raises(Exception, match=r"uq_tills_live|UNIQUE"):
        plant(busy, live)
