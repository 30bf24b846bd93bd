"""Admission lists, what was read at the door, and who is in by it."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from registration.models import Product

MAIN_LIST = "main"


class Verdict(enum.Enum):
    ADMITTED = "admitted"
    AGAIN = "again"
    REFUSED = "refused"


class Entry(enum.Enum):
    """How often one ticket enters by a list."""

    ONCE = "once"
    DAILY = "once a day"
    ALWAYS = "always"


products_admitted = Table(
    "products_admitted",
    Base.metadata,
    Column("list_id", ForeignKey("admission_lists.id"), primary_key=True),
    Column("product_id", ForeignKey("products.id"), primary_key=True, index=True),
)


class AdmissionList(Base):
    """Who may enter where, and how often: a day, a dinner, a lounge. The event's own is the one called main.

    That one holds for an event without a row of it: any ticket, once a day (domain rule 34). A list without products
    takes any ticket; with some, tickets of those and tickets with one of those as an extra. ``reenters`` lets in again
    who was scanned out; ``counts_inside`` makes its entries and exits those of the house, for the one head count.
    """

    __tablename__ = "admission_lists"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        CheckConstraint("opens_at < closes_at", name="hours_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    slug: Mapped[str]
    name: Mapped[str]
    day: Mapped[date | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    capacity: Mapped[int | None]
    entry: Mapped[Entry] = mapped_column(default=Entry.DAILY)
    reenters: Mapped[bool] = mapped_column(default=False)
    counts_inside: Mapped[bool] = mapped_column(default=True)
    unpaid_may_enter: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    products: Mapped[list[Product]] = relationship(secondary=products_admitted, order_by=Product.id)


class Admission(Base):
    """A delegate let in: once for each ticket, list and day, however many doors read the badge (domain rule 34).

    It follows from the scans, and whatever order they came in (checkin/rules/settling.py). ``inside`` is false while
    they are scanned out; ``moved_at`` is when they last went or came back.
    """

    __tablename__ = "admissions"
    __table_args__ = (
        UniqueConstraint("ticket_id", "list", "day"),
        Index("ix_admissions_event_id", "event_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    list: Mapped[str]
    day: Mapped[date]
    admitted_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]
    inside: Mapped[bool] = mapped_column(default=True, server_default=true())
    moved_at: Mapped[datetime | None]


class Scan(Base):
    """A badge read at the door, and the answer given. Only ever added: triggers forbid the rest (R21).

    ``scanned_at`` is the moment that counts: ours, or where the phone judged alone (``data_at``, on what it knew then)
    the phone's, put right by what it last knew of our clock. A scan may take another back (``undo_of``), and a steward
    may decide ``by_hand``, in their own words.
    """

    __tablename__ = "scans"
    # The reader makes the key, so that a scan sent twice is known for one.
    __table_args__ = (UniqueConstraint("event_id", "key"), Index("ix_scans_event_id_id", "event_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    list: Mapped[str]
    read: Mapped[str]
    code: Mapped[str | None]  # the printed one in what was read
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    verdict: Mapped[Verdict]
    reason: Mapped[str]
    place: Mapped[str]
    scanned_at: Mapped[datetime]
    scanned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    # What the device says of itself, kept beside our own time and never judged by: its clock may be wrong.
    device: Mapped[str | None]
    counter: Mapped[int | None]
    device_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]  # none before the door worked without a network: then it was scanned_at
    is_exit: Mapped[bool] = mapped_column(default=False, server_default=false())
    undo_of: Mapped[str | None]
    data_at: Mapped[datetime | None]
    by_hand: Mapped[str] = mapped_column(default="", server_default=text("''"))
    # Of devices, without a foreign key: SQLite could not drop the column again without making the table anew.
    device_id: Mapped[int | None]
