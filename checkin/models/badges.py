"""How the badges of an event look, and which were printed when, by whom and why."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from registration.models import Category


class BadgeBack(enum.Enum):
    NONE = "empty"
    SAME = "same"
    LINES = "lines"


class Part(enum.Enum):
    """What may be on a badge beside its code: there is no other part to switch on (domain rule 35)."""

    EVENT = "event"
    GIVEN = "given name"
    NAME = "name"
    PRONOUNS = "pronouns"
    JOB_ROLE = "job role"
    ORGANISATION = "organisation"
    CATEGORY = "category"


class PackingOrder(enum.Enum):
    SURNAME = "surname"
    ORGANISATION = "organisation"
    CATEGORY = "category"


class ReprintReason(enum.Enum):
    """Why somebody gets one more. A choice, so that nothing about a person is written down."""

    CHANGED = "changed"
    MISTAKE = "mistake"
    LOST = "lost"
    DAMAGED = "damaged"
    PRINTER = "printer"


class BadgePaper(Base):
    """What the badges of an event are printed on, in millimetres: on sheets, and at the door one by one."""

    __tablename__ = "badge_papers"
    __table_args__ = (
        # A smaller code is read too slowly by a phone at a door.
        CheckConstraint("qr_mm >= 30", name="qr_large_enough"),
        CheckConstraint("width_mm > 0 AND height_mm > 0", name="sheet_has_size"),
        CheckConstraint("label_width_mm > 0 AND label_height_mm > 0", name="label_has_size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    label_width_mm: Mapped[int]
    label_height_mm: Mapped[int]
    qr_mm: Mapped[int]
    back: Mapped[BadgeBack]
    back_lines: Mapped[str]


class BadgeDesign(Base):
    """The look of badges of one category, or with no category of all that have none of their own.

    Without ``words`` the band says what the category is called on badges. Without ``sizes`` those of the event's own
    design hold; a part that is not among them is off.
    """

    __tablename__ = "badge_designs"
    __table_args__ = (
        UniqueConstraint("event_id", "category"),
        Index(
            "uq_badge_designs_default",
            "event_id",
            unique=True,
            postgresql_where=text("category IS NULL"),
            sqlite_where=text("category IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    category: Mapped[Category | None]
    words: Mapped[str] = mapped_column(default="")
    colour: Mapped[str]
    sizes: Mapped[list["BadgeSize"]] = relationship(cascade="all, delete-orphan", order_by="BadgeSize.id")


class BadgeSize(Base):
    """How large a part is at most, in points; long words are set smaller."""

    __tablename__ = "badge_sizes"
    __table_args__ = (
        UniqueConstraint("design_id", "part"),
        CheckConstraint("points > 0", name="points_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("badge_designs.id"))
    part: Mapped[Part]
    points: Mapped[int]


class BadgeRun(Base):
    """One press of Print: the whole pack, a single badge, or ``blanks`` without names of a category. Never changed.

    ``is_single`` is for a printer at the door, with a page for each badge.
    """

    __tablename__ = "badge_runs"
    __table_args__ = (CheckConstraint("blanks >= 0", name="blanks_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    is_single: Mapped[bool]
    reason: Mapped[ReprintReason | None]
    blanks: Mapped[int] = mapped_column(default=0)
    category: Mapped[Category | None]


class BadgePrint(Base):
    """One badge that was printed: the ticket's first copy or a later one. ``printed`` is a digest of what it said."""

    __tablename__ = "badge_prints"
    __table_args__ = (UniqueConstraint("ticket_id", "copy"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("badge_runs.id"), index=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    copy: Mapped[int]
    printed: Mapped[str]
