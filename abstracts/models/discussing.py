"""What reviewers of one abstract say to each other once their own reviews are in, and what they change after it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.abstracts import Abstract
from abstracts.models.reviewing import Review
from core.db import Base


class Pseudonym(Base):
    """What the writer of a submitted review is called among the others of its abstract.

    Drawn at random for each review, so that nobody is known again in another abstract, nor by who was first (R14).
    """

    __tablename__ = "pseudonyms"
    __table_args__ = (UniqueConstraint("abstract_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), unique=True)
    name: Mapped[str]


class Discussion(Base):
    """An abstract is talked over by its reviewers, from when a chair first asks them until one closes it."""

    __tablename__ = "discussions"

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"), unique=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    abstract: Mapped[Abstract] = relationship()


class Remark(Base):
    """Something that was said there, by the writer of a review, or by a chair if there is none."""

    __tablename__ = "remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussions.id"), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str]
    said_at: Mapped[datetime]
    review: Mapped[Review | None] = relationship()


class PastTotal(Base):
    """What a submitted review came to before its writer changed its points; ``version`` is the one it had then."""

    __tablename__ = "past_totals"
    __table_args__ = (UniqueConstraint("review_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    version: Mapped[int]
    total: Mapped[int]
    changed_at: Mapped[datetime]
