"""Codes that a buyer types: for a lower price, a hidden ticket, a category given by invitation, a reserved place."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from registration.models.products import Category, Product


class Effect(enum.Enum):
    """What a code does to a price. ``amount`` is in pence, or in percent."""

    NONE = "none"
    FIXED = "amount off"
    PERCENT = "percent off"
    SET_PRICE = "set price"


booking_code_products = Table(
    "booking_code_products",
    Base.metadata,
    Column("code_id", ForeignKey("booking_codes.id"), primary_key=True),
    Column("product_id", ForeignKey("products.id"), primary_key=True, index=True),
)


class BookingCode(Base):
    """A code, good for ``uses`` places while its window lasts; the database lets it be used no more often (R2).

    ``used`` and ``spent_pence`` are of the orders that stand or are held. Without ``products`` it is for every
    ticket. One that ``is_reserving`` keeps the places not used yet in the quotas of its one product. An offer from
    the waiting list is such a code too, known by its link alone.
    """

    __tablename__ = "booking_codes"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("0 <= used AND used <= uses", name="not_overused"),
        CheckConstraint("0 <= spent_pence AND spent_pence <= budget_pence", name="not_overspent"),
        CheckConstraint("amount >= 0 AND (effect <> 'percent off' OR amount <= 100)", name="amount_fits"),
        CheckConstraint("starts_at < ends_at", name="window_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    code: Mapped[str]
    words: Mapped[str] = mapped_column(default="")  # whom it is for: the desk reads it, buyers do not
    effect: Mapped[Effect] = mapped_column(default=Effect.NONE)
    amount: Mapped[int] = mapped_column(default=0)
    category: Mapped[Category | None]  # which may be chosen with it, though only given by invitation
    opens_hidden: Mapped[bool] = mapped_column(default=False)
    uses: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    budget_pence: Mapped[int | None]
    spent_pence: Mapped[int] = mapped_column(default=0)
    is_reserving: Mapped[bool] = mapped_column(default=False, index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]
    products: Mapped[list[Product]] = relationship(secondary=booking_code_products, order_by=Product.id)

    @property
    def uses_left(self) -> int:
        return self.uses - self.used

    @property
    def budget_left(self) -> int | None:
        """In pence; None without a budget."""
        return None if self.budget_pence is None else self.budget_pence - self.spent_pence
