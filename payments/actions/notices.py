"""The inbox of Stripe's notices: kept once, answered at once, acted on afterwards (R6)."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from core import clock
from core.db import insert_once, reading, transaction
from payments import queries
from payments.actions.refunds import record_dispute, record_refund
from payments.actions.tills import settle_session
from payments.gateway import Gateway, NoticeTold, NotTaken, StripeDown
from payments.models import Notice
from payments.rules import LEASE, TooMuch, wait_after

log = structlog.get_logger()


def keep_notice(session: Session, *, told: NoticeTold, is_live: bool, now: datetime) -> bool:
    """The notice is in the inbox, once; false if it was there. One of another mode or account is never acted on."""
    stranger = "other mode" if told.livemode != is_live else "other account" if told.account else ""
    return insert_once(
        session,
        Notice,
        notice_id=told.notice_id,
        kind=told.kind,
        object_kind=told.object_kind,
        object_id=told.object_id,
        received_at=now,
        due_at=now,
        attempts=0,
        settled_at=now if stranger else None,
        outcome=stranger,
    )


def settle_next_notice(gateway: Gateway) -> bool:
    """Act on the next notice by asking Stripe for its object; false if none waits."""
    with reading() as session:
        if queries.next_notice_id(session, clock.now()) is None:
            return False
    with transaction() as session:
        now = clock.now()
        notice_id = queries.next_notice_id(session, now)
        if notice_id is None:
            return False
        notice = session.get_one(Notice, notice_id, with_for_update=True)
        if notice.settled_at is not None or notice.due_at > now:
            return False
        notice.due_at, notice.attempts = now + LEASE, notice.attempts + 1
        kind, object_id = notice.object_kind, notice.object_id
    try:
        outcome = _settled(gateway, kind, object_id)
    except StripeDown:
        _put_off(notice_id)
        return False  # let Stripe rest
    except TooMuch:
        _put_off(notice_id)  # a refund of ours is about to fail for one made at Stripe, and then this one fits
        return True
    except NotTaken as refusal:
        outcome = str(refusal)
    with transaction() as session:
        kept = session.get_one(Notice, notice_id)
        kept.settled_at, kept.outcome = clock.now(), outcome
    log.info("notice settled", notice_id=notice_id, outcome=outcome)
    return True


def _settled(gateway: Gateway, kind: str, object_id: str) -> str:
    if kind == "checkout.session":
        return settle_session(gateway, session_id=object_id)
    if kind == "refund":
        refund = gateway.refund_by_id(object_id)
        with transaction() as session:
            return record_refund(session, truth=refund, now=clock.now())
    if kind == "dispute":
        dispute = gateway.dispute(object_id)
        with transaction() as session:
            return record_dispute(session, truth=dispute, now=clock.now())
    if kind == "charge":
        refunds = gateway.refunds_of(object_id)
        with transaction() as session:
            now = clock.now()
            return ", ".join([record_refund(session, truth=each, now=now) for each in refunds]) or "no refund"
    return "not ours to act on"


def _put_off(notice_id: int) -> None:
    with transaction() as session:
        notice = session.get_one(Notice, notice_id)
        notice.due_at = clock.now() + wait_after(notice.attempts)
