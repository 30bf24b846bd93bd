"""Reading across packages, for the desk's own lists."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.diary import DiaryEntry
from core.errors import NotFound
from core.outbox import LetterStatus, OutgoingLetter
from people.models import Person
from registration.models import Order


def letters(
    session: Session, *, status: LetterStatus, before_id: int | None, rows: int
) -> list[OutgoingLetter]:
    """Up to ``rows`` letters of one status, the latest first."""
    found = select(OutgoingLetter).where(OutgoingLetter.status == status)
    if before_id is not None:
        found = found.where(OutgoingLetter.id < before_id)
    return list(session.scalars(found.order_by(OutgoingLetter.id.desc()).limit(rows)))


def letter_counts(session: Session) -> dict[LetterStatus, int]:
    """How many letters of each status; every status is there, if only with 0."""
    counted = session.execute(
        select(OutgoingLetter.status, func.count(OutgoingLetter.id)).group_by(OutgoingLetter.status)
    )
    return {status: 0 for status in LetterStatus} | {status: number for status, number in counted}


def letter(session: Session, letter_id: int, *, lock: bool = False) -> OutgoingLetter:
    found = select(OutgoingLetter).where(OutgoingLetter.id == letter_id)
    one = session.scalar(found.with_for_update() if lock else found)
    if one is None:
        raise NotFound("There is no such letter.")
    return one


def diary_of(session: Session, order: Order) -> list[tuple[DiaryEntry, str]]:
    """What happened to an order, oldest first, each with the name of who did it (empty for a guest)."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    found = (
        select(DiaryEntry, name)
        .outerjoin(Person, Person.id == DiaryEntry.actor_id)
        .where(DiaryEntry.event_id == order.event_id)
        .where(DiaryEntry.object_kind == "order", DiaryEntry.object_id == order.id)
    )
    return [(entry, who) for entry, who in session.execute(found.order_by(DiaryEntry.id))]
