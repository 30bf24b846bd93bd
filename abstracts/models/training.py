"""Practice before the real thing. It has tables of its own, so that no list of abstracts can ever show it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.calls import Call
from core.db import Base


class TrainingAbstract(Base):
    """An abstract that a chair has made up, or taken from another year, for all reviewers of the call to score.

    It competes with none, is never decided and never published. ``version`` grows with each change of its words.
    """

    __tablename__ = "training_abstracts"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int]
    title: Mapped[str]
    words: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    call: Mapped[Call] = relationship()


class TrainingScore(Base):
    """What a reviewer gave it for one criterion. It stays as it was given: the first sight is what calibrates."""

    __tablename__ = "training_scores"
    __table_args__ = (
        UniqueConstraint("training_id", "reviewer_id", "criterion_id"),
        CheckConstraint("points BETWEEN 0 AND 5", name="points_fit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training_abstracts.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewers.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criteria.id"), index=True)
    points: Mapped[int]
    scored_at: Mapped[datetime]
