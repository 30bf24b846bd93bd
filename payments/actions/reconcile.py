"""The worker's rounds: what the clock has ended is ended, and our ledger is compared with Stripe's (R5)."""

from datetime import timedelta

import structlog

from core import clock
from core.db import reading, transaction
from payments import queries
from payments.actions.refunds import record_dispute, record_refund
from payments.actions.tills import record_session, settle_session, shut_and_settle
from payments.gateway import DisputeTruth, Gateway, NotTaken, RefundTruth, SessionTruth, StripeDown
from payments.models import Till, TillStatus
from payments.rules import TooMuch
from registration.actions import free_dead_order, leave_till
from registration.queries import locked_order, next_dead_order_id

log = structlog.get_logger()
LOOK_BACK = timedelta(days=1)
# What changes weeks later with its news lost (a refund that a bank sends back, a dispute that ends) is found so.
LONG_LOOK_BACK = timedelta(days=60)
OVERLAP = timedelta(minutes=10)


def free_next_hold() -> bool:
    """Note the end of one hold that the clock has ended; false if there is none."""
    with reading() as session:
        order_id = next_dead_order_id(session, clock.now())
    if order_id is None:
        return False
    with transaction() as session:
        return free_dead_order(session, order_id=order_id, now=clock.now)


def shut_next_till(gateway: Gateway) -> bool:
    """Ask Stripe to shut one session whose hold is over, and free the places when it has; false if there is none."""
    with reading() as session:
        over = queries.next_till_to_shut(session, clock.now())
    if over is None:
        return False
    return shut_and_settle(gateway, over) not in {"open", "other mode"}


def reconcile_once(gateway: Gateway, look_back: timedelta = LOOK_BACK) -> bool:
    """One comparison of the ledgers, for the worker; false, since there is never more to do at once."""
    try:
        reconcile(gateway, look_back)
    except StripeDown:
        log.warning("ledgers not compared: Stripe does not answer")
    return False


def reconcile(gateway: Gateway, look_back: timedelta = LOOK_BACK) -> dict[str, int]:
    """Every till, refund and dispute of that time, and every older one that is unsettled, is as Stripe has it.

    Comes back with how many of what happened. Raises StripeDown; what was done until then is kept.
    """
    with reading() as session:
        now = clock.now()
        unsettled = queries.unsettled_tills(session)
        pending = queries.pending_refund_ids(session)
        disputes = queries.open_dispute_ids(session)
    since = now - look_back - OVERLAP
    done: dict[str, int] = {}
    seen = set()
    for truth in gateway.sessions_since(since):
        seen.add(truth.till_key)
        _count(done, _recorded(gateway, truth))
    for till_id, session_id, key, opened_at in unsettled:
        if key not in seen and session_id is not None:
            _count(done, settle_session(gateway, session_id=session_id))
        elif key not in seen and opened_at < now - OVERLAP:
            _count(done, _never_opened(till_id))
    for refund in gateway.refunds_since(since):
        _count(done, _refund_recorded(refund))
    for refund_id in pending:
        try:
            _count(done, _refund_recorded(gateway.refund_by_id(refund_id)))
        except NotTaken:
            log.warning("refund is unknown to Stripe", refund_id=refund_id)
    for dispute in gateway.disputes_since(since):
        _count(done, _dispute_recorded(dispute))
    for dispute_id in disputes:
        try:
            _count(done, _dispute_recorded(gateway.dispute(dispute_id)))
        except NotTaken:
            log.warning("dispute is unknown to Stripe", dispute_id=dispute_id)
    return done


def _recorded(gateway: Gateway, truth: SessionTruth) -> str:
    with transaction() as session:
        outcome = record_session(session, truth=truth, is_live=gateway.is_live, now=clock.now)
        till = queries.till_of(session, session_id=truth.session_id, key=truth.till_key)
        is_stray = till is not None and till.status is TillStatus.SHUT and truth.status == "open"
    if is_stray:
        # We had given this session up before it came to be; nobody may pay at it.
        shut_and_settle(gateway, truth.session_id)
    return outcome


def _never_opened(till_id: int) -> str:
    with transaction() as session:
        till = session.get_one(Till, till_id)
        order = locked_order(session, till.order_id)
        session.refresh(till)
        if till.status is TillStatus.OPENING:
            till.status, till.problem = TillStatus.SHUT, "never opened"
            leave_till(session, order=order, now=clock.now())
    return "never opened"


def _refund_recorded(truth: RefundTruth) -> str:
    try:
        with transaction() as session:
            return record_refund(session, truth=truth, now=clock.now())
    except TooMuch:
        # A refund of ours, still to be sent, counts what was given back at Stripe already: it fails first.
        log.error("refund does not fit", refund_id=truth.refund_id)
        return "does not fit yet"


def _dispute_recorded(truth: DisputeTruth) -> str:
    with transaction() as session:
        return record_dispute(session, truth=truth, now=clock.now())


def _count(done: dict[str, int], outcome: str) -> None:
    done[outcome] = done.get(outcome, 0) + 1
