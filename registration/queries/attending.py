"""Whether somebody has a place at an event that is theirs and stands."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registration.models import Order, OrderStatus, Ticket

Text = InstrumentedAttribute[str] | str


def has_good_ticket(
    event_id: InstrumentedAttribute[int] | int, email_key: Text, ticket_key: Text = "", holder: Text = ""
) -> ColumnElement[bool]:
    """Whether there is a ticket of the event for that address, or that one of ``holder``'s, of an order that is paid
    or cost nothing, and that was not given back. Columns of the row that is asked about, or values.
    """
    is_linked = and_(Ticket.key == ticket_key, Ticket.email_key == holder)
    return (
        select(Ticket.id)
        .join(Order, Order.id == Ticket.order_id)
        .where(Ticket.event_id == event_id, or_(Ticket.email_key == email_key, is_linked))
        .where(Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None))
        .exists()
    )


def is_attending(session: Session, event_id: int, email_key: str, ticket_key: str = "", holder: str = "") -> bool:
    """True if whoever has that address is registered for the event and paid, or has the ticket of that key."""
    return bool(session.scalar(select(has_good_ticket(event_id, email_key, ticket_key, holder))))


def ticket_by_code(session: Session, event_id: int, code: str) -> Ticket | None:
    """The event's ticket with that code printed under it."""
    return session.scalar(select(Ticket).where(Ticket.event_id == event_id, Ticket.code == code))
