"""Reminding who has a draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries
from core.outbox import queue_letter_once

REMINDER = "abstracts/email/reminder"


def remind_writers(session: Session, *, now: datetime) -> int:
    """How many writers of drafts are owed a reminder by this; each gets each once, however many workers remind."""
    due = queries.drafts_to_remind(session, now, REMINDER)
    return sum(
        queue_letter_once(session, kind=REMINDER, to=abstract.owner.email, key=key, now=now, abstract_id=abstract.id)
        for abstract, key in due
    )
