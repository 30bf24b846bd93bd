import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

MAIN_LIST = "main"


class Verdict(enum.Enum):
    ADMITTED = "admitted"
    AGAIN = "again"
    REFUSED = "refused"


class Admission(Base):
    """A delegate let in: once for each ticket, list and day, however many doors read the badge (domain rule 34)."""

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


class Scan(Base):
    """A badge read at the door, and the answer given. Only ever added: triggers forbid the rest (R21)."""

    __tablename__ = "scans"
    # The reader makes the key, so that a scan sent twice is known for one.
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    list: Mapped[str]
    read: Mapped[str]
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
