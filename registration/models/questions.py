"""What delegates are asked, and what they answered."""

import enum
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile
from registration.models.products import Product


class QuestionKind(enum.Enum):
    TEXT = "text"
    CHOICE = "choice"
    MANY = "many"
    DATE = "date"
    FILE = "file"
    NUMBER = "number"
    COUNTRY = "country"
    ORGANISATION = "organisation"


class BadgePart(enum.Enum):
    """What of a badge an answer gives: the only answers that are ever on one (domain rule 35)."""

    PRONOUNS = "pronouns"
    JOB_ROLE = "job role"
    PHOTOS = "photo preference"


question_products = Table(
    "question_products",
    Base.metadata,
    Column("question_id", ForeignKey("questions.id"), primary_key=True),
    Column("product_id", ForeignKey("products.id"), primary_key=True, index=True),
)


class Question(Base):
    """One version of a question; answers keep to the version that was asked, so that they keep their meaning.

    ``first_id`` is the first version's id, the same for all of them; ``replaced_at`` is empty for the one asked now.
    Asked only of delegates who answered ``shown_if_value`` to the question whose first version is ``shown_if_id``,
    if there is one. Without ``products`` it is for every ticket. A staff-only one is never shown to delegates.
    ``badge_part`` is what badges take from answers to this version, which tells delegates so.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("first_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    version: Mapped[int] = mapped_column(default=1)
    label: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    kind: Mapped[QuestionKind] = mapped_column(default=QuestionKind.TEXT)
    options: Mapped[str] = mapped_column(default="")  # one on each line
    is_required: Mapped[bool] = mapped_column(default=False)
    is_staff_only: Mapped[bool] = mapped_column(default=False)
    shown_if_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    shown_if_value: Mapped[str] = mapped_column(default="")
    badge_part: Mapped[BadgePart | None]
    position: Mapped[int] = mapped_column(default=0)
    replaced_at: Mapped[datetime | None]
    products: Mapped[list[Product]] = relationship(secondary=question_products, order_by=Product.id)

    @property
    def choices(self) -> list[str]:
        return [line for line in self.options.splitlines() if line]


class Answer(Base):
    """What a delegate said, to the version of the question that they saw. ``value`` is text; of many, a line each."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("ticket_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    value: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    answered_at: Mapped[datetime]
    question: Mapped[Question] = relationship()
    file: Mapped[StoredFile | None] = relationship()
