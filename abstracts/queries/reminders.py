"""Whose drafts are near the end of their call."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from abstracts import rules
from abstracts.models import Abstract, AbstractStatus, Call, LateEntry
from core.outbox import OutgoingLetter

AT_ONCE = 100


def drafts_to_remind(session: Session, now: datetime, kind: str) -> list[tuple[Abstract, str]]:
    """Up to a hundred drafts whose writers are owed a reminder now, each with its letter's key, and with its owner."""
    until = now + rules.FIRST_REMINDER
    ends_soon = or_(
        and_(now < Call.closes_at, Call.closes_at <= until),
        and_(now < LateEntry.closes_at, LateEntry.closes_at <= until),
    )
    found = (
        select(Abstract)
        .join(Abstract.call)
        .outerjoin(Abstract.late_entry)
        .where(Abstract.status == AbstractStatus.DRAFT, Call.opens_at <= now, ends_soon)
        .options(contains_eager(Abstract.call), contains_eager(Abstract.late_entry), joinedload(Abstract.owner))
        .order_by(Abstract.id)
    )
    due = {}
    for abstract in session.scalars(found):
        hours = rules.reminder_due(abstract, now)
        if hours is not None:
            due[f"{kind}:{rules.reminder_key(abstract, hours)}"] = abstract
    written = set(session.scalars(select(OutgoingLetter.key).where(OutgoingLetter.key.in_(due)))) if due else set()
    left = [(abstract, key.removeprefix(f"{kind}:")) for key, abstract in due.items() if key not in written]
    return left[:AT_ONCE]
