import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.abstracts import Abstract
from core.db import Base


class Flagged(enum.Enum):
    """What the chair made of a passage that may tell who the authors are."""

    OPEN = "open"
    HARMLESS = "harmless"
    REDACTED = "redacted"


class Finding(Base):
    """A passage of a submitted abstract that may tell who wrote it (domain rule 41), for the chair alone.

    ``field`` is a name of ``rules.field_names``; ``start`` and ``end`` count characters in it, as typed.
    """

    __tablename__ = "abstract_findings"
    __table_args__ = (UniqueConstraint("abstract_id", "field", "start", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    kind: Mapped[str]
    field: Mapped[str]
    words: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    is_hint: Mapped[bool] = mapped_column(default=False)
    state: Mapped[Flagged] = mapped_column(default=Flagged.OPEN)
    found_at: Mapped[datetime]
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Redaction(Base):
    """What reviewers read instead of a field. Empty words stay empty: they read nothing there (REV-5).

    A redacted file is withheld. ``of_version`` is the abstract's when it was made.
    """

    __tablename__ = "abstract_redactions"
    __table_args__ = (UniqueConstraint("abstract_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    field: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    of_version: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Likeness(Base):
    """Two abstracts of one event that say nearly the same; ``per_mille`` of their words are shared."""

    __tablename__ = "abstract_likenesses"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="once_each"),
        CheckConstraint("per_mille BETWEEN 0 AND 1000", name="share_fits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"), index=True)
    per_mille: Mapped[int]
    found_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    first: Mapped[Abstract] = relationship(foreign_keys=first_id)
    second: Mapped[Abstract] = relationship(foreign_keys=second_id)


class Message(Base):
    """What the chair wrote to the authors of some abstracts, the same words to each."""

    __tablename__ = "abstract_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    subject: Mapped[str]
    words: Mapped[str]
    written_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
