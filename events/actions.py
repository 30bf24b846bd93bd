"""An event is made, its particulars are changed, it is shown or hidden, and exhibitors come to it.

Its tickets are registration's.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import diary
from core.db import refuse_if_broken
from events import rules
from events.models import Event, Exhibitor, Visibility
from people.actions import rename_scope
from people.models import Role


def make_event(session: Session, *, particulars: Mapping[str, Any], form_key: str, by_id: int, now: datetime) -> Event:
    """A draft of which nobody is told. Raises ChangedMeanwhile if that form, or that address, has made one already."""
    refuse_if_broken(session, "uq_events_form_key", rules.ChangedMeanwhile())
    refuse_if_broken(session, "uq_events_slug", rules.ChangedMeanwhile())
    event = Event(**particulars, form_key=form_key, created_at=now)
    session.add(event)
    session.flush()
    _note(session, event, "made an event", by_id, now)
    return event


def change_event(
    session: Session, *, event: Event, particulars: Mapping[str, Any], version: int, by_id: int, now: datetime
) -> list[str]:
    """The names of those particulars that are others now than they were at ``version``. Raises ChangedMeanwhile.

    What refers to its days keeps its own moments: sales, launches, deadlines.
    """
    rules.check_version(event, version)
    changed = [name for name, value in particulars.items() if getattr(event, name) != value]
    before = _days(event)
    for name in changed:
        setattr(event, name, particulars[name])
    if changed:
        event.version += 1
        session.flush()
        _note(session, event, "changed an event", by_id, now, before=before, fields=", ".join(changed), **_days(event))
    return changed


def show_as(
    session: Session, *, event: Event, to: Visibility, is_booked: bool, version: int, by_id: int, now: datetime
) -> None:
    """Whoever may find it from now on. Raises ChangedMeanwhile, or WrongVisibility."""
    rules.check_version(event, version)
    rules.check_visibility(event, to, is_booked=is_booked)
    before, event.visibility = {"visibility": event.visibility.value}, to
    event.version += 1
    session.flush()
    _note(session, event, "showed or hid an event", by_id, now, before=before, visibility=to.value)


def add_exhibitor(
    session: Session, *, event: Event, name: str, stand: str, promise: str, by_id: int, now: datetime
) -> Exhibitor:
    """An exhibitor whom delegates can say yes to from now on. Raises NameIsTaken."""
    refuse_if_broken(session, "uq_exhibitors_event_id", rules.NameIsTaken())
    exhibitor = Exhibitor(event=event, name=name, stand=stand, promise=promise, added_at=now)
    session.add(exhibitor)
    session.flush()
    _note(session, event, "added an exhibitor", by_id, now, exhibitor=exhibitor.id)
    return exhibitor


def change_exhibitor(
    session: Session,
    *,
    exhibitor: Exhibitor,
    seen: int,
    name: str,
    stand: str,
    promise: str,
    is_open: bool,
    by_id: int,
    now: datetime,
) -> None:
    """Its name, put right, and with it the duties of its people; its stand; its promise; whether it takes leads.

    With another promise each yes holds for the words to which it was said, and is asked for anew (rule 58). Closed, an
    exhibitor keeps the leads whose delegates agree. Its row is locked, and its promise is the one that was ``seen``.
    Raises ExhibitorChanged or NameIsTaken.
    """
    if seen != exhibitor.promise_version:
        raise rules.ExhibitorChanged
    refuse_if_broken(session, "uq_exhibitors_event_id", rules.NameIsTaken())
    before, is_renamed = exhibitor.name, name != exhibitor.name
    if promise != exhibitor.promise:
        exhibitor.promise_version += 1
    exhibitor.name, exhibitor.stand, exhibitor.promise, exhibitor.is_open = name, stand, promise, is_open
    session.flush()
    if is_renamed:
        rename_scope(session, role=Role.EXHIBITOR, event_id=exhibitor.event_id, before=before, after=name)
    told: dict[str, Any] = {"exhibitor": exhibitor.id, "is_open": is_open, "promise": exhibitor.promise_version}
    _note(session, exhibitor.event, "changed an exhibitor", by_id, now, **told, is_renamed=is_renamed)


def _days(event: Event) -> dict[str, str]:
    return {"first_day": event.first_day.isoformat(), "last_day": event.last_day.isoformat()}


def _note(
    session: Session, event: Event, act: str, by_id: int, now: datetime, before: dict | None = None, **after: Any
) -> None:
    thing = ("event", event.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=event.id, before=before, after=after)
