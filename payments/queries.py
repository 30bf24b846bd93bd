from datetime import datetime

from sqlalchemy import and_, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager, selectinload

from core.errors import NotFound
from core.invariants import invariant
from payments.models import LIVE, Dispute, Notice, Payment, Refund, RefundReason, RefundStatus, Till, TillStatus
from people.access import Visitor
from registration.models import Order, OrderStatus
from registration.queries import order_for

GIVEN_BACK = (RefundStatus.WANTED, RefundStatus.PENDING, RefundStatus.DONE)
OVER = ("won", "lost", "warning_closed", "prevented")  # what Stripe calls a dispute that is settled
OF_NO_USE = (RefundReason.LATE, RefundReason.TWICE)


def live_till(session: Session, order: Order) -> Till | None:
    """The one session at which the order may be paid, or is being paid, if it has one."""
    found = select(Till).where(Till.order_id == order.id, Till.status.in_(LIVE))
    return session.scalar(found.with_for_update().execution_options(populate_existing=True))


def tills_of(session: Session, order: Order) -> int:
    return session.scalar(select(func.count(Till.id)).where(Till.order_id == order.id)) or 0


def till_of(session: Session, *, session_id: str, key: str) -> Till | None:
    """The till of a Stripe session, known by its id, or by our key where the answer with the id was lost."""
    found = select(Till).where(or_(Till.session_id == session_id, Till.key == key))
    return session.scalar(found.execution_options(populate_existing=True))


def till_for(session: Session, visitor: Visitor, key: str, session_id: str) -> Till:
    """A till of an order that is open to who asks. Another order's session is not there."""
    order = order_for(session, visitor, key)
    till = session.scalar(select(Till).where(Till.order_id == order.id, Till.session_id == session_id))
    if till is None:
        raise NotFound("There is no such payment.")
    return till


def payment_by_intent(session: Session, intent_id: str) -> Payment | None:
    return session.scalar(select(Payment).where(Payment.intent_id == intent_id))


def payment_by_charge(session: Session, charge_id: str, *, lock: bool = False) -> Payment | None:
    found = select(Payment).where(Payment.charge_id == charge_id)
    return session.scalar(found.with_for_update() if lock else found)


def payments_of(session: Session, order: Order) -> list[Payment]:
    """The order's payments with what went back and what is disputed, oldest first."""
    found = select(Payment).where(Payment.order_id == order.id).order_by(Payment.id)
    return list(session.scalars(found.options(selectinload(Payment.refunds), selectinload(Payment.disputes))))


def payment_of(session: Session, order: Order, payment_id: int) -> Payment:
    found = select(Payment).where(Payment.id == payment_id, Payment.order_id == order.id).with_for_update()
    payment = session.scalar(found)
    if payment is None:
        raise NotFound("There is no such payment.")
    return payment


def refund_of(session: Session, *, refund_id: str, key: str) -> Refund | None:
    found = select(Refund).where(or_(Refund.refund_id == refund_id, Refund.key == key))
    return session.scalar(found.with_for_update())


def dispute_by_id(session: Session, dispute_id: str) -> Dispute | None:
    return session.scalar(select(Dispute).where(Dispute.dispute_id == dispute_id).with_for_update())


def next_notice_id(session: Session, now: datetime) -> int | None:
    waiting = select(Notice.id).where(Notice.settled_at.is_(None), Notice.due_at <= now)
    return session.scalar(waiting.order_by(Notice.id).limit(1))


def next_refund_id(session: Session, now: datetime) -> int | None:
    waiting = select(Refund.id).where(Refund.status == RefundStatus.WANTED, Refund.due_at <= now)
    return session.scalar(waiting.order_by(Refund.id).limit(1))


def next_till_to_shut(session: Session, now: datetime) -> str | None:
    """An open session whose order's hold is over: Stripe is to shut it before its places are free (R4)."""
    over = (
        select(Till.session_id)
        .join(Order, Order.id == Till.order_id)
        .where(Till.status == TillStatus.OPEN, Order.hold_ends_at <= now, Till.session_id.is_not(None))
    )
    return session.scalar(over.order_by(Order.hold_ends_at).limit(1))


