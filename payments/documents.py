"""Letters about money that went back."""

from sqlalchemy.orm import Session, joinedload

from core.outbox import Draft, composes
from payments.models import Payment, Refund, RefundStatus
from registration.documents import order_link
from registration.models import Order


@composes("payments/email/late")
def late_letter(session: Session, *, masked: bool, refund_id: int) -> Draft | None:
    """The money came after the places had gone, and all of it goes back (R5)."""
    return _letter(session, masked, refund_id)


@composes("payments/email/twice")
def twice_letter(session: Session, *, masked: bool, refund_id: int) -> Draft | None:
    """The order was paid a second time, and the second payment goes back."""
    return _letter(session, masked, refund_id)


@composes("payments/email/refunded")
def refunded_letter(session: Session, *, masked: bool, refund_id: int) -> Draft | None:
    """The desk gives money back, all of it or a part."""
    return _letter(session, masked, refund_id)


def _letter(session: Session, masked: bool, refund_id: int) -> Draft | None:
    whole = joinedload(Refund.payment).joinedload(Payment.order).joinedload(Order.event)
    refund = session.get_one(Refund, refund_id, options=[whole])
    if refund.status is RefundStatus.FAILED:
        return None
    order = refund.payment.order
    return Draft(
        context={"refund": refund, "order": order, "event": order.event, "link": order_link(order, masked)},
        pictures={},
    )
