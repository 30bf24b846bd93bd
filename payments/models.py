import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from registration.models import Order


class TillStatus(enum.Enum):
    """Opening: Stripe has been asked. Open: the buyer may pay. Waiting: paid by a method that takes days."""

    OPENING = "opening"
    OPEN = "open"
    WAITING = "waiting"
    PAID = "paid"
    SHUT = "shut"


LIVE = (TillStatus.OPENING, TillStatus.OPEN, TillStatus.WAITING)


class RefundStatus(enum.Enum):
    WANTED = "wanted"
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class RefundReason(enum.Enum):
    """Late: its places had gone. Twice: the order was paid already. Asked: by the desk. Outside: made at Stripe."""

    LATE = "late"
    TWICE = "twice"
    WRONG = "wrong amount"
    ASKED = "asked"
    OUTSIDE = "outside"


class Till(Base):
    """One Checkout Session for one order: written down, with its key, before Stripe hears of it (R7)."""

    __tablename__ = "tills"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        # One payable session an order: a second one would take the money twice.
        Index(
            "uq_tills_live",
            "order_id",
            unique=True,
            sqlite_where=text("status IN ('opening', 'open', 'waiting')"),
            postgresql_where=text("status IN ('opening', 'open', 'waiting')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)
    amount_pence: Mapped[int]
    currency: Mapped[str]
    status: Mapped[TillStatus] = mapped_column(index=True)
    session_id: Mapped[str | None] = mapped_column(unique=True)
    address: Mapped[str | None]
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    problem: Mapped[str] = mapped_column(default="")
    order: Mapped[Order] = relationship()


class Payment(Base):
    """Money that Stripe has captured. What has been, or is to be, given back never exceeds it (R2, I10)."""

    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("refunded_pence >= 0 AND refunded_pence <= amount_pence", name="refunds_within"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    till_id: Mapped[int | None] = mapped_column(ForeignKey("tills.id"), index=True)
    intent_id: Mapped[str] = mapped_column(unique=True)
    charge_id: Mapped[str] = mapped_column(unique=True)
    amount_pence: Mapped[int]
    currency: Mapped[str]
    refunded_pence: Mapped[int] = mapped_column(default=0)
    captured_at: Mapped[datetime]
    problem: Mapped[str] = mapped_column(default="")
    order: Mapped[Order | None] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(back_populates="payment", order_by="Refund.id")
    disputes: Mapped[list["Dispute"]] = relationship(back_populates="payment", order_by="Dispute.id")


class Refund(Base):
    """Money to be given back: a row written with its reason, which the worker carries out (R8)."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount_pence > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    refund_id: Mapped[str | None] = mapped_column(unique=True)
    amount_pence: Mapped[int]
    reason: Mapped[RefundReason]
    status: Mapped[RefundStatus] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    wanted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    payment: Mapped[Payment] = relationship(back_populates="refunds")


class Dispute(Base):
    """A buyer who asked their bank for the money back, as Stripe tells it; it moves on a clock of its own."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    dispute_id: Mapped[str] = mapped_column(unique=True)
    amount_pence: Mapped[int]
    status: Mapped[str]
    opened_at: Mapped[datetime]
    payment: Mapped[Payment] = relationship(back_populates="disputes")


class Notice(Base):
    """What Stripe said has happened: kept once under its own id, acted on by asking Stripe what is true (R6)."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(default="")
