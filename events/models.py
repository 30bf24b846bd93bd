import enum
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile


class Visibility(enum.Enum):
    """Who finds an event: nobody yet; whoever looks; whoever has the address; those who are invited and nobody else."""

    DRAFT = "draft"
    PUBLIC = "public"
    UNLISTED = "unlisted"
    INVITED = "invited"


# Those that have a public page. Whoever asks for another is told that there is none (domain rule 54).
SHOWN = (Visibility.PUBLIC, Visibility.UNLISTED)


class Event(Base):
    """What is held. Its days and hours are those on the clocks of ``zone``."""

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date]
    last_day: Mapped[date]
    doors_open: Mapped[time]
    closes: Mapped[time]
    zone: Mapped[str] = mapped_column(default="Europe/London")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.DRAFT)
    nation: Mapped[str] = mapped_column(default="")
    venue: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    getting_in: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str]
    created_at: Mapped[datetime]
    changes_end_at: Mapped[datetime | None]  # until when delegates may change their answers; else until it begins
    joining_pack_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    joining_pack: Mapped[StoredFile | None] = relationship()

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.venue, self.town) if part)
