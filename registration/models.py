import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile
from events.models import Event


class OrderStatus(enum.Enum):
    """Held: its places are kept for a while. Awaiting payment: the buyer is at the till. The rest is settled."""

    HELD = "held"
    AWAITING = "awaiting payment"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Category(enum.Enum):
    """An audience category: what kind of delegate somebody is, and so what their place costs."""

    STANDARD = "standard"  # where an event asks no more: whoever comes
    MEMBER = "member doctor or dentist"
    FELLOW = "fellow"
    MEMBER_CLINICAL = "member of another profession"
    MEMBER_TRAINEE = "member trainee"
    MEMBER_STUDENT = "member student"
    DOCTOR = "doctor or dentist"
    TRAINEE = "trainee"
    STUDENT = "student"
    PUBLIC = "public sector or charity"
    COMMERCIAL = "commercial"
    LOW_INCOME = "low-income country"
    PARTNER = "patient or carer partner"
    ISSUED = "issued"
    BURSARY = "bursary"


class ProofStatus(enum.Enum):
    """Whether a delegate's category is known to be theirs. What is waited for blocks the door, not the order."""

    NOT_NEEDED = "not needed"
    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


product_quotas = Table(
    "product_quotas",
    Base.metadata,
    Column("product_id", ForeignKey("products.id"), primary_key=True),
    Column("quota_id", ForeignKey("quotas.id"), primary_key=True, index=True),
)


class Quota(Base):
    """A number of places that one product or several draw on. The database lets nobody sell more (R2)."""

    __tablename__ = "quotas"
    __table_args__ = (CheckConstraint("sold >= 0 AND held >= 0 AND sold + held <= capacity", name="not_oversold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str]
    capacity: Mapped[int]
    sold: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    # Of those held, how many are so no longer by the clock: queries that know the time say so.
    dead = 0

    @property
    def free(self) -> int:
        """What may be sold at once."""
        return self.capacity - self.sold - self.held

    @property
    def left(self) -> int:
        """What may be sold once the dead holds are cleared away, which the next sale does: what is shown."""
        return self.free + self.dead


class Product(Base):
    """A thing sold; each admits one person to its event, and so is a ticket type."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price_pence >= 0", name="price_not_negative"),
        CheckConstraint("sales_open_at < sales_close_at", name="sale_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    price_pence: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    in_person: Mapped[bool] = mapped_column(default=True)
    sales_open_at: Mapped[datetime]
    sales_close_at: Mapped[datetime]
    quotas: Mapped[list[Quota]] = relationship(secondary=product_quotas, order_by=Quota.id)
    prices: Mapped[list["Price"]] = relationship(back_populates="product", order_by="Price.id")

    @property
    def left(self) -> int:
        """Places left: what the tightest of its quotas has."""
        return min((quota.left for quota in self.quotas), default=0)


class PricePeriod(Base):
    """A price period of an event, such as early bird. ``ends_at`` is the first instant at which it is over."""

    __tablename__ = "price_periods"
    __table_args__ = (UniqueConstraint("event_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str]
    ends_at: Mapped[datetime]


class Price(Base):
    """What one category pays for a product in one price period, in pence. A product without any has one price."""

    __tablename__ = "prices"
    __table_args__ = (
        UniqueConstraint("product_id", "category", "period_id"),
        CheckConstraint("pence >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    category: Mapped[Category]
    period_id: Mapped[int] = mapped_column(ForeignKey("price_periods.id"), index=True)
    pence: Mapped[int]
    product: Mapped[Product] = relationship(back_populates="prices")
    period: Mapped[PricePeriod] = relationship(lazy="joined", innerjoin=True)


class Order(Base):
    """What one buyer asked for. A guest has a name and an address but no ``buyer_id``.

    ``key`` is in the page's address and opens nothing alone; ``link_hash`` is of the access link that does.
    ``form_key`` is the form's own, so that a form sent twice is one order (R7). ``hold_ends_at`` is when the buyer's
    time is over; ``kept_until`` is when the places are free by the clock alone, which is later once a till is open
    (R4), and empty while a payment that takes days is on its way.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_pence >= 0", name="total_not_negative"),
        CheckConstraint("currency = 'gbp'", name="one_currency"),
        Index("ix_orders_event_id_id", "event_id", "id"),
        Index("ix_orders_kept_until", "status", "kept_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    form_key: Mapped[str] = mapped_column(unique=True)
    link_hash: Mapped[str | None] = mapped_column(unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    searchable: Mapped[str]
    status: Mapped[OrderStatus]
    total_pence: Mapped[int]
    currency: Mapped[str] = mapped_column(default="gbp")
    terms: Mapped[str]
    placed_at: Mapped[datetime]
    hold_ends_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    event: Mapped[Event] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", order_by="OrderLine.id")
    tickets: Mapped[list["Ticket"]] = relationship(back_populates="order", order_by="Ticket.number")


class OrderLine(Base):
    """So many of one product for one category, under the name and at the price that were then agreed (R3)."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("total_pence = quantity * unit_pence", name="total_agrees"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    name: Mapped[str]
    category: Mapped[Category] = mapped_column(default=Category.STANDARD, server_default="standard")
    quantity: Mapped[int]
    unit_pence: Mapped[int]
    total_pence: Mapped[int]
    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()


class Ticket(Base):
    """One delegate's place. ``code`` is printed under the QR, and signed it is what the QR holds."""

    __tablename__ = "tickets"
    __table_args__ = (UniqueConstraint("event_id", "code"), UniqueConstraint("order_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    number: Mapped[int]
    link_hash: Mapped[str | None] = mapped_column(unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    proof: Mapped[ProofStatus] = mapped_column(default=ProofStatus.NOT_NEEDED, server_default="not needed")
    order: Mapped[Order] = relationship(back_populates="tickets")
    line: Mapped[OrderLine] = relationship()
    event: Mapped[Event] = relationship()


class RevokedCode(Base):
    """A code that a ticket once had. The door knows it still, to say that there is a newer one."""

    __tablename__ = "revoked_codes"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    code: Mapped[str]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    revoked_at: Mapped[datetime]
    reason: Mapped[str]


class Proof(Base):
    """What a delegate sent to show that a category is theirs, and what the desk decided (domain rule 5).

    Refused, ``right_category`` is theirs instead, and ``difference_pence`` is what its price is more.
    """

    __tablename__ = "proofs"
    __table_args__ = (CheckConstraint("difference_pence >= 0", name="difference_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    words: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    right_category: Mapped[Category | None]
    difference_pence: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    ticket: Mapped[Ticket] = relationship()
    file: Mapped[StoredFile | None] = relationship()
