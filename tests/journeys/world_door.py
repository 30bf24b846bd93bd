"""What happened at the door, for the desk's pages that show it: one conflict of each kind, and long names."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from sqlalchemy import select

from checkin.actions import Door, mark_as_seen, scan_badge
from checkin.models import AdmissionList, Device, Entry, Verdict
from checkin.queries import doubts_of
from checkin.rules import DeviceSays, Reading, Reason, Told
from core.db import session
from events.models import Event
from people.models import Person
from registration.actions import Desk, cancel_order, place_for
from registration.documents import signer
from registration.models import Product
from registration.queries import lock_places
from registration.rules import Place
from tests import factories as make


def at_the_door(now, name: str) -> dict[str, str]:
    """Somebody let in twice, one with a dead ticket, one by a phone taken off; and a phone with another time."""
    event = session.scalars(select(Event).where(Event.slug == "england-2027")).one()
    long = session.scalars(select(Event).where(Event.slug == "long")).one()
    steward = session.scalars(select(Person).where(Person.email_key == "fern.specimen@plenary.example")).one()
    free = select(Product).where(Product.event_id == event.id, Product.price_pence == 0).order_by(Product.position)
    product, before = session.scalars(free).first(), now - timedelta(hours=1)
    booked_at = now - timedelta(days=1)
    twice, dead, revoked = (make.an_order(product, event=event, name=name, now=booked_at) for _ in range(3))
    cancel_order(session, order=dead, by_id=None, now=before - timedelta(minutes=5))
    door, keys = Door(event, signer(), steward.id, "North door"), count(1)

    def tell(order, minutes: int, at=door) -> None:
        moment = before + timedelta(minutes=minutes)
        told = Told(Verdict.ADMITTED, Reason.NONE, moment, before)
        says = DeviceSays(f"{name}’s phone", minutes, moment)
        read = Reading(f"told-{next(keys)}", order.tickets[0].code, says=says, told=told)
        scan_badge(session, door=at, read=read, now=now)

    tell(twice, 1)
    tell(twice, 2, replace(door, place=name))
    tell(dead, 3)
    tell(revoked, 4, replace(door, ends_at=before))
    kept = {"salt": "", "names_key": "", "seal_key": "", "skew_seconds": -600, "added_by_id": steward.id}
    times = {"added_at": before, "shift_ends_at": now + timedelta(hours=8)}
    session.add(Device(event_id=event.id, name=f"{name}’s phone", **kept, **times))
    session.flush()
    mark_as_seen(session, event=event, doubt=doubts_of(session, event).shown[-1], by_id=steward.id, now=now)
    hours = {"day": long.first_day, "opens_at": now, "closes_at": now + timedelta(hours=3), "capacity": 12}
    says = {"entry": Entry.ONCE, "reenters": True, "counts_inside": False, "unpaid_may_enter": True, "position": 1}
    session.add(AdmissionList(event_id=long.id, slug="long", name=long.name[:60], **hours, **says))
    undone = make.an_order(product, event=event, name=name, now=booked_at)
    priced = session.scalars(select(Product).where(Product.event_id == event.id, Product.price_pence > 0)).first()
    unpaid = place_for(
        session,
        event=event,
        form_key="at-the-door",
        name=name,
        email="door@northmere.example",
        places=[Place(priced, name, "door@northmere.example")],
        quotas=lock_places(session, event),
        hold=timedelta(days=3),
        desk=Desk(steward.id),
        now=now,
    )
    return {"undone_code": undone.tickets[0].code, "unpaid_code": unpaid.tickets[0].code}
