from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from events.models import Event, Visibility
from people.models import Duty, Person, Role


def public_events(session: Session) -> list[Event]:
    """Every event that anybody may find, the earliest first."""
    listed = select(Event).where(Event.visibility == Visibility.PUBLIC)
    return list(session.scalars(listed.order_by(Event.first_day, Event.id)))


def published_event(session: Session, slug: str) -> Event:
    """An event that whoever has its address may see; to all a draft does not exist."""
    event = session.scalar(select(Event).where(Event.slug == slug, Event.visibility != Visibility.DRAFT))
    if event is None:
        raise NotFound("There is no such event.")
    return event


def event_for(session: Session, person: Person, slug: str, role: Role, *, lock: bool = False) -> Event:
    """The event, if ``person`` holds ``role`` in it; to anyone else it does not exist."""
    found = select(Event).where(Event.slug == slug, _held_by(person, role))
    # Orders that refer to the event need not wait for this lock.
    event = session.scalar(found.with_for_update(of=Event, key_share=True) if lock else found)
    if event is None:
        raise NotFound("There is no such event.")
    return event


def events_for(session: Session, person: Person, role: Role) -> list[Event]:
    """The events in which ``person`` holds ``role``, the latest first."""
    return list(session.scalars(select(Event).where(_held_by(person, role)).order_by(Event.first_day.desc())))


def _held_by(person: Person, role: Role) -> ColumnElement[bool]:
    held = select(Duty.id).where(
        Duty.person_id == person.id,
        Duty.role == role,
        or_(Duty.event_id == Event.id, Duty.event_id.is_(None)),
    )
    return held.exists()
