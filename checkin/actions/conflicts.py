"""Looking at what cannot be right among scans. No fact is changed by it."""

from datetime import datetime

from sqlalchemy.orm import Session

from checkin.models import ConflictSeen
from checkin.rules import Doubt
from core import diary
from core.db import insert_once
from events.models import Event


def mark_as_seen(session: Session, *, event: Event, doubt: Doubt, by_id: int, now: datetime) -> None:
    """The conflict counts as looked at, by whoever was first; a second time nothing changes."""
    row = {"event_id": event.id, "about": doubt.about, "why": str(doubt.why)}
    if insert_once(session, ConflictSeen, **row, by_id=by_id, at=now):
        diary.note(
            session,
            act="looked at a conflict",
            now=now,
            actor_id=by_id,
            thing=("event", event.id),
            event_id=event.id,
            after={"why": str(doubt.why), "about": doubt.about},
        )
