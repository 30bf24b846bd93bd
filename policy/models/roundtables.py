import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile
from events.models import Event
from members.models import CareerStage, Nation
from people.models import Person


class Roundtable(Base):
    """A small closed discussion at an event that nobody but its invitees is told of (domain rule 54).

    ``taken`` of its ``seats`` are accepted; the database lets no more be. Under the Chatham House Rule
    (``is_unattributed``) its note names nobody, nothing is recorded, and who came leaves the program in its owner's
    hands alone (domain rule 55).
    """

    __tablename__ = "roundtables"
    __table_args__ = (
        CheckConstraint("seats > 0 AND 0 <= taken AND taken <= seats", name="seats_enough"),
        CheckConstraint("approved_at IS NULL OR note <> ''", name="approved_words"),
        CheckConstraint("shared_at IS NULL OR approved_at IS NOT NULL", name="shared_once_approved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    question: Mapped[str] = mapped_column(default="")  # what is to be talked about, for those invited
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    is_unattributed: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")
    note_version: Mapped[int] = mapped_column(default=1)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    shared_at: Mapped[datetime | None]
    needs_removed_at: Mapped[datetime | None]  # when what people need to eat or to get in was deleted (domain rule 57)
    event: Mapped[Event] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    papers: Mapped[list["RoundtablePaper"]] = relationship(order_by="RoundtablePaper.id")
    actions: Mapped[list["NoteAction"]] = relationship(order_by="NoteAction.id", cascade="all, delete-orphan")


class Sector(enum.Enum):
    NHS_TRUST = "NHS trust"
    PRIMARY_CARE = "primary care"
    INTEGRATED_CARE = "integrated care"
    GOVERNMENT = "government"
    UNIVERSITY = "university"
    ROYAL_COLLEGE = "royal college"
    CHARITY = "charity"
    OTHER = "other"


class InviteeStatus(enum.Enum):
    """Where somebody stands whom one thought of: not asked yet, asked, coming, waiting for a seat, or not coming."""

    LISTED = "listed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    DECLINED = "declined"
    RELEASED = "released"


class Invitee(Base):
    """Somebody to be asked, in which wave; ``key`` is their page, which a mailed link or their proved address opens."""

    __tablename__ = "invitees"
    __table_args__ = (
        UniqueConstraint("roundtable_id", "email_key"),
        CheckConstraint("wave > 0", name="wave_counts"),
        CheckConstraint("status = 'listed' OR invited_at IS NOT NULL OR status = 'released'", name="invited_first"),
        # Who waits for a seat comes in the order of having answered.
        Index(
            "ix_invitees_reserves",
            "roundtable_id",
            "answered_at",
            sqlite_where=text("status = 'reserve'"),
            postgresql_where=text("status = 'reserve'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roundtable_id: Mapped[int] = mapped_column(ForeignKey("roundtables.id"))
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(default="")
    nation: Mapped[Nation]
    sector: Mapped[Sector]
    stage: Mapped[CareerStage]
    wave: Mapped[int] = mapped_column(default=1)
    status: Mapped[InviteeStatus] = mapped_column(default=InviteeStatus.LISTED)
    invited_at: Mapped[datetime | None]
    reply_by: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    needs: Mapped[str] = mapped_column(default="")
    roundtable: Mapped[Roundtable] = relationship()


class RoundtablePaper(Base):
    """What is to be read before, by those who accepted and nobody else."""

    __tablename__ = "roundtable_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    roundtable_id: Mapped[int] = mapped_column(ForeignKey("roundtables.id"), index=True)
    title: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    added_at: Mapped[datetime]
    file: Mapped[StoredFile] = relationship()


class NoteAction(Base):
    """What the talk is to lead to. It says what and by when; nobody's name has a place in it (domain rule 55)."""

    __tablename__ = "roundtable_actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    roundtable_id: Mapped[int] = mapped_column(ForeignKey("roundtables.id"), index=True)
    words: Mapped[str]
    due_on: Mapped[date | None]
