"""The door of the invented events: their admission lists, and at those that are over who came, and one conflict."""

import random
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from checkin.actions import Door, add_list, scan_badge
from checkin.models import Entry, Verdict
from checkin.rules import DeviceSays, ListSays, Reading, Reason, Told
from demo import add_ons, data, prices
from events import rules as event_rules
from events.models import Event
from people.models import Person
from registration.documents import signer
from registration.models import OrderLine, Product, Ticket

DOORS = ("Main entrance", "North door", "Car park door")
ALONE = ("Door phone 2", "Door phone 4")  # were without a network while the last of them came in


def set_up(session: Session, event: Event, products: list[Product], organiser: Person, now: datetime) -> None:
    """The lists of an event beside its own, and the day of each ticket for one day."""
    by_name = {product.name: product for product in products}
    if event.slug == add_ons.SLUG:
        by_name[prices.DAY_ONE].only_day, by_name[prices.DAY_TWO].only_day = event.first_day, event.last_day
        dinner = select(Product).where(Product.event_id == event.id, Product.name == data.DINNER)
        evening = event_rules.at(event, event.first_day, time(19)), event_rules.at(event, event.first_day, time(23, 30))
        _list(session, event, "Dinner", organiser, now, products=list(session.scalars(dinner)), hours=evening, room=250)
        halves = Product.event_id == event.id, Product.name.in_((data.MORNING, data.AFTERNOON))
        workshops = select(Product).where(*halves)
        before = {"day": event.first_day - timedelta(days=1), "products": list(session.scalars(workshops))}
        _list(session, event, "Workshops", organiser, now, **before)
    _list(session, event, "Quiet room", organiser, now, entry=Entry.ALWAYS, room=12, in_house=False)


def admit(session: Session, chance: random.Random, event: Event, steward: Person) -> None:
    """Most of those who booked came, by one door or another; two phones let in the last of them without a network."""
    opened = event_rules.begins_at(event)
    booked = select(Ticket).join(Ticket.line).join(OrderLine.product).where(Ticket.event_id == event.id)
    tickets = session.scalars(booked.where(Product.in_person).order_by(Ticket.id)).all()
    came = [ticket for ticket in tickets if chance.random() <= 0.88]
    for ticket in came:
        door = Door(event, signer(), steward.id, chance.choice(DOORS))
        at = opened + timedelta(minutes=min(chance.gammavariate(3, 9), 240))
        scan_badge(session, door=door, read=_reading(chance, event, ticket), now=at)
    absent = next(ticket for ticket in tickets if ticket not in came)
    for minutes, phone, place in ((95, ALONE[0], DOORS[1]), (97, ALONE[1], DOORS[2])):
        at = opened + timedelta(minutes=minutes)
        told = Told(Verdict.ADMITTED, Reason.NONE, at, opened)
        read = _reading(chance, event, absent, says=DeviceSays(phone, 40, at), told=told)
        scan_badge(session, door=Door(event, signer(), steward.id, place), read=read, now=at + timedelta(minutes=20))


def _reading(chance: random.Random, event: Event, ticket: Ticket, **given) -> Reading:
    return Reading(str(UUID(int=chance.getrandbits(128))), signer().sign(event.id, ticket.code), **given)


def _list(
    session: Session,
    event: Event,
    name: str,
    organiser: Person,
    now: datetime,
    *,
    products: list[Product] | None = None,
    hours: tuple[datetime | None, datetime | None] = (None, None),
    room: int | None = None,
    entry: Entry = Entry.ONCE,
    in_house: bool = True,
    day=None,
) -> None:
    says = ListSays(name, day, *hours, room, entry, True, in_house, False, 1)
    add_list(session, event=event, says=says, products=products or [], by_id=organiser.id, now=now)
