import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from events.models import Event


class Editing(enum.Enum):
    """Whether authors may still change what they have submitted, until the call closes."""

    LOCKED = "locked on submission"
    OPEN = "open to the deadline"


class Call(Base):
    """An invitation to send abstracts to an event; it may have several, each with its own dates and limits.

    ``closes_at`` is the first moment that is too late. ``last_number`` is the newest abstract's number in this call.
    Lengths: ``title_letters`` in characters; ``word_limit`` for all headings together and ``conflict_word_limit`` for
    the statement of interests, in words as rules.count_words counts them.
    """

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        CheckConstraint("opens_at < closes_at", name="window_in_order"),
        CheckConstraint(
            "title_letters > 0 AND word_limit > 0 AND conflict_word_limit >= 0"
            " AND coauthor_limit >= 0 AND keyword_limit >= 0",
            name="limits_fit",
        ),
        CheckConstraint("offers_oral OR offers_poster", name="offers_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    slug: Mapped[str]
    name: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    editing: Mapped[Editing] = mapped_column(default=Editing.OPEN)
    title_letters: Mapped[int] = mapped_column(default=160)
    word_limit: Mapped[int] = mapped_column(default=250)
    conflict_word_limit: Mapped[int] = mapped_column(default=100)
    coauthor_limit: Mapped[int] = mapped_column(default=10)
    keyword_limit: Mapped[int] = mapped_column(default=3)
    takes_figure: Mapped[bool] = mapped_column(default=True)
    takes_table: Mapped[bool] = mapped_column(default=True)
    offers_oral: Mapped[bool] = mapped_column(default=True)
    offers_poster: Mapped[bool] = mapped_column(default=True)
    licence: Mapped[str] = mapped_column(default="")  # what authors agree to for the journal; empty if there is none
    reviews_due_at: Mapped[datetime | None]
    decisions_at: Mapped[datetime | None]
    accept_by: Mapped[datetime | None]
    register_by: Mapped[datetime | None]
    supplement_at: Mapped[datetime | None]
    embargo_until: Mapped[datetime | None]
    released_at: Mapped[datetime | None]  # when its decisions went out, all at once
    last_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
    categories: Mapped[list["CallCategory"]] = relationship(order_by="CallCategory.position, CallCategory.id")
    headings: Mapped[list["CallHeading"]] = relationship(order_by="CallHeading.position, CallHeading.id")
    questions: Mapped[list["CallQuestion"]] = relationship(order_by="CallQuestion.position, CallQuestion.id")


class CallCategory(Base):
    """A topic that an abstract competes in. A retired one is offered no more; who chose it keeps it."""

    __tablename__ = "call_categories"
    __table_args__ = (UniqueConstraint("call_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    name: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    is_retired: Mapped[bool] = mapped_column(default=False)


class CallHeading(Base):
    """One heading of the structured text, such as Background. ``word_limit`` is its own, beside the call's."""

    __tablename__ = "call_headings"
    __table_args__ = (
        UniqueConstraint("call_id", "name"),
        CheckConstraint("word_limit IS NULL OR word_limit > 0", name="limit_fits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    name: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    word_limit: Mapped[int | None]
    is_required: Mapped[bool] = mapped_column(default=True)
    is_retired: Mapped[bool] = mapped_column(default=False)


class AskedAs(enum.Enum):
    WORDS = "words"
    CHOICE = "choice"
    TICK = "tick"


class CallQuestion(Base):
    """What this call asks besides. Reviewers see the answer only where ``is_for_reviewers``."""

    __tablename__ = "call_questions"
    __table_args__ = (UniqueConstraint("call_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    label: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    asked_as: Mapped[AskedAs] = mapped_column(default=AskedAs.WORDS)
    options: Mapped[str] = mapped_column(default="")  # one on each line
    is_required: Mapped[bool] = mapped_column(default=False)
    is_for_reviewers: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    is_retired: Mapped[bool] = mapped_column(default=False)

    @property
    def choices(self) -> list[str]:
        return [line for line in self.options.splitlines() if line]


class LateEntry(Base):
    """A code by which ``uses`` abstracts may still come until ``closes_at``, which is after the call's own end."""

    __tablename__ = "late_entries"
    __table_args__ = (
        UniqueConstraint("call_id", "code"),
        CheckConstraint("0 <= used AND used <= uses", name="not_overused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    code: Mapped[str]
    words: Mapped[str] = mapped_column(default="")  # whom it is for, for the desk
    uses: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime]
    created_at: Mapped[datetime]
