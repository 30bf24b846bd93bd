"""The invariants of places, lines and codes."""

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from core.invariants import invariant
from registration.models import (
    BookingCode,
    Extra,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    ProductKind,
    Quota,
    Reduction,
    Ticket,
    booking_code_products,
    product_quotas,
)
from registration.rules import KEEPING

COUNTING = (*KEEPING, OrderStatus.CONFIRMED)


@invariant("I1", "Each quota counts exactly the places that are sold and held, and no more than it has.")
def quotas_at_fault(session: Session) -> list[dict]:
    def counted(*statuses: OrderStatus) -> Subquery:
        return (
            select(product_quotas.c.quota_id, func.sum(OrderLine.quantity).label("places"))
            .join(OrderLine, OrderLine.product_id == product_quotas.c.product_id)
            .join(Order, and_(Order.id == OrderLine.order_id, Order.status.in_(statuses)))
            .group_by(product_quotas.c.quota_id)
            .subquery()
        )

    sold, held = counted(OrderStatus.CONFIRMED), counted(*KEEPING)
    are_sold, are_held = func.coalesce(sold.c.places, 0), func.coalesce(held.c.places, 0)
    counts = Quota.sold + Quota.held + Quota.reserved
    wrong = (
        select(Quota.id, Quota.capacity, Quota.sold, are_sold.label("are_sold"), Quota.held, are_held.label("are_held"))
        .outerjoin(sold, sold.c.quota_id == Quota.id)
        .outerjoin(held, held.c.quota_id == Quota.id)
        .where(or_(Quota.sold != are_sold, Quota.held != are_held, counts > Quota.capacity))
    )
    return [dict(row._mapping) for row in session.execute(wrong)]


@invariant("I1b", "Each quota keeps exactly what is left of the codes that reserve in it.")
def reservations_at_fault(session: Session) -> list[dict]:
    kept = (
        select(product_quotas.c.quota_id, func.sum(BookingCode.uses - BookingCode.used).label("places"))
        .join(booking_code_products, booking_code_products.c.product_id == product_quotas.c.product_id)
        .join(BookingCode, and_(BookingCode.id == booking_code_products.c.code_id, BookingCode.is_reserving))
        .group_by(product_quotas.c.quota_id)
        .subquery()
    )
    are_reserved = func.coalesce(kept.c.places, 0)
    wrong = select(Quota.id, Quota.reserved, are_reserved.label("are_reserved"))
    wrong = wrong.outerjoin(kept, kept.c.quota_id == Quota.id).where(Quota.reserved != are_reserved)
    return [dict(row._mapping) for row in session.execute(wrong)]


@invariant("I3", "Each line has as many tickets or extras as it sold, and the lines add up to the order's total.")
def lines_at_fault(session: Session) -> list[dict]:
    of_line = and_(Ticket.line_id == OrderLine.id, Ticket.cancelled_at.is_(None))
    tickets = select(func.count(Ticket.id)).where(of_line).scalar_subquery()
    given_extras = select(func.coalesce(func.sum(Extra.quantity), 0)).where(Extra.line_id == OrderLine.id)
    extras = given_extras.join(Extra.ticket).where(Ticket.cancelled_at.is_(None)).scalar_subquery()
    given = select(OrderLine.id, OrderLine.quantity, tickets.label("tickets"), extras.label("extras"))
    given = given.join(Product, Product.id == OrderLine.product_id)
    miscounted = given.where(
        or_(
            and_(Product.kind == ProductKind.TICKET, OrderLine.quantity != tickets),
            and_(Product.kind == ProductKind.ADD_ON, OrderLine.quantity != extras),
        )
    )
    sums = select(func.coalesce(func.sum(OrderLine.total_pence), 0)).where(OrderLine.order_id == Order.id)
    lines = sums.scalar_subquery()
    unequal = select(Order.id.label("order_id"), Order.total_pence, lines.label("lines")).where(
        Order.total_pence != lines
    )
    return [dict(row._mapping) for query in (miscounted, unequal) for row in session.execute(query)]


@invariant("I4", "Each code counts exactly its uses and its spending in orders that stand or are held, within limits.")
def codes_at_fault(session: Session) -> list[dict]:
    spent = func.sum(OrderLine.quantity * OrderLine.off_pence).filter(OrderLine.reduction == Reduction.CODE)
    counted = (
        select(OrderLine.code_id, func.sum(OrderLine.quantity).label("used"), func.coalesce(spent, 0).label("spent"))
        .join(Order, and_(Order.id == OrderLine.order_id, Order.status.in_(COUNTING)))
        .where(OrderLine.code_id.is_not(None))
        .group_by(OrderLine.code_id)
        .subquery()
    )
    are_used, are_spent = func.coalesce(counted.c.used, 0), func.coalesce(counted.c.spent, 0)
    wrong = (
        select(BookingCode.id, BookingCode.uses, BookingCode.used, are_used.label("are_used"), BookingCode.spent_pence)
        .outerjoin(counted, counted.c.code_id == BookingCode.id)
        .where(
            or_(
                BookingCode.used != are_used,
                BookingCode.spent_pence != are_spent,
                BookingCode.used > BookingCode.uses,
                BookingCode.spent_pence > BookingCode.budget_pence,
            )
        )
    )
    return [dict(row._mapping) for row in session.execute(wrong)]
