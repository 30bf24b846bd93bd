"""People by what a phone at the door may know of them."""

import base64

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from checkin.rules import PlainPerson, code_id
from registration.models import Order, OrderLine, OrderStatus, RevokedCode, Ticket


def people_expected(session: Session, event_id: int) -> list[PlainPerson]:
    """Whoever has a ticket of the event that was not given back, by name."""
    found = select(Ticket.code, Ticket.name, Ticket.organisation, OrderLine.name)
    found = found.join(Order, Order.id == Ticket.order_id).join(OrderLine, OrderLine.id == Ticket.line_id)
    found = found.where(
        Ticket.event_id == event_id,
        Ticket.cancelled_at.is_(None),
        Order.status.not_in({OrderStatus.CANCELLED, OrderStatus.EXPIRED}),
    )
    return [PlainPerson._make(row) for row in session.execute(found.order_by(Ticket.name, Ticket.id))]


def codes_by_id(session: Session, event_id: int, salt: str) -> dict[str, str]:
    """Each printed code of the event, replaced ones too, by what stands for it on the phone that has this salt."""
    codes = union_all(
        select(RevokedCode.code).where(RevokedCode.event_id == event_id),
        select(Ticket.code).where(Ticket.event_id == event_id),
    )
    return {code_id(code, base64.b64decode(salt)): code for code in session.scalars(codes)}
