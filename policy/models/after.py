import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from events.models import Event
from people.models import Person
from policy.models.positions import Language, Position


class MentionKind(enum.Enum):
    LAUNCHED = "launched"
    DISCUSSED = "discussed"
    REITERATED = "reiterated"


class Mention(Base):
    """Where a position was launched, discussed or told again: its trail. ``session`` names the part of the event."""

    __tablename__ = "position_mentions"
    __table_args__ = (UniqueConstraint("position_id", "event_id", "session"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[MentionKind]
    session: Mapped[str] = mapped_column(default="")
    on: Mapped[date]
    event: Mapped[Event] = relationship()


class Comment(Base):
    """What somebody signed in says to a live position, shown to the desk and, once it lets it, to readers."""

    __tablename__ = "position_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str]
    said_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class Poll(Base):
    """A question to members on a live position; nobody reads its results before ``closes_at``. Options one a line."""

    __tablename__ = "position_polls"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="window_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    question: Mapped[str]
    options: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    position: Mapped[Position] = relationship()

    @property
    def choices(self) -> list[str]:
        return [line for line in self.options.splitlines() if line]


class PollAnswer(Base):
    """One member's one response: by membership, so that two sign-ins of one member count once."""

    __tablename__ = "poll_answers"
    __table_args__ = (
        UniqueConstraint("poll_id", "membership_id"),
        CheckConstraint("choice >= 0", name="choice_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("position_polls.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    choice: Mapped[int]
    given_at: Mapped[datetime]


class Reached(enum.Enum):
    VISIT = "visit"
    DOWNLOAD = "download"


class DailyReach(Base):
    """How often a live position was read, or its paper fetched, on one day: a number, and nobody's name."""

    __tablename__ = "position_reach"
    __table_args__ = (
        UniqueConstraint("position_id", "day", "language", "reached"),
        CheckConstraint("times > 0", name="times_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    day: Mapped[date]
    language: Mapped[Language]
    reached: Mapped[Reached]
    times: Mapped[int] = mapped_column(default=1)


class Coverage(Base):
    """Where the press wrote of a position."""

    __tablename__ = "position_coverage"
    __table_args__ = (UniqueConstraint("position_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    outlet: Mapped[str]
    url: Mapped[str]
    on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
