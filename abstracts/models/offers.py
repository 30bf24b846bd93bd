"""What follows acceptance: the place that is offered, who presents in it, and where it hangs."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.abstracts import Abstract
from core.db import Base
from core.files import StoredFile


class OfferAnswer(enum.Enum):
    """What the author said to a place that was offered."""

    WAITING = "waiting"
    TAKEN = "taken"
    TURNED_DOWN = "turned down"


class Offer(Base):
    """The place of an accepted abstract. ``answer_by`` and ``register_by`` are its own dates where a chair gave any.

    ``at_risk_at`` is since when its presenter lacks a good ticket after the date (domain rule 46). ``ticket_key`` is a
    ticket that the desk found by hand, good as long as it is ``ticket_holder``'s. ``booking_code`` was made for the
    presenter of the address ``code_holder``. A ``board`` once given stays with it for good, withdrawn or not.
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("event_id", "board"),
        CheckConstraint("(answer = 'waiting') = (answered_at IS NULL)", name="answered_when"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"), unique=True)
    offered_at: Mapped[datetime]
    answer: Mapped[OfferAnswer] = mapped_column(default=OfferAnswer.WAITING)
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was turned down, in the author's words
    answer_by: Mapped[datetime | None]
    register_by: Mapped[datetime | None]
    at_risk_at: Mapped[datetime | None]
    ticket_key: Mapped[str] = mapped_column(default="")
    ticket_holder: Mapped[str] = mapped_column(default="")
    booking_code: Mapped[str] = mapped_column(default="")
    code_holder: Mapped[str] = mapped_column(default="")
    board: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    abstract: Mapped[Abstract] = relationship(back_populates="offer")
    file: Mapped[StoredFile | None] = relationship()


class Presenting(Base):
    """What a call asks of its presenters. ``swap_until`` is the first moment that is too late for another presenter.

    ``issues_codes``: each presenter gets a code of their own for the issued price. ``final_until``: until when authors
    may correct their words once; without it they may not. ``hanging`` says when posters hang.
    """

    __tablename__ = "presenting"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    issues_codes: Mapped[bool] = mapped_column(default=False)
    swap_until: Mapped[datetime | None]
    final_until: Mapped[datetime | None]
    board_prefix: Mapped[str] = mapped_column(default="P")
    hanging: Mapped[str] = mapped_column(default="")


class FinalVersion(Base):
    """The words as they are to be shown and printed, sent once after acceptance; those that were judged stay."""

    __tablename__ = "final_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"), unique=True)
    title: Mapped[str]
    saved_at: Mapped[datetime]
    sections: Mapped[list["FinalSection"]] = relationship()


class FinalSection(Base):
    """What stands under one heading of a final version."""

    __tablename__ = "final_sections"
    __table_args__ = (UniqueConstraint("version_id", "heading_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("final_versions.id"))
    heading_id: Mapped[int] = mapped_column(ForeignKey("call_headings.id"), index=True)
    words: Mapped[str] = mapped_column(default="")
