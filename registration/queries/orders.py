"""Orders and tickets, and who may see them."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from core.errors import NotFound
from core.files import StoredFile
from events.models import Event
from people.access import Visitor
from people.models import Person
from people.queries import PlainEvent
from registration.models import (
    Extra,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    RevokedCode,
    Ticket,
)
from registration.rules import is_standing

# Orders whose tickets are there to be seen, if only as given back.
TICKETED = (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
# Whose delegates the door lets in, of an order that is paid or cost nothing (domain rule 34).
IS_EXPECTED = (Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None))


def order_by_form(session: Session, form_key: str) -> Order | None:
    """The order that this very form has made already, if it has."""
    return session.scalar(select(Order).where(Order.form_key == form_key))


def order_before(session: Session, visitor: Visitor, event: Event, now: datetime) -> Order | None:
    """The newest of the visitor's orders for the event that is booked, or may still be paid; a stranger has none."""
    if not (visitor.person_id or visitor.email_key or visitor.link_hashes):
        return None
    stands = or_(
        Order.status == OrderStatus.CONFIRMED,
        Order.status.in_((OrderStatus.HELD, OrderStatus.AWAITING)) & (Order.hold_ends_at > now),
    )
    found = select(Order).where(Order.event_id == event.id, _is_open_to(visitor), stands)
    return session.scalar(found.order_by(Order.id.desc()).limit(1))


def order_for(session: Session, visitor: Visitor, key: str) -> Order:
    """An order, to its buyer signed in and to a browser that opened its access link; to others there is none."""
    found = select(Order).where(Order.key == key, _is_open_to(visitor))
    found = found.options(
        joinedload(Order.event, innerjoin=True),
        selectinload(Order.tickets).selectinload(Ticket.extras),
        selectinload(Order.lines).joinedload(OrderLine.product, innerjoin=True),
    )
    order = session.scalar(found)
    if order is None:
        raise NotFound("There is no such order.")
    return order


def ticket_for(session: Session, visitor: Visitor, key: str) -> Ticket:
    """A ticket, to its delegate and to whoever its order is open to; before it is paid for there is none."""
    theirs = or_(_is_open_to(visitor), Ticket.email_key == visitor.email_key, Ticket.link_hash.in_(visitor.link_hashes))
    ticket = session.scalar(
        select(Ticket)
        .join(Ticket.order)
        .where(Ticket.key == key, theirs, Order.status.in_(TICKETED))
        .options(
            contains_eager(Ticket.order),
            joinedload(Ticket.event, innerjoin=True),
            joinedload(Ticket.line, innerjoin=True).joinedload(OrderLine.product, innerjoin=True),
            selectinload(Ticket.extras).joinedload(Extra.line, innerjoin=True),
        )
    )
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def standing_ticket_for(session: Session, visitor: Visitor, key: str) -> Ticket:
    """The same while somebody has the place: of one given back there is nothing to take along."""
    ticket = ticket_for(session, visitor, key)
    if not is_standing(ticket):
        raise NotFound("There is no such ticket.")
    return ticket


def joining_pack_for(session: Session, visitor: Visitor, key: str) -> StoredFile:
    """What the delegate of a standing ticket should read before the event, to whoever the ticket is open to."""
    pack = standing_ticket_for(session, visitor, key).event.joining_pack
    if pack is None:
        raise NotFound("There is no joining pack.")
    return pack


def order_by_link(session: Session, key: str, link_hash: str) -> Order:
    """The order that an access link opens."""
    order = session.scalar(select(Order).where(Order.key == key, Order.link_hash == link_hash))
    if order is None:
        raise NotFound("There is no such order.")
    return order


def ticket_by_link(session: Session, key: str, link_hash: str) -> Ticket:
    ticket = session.scalar(select(Ticket).where(Ticket.key == key, Ticket.link_hash == link_hash))
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def orders_of(session: Session, person: Person) -> list[Order]:
    """The orders of this person's proved address, the latest first, with their events and tickets."""
    theirs = or_(Order.buyer_id == person.id, Order.email_key == person.email_key)
    found = select(Order).where(theirs).options(joinedload(Order.event), selectinload(Order.tickets))
    return list(session.scalars(found.order_by(Order.id.desc())))


def tickets_of(session: Session, person: Person) -> list[Ticket]:
    """Tickets in this person's name that somebody else booked."""
    found = (
        select(Ticket)
        .join(Ticket.order)
        .where(Ticket.email_key == person.email_key, Order.email_key != person.email_key)
        .where(Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None))
        .options(joinedload(Ticket.event, innerjoin=True))
    )
    return list(session.scalars(found.order_by(Ticket.id.desc())))


def orders_by_address(session: Session, email_key: str) -> list[Order]:
    """The standing orders of an address, for the letter that brings their links back."""
    found = select(Order).where(Order.email_key == email_key, Order.status == OrderStatus.CONFIRMED)
    return list(session.scalars(found.options(joinedload(Order.event)).order_by(Order.id.desc())))


def order_at_desk(session: Session, event: Event, reference: str) -> Order:
    """An order of this event by its reference, for those who run the event."""
    order = session.scalar(
        select(Order)
        .where(Order.event_id == event.id, Order.reference == reference)
        .options(
            selectinload(Order.tickets).joinedload(Ticket.line).joinedload(OrderLine.product), selectinload(Order.lines)
        )
    )
    if order is None:
        raise NotFound("There is no such order.")
    return order


def ticket_at_desk(session: Session, event: Event, reference: str, number: int) -> Ticket:
    """A ticket of an order of this event, locked, for those who run the event."""
    ticket = session.scalar(
        select(Ticket)
        .join(Ticket.order)
        .where(Order.event_id == event.id, Order.reference == reference, Ticket.number == number)
        .options(contains_eager(Ticket.order))
        .with_for_update(of=Ticket)
    )
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def ticket_once_of(session: Session, *, event_id: int, code: str) -> int | None:
    """The id of the ticket whose code this was until it was replaced."""
    return session.scalar(
        select(RevokedCode.ticket_id).where(RevokedCode.event_id == event_id, RevokedCode.code == code)
    )


def delegates_expected(session: Session, event: Event | PlainEvent, day: date | None = None) -> int:
    """How many are expected to come in person, on that day or at all: their tickets stand, and are good for it."""
    expected = select(func.count(Ticket.id)).join(Ticket.order).join(Ticket.line).join(OrderLine.product)
    expected = expected.where(Ticket.event_id == event.id, Product.in_person, *IS_EXPECTED)
    if day is not None:
        expected = expected.where(or_(Product.only_day.is_(None), Product.only_day == day))
    return session.scalar(expected) or 0


def _is_open_to(visitor: Visitor) -> ColumnElement[bool]:
    return or_(
        Order.buyer_id == visitor.person_id,
        Order.email_key == visitor.email_key,
        Order.link_hash.in_(visitor.link_hashes),
    )
