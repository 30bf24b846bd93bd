"""What a chair who has none does about others' conflicts with an abstract (domain rule 42)."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.assigning import drop_unread
from abstracts.models import Abstract, Conflict, Review, Tie
from core import diary
from core.db import insert_once


def set_conflict(session: Session, *, abstract: Abstract, person_id: int, by_id: int, now: datetime) -> None:
    """The person is in conflict with it from now on, and has it to review no longer unless they submitted.

    Raises ConflictedChair.
    """
    rules.check_is_unbound(queries.conflicts_between(session, abstract, by_id))
    set_by = {"tie": Tie.BY_CHAIR, "is_pinned": False, "found_at": now, "by_id": by_id}
    if not insert_once(session, Conflict, abstract_id=abstract.id, person_id=person_id, **set_by):
        for each in queries.conflicts_between(session, abstract, person_id):
            if each.tie is Tie.BY_CHAIR:
                each.lifted_at = each.lifted_by_id = None
    session.flush()
    _bar(session, abstract, person_id)
    _note(session, "set a conflict", abstract, person_id, by_id, now)


def lift_conflict(session: Session, *, abstract: Abstract, conflict: Conflict, by_id: int, now: datetime) -> None:
    """It keeps nobody from the abstract, whatever the program finds later. Raises ConflictedChair or Pinned."""
    if conflict.lifted_at is not None:
        return
    rules.check_may_lift(conflict, queries.conflicts_between(session, abstract, by_id))
    conflict.lifted_at, conflict.lifted_by_id = now, by_id
    session.flush()
    _note(session, "lifted a conflict", abstract, conflict.person_id, by_id, now)


def pin_conflict(session: Session, *, abstract: Abstract, conflict: Conflict, by_id: int, now: datetime) -> None:
    """It stays, whoever asks; one that was lifted stands again. Raises ConflictedChair."""
    rules.check_is_unbound(queries.conflicts_between(session, abstract, by_id))
    conflict.lifted_at = conflict.lifted_by_id = None
    conflict.is_pinned = True
    session.flush()
    _bar(session, abstract, conflict.person_id)
    _note(session, "pinned a conflict", abstract, conflict.person_id, by_id, now)


def unpin_conflict(session: Session, *, abstract: Abstract, conflict: Conflict, by_id: int, now: datetime) -> None:
    """It stands still, and may be lifted. Raises ConflictedChair."""
    rules.check_is_unbound(queries.conflicts_between(session, abstract, by_id))
    conflict.is_pinned = False
    session.flush()
    _note(session, "unpinned a conflict", abstract, conflict.person_id, by_id, now)


def _bar(session: Session, abstract: Abstract, person_id: int) -> None:
    drop_unread(session, Review.abstract_id == abstract.id, Review.reviewer.has(person_id=person_id))


def _note(session: Session, act: str, abstract: Abstract, person_id: int, by_id: int, now: datetime) -> None:
    thing, after = ("abstract", abstract.id), {"person": person_id}
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=abstract.event_id, after=after)
