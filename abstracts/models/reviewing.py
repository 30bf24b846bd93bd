import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.abstracts import Abstract, Decision
from abstracts.models.calls import Call, CallCategory
from core.db import Base
from people.models import Person


class Stance(enum.Enum):
    """What somebody answered to being asked to review, or that a chair needs them no more."""

    INVITED = "invited"
    REVIEWING = "reviewing"
    DECLINED = "declined"
    ENDED = "ended"


class Reviewer(Base):
    """Somebody asked to review for a call. They take from ``least`` to ``most`` abstracts, and none while away.

    ``interests`` are their own words on what they know; ``reason`` is why they declined.
    """

    __tablename__ = "reviewers"
    __table_args__ = (
        UniqueConstraint("call_id", "person_id"),
        CheckConstraint("0 <= least AND least <= most", name="load_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    stance: Mapped[Stance] = mapped_column(default=Stance.INVITED)
    organisation: Mapped[str] = mapped_column(default="")
    second_organisation: Mapped[str] = mapped_column(default="")
    interests: Mapped[str] = mapped_column(default="")
    least: Mapped[int] = mapped_column(default=0)
    most: Mapped[int] = mapped_column(default=8)
    away_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    chased_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    person: Mapped[Person] = relationship()
    expertise: Mapped[list["Expertise"]] = relationship()

    @property
    def organisations(self) -> list[str]:
        return [each for each in (self.organisation, self.second_organisation) if each]


class Expertise(Base):
    """How well a reviewer knows a category, from 1 (somewhat) to 3 (it is their field); none is no row."""

    __tablename__ = "reviewer_expertise"
    __table_args__ = (
        UniqueConstraint("reviewer_id", "category_id"),
        CheckConstraint("level BETWEEN 1 AND 3", name="level_fits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewers.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("call_categories.id"), index=True)
    level: Mapped[int]
    category: Mapped[CallCategory] = relationship()


class Wish(enum.Enum):
    EAGER = "eager"
    WILLING = "willing"
    RELUCTANT = "reluctant"


class Bid(Base):
    """How gladly a reviewer would read an abstract, of which they saw its blind view alone."""

    __tablename__ = "bids"
    __table_args__ = (UniqueConstraint("reviewer_id", "abstract_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewers.id"))
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"), index=True)
    wish: Mapped[Wish]


class Tie(enum.Enum):
    """What ties somebody to an abstract, the closest first."""

    AUTHOR = "author"
    OWNER = "wrote it"
    ORGANISATION = "same organisation"
    MAIL_DOMAIN = "same mail domain"
    COAUTHOR = "wrote together before"
    BY_REVIEWER = "declared by the reviewer"
    BY_AUTHOR = "declared by an author"
    BY_CHAIR = "set by the chair"


class Conflict(Base):
    """A tie that keeps somebody from an abstract, reviewer or chair (domain rule 42).

    Only a chair without one lifts it; one ``pinned`` stays, whatever the program finds or forgets later.
    """

    __tablename__ = "conflicts"
    __table_args__ = (
        UniqueConstraint("abstract_id", "person_id", "tie"),
        CheckConstraint("NOT (is_pinned AND lifted_at IS NOT NULL)", name="pinned_or_lifted"),
        Index("ix_conflicts_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    tie: Mapped[Tie]
    is_pinned: Mapped[bool] = mapped_column(default=False)
    found_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Rubric(Base):
    """How a call's abstracts are judged; points and places are those of domain.md 3.2 unless a chair changes them.

    Each abstract gets ``reviews_each`` reviewers and is decided on no fewer than ``least_reviews``. From a mean of
    ``oral_from`` it may be an oral, from ``poster_from`` a poster, while slots and boards last; totals that differ by
    ``wide_from`` or more go to the chair.
    """

    __tablename__ = "rubrics"
    __table_args__ = (
        CheckConstraint("0 < least_reviews AND least_reviews <= reviews_each", name="reviews_in_order"),
        CheckConstraint("0 <= poster_from AND poster_from <= oral_from", name="lines_in_order"),
        CheckConstraint("wide_from > 0 AND oral_slots >= 0 AND poster_boards >= 0", name="numbers_fit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    reviews_each: Mapped[int] = mapped_column(default=3)
    least_reviews: Mapped[int] = mapped_column(default=3)
    oral_from: Mapped[int] = mapped_column(default=20)
    poster_from: Mapped[int] = mapped_column(default=13)
    wide_from: Mapped[int] = mapped_column(default=8)
    oral_slots: Mapped[int] = mapped_column(default=24)
    poster_boards: Mapped[int] = mapped_column(default=180)
    criteria: Mapped[list["Criterion"]] = relationship(order_by="Criterion.position, Criterion.id")


class Criterion(Base):
    """One thing that is judged, from 1 to 5 points; 0 means that it cannot be. One of them may break ties."""

    __tablename__ = "criteria"
    __table_args__ = (
        UniqueConstraint("rubric_id", "name"),
        Index(
            "uq_criteria_tie",
            "rubric_id",
            unique=True,
            sqlite_where=text("breaks_ties"),
            postgresql_where=text("breaks_ties"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubrics.id"))
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    breaks_ties: Mapped[bool] = mapped_column(default=False)


class ReviewStatus(enum.Enum):
    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    DECLINED = "declined"


class Concern(enum.Enum):
    """What a reviewer tells the chair alone."""

    KNOWN_AUTHOR = "knows who wrote it"
    ETHICS = "ethics"


class Review(Base):
    """One reviewer's reading of one abstract, from when it is shared out; there is one of each pair (REV-5).

    ``confidence`` is from 1 to 3. ``version`` grows with each save; ``reason`` is why it was declined.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("abstract_id", "reviewer_id"),
        CheckConstraint("(status = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_when"),
        CheckConstraint("confidence IS NULL OR confidence BETWEEN 1 AND 3", name="confidence_fits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewers.id"), index=True)
    status: Mapped[ReviewStatus] = mapped_column(default=ReviewStatus.ASSIGNED)
    version: Mapped[int] = mapped_column(default=1)
    confidence: Mapped[int | None]
    to_authors: Mapped[str] = mapped_column(default="")
    to_chair: Mapped[str] = mapped_column(default="")
    concern: Mapped[Concern | None]
    reason: Mapped[str] = mapped_column(default="")
    assigned_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    abstract: Mapped[Abstract] = relationship()
    reviewer: Mapped[Reviewer] = relationship()
    scores: Mapped[list["Score"]] = relationship()


class Score(Base):
    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion_id"),
        CheckConstraint("points BETWEEN 0 AND 5", name="points_fit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criteria.id"), index=True)
    points: Mapped[int]


class DecisionLetter(Base):
    """What a call's letter says for one kind of decision, in the chair's own words."""

    __tablename__ = "decision_letters"
    __table_args__ = (UniqueConstraint("call_id", "decision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    decision: Mapped[Decision]
    subject: Mapped[str]
    words: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
