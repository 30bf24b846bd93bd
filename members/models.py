import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from people.models import Person


class Grade(enum.Enum):
    MEMBER = "member"
    ASSOCIATE_FELLOW = "associate fellow"
    FELLOW = "fellow"
    SENIOR_FELLOW = "senior fellow"
    COLLABORATIVE = "collaborative"
    ASSOCIATE = "associate"
    INTERNATIONAL = "international"
    STUDENT = "student"
    TRAINEE = "trainee"
    RETIRED = "retired"


class Standing(enum.Enum):
    """What the register says of a membership; the dates beside it say when."""

    ACTIVE = "active"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    ERASED = "erased"


class Nation(enum.Enum):
    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern ireland"
    ELSEWHERE = "elsewhere"


class Profession(enum.Enum):
    """A profession by the regulator that keeps its register; each has its own kind of number (rules.py)."""

    DOCTOR = "doctor"  # GMC
    DENTIST = "dentist"  # GDC
    NURSE = "nurse"  # NMC
    PHARMACIST = "pharmacist"  # GPhC
    ALLIED = "allied health professional"  # HCPC
    OTHER = "other"  # a regulator that is none of these
    NONE = "none"  # a manager, say: no regulator at all


class CareerStage(enum.Enum):
    STUDENT = "student"
    FOUNDATION = "foundation"
    EARLY_TRAINING = "early specialty training"
    HIGHER_TRAINING = "higher specialty training"
    CONSULTANT = "consultant"
    GP = "gp"
    SAS = "sas"
    EXECUTIVE = "medical director"
    OTHER = "other"


class Membership(Base):
    """One entry of the register, as the last import left it. ``person_id`` is whoever has proved it to be theirs."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="valid_in_order"),
        Index("ix_memberships_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    grade: Mapped[Grade]
    standing: Mapped[Standing]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    nation: Mapped[Nation]
    career_stage: Mapped[CareerStage]
    profession: Mapped[Profession]
    networks: Mapped[str]  # names, sorted, with "; " between them
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), unique=True)
    person: Mapped[Person | None] = relationship()


class RegisterImport(Base):
    """One file that changed the register, whole or not at all. Undone, it has left no trace but this."""

    __tablename__ = "register_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[str]  # SHA-256 of the file
    added: Mapped[int]
    changed: Mapped[int]
    undone_at: Mapped[datetime | None]


class RegisterChange(Base):
    """What one import did to one entry: as it was before, in JSON, or nothing if it is new."""

    __tablename__ = "register_changes"
    __table_args__ = (UniqueConstraint("import_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("register_imports.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    before: Mapped[str | None]
    after: Mapped[str]


class ClaimStatus(enum.Enum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Claim(Base):
    """A person says that an entry is theirs, and the register could not tell by itself: the desk decides."""

    __tablename__ = "membership_claims"
    __table_args__ = (
        Index(
            "uq_membership_claims_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[str]
    name: Mapped[str]
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"), index=True)
    status: Mapped[ClaimStatus]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    membership: Mapped[Membership | None] = relationship()
