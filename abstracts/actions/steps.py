"""What several deeds on an abstract have in common: a move along an arrow, the diary, a letter about a change."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.models import Abstract, AbstractStatus
from core import diary
from core.outbox import queue_letter_once

HOUR = timedelta(hours=1)


def tell_of_change(session: Session, *, abstract: Abstract, now: datetime) -> None:
    """Whoever sent it in is told at the end of this hour that it reads otherwise, however often it changes in it."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    queue_letter_once(
        session,
        kind="abstracts/email/changed",
        to=abstract.owner.email,
        key=f"{abstract.id}:{hour:%Y%m%d%H}",
        now=now,
        due_at=hour + HOUR,
        abstract_id=abstract.id,
    )


def move_to(session: Session, abstract: Abstract, to: AbstractStatus, by_id: int | None, now: datetime) -> None:
    """The abstract has that status, and the diary says so. Raises WrongMove unless the arrow is drawn."""
    rules.check_move(abstract.status, to)
    before, abstract.status = abstract.status.value, to
    change = {"before": {"status": before}, "after": {"status": to.value}}
    if abstract.decision is not None:
        change["after"]["decision"] = abstract.decision.value
    note_deed(session, f"abstract {to.value}", abstract, by_id, now, **change)


def note_deed(
    session: Session,
    act: str,
    abstract: Abstract,
    by_id: int | None,
    now: datetime,
    *,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    """Write into the diary what was done to the abstract: ids and statuses, nobody's words."""
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("abstract", abstract.id),
        event_id=abstract.event_id,
        before=before,
        after=after,
    )
