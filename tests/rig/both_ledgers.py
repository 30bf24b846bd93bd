"""I11: our ledger and Stripe's say the same, compared both ways, and all captured money came to a good end."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from payments.models import Dispute, Payment, Refund, RefundReason, RefundStatus, Till, TillStatus
from payments.rules import REFUND_STATUSES
from registration.models import Order, OrderStatus

GONE_BACK = {RefundStatus.PENDING, RefundStatus.DONE}
OF_NO_USE = {RefundReason.LATE, RefundReason.TWICE}


def differences(session: Session, ledger: dict) -> list[str]:
    """Every way in which the two ledgers disagree, in words; to be asked once everything has been settled."""
    return [
        *_payments(session, ledger),
        *_refunds(session, ledger),
        *_disputes(session, ledger),
        *_tills(session, ledger),
        *_ends(session),
    ]


def payable_twice(ledger: dict) -> list[str]:
    """The orders that could be paid at two places at once."""
    counted = Counter(each["client_reference_id"] for each in ledger["sessions"] if each["status"] == "open")
    return [f"order {key} can be paid at {times} sessions" for key, times in counted.items() if times > 1]


def _payments(session: Session, ledger: dict) -> Iterator[str]:
    ours = {each.charge_id: each for each in session.scalars(select(Payment))}
    theirs = {each["id"]: each for each in ledger["charges"] if each["status"] == "succeeded"}
    yield from (f"Stripe has {charge}, we do not" for charge in theirs.keys() - ours.keys())
    yield from (f"we have {charge}, Stripe does not" for charge in ours.keys() - theirs.keys())
    going = select(Refund.payment_id, Refund.amount_pence).where(Refund.status.in_(GONE_BACK))
    refunded: Counter[int] = Counter()
    for payment_id, pence in session.execute(going):
        refunded[payment_id] += pence
    for charge_id in ours.keys() & theirs.keys():
        payment, charge = ours[charge_id], theirs[charge_id]
        we_say = (payment.amount_pence, payment.currency, payment.intent_id, refunded[payment.id])
        they_say = (charge["amount"], charge["currency"], charge["payment_intent"], charge["amount_refunded"])
        if we_say != they_say:
            yield f"{charge_id}: we say {we_say}, Stripe {they_say}"


def _refunds(session: Session, ledger: dict) -> Iterator[str]:
    ours = {each.refund_id: each for each in session.scalars(select(Refund).where(Refund.refund_id.is_not(None)))}
    theirs = {each["id"]: each for each in ledger["refunds"]}
    yield from (f"we have {refund}, Stripe does not" for refund in ours.keys() - theirs.keys())
    for refund_id, told in theirs.items():
        status, ours_is = REFUND_STATUSES[told["status"]], ours.get(refund_id)
        if ours_is is None:
            # One that was made at Stripe, and failed before we heard of it, moved nothing.
            if status is not RefundStatus.FAILED:
                yield f"Stripe has {refund_id} ({told['status']}), we do not"
        elif (ours_is.amount_pence, ours_is.status) != (told["amount"], status):
            yield f"{refund_id}: we say {ours_is.amount_pence} {ours_is.status}, Stripe {told['amount']} {status}"
    for refund in session.scalars(select(Refund).where(Refund.status == RefundStatus.WANTED)):
        yield f"refund {refund.id} is wanted still, after {refund.attempts} attempts"


def _disputes(session: Session, ledger: dict) -> Iterator[str]:
    ours = {each.dispute_id: each.status for each in session.scalars(select(Dispute))}
    theirs = {each["id"]: each["status"] for each in ledger["disputes"]}
    if ours != theirs:
        yield f"disputes: we say {ours}, Stripe {theirs}"


def _tills(session: Session, ledger: dict) -> Iterator[str]:
    ours = {each.session_id: each for each in session.scalars(select(Till)) if each.session_id}
    intents = {each["id"]: each["status"] for each in ledger["intents"]}
    for told in ledger["sessions"]:
        till = ours.pop(told["id"], None)
        if told["payment_status"] == "paid":
            wanted = TillStatus.PAID
        elif told["status"] == "complete" and intents[told["payment_intent"]] == "processing":
            wanted = TillStatus.WAITING
        else:
            wanted = TillStatus.OPEN if told["status"] == "open" else TillStatus.SHUT
        if till is None:
            yield f"Stripe has {told['id']} ({wanted.value}), we do not"
        elif till.status is not wanted:
            yield f"{told['id']}: we say {till.status.value}, Stripe {wanted.value}"
    yield from (f"we have {session_id}, Stripe does not" for session_id in ours)


def _ends(session: Session) -> Iterator[str]:
    """A confirmed order was paid once, and any other money went back or is on the desk's list (R5)."""
    whole = (selectinload(Payment.order), selectinload(Payment.refunds))
    useful: Counter[int] = Counter()
    for payment in session.scalars(select(Payment).options(*whole)):
        if payment.problem or payment.order is None:
            continue  # wrong money: flagged, and the desk decides
        of_no_use = [refund for refund in payment.refunds if refund.reason in OF_NO_USE]
        stands = payment.order.status is OrderStatus.CONFIRMED and not of_no_use
        is_listed = any(refund.status is RefundStatus.FAILED for refund in payment.refunds)
        was_settled = payment.order.status is OrderStatus.CANCELLED and not of_no_use  # by the desk, as it chose
        if stands:
            useful[payment.order_id] += 1
        elif not (payment.refunded_pence == payment.amount_pence or is_listed or was_settled):
            yield f"payment {payment.id} of a {payment.order.status.value} order is neither a ticket nor given back"
    priced = select(Order.id).where(Order.status == OrderStatus.CONFIRMED, Order.total_pence > 0)
    for order_id in session.scalars(priced):
        if useful[order_id] != 1:
            yield f"order {order_id} is confirmed by {useful[order_id]} charges"
