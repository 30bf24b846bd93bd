"""What anybody reads of a call."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from abstracts.models import Call, LateEntry
from core.errors import NotFound
from events.models import SHOWN, Event


def public_calls(session: Session, event_slug: str) -> list[Call]:
    """The calls of an event that is published, those that close first first. Raises NotFound if there are none."""
    found = (
        select(Call)
        .join(Call.event)
        .where(Event.slug == event_slug, Event.visibility.in_(SHOWN), Call.is_public)
        .options(joinedload(Call.event))
        .order_by(Call.closes_at, Call.id)
    )
    calls = list(session.scalars(found))
    if not calls:
        raise NotFound("There is no call for abstracts at this address.")
    return calls


def calls_of_event(session: Session, event: Event) -> list[Call]:
    """The public calls of an event, those that close first first; none is no fault."""
    found = select(Call).where(Call.event_id == event.id, Call.is_public).order_by(Call.closes_at, Call.id)
    return list(session.scalars(found))


def public_call(session: Session, event_slug: str, call_slug: str) -> Call:
    """A call that is public, whole; to all, one that is not does not exist."""
    found = (
        select(Call)
        .join(Call.event)
        .where(Event.slug == event_slug, Event.visibility.in_(SHOWN))
        .where(Call.slug == call_slug, Call.is_public)
        .options(
            joinedload(Call.event),
            selectinload(Call.categories),
            selectinload(Call.headings),
            selectinload(Call.questions),
        )
    )
    call = session.scalar(found)
    if call is None:
        raise NotFound("There is no call for abstracts at this address.")
    return call


def late_entry_by_code(session: Session, call: Call, code: str, *, lock: bool = False) -> LateEntry | None:
    """The entry of that code in this call; None if there is none."""
    found = select(LateEntry).where(LateEntry.call_id == call.id, LateEntry.code == code.strip().upper())
    return session.scalar(found.with_for_update() if lock else found)
