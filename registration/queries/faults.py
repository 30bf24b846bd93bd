"""The invariants of places and lines."""

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from core.invariants import invariant
from registration.models import (
    Order,
    OrderLine,
    OrderStatus,
    Quota,
    Ticket,
    product_quotas,
)
from registration.rules import KEEPING


@invariant("I1", "Each quota counts exactly the places that are sold and held, and no more than it has.")
def quotas_at_fault(session: Session) -> list[dict]:
    def counted(*statuses: OrderStatus) -> Subquery:
        return (
            select(product_quotas.c.quota_id, func.count(Ticket.id).label("places"))
            .join(OrderLine, OrderLine.product_id == product_quotas.c.product_id)
            .join(Ticket, Ticket.line_id == OrderLine.id)
            .join(Order, and_(Order.id == Ticket.order_id, Order.status.in_(statuses)))
            .group_by(product_quotas.c.quota_id)
            .subquery()
        )

    sold, held = counted(OrderStatus.CONFIRMED), counted(*KEEPING)
    are_sold, are_held = func.coalesce(sold.c.places, 0), func.coalesce(held.c.places, 0)
    wrong = (
        select(Quota.id, Quota.capacity, Quota.sold, are_sold.label("are_sold"), Quota.held, are_held.label("are_held"))
        .outerjoin(sold, sold.c.quota_id == Quota.id)
        .outerjoin(held, held.c.quota_id == Quota.id)
        .where(or_(Quota.sold != are_sold, Quota.held != are_held, Quota.sold + Quota.held > Quota.capacity))
    )
    return [dict(row._mapping) for row in session.execute(wrong)]


@invariant("I3", "Each line of an order has as many tickets as it sold, and the lines add up to its total.")
def lines_at_fault(session: Session) -> list[dict]:
    tickets = select(func.count(Ticket.id)).where(Ticket.line_id == OrderLine.id).scalar_subquery()
    miscounted = select(OrderLine.id, OrderLine.quantity, tickets.label("tickets")).where(OrderLine.quantity != tickets)
    sums = select(func.coalesce(func.sum(OrderLine.total_pence), 0)).where(OrderLine.order_id == Order.id)
    lines = sums.scalar_subquery()
    unequal = select(Order.id.label("order_id"), Order.total_pence, lines.label("lines")).where(
        Order.total_pence != lines
    )
    return [dict(row._mapping) for query in (miscounted, unequal) for row in session.execute(query)]
