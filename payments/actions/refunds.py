"""Giving money back, and knowing what Stripe or a bank gave back without us."""

import secrets
from datetime import datetime

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from core import clock, diary
from core.db import reading, transaction
from core.outbox import queue_letter
from payments import queries, rules
from payments.gateway import DisputeTruth, Gateway, NotTaken, RefundTruth, StripeDown
from payments.models import Dispute, Payment, Refund, RefundReason, RefundStatus
from payments.rules import LEASE, wait_after

log = structlog.get_logger()
WE_WRITE = {RefundReason.LATE: "payments/email/late", RefundReason.TWICE: "payments/email/twice"}


def want_refund(
    session: Session,
    *,
    payment: Payment,
    amount_pence: int,
    reason: RefundReason,
    by_id: int | None,
    now: datetime,
) -> Refund:
    """So many pence of the payment are to go back, by the worker, and the buyer is told why.

    Raises TooMuch if that is more than is left of it, and then nothing has changed.
    """
    _give_back(session, payment, amount_pence)
    refund = Refund(
        payment_id=payment.id,
        key=secrets.token_urlsafe(16),
        amount_pence=amount_pence,
        reason=reason,
        status=RefundStatus.WANTED,
        by_id=by_id,
        wanted_at=now,
        due_at=now,
    )
    session.add(refund)
    session.flush()
    _note(session, "wanted a refund", refund, payment, by_id, now)
    if payment.order is not None:
        kind = WE_WRITE.get(reason, "payments/email/refunded")
        queue_letter(session, kind=kind, to=payment.order.email, key=str(refund.id), now=now, refund_id=refund.id)
    return refund


def send_next_refund(gateway: Gateway) -> bool:
    """Carry out the next refund that is wanted; false if none is. A repeat gives the money back once."""
    with reading() as session:
        if queries.next_refund_id(session, clock.now()) is None:
            return False
    with transaction() as session:
        now = clock.now()
        refund_id = queries.next_refund_id(session, now)
        if refund_id is None:
            return False
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.status is not RefundStatus.WANTED or refund.due_at > now:
            return False
        refund.due_at, refund.attempts = now + LEASE, refund.attempts + 1
        key, pence, charge_id = refund.key, refund.amount_pence, refund.payment.charge_id
        is_repeat = refund.attempts > 1
    try:
        truth = _refunded(gateway, key, charge_id, pence, is_repeat=is_repeat)
    except StripeDown as error:
        _put_off(refund_id, key if error.was_answered else None)
        return False  # let Stripe rest
    except NotTaken as refusal:
        _give_up(refund_id, str(refusal))
        return True
    with transaction() as session:
        record_refund(session, truth=truth, now=clock.now())
    return True


def record_refund(session: Session, *, truth: RefundTruth, now: datetime) -> str:
    """What Stripe says of a refund is true here too; one that was made at Stripe itself becomes known (PAY-8)."""
    payment = queries.payment_by_charge(session, truth.charge_id, lock=True)
    if payment is None:
        return "unknown charge"
    refund = queries.refund_of(session, refund_id=truth.refund_id, key=truth.key)
    status = rules.REFUND_STATUSES.get(truth.status, RefundStatus.PENDING)
    if refund is None:
        if status is RefundStatus.FAILED:
            return "failed outside"
        _give_back(session, payment, truth.amount_pence)
        refund = Refund(
            payment_id=payment.id,
            key=secrets.token_urlsafe(16),
            refund_id=truth.refund_id,
            amount_pence=truth.amount_pence,
            reason=RefundReason.OUTSIDE,
            status=RefundStatus.PENDING,
            wanted_at=now,
            due_at=now,
        )
        session.add(refund)
        session.flush()
    refund.refund_id = truth.refund_id
    if refund.status is status:
        return "known already"
    if status is RefundStatus.FAILED:
        _take_back(session, payment, refund.amount_pence)
        refund.problem = "the bank sent it back"
    elif refund.status is RefundStatus.FAILED:
        _give_back(session, payment, refund.amount_pence)
        refund.problem = ""
    refund.status = status
    refund.settled_at = now if status is not RefundStatus.PENDING else None
    _note(session, "learnt of a refund", refund, payment, None, now)
    return status.value


