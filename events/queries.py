from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from events.models import SHOWN, Event, Exhibitor, Visibility
from people.models import Duty, Person, Role
from people.queries import is_not_over


def public_events(session: Session) -> list[Event]:
    """Every event that anybody may find, the earliest first."""
    listed = select(Event).where(Event.visibility == Visibility.PUBLIC)
    return list(session.scalars(listed.order_by(Event.first_day, Event.id)))


def published_event(session: Session, slug: str) -> Event:
    """An event that whoever has its address may see; to all, a draft and one by invitation do not exist."""
    event = session.scalar(select(Event).where(Event.slug == slug, Event.visibility.in_(SHOWN)))
    if event is None:
        raise NotFound("There is no such event.")
    return event


def event_by_slug(session: Session, slug: str) -> Event:
    """The event with that slug, draft or not: for commands."""
    event = session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise NotFound(f"There is no event {slug}.")
    return event


def event_for(session: Session, person: Person, slug: str, role: Role, *, lock: bool = False) -> Event:
    """The event, if ``person`` holds ``role`` in it; to anyone else it does not exist.

    That the duty is not over by its last day the view's guard has asked already.
    """
    asked = {"slug": slug, "person_id": person.id, "role": role}
    event = session.scalar(_held_and_locked() if lock else _held_event(), asked)
    if event is None:
        raise NotFound("There is no such event.")
    return event


def events_for(session: Session, person: Person, role: Role, today: date) -> list[Event]:
    """The events in which ``person`` holds ``role`` today, the latest first."""
    found = _held(is_not_over(today)).order_by(Event.first_day.desc())
    return list(session.scalars(found, {"person_id": person.id, "role": role}))


def exhibitor_at_desk(session: Session, event: Event, exhibitor_id: int, *, lock: bool = False) -> Exhibitor:
    """An exhibitor of this event, for those who run it."""
    found = select(Exhibitor).where(Exhibitor.id == exhibitor_id, Exhibitor.event_id == event.id)
    exhibitor = session.scalar(found.with_for_update(of=Exhibitor) if lock else found)
    if exhibitor is None:
        raise NotFound("There is no such exhibitor.")
    return exhibitor


def _held(*conditions: ColumnElement[bool]) -> Select:
    held = select(Duty.id).where(
        Duty.person_id == bindparam("person_id"),
        Duty.role == bindparam("role"),
        or_(Duty.event_id == Event.id, Duty.event_id.is_(None)),
        *conditions,
    )
    return select(Event).where(held.exists())


# Built once: each page of the desk and each scan at a door asks it.
@cache
def _held_event() -> Select:
    return _held().where(Event.slug == bindparam("slug"))


@cache
def _held_and_locked() -> Select:
    # Orders that refer to the event need not wait for this lock.
    return _held_event().with_for_update(of=Event, key_share=True)