def unsettled_tills(session: Session) -> list[tuple[int, str | None, str, datetime]]:
    """Every till whose end we do not know yet: its id, its session's id, its key and when it was opened (UTC)."""
    found = select(Till.id, Till.session_id, Till.key, Till.opened_at).where(Till.status.in_(LIVE)).order_by(Till.id)
    return [(number, known, key, at) for number, known, key, at in session.execute(found)]


def pending_refund_ids(session: Session) -> list[str]:
    found = select(Refund.refund_id).where(Refund.status == RefundStatus.PENDING, Refund.refund_id.is_not(None))
    return [refund_id for refund_id in session.scalars(found) if refund_id]


def open_dispute_ids(session: Session) -> list[str]:
    return list(session.scalars(select(Dispute.dispute_id).where(Dispute.status.not_in(OVER)).order_by(Dispute.id)))


def money_problems(session: Session, event_id: int) -> list[Payment]:
    """Payments of an event that somebody must look at: wrong money, failed refunds, open disputes."""
    failed = select(Refund.payment_id).where(Refund.status == RefundStatus.FAILED)
    disputed = select(Dispute.payment_id).where(Dispute.status.not_in(("won", "warning_closed")))
    # The few payments first, each with its order by the key: never the other way round.
    odd = union_all(select(Payment.id).where(Payment.problem != ""), failed, disputed)
    found = select(Payment).join(Payment.order).where(Order.event_id == event_id, Payment.id.in_(odd))
    return list(session.scalars(found.options(contains_eager(Payment.order)).order_by(Payment.id)))


def _sums(*conditions):
    return func.coalesce(
        select(func.sum(Refund.amount_pence))
        .where(Refund.payment_id == Payment.id, *conditions)
        .correlate(Payment)
        .scalar_subquery(),
        0,
    )


@invariant("I2", "A priced order that is confirmed was paid once; other money went or goes back, or the desk knows.")
def orders_paid_wrongly(session: Session) -> list[dict]:
    of_use = and_(Payment.order_id == Order.id, Payment.problem == "", _sums(Refund.reason.in_(OF_NO_USE)) == 0)
    useful = func.coalesce(select(func.sum(Payment.amount_pence)).where(of_use).correlate(Order).scalar_subquery(), 0)
    unpaid = select(Order.id, Order.status, Order.total_pence, useful.label("paid")).where(
        Order.status == OrderStatus.CONFIRMED, Order.total_pence > 0, useful != Order.total_pence
    )
    kept = (
        select(Payment.id, Payment.amount_pence, Payment.refunded_pence)
        .join(Order, Order.id == Payment.order_id)
        .where(Order.status.in_((OrderStatus.HELD, OrderStatus.AWAITING, OrderStatus.EXPIRED)))
        .where(Payment.problem == "", Payment.refunded_pence != Payment.amount_pence)
        # A refund that failed stands on the desk's list (money_problems) until somebody has mended it.
        .where(Payment.id.not_in(select(Refund.payment_id).where(Refund.status == RefundStatus.FAILED)))
    )
    return [dict(row._mapping) for query in (unpaid, kept) for row in session.execute(query)]


@invariant("I10", "What is given back of a payment is what its refunds say, and never more than was captured.")
def refunds_at_fault(session: Session) -> list[dict]:
    refunds = _sums(Refund.status.in_(GIVEN_BACK))
    wrong = select(Payment.id, Payment.amount_pence, Payment.refunded_pence, refunds.label("refunds"))
    wrong = wrong.where(or_(Payment.refunded_pence != refunds, refunds > Payment.amount_pence))
    return [dict(row._mapping) for row in session.execute(wrong)]


@invariant("I9", "An order, its tills and its payments are in one currency.")
def mixed_currencies(session: Session) -> list[dict]:
    tills = select(Till.id.label("till_id")).join(Order, Order.id == Till.order_id)
    payments = select(Payment.id.label("payment_id")).join(Order, Order.id == Payment.order_id)
    wrong = (
        tills.where(Till.currency != Order.currency),
        payments.where(Payment.currency != Order.currency, Payment.problem == ""),
    )
    return [dict(row._mapping) for query in wrong for row in session.execute(query)]
