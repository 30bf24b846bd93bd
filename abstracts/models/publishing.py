from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.abstracts import Abstract
from abstracts.models.calls import Call
from core.db import Base


class Supplement(Base):
    """The book of a call's accepted abstracts, and the issue of a journal that it is a supplement to.

    ``published_at`` is when the chair said that it may be read; it is read when the journal's embargo has passed too.
    """

    __tablename__ = "supplements"
    __table_args__ = (CheckConstraint("year IS NULL OR year BETWEEN 1900 AND 2999", name="year_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    journal: Mapped[str] = mapped_column(default="")
    issn: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    volume: Mapped[str] = mapped_column(default="")
    issue: Mapped[str] = mapped_column(default="")  # as the journal writes it, such as Suppl 1
    published_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()


class SupplementEntry(Base):
    """What the supplement says of an abstract besides its own words; one that is retracted shows ``notice`` instead.

    It is in the book while ``published_at`` is set, and read there as Supplement says.
    """

    __tablename__ = "supplement_entries"
    __table_args__ = (
        CheckConstraint("retracted_at IS NULL OR (published_at IS NOT NULL AND notice <> '')", name="retraction_told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"), unique=True)
    doi: Mapped[str] = mapped_column(default="")
    prize: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    notice: Mapped[str] = mapped_column(default="")
    abstract: Mapped[Abstract] = relationship()
