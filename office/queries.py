"""Reading across packages, for the desk's own lists."""

from sqlalchemy import String, and_, cast, func, literal, or_, select, true
from sqlalchemy.orm import Session

from core.diary import DiaryEntry, broken_seals
from core.errors import NotFound
from core.invariants import invariant
from core.outbox import LetterStatus, OutgoingLetter
from people.models import Person
from registration.models import Order, OrderStatus


def letters(session: Session, *, status: LetterStatus, before_id: int | None, rows: int) -> list[OutgoingLetter]:
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


@invariant("I6", "Each confirmed order has the one letter that says so, and none that is not paid has one.")
def orders_without_their_letter(session: Session) -> list[dict]:
    key = literal("registration/email/confirmed:").concat(cast(Order.id, String))
    found = select(Order.id).outerjoin(OutgoingLetter, OutgoingLetter.key == key)
    lacking = and_(Order.status == OrderStatus.CONFIRMED, OutgoingLetter.id.is_(None))
    # A cancelled one may have been confirmed before, or only held.
    settled = (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
    too_early = and_(Order.status.not_in(settled), OutgoingLetter.id.is_not(None))
    return [{"order_id": number} for number in session.scalars(found.where(or_(lacking, too_early)))]


@invariant("I8", "Each move of an order has its one entry in the diary, and the sealed diary is what was sealed.")
def moves_without_their_entry(session: Session) -> list[dict]:
    faults = []
    for act, moved in {"placed an order": true(), "cancelled an order": Order.cancelled_at.is_not(None)}.items():
        ours = and_(DiaryEntry.object_kind == "order", DiaryEntry.object_id == Order.id, DiaryEntry.act == act)
        counted = select(Order.id, func.count(DiaryEntry.id)).outerjoin(DiaryEntry, ours).where(moved)
        wrong = counted.group_by(Order.id).having(func.count(DiaryEntry.id) != 1)
        faults += [{"order_id": number, "act": act, "entries": entries} for number, entries in session.execute(wrong)]
    return faults + broken_seals(session)
