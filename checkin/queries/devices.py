"""Phones at the door: by the token they hold, by the code that enrols them, and as the desk sees them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, lambda_stmt, select
from sqlalchemy.orm import Session, selectinload

from checkin.models import AdmissionList, Device, device_lists
from checkin.rules import HANDS_IN_FOR, PlainDevice
from core import clock
from core.clock import TimeToo
from core.errors import NotFound
from events.models import Event
from people.queries import PlainEvent


# Built once: a phone asks this with each scan.
@cache
def _device_by_token() -> Executable:
    # Names may be held where both the event and the device say so; the event may have thought better of it since.
    own: dict[str, Any] = {name: getattr(Device, name) for name in PlainDevice._fields[:-1]}
    own["holds_names"] = and_(Device.holds_names, Event.door_holds_names)
    of_event = [getattr(Event, name) for name in PlainEvent._fields]
    asked = (
        select(TimeToo(), AdmissionList.slug.label("list"), *of_event, *own.values())
        .select_from(Device)
        .join(Event, Event.id == Device.event_id)
        .outerjoin(device_lists, device_lists.c.device_id == Device.id)
        .outerjoin(AdmissionList, AdmissionList.id == device_lists.c.list_id)
        .where(Device.token_hash == bindparam("token_hash"), Event.slug == bindparam("event_slug"))
    )
    return lambda_stmt(lambda: asked, enable_tracking=False)  # nor looked through each time, for its SQL


def device_by_token(
    session: Session, token_hash: str, event_slug: str
) -> tuple[PlainDevice, PlainEvent, datetime] | None:
    """The device of that event which holds the token, its event, and the time: plain rows, from one statement."""
    asked = {"token_hash": token_hash, "event_slug": event_slug}
    rows = session.connection().execute(_device_by_token(), asked).all()
    if not rows:
        return None
    ends = 2 + len(PlainEvent._fields)
    lists = frozenset(row[1] for row in rows if row[1] is not None)
    return PlainDevice._make((*rows[0][ends:], lists)), PlainEvent._make(rows[0][2:ends]), clock.told(rows[0][0])


def device_by_code(session: Session, event_slug: str, code_hash: str) -> Device | None:
    """The device of that event which the code enrols, used or over though it may be; locked."""
    found = select(Device).join(Event, Event.id == Device.event_id)
    found = found.where(Device.code_hash == code_hash, Event.slug == event_slug)
    return session.scalar(found.with_for_update(of=Device))


def devices_of(session: Session, event: Event) -> Sequence[Device]:
    """The event's devices with their lists: those that may be at a door still first, the latest of each first."""
    found = select(Device).where(Device.event_id == event.id).options(selectinload(Device.lists))
    return session.scalars(
        found.order_by(Device.revoked_at.is_not(None), Device.shift_ends_at.desc(), Device.id.desc())
    ).all()


def device_at_desk(session: Session, event: Event, device_id: int, *, lock: bool = False) -> Device:
    """A device of the event; with ``lock`` nobody else enrols, renews or revokes it meanwhile."""
    found = select(Device).where(Device.id == device_id, Device.event_id == event.id)
    device = session.scalar(found.with_for_update(of=Device) if lock else found.options(selectinload(Device.lists)))
    if device is None:
        raise NotFound("There is no such phone.")
    return device


def device_with_old_keys(session: Session, now: datetime, *, lock: bool = False) -> Device | None:
    """A device that may hand in nothing more, and whose keys are here still."""
    found = (
        select(Device)
        .where(Device.wiped_at.is_(None), Device.shift_ends_at <= now - HANDS_IN_FOR)
        .order_by(Device.id)
        .limit(1)
    )
    return session.scalar(found.with_for_update(skip_locked=True) if lock else found)
