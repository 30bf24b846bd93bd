"""Orders, their lines, and the tickets they hold."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile
from events.models import Event
from registration.models.booking_codes import BookingCode
from registration.models.products import Category, Product, Vat


class OrderStatus(enum.Enum):
    """Held: its places are kept for a while. Awaiting payment: the buyer is at the till. The rest is settled.

    Requested: the desk has to say yes first, and no place is kept meanwhile.
    """

    REQUESTED = "requested"
    HELD = "held"
    AWAITING = "awaiting payment"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Reduction(enum.Enum):
    """Why a line costs less than its list price. There is never more than one reason (domain rule 6)."""

    NONE = "none"
    GROUP = "group rate"
    CODE = "code"
    INCLUDED = "included"
    COMPLIMENTARY = "complimentary"


class ProofStatus(enum.Enum):
    """Whether a delegate's category is known to be theirs. What is waited for blocks the door, not the order."""

    NOT_NEEDED = "not needed"
    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


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
    organisation: Mapped[str] = mapped_column(default="", server_default=text("''"))  # of a group
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # at the desk, for the buyer
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

    @property
    def standing(self) -> list["Ticket"]:
        """Its tickets without those that were given back one by one."""
        return [ticket for ticket in self.tickets if ticket.cancelled_at is None]


class OrderLine(Base):
    """So many of one product for one category, under the name and at the price that were then agreed (R3).

    Each costs ``unit_pence`` less ``off_pence``. ``vat_pence`` is the VAT that the total contains (domain rule 21).
    The quantity falls when single places are given back, to none at the last.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint("0 <= off_pence AND off_pence <= unit_pence", name="off_fits"),
        CheckConstraint("total_pence = quantity * (unit_pence - off_pence)", name="total_agrees"),
        CheckConstraint("0 <= vat_pence AND vat_pence <= total_pence", name="vat_fits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    name: Mapped[str]
    category: Mapped[Category] = mapped_column(default=Category.STANDARD, server_default="standard")
    quantity: Mapped[int]
    unit_pence: Mapped[int]
    off_pence: Mapped[int] = mapped_column(default=0, server_default="0")
    reduction: Mapped[Reduction] = mapped_column(default=Reduction.NONE, server_default="none")
    code_id: Mapped[int | None] = mapped_column(ForeignKey("booking_codes.id"), index=True)
    total_pence: Mapped[int]
    vat: Mapped[Vat] = mapped_column(default=Vat.EXEMPT, server_default="exempt")
    vat_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    vat_pence: Mapped[int] = mapped_column(default=0, server_default="0")
    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()
    code: Mapped[BookingCode | None] = relationship()


class Ticket(Base):
    """One delegate's place. ``code`` is printed under the QR, and signed it is what the QR holds.

    ``filled_in_at`` is when the delegate's own part was last sent in; ``cancelled_at`` when this one place was given
    back, its order standing for the others.
    """

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
    filled_in_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    extras: Mapped[list["Extra"]] = relationship(back_populates="ticket", order_by="Extra.id")
    order: Mapped[Order] = relationship(back_populates="tickets")
    line: Mapped[OrderLine] = relationship()
    event: Mapped[Event] = relationship()


class Extra(Base):
    """So many of an add-on's line that are for the delegate of a ticket."""

    __tablename__ = "extras"
    __table_args__ = (
        UniqueConstraint("ticket_id", "line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    ticket: Mapped[Ticket] = relationship(back_populates="extras")
    line: Mapped[OrderLine] = relationship()


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


class OrderNote(Base):
    """What somebody at the desk wrote about an order, for the desk alone."""

    __tablename__ = "order_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str]


class SavedView(Base):
    """A search of an event's orders that somebody at the desk keeps under a name; ``query`` is its address's part."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("event_id", "person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]
