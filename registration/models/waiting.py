import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from events.models import Event
from registration.models.booking_codes import BookingCode
from registration.models.products import Product


class WaitingStatus(enum.Enum):
    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    LAPSED = "lapsed"
    LEFT = "left"


class WaitingEntry(Base):
    """Somebody who waits for ``places`` of a product, all at once; who came first is offered first (domain rule 14).

    An offer is a code that reserves the places until ``ends_at``.
    """

    __tablename__ = "waiting_entries"
    __table_args__ = (
        CheckConstraint("places > 0", name="places_positive"),
        # One live entry for each address and product, whatever is pressed twice.
        Index(
            "uq_waiting_entries_live",
            "product_id",
            "email_key",
            unique=True,
            postgresql_where=text("status IN ('waiting', 'offered')"),
            sqlite_where=text("status IN ('waiting', 'offered')"),
        ),
        Index("ix_waiting_entries_queue", "event_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    link_hash: Mapped[str | None] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    places: Mapped[int] = mapped_column(default=1)
    status: Mapped[WaitingStatus] = mapped_column(default=WaitingStatus.WAITING)
    joined_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    code_id: Mapped[int | None] = mapped_column(ForeignKey("booking_codes.id"), unique=True)
    event: Mapped[Event] = relationship()
    product: Mapped[Product] = relationship()
    code: Mapped[BookingCode | None] = relationship()
