import enum
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, text, true
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
    """What is held. Its days and hours are those on the clocks of ``zone``.

    ``version`` counts what its own page at the desk has saved. Its Welsh words are empty where there are none.
    """

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
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    form_key: Mapped[str | None] = mapped_column(unique=True)  # of the form that made it, which makes one event
    name_cy: Mapped[str] = mapped_column(default="", server_default=text("''"))
    summary_cy: Mapped[str] = mapped_column(default="", server_default=text("''"))
    getting_in_cy: Mapped[str] = mapped_column(default="", server_default=text("''"))
    door_holds_names: Mapped[bool] = mapped_column(default=False, server_default=false())  # on phones without a network
    joining_pack: Mapped[StoredFile | None] = relationship()

    @property
    def has_welsh(self) -> bool:
        return bool(self.name_cy or self.summary_cy or self.getting_in_cy)

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.venue, self.town) if part)


class Exhibitor(Base):
    """An organisation with a stand at an event. It takes leads while it ``is_open``.

    Delegates agree to words in which its name and its ``promise`` stand: what it does with what it then knows of them.
    ``promise_version`` counts the promises it has made, so that a yes to an earlier one is not taken for a yes to this.
    Its people hold the duty of an exhibitor whose scope is this name.
    """

    __tablename__ = "exhibitors"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str]
    stand: Mapped[str] = mapped_column(default="", server_default=text("''"))
    promise: Mapped[str]
    promise_version: Mapped[int] = mapped_column(default=1, server_default="1")
    is_open: Mapped[bool] = mapped_column(default=True, server_default=true())
    added_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
