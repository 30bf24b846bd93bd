"""Opening a session at which an order can be paid, and making true here what Stripe says came of it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from core import clock, diary
from core.config import Limits
from core.db import transaction
from payments import queries, rules
from payments.actions.refunds import want_refund
from payments.gateway import Gateway, NotTaken, SessionTruth, StripeDown
from payments.models import LIVE, Payment, RefundReason, Till, TillStatus
from people.access import Visitor
from registration.actions import begin_payment as begin_payment_of
from registration.actions import confirm_order, leave_till, wait_for
from registration.models import Order, OrderStatus
from registration.queries import locked_order, order_for
from registration.rules import KEEPING, CodeNotGood, SoldOut, check_may_pay

log = structlog.get_logger()
LOOK_BACK = timedelta(minutes=5)
TRIES = 3
MISSING = "resource_missing"  # Stripe's word for what it does not know


@dataclass(frozen=True)
class Asked:
    """What Stripe is asked to open, as plain values; or the address of what is open already."""

    till_id: int
    till_key: str
    order_key: str
    reference: str
    email: str
    lines: list[tuple[str, int, int]]
    currency: str
    ends_at: datetime
    opened_at: datetime
    is_new: bool
    address: str | None = None
    to_shut: str | None = None


def open_till(
    gateway: Gateway,
    *,
    visitor: Visitor,
    key: str,
    limits: Limits,
    success_address: str,
    cancel_address: str,
) -> str:
    """Stripe's address at which the visitor pays this order; a second click leads to the same one.

    There is never more than one payable session: one that is no longer right is shut first. Raises HoldIsOver or
    NothingToPay if it may not be paid, StripeDown if nobody answers; then nothing can be charged.
    """
    for _ in range(TRIES):  # each ends a till that is of no more use
        asked = _ask(visitor, key, limits)
        if asked.address:
            return asked.address
        if asked.to_shut:
            shut_and_settle(gateway, asked.to_shut)
            continue
        truth = _opened(gateway, asked, success_address, cancel_address)
        if truth is None:
            continue
        if address := _note_open(asked.till_id, truth):
            return address
        shut_and_settle(gateway, truth.session_id)
    raise rules.TillShut("The payment service has trouble. Nothing was taken; try again in a minute.")


def settle_session(gateway: Gateway, *, session_id: str) -> str:
    """What Stripe says of the session is true here too, however often and by whichever road it is asked.

    Comes back with the outcome in a word or two, for the log. Raises StripeDown, and then nothing has changed.
    """
    try:
        truth = gateway.session(session_id)
    except NotTaken as refusal:
        return _forget(session_id) if str(refusal) == MISSING else str(refusal)
    with transaction() as session:
        return record_session(session, truth=truth, is_live=gateway.is_live, now=clock.now)


def record_session(session: Session, *, truth: SessionTruth, is_live: bool, now: Callable[[], datetime]) -> str:
    """Write down what Stripe says of a session. ``now`` is asked once, after the order's lock."""
    till = queries.till_of(session, session_id=truth.session_id, key=truth.till_key)
    if till is None:
        return "unknown order"
    if truth.livemode != is_live:
        return "other mode"
    order = locked_order(session, till.order_id)
    session.refresh(till, with_for_update=True)
    moment = now()
    till.session_id = till.session_id or truth.session_id
    if truth.is_paid:
        return _record_payment(session, truth, till, order, moment)
    if truth.status == "expired" or truth.is_hopeless:
        if till.status is TillStatus.SHUT:
            return "known already"
        till.status = TillStatus.SHUT
        till.problem = "payment failed" if truth.is_hopeless else ""
        leave_till(session, order=order, now=moment)
        return "not paid"
    if truth.status == "complete":
        till.status = TillStatus.WAITING
        if order.status in KEEPING:
            wait_for(session, order=order, now=moment)
        return "on its way"
    if till.status is TillStatus.OPENING:
        till.status, till.address = TillStatus.OPEN, truth.address
    return "open"


def _record_payment(session: Session, truth: SessionTruth, till: Till, order: Order, now: datetime) -> str:
    """Captured money ends in a ticket or in one full refund (R5); the same money is known the second time."""
    till.status = TillStatus.PAID
    if truth.intent_id is None or truth.charge_id is None:
        till.problem = "paid without a charge"
        return till.problem
    if queries.payment_by_intent(session, truth.intent_id) is not None:
        return "known already"
    payment = Payment(
        order_id=order.id,
        till_id=till.id,
        intent_id=truth.intent_id,
        charge_id=truth.charge_id,
        amount_pence=truth.amount_pence,
        currency=truth.currency,
        captured_at=truth.captured_at or now,
        problem=rules.fault_in(truth, till, order),
    )
    session.add(payment)
    session.flush()
    diary.note(
        session,
        act="took a payment",
        now=now,
        actor_id=None,
        thing=("order", order.id),
        event_id=order.event_id,
        after={"payment_id": payment.id, "amount_pence": payment.amount_pence, "problem": payment.problem},
    )
    if payment.problem:
        log.warning("payment does not fit its order", payment_id=payment.id, order_id=order.id)
        if rules.was_asked_for(truth, till, order):
            _refund_all(session, payment, RefundReason.WRONG, now)
        return payment.problem
    if order.status in {OrderStatus.CONFIRMED, OrderStatus.CANCELLED}:
        is_second = order.status is OrderStatus.CONFIRMED
        return _refund_all(session, payment, RefundReason.TWICE if is_second else RefundReason.LATE, now)
    try:
        confirm_order(session, order=order, by_id=None, now=now)
    except (SoldOut, CodeNotGood):
        return _refund_all(session, payment, RefundReason.LATE, now)
    return "paid"