def record_dispute(session: Session, *, truth: DisputeTruth, now: datetime) -> str:
    """A dispute and where it stands are known. No money is counted: a refund beside it stands for itself."""
    payment = queries.payment_by_charge(session, truth.charge_id)
    if payment is None:
        return "unknown charge"
    dispute = queries.dispute_by_id(session, truth.dispute_id)
    if dispute is None:
        dispute = Dispute(
            payment_id=payment.id,
            dispute_id=truth.dispute_id,
            amount_pence=truth.amount_pence,
            status="",
            opened_at=truth.opened_at,
        )
        session.add(dispute)
    if dispute.status == truth.status:
        return "known already"
    before, dispute.status = dispute.status, truth.status
    diary.note(
        session,
        act="learnt of a dispute",
        now=now,
        actor_id=None,
        thing=("order", payment.order_id),
        event_id=payment.order.event_id if payment.order else None,
        before={"dispute": before},
        after={"dispute": truth.status},
    )
    return truth.status


def _refunded(gateway: Gateway, key: str, charge_id: str, pence: int, *, is_repeat: bool) -> RefundTruth:
    """The refund under this key: made now, or found if it was made and the answer lost. Raises as the gateway."""
    # Looked up first: Stripe forgets a key after a day, and would then give the money back a second time.
    if is_repeat and (made := _made(gateway, key, charge_id)):
        return made
    try:
        return gateway.refund(key=key, charge_id=charge_id, amount_pence=pence)
    except (StripeDown, NotTaken) as error:
        if made := _made(gateway, key, charge_id):
            return made
        raise error


def _made(gateway: Gateway, key: str, charge_id: str) -> RefundTruth | None:
    try:
        return next((truth for truth in gateway.refunds_of(charge_id) if truth.key == key), None)
    except (StripeDown, NotTaken) as error:
        # Whatever it was that did not answer: what became of the refund is not known, so its key must stay.
        raise StripeDown(str(error)) from error


def _put_off(refund_id: int, spent_key: str | None) -> None:
    with transaction() as session:
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        refund.due_at = clock.now() + wait_after(refund.attempts)
        if spent_key is not None and refund.key == spent_key:
            # Stripe keeps even a failed answer under its key, and nothing was done: only a new key can succeed.
            refund.key = secrets.token_urlsafe(16)


def _give_up(refund_id: int, problem: str) -> None:
    with transaction() as session:
        # The payment's lock first, as everywhere: two who took them crosswise would wait for each other.
        refund = session.get_one(Refund, refund_id)
        payment = session.get_one(Payment, refund.payment_id, with_for_update=True)
        session.refresh(refund, with_for_update=True)
        if refund.status is not RefundStatus.WANTED:
            return
        now = clock.now()
        _take_back(session, payment, refund.amount_pence)
        refund.status, refund.problem, refund.settled_at = RefundStatus.FAILED, problem, now
        _note(session, "could not refund", refund, payment, None, now)
    log.error("refund failed", refund_id=refund_id, problem=problem)


def _give_back(session: Session, payment: Payment, pence: int) -> None:
    # One guarded statement: two who press at once cannot give back more than was captured (I10).
    counted = session.scalar(
        update(Payment)
        .where(Payment.id == payment.id, Payment.refunded_pence + pence <= Payment.amount_pence)
        .values(refunded_pence=Payment.refunded_pence + pence)
        .returning(Payment.id)
        .execution_options(synchronize_session=False)
    )
    if counted is None:
        raise rules.TooMuch("That is more than is left of this payment.")
    session.refresh(payment, ["refunded_pence"])


def _take_back(session: Session, payment: Payment, pence: int) -> None:
    session.execute(
        update(Payment)
        .where(Payment.id == payment.id)
        .values(refunded_pence=Payment.refunded_pence - pence)
        .execution_options(synchronize_session=False)
    )
    session.refresh(payment, ["refunded_pence"])


def _note(session: Session, act: str, refund: Refund, payment: Payment, by_id: int | None, now: datetime) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("order", payment.order_id),
        event_id=payment.order.event_id if payment.order else None,
        after={"refund_id": refund.id, "refund": refund.status.value, "amount_pence": refund.amount_pence},
    )
