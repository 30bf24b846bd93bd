"""A badge that a steward prints at the door."""

from sqlalchemy import select

from core.db import session
from events.models import Event
from registration.models import Order, OrderStatus, Ticket


def badges(slug: str) -> dict[str, str]:
    """The first place that stands at the event."""
    standing = select(Ticket.id).join(Order, Order.id == Ticket.order_id).join(Event, Event.id == Ticket.event_id)
    standing = standing.where(Event.slug == slug, Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None))
    return {"badge": str(session.scalar(standing.order_by(Ticket.id).limit(1)))}