def _refund_all(session: Session, payment: Payment, reason: RefundReason, now: datetime) -> str:
    want_refund(session, payment=payment, amount_pence=payment.amount_pence, reason=reason, by_id=None, now=now)
    return "refunded"


def _ask(visitor: Visitor, key: str, limits: Limits) -> Asked:
    """Keep what is meant: the order is at the till, and the till's key is written before Stripe hears of it."""
    with transaction() as session:
        order = locked_order(session, order_for(session, visitor, key).id)
        till, now = queries.live_till(session, order), clock.now()
        if till is not None and till.status is TillStatus.WAITING:
            raise rules.OnItsWay("Your payment is on its way. We will write to you as soon as it has arrived.")
        check_may_pay(order, now)
        is_new = till is None
        if till is None:
            till = Till(
                order_id=order.id,
                number=queries.tills_of(session, order) + 1,
                key=secrets.token_urlsafe(16),
                amount_pence=order.total_pence,
                currency=order.currency,
                status=TillStatus.OPENING,
                opened_at=now,
                ends_at=now + limits.till_life,
            )
            session.add(till)
            kept_until = till.ends_at + limits.till_grace
            begin_payment_of(session, order=order, kept_until=kept_until, by_id=visitor.person_id or None, now=now)
        session.flush()
        is_open = till.status is TillStatus.OPEN
        usable = rules.may_use_again(till, order, now)
        return Asked(
            till_id=till.id,
            till_key=till.key,
            order_key=order.key,
            reference=order.reference,
            email=order.email,
            lines=[
                (line.name, line.quantity, line.unit_pence - line.off_pence) for line in order.lines if line.total_pence
            ],
            currency=order.currency,
            ends_at=till.ends_at,
            opened_at=till.opened_at,
            is_new=is_new,
            address=till.address if usable else None,
            to_shut=till.session_id if is_open and not usable else None,
        )


def _opened(gateway: Gateway, asked: Asked, success_address: str, cancel_address: str) -> SessionTruth | None:
    """The session of this till, made now or made before although the answer was lost; None if the till is given up.

    Its key goes with each request: two clicks at once get the same session.
    """
    if not asked.is_new and (found := _find(gateway, asked)):
        return found
    try:
        return gateway.open_session(
            till_key=asked.till_key,
            order_key=asked.order_key,
            reference=asked.reference,
            email=asked.email,
            lines=asked.lines,
            currency=asked.currency,
            ends_at=asked.ends_at,
            success_address=success_address,
            cancel_address=cancel_address,
        )
    except StripeDown as error:
        if found := _find(gateway, asked):
            return found
        if asked.is_new or not error.was_answered:
            raise
        # Stripe repeats a failure under its key for a day: only another key can succeed.
        _give_up(asked.till_id, "no answer")
    except NotTaken as refusal:
        log.error("session not opened", till_id=asked.till_id, problem=str(refusal))
        _give_up(asked.till_id, str(refusal))
        if asked.is_new:
            raise rules.TillShut("The payment service would not open a payment. We have been told.") from refusal
    return None


def _note_open(till_id: int, truth: SessionTruth) -> str | None:
    """Where to pay; None if the session is over, or its till was given up meanwhile."""
    with transaction() as session:
        till = session.get_one(Till, till_id, with_for_update=True)
        till.session_id = till.session_id or truth.session_id
        if truth.address is None or till.status not in {TillStatus.OPENING, TillStatus.OPEN}:
            return None
        till.status, till.address = TillStatus.OPEN, truth.address
        return truth.address


def _give_up(till_id: int, problem: str) -> None:
    with transaction() as session:
        till = session.get_one(Till, till_id)
        order = locked_order(session, till.order_id)
        session.refresh(till, with_for_update=True)
        if till.status is not TillStatus.OPENING:
            return  # its answer came after all
        till.status, till.problem = TillStatus.SHUT, problem
        leave_till(session, order=order, now=clock.now())


def _forget(session_id: str) -> str:
    """A session that Stripe does not know can never be paid: its till is shut."""
    with transaction() as session:
        till = queries.till_of(session, session_id=session_id, key="")
        if till is not None:
            order = locked_order(session, till.order_id)
            session.refresh(till, with_for_update=True)
            if till.status in LIVE:
                till.status, till.problem = TillStatus.SHUT, "unknown to Stripe"
                leave_till(session, order=order, now=clock.now())
    return "no such session"


def _find(gateway: Gateway, asked: Asked) -> SessionTruth | None:
    """The session that was opened under this till's key, if one was although its answer was lost."""
    for truth in gateway.sessions_since(asked.opened_at - LOOK_BACK):
        if truth.till_key == asked.till_key:
            return truth
    return None


def shut_and_settle(gateway: Gateway, session_id: str) -> str:
    """The session can no longer be paid, and what became of it until then is true here too: comes back."""
    try:
        gateway.shut_session(session_id)
    except NotTaken:
        log.info("session was over already", session_id=session_id)
    return settle_session(gateway, session_id=session_id)
