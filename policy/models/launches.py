import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile
from events.models import Event
from members.models import Nation
from people.models import Person
from policy.models.positions import Language, Position


class Launch(Base):
    """How and when a position becomes public: at ``lifts_at``, in UTC, tied to an event.

    ``lifts_at`` alone hides nothing from those who may see the desk and shows nothing to others: ``queries.embargo``
    asks it together with the position's status. ``terms`` is what the press agrees to; ``welsh_reason`` says why a
    Welsh launch has no Welsh texts (domain rule 52). A breach has published it early; from ``frozen_at`` on its log
    only grows (domain rule 53).
    """

    __tablename__ = "launches"
    __table_args__ = (
        CheckConstraint("scheduled_at IS NULL OR lifts_at IS NOT NULL", name="scheduled_for_when"),
        CheckConstraint("(breached_at IS NULL) = (frozen_at IS NULL)", name="frozen_by_breach"),
        Index("ix_launches_lifts_at", "lifts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    nation: Mapped[Nation | None]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    champion_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    lifts_at: Mapped[datetime | None]
    scheduled_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the notices of its going live were written down
    breached_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    terms: Mapped[str] = mapped_column(default="")
    welsh_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[Position] = relationship()
    event: Mapped[Event] = relationship()
    lead: Mapped[Person | None] = relationship(foreign_keys=[lead_id])
    champion: Mapped[Person | None] = relationship(foreign_keys=[champion_id])
    assets: Mapped[list["LaunchAsset"]] = relationship(order_by="LaunchAsset.id")
    steps: Mapped[list["RunStep"]] = relationship(order_by="RunStep.at, RunStep.id")


class Channel(enum.Enum):
    PRESS_NOTICE = "press notice"
    WEB_SUMMARY = "web summary"
    SOCIAL_TEXT = "social text"
    SLIDE = "slide"
    MEMBER_LETTER = "member letter"


class LaunchAsset(Base):
    """What one channel says at the launch, in one language: words, a file, or both."""

    __tablename__ = "launch_assets"
    __table_args__ = (
        UniqueConstraint("launch_id", "channel", "language"),
        CheckConstraint("words <> '' OR file_id IS NOT NULL", name="has_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("launches.id"))
    channel: Mapped[Channel]
    language: Mapped[Language]
    words: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    saved_at: Mapped[datetime]
    file: Mapped[StoredFile | None] = relationship()


class RunStep(Base):
    """One line of the run sheet: what is done when, and by whom."""

    __tablename__ = "launch_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("launches.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
