"""What a payment must agree with, and how much of one can go back. Nothing here reads a clock or a database."""

from datetime import datetime, timedelta

from core.errors import Refusal
from payments.gateway import SessionTruth
from payments.models import Payment, RefundStatus, Till, TillStatus
from registration.models import Order

# What Stripe calls a refund's state, in our words.
REFUND_STATUSES = {
    "succeeded": RefundStatus.DONE,
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
NEARLY_OVER = timedelta(minutes=1)
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
ANSWER_IS_LOST = timedelta(minutes=1)


class TillShut(Refusal):
    status = 503


class OnItsWay(Refusal):
    pass


class TooMuch(Refusal):
    pass


class Changed(Refusal):
    pass


def fault_in(truth: SessionTruth, till: Till, order: Order) -> str:
    """Why the money in ``truth`` is not for this order, in the desk's words; empty if it is."""
    if truth.order_key != order.key:
        return "paid for another order"
    if truth.currency != till.currency:
        return f"paid in {truth.currency or 'no currency'}, not {till.currency}"
    if truth.amount_pence != till.amount_pence or till.amount_pence != order.total_pence:
        return f"paid {truth.amount_pence} pence, not {order.total_pence}"
    return ""


def was_asked_for(truth: SessionTruth, till: Till, order: Order) -> bool:
    """True if it is just what we asked, though the price has changed since: honest money, which goes back in full."""
    return (truth.order_key, truth.amount_pence, truth.currency) == (order.key, till.amount_pence, till.currency)


def may_use_again(till: Till, order: Order, now: datetime) -> bool:
    """True if a second click may lead to the same session: it is open, and for what is now owed."""
    return (
        till.status is TillStatus.OPEN
        and till.address is not None
        and till.amount_pence == order.total_pence
        and now < till.ends_at - NEARLY_OVER
    )


def wait_after(attempts: int) -> timedelta:
    """How long to leave Stripe alone after so many tries: twice as long each time, and never over half an hour."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 12), LONGEST_WAIT)


def check_left(payment: Payment, shown_pence: int) -> None:
    """Raise Changed unless as much is left of the payment as when the form was shown: a second press is not a wish."""
    if left_to_refund(payment) != shown_pence:
        raise Changed("Part of this payment has gone back meanwhile. Look at the order again before you refund more.")


def left_to_refund(payment: Payment) -> int:
    """In pence: what was captured, less what has gone or is going back."""
    return payment.amount_pence - payment.refunded_pence
