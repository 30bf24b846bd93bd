"""People who stand at the door without a code, and what a ticket still owes."""

from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from events.models import Event
from registration.models import Order, OrderLine, OrderStatus, Product, Ticket
from registration.rules import plain_code

MOST_FOUND = 20
AT_THE_DOOR = (OrderStatus.CONFIRMED, OrderStatus.HELD, OrderStatus.AWAITING)


class Found(NamedTuple):
    """A ticket that may be the one of whoever stands there."""

    name: str
    organisation: str
    category: str
    code: str
    is_paid: bool


def people_at_door(session: Session, event: Event, words: str) -> list[Found]:
    """Up to MOST_FOUND tickets in person of which each word is in the name or the organisation, or the order's are.

    By name. More than a steward needs to know them by is not read.
    """
    either = func.lower(Ticket.name) + " " + func.lower(Ticket.organisation)
    exact = Ticket.name + " " + Ticket.organisation  # SQLite knows upper and lower case of plain letters only
    holds_each = [
        or_(either.contains(word.lower(), autoescape=True), exact.contains(word, autoescape=True))
        for word in words.split()
    ]
    found = (
        select(Ticket.name, Ticket.organisation, OrderLine.name, Ticket.code, Order.status == OrderStatus.CONFIRMED)
        .join(Order, Order.id == Ticket.order_id)
        .join(OrderLine, OrderLine.id == Ticket.line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(Ticket.event_id == event.id, Ticket.cancelled_at.is_(None), Order.status.in_(AT_THE_DOOR))
        .where(Product.in_person, or_(Order.reference == plain_code(words), and_(*holds_each)))
        .order_by(Ticket.name, Ticket.id)
        .limit(MOST_FOUND)
    )
    return [Found(*row) for row in session.execute(found)]


def ticket_at_door(session: Session, event: Event, ticket_id: int) -> Ticket:
    """A ticket of this event that stands or is not paid yet, with its order and its line."""
    found = select(Ticket).join(Ticket.order).where(Ticket.id == ticket_id, Ticket.event_id == event.id)
    found = found.where(Ticket.cancelled_at.is_(None), Order.status.in_(AT_THE_DOOR))
    found = found.options(joinedload(Ticket.order, innerjoin=True), joinedload(Ticket.line, innerjoin=True))
    ticket = session.scalar(found)
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket
