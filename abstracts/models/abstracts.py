import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.calls import Call, CallCategory, CallHeading, CallQuestion, LateEntry
from core.db import Base
from core.files import StoredFile
from members.models import Nation
from people.models import Person

if TYPE_CHECKING:
    from abstracts.models.judging import Prize
    from abstracts.models.offers import FinalVersion, Offer


class AbstractStatus(enum.Enum):
    """Where an abstract stands. Authors read ``rules.shown_status``, so that no decision shows before its release."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    IN_REVIEW = "in review"
    DECIDED = "decided"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"
    PRESENTED = "presented"
    PUBLISHED = "published"


class Decision(enum.Enum):
    ORAL = "oral"
    POSTER = "poster"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"


class Preference(enum.Enum):
    POSTER = "poster"
    ORAL_OR_POSTER = "oral or poster"


class Ethics(enum.Enum):
    APPROVED = "approved"
    NOT_NEEDED = "not needed"


class PatientConsent(enum.Enum):
    GIVEN = "given"
    NOT_NEEDED = "not needed"


class Lead(enum.Enum):
    """Whether a student or a trainee led the work."""

    STUDENT = "student"
    TRAINEE = "trainee"
    NEITHER = "neither"


class Abstract(Base):
    """A summary sent to a call. Its parts are stored as typed; ``version`` grows with each change of any of them.

    ``owner_id`` is whoever writes it, author or not. ``poster_key`` is the presenter's address while it is to be shown
    as a poster: the database lets an event have it once (domain rule 47). ``compared_version`` is the version that was
    last compared with the others' texts. ``source_ref`` is the number that an import knew it by.
    """

    __tablename__ = "abstracts"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        UniqueConstraint("event_id", "poster_key"),
        Index(
            "uq_abstracts_source",
            "call_id",
            "source_ref",
            unique=True,
            sqlite_where=text("source_ref <> ''"),
            postgresql_where=text("source_ref <> ''"),
        ),
        CheckConstraint("status = 'draft' OR status = 'withdrawn' OR submitted_at IS NOT NULL", name="submitted_once"),
        CheckConstraint(
            "(decision IS NOT NULL) OR status NOT IN"
            " ('decided', 'accepted', 'declined', 'waitlisted', 'presented', 'published')",
            name="decided_once",
        ),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
        Index("ix_abstracts_call_id_status", "call_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int]
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    late_entry_id: Mapped[int | None] = mapped_column(ForeignKey("late_entries.id"))
    status: Mapped[AbstractStatus] = mapped_column(default=AbstractStatus.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("call_categories.id"))
    preference: Mapped[Preference | None]
    keywords: Mapped[str] = mapped_column(default="")  # one on each line
    ethics: Mapped[Ethics | None]
    ethics_reference: Mapped[str] = mapped_column(default="")
    consent: Mapped[PatientConsent | None]
    conflicts: Mapped[str] = mapped_column(default="")
    funding: Mapped[str] = mapped_column(default="")
    lead: Mapped[Lead | None]
    nation: Mapped[Nation | None]
    licence_agreed_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    poster_key: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("abstracts.id"), index=True)
    compared_version: Mapped[int] = mapped_column(default=0)
    source_ref: Mapped[str] = mapped_column(default="")
    call: Mapped[Call] = relationship()
    category: Mapped[CallCategory | None] = relationship()
    owner: Mapped[Person] = relationship()
    late_entry: Mapped[LateEntry | None] = relationship()
    merged_into: Mapped["Abstract | None"] = relationship(remote_side=[id])
    sections: Mapped[list["Section"]] = relationship()
    authors: Mapped[list["Author"]] = relationship(order_by="Author.position, Author.id", back_populates="abstract")
    files: Mapped[list["AbstractFile"]] = relationship(order_by="AbstractFile.id")
    answers: Mapped[list["AbstractAnswer"]] = relationship()
    offer: Mapped["Offer | None"] = relationship(back_populates="abstract")
    final: Mapped["FinalVersion | None"] = relationship(viewonly=True)
    prizes: Mapped[list["Prize"]] = relationship(order_by="Prize.name", viewonly=True)

    @property
    def keyword_list(self) -> list[str]:
        return [line for line in self.keywords.splitlines() if line]


class Section(Base):
    """What stands under one heading."""

    __tablename__ = "abstract_sections"
    __table_args__ = (UniqueConstraint("abstract_id", "heading_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    heading_id: Mapped[int] = mapped_column(ForeignKey("call_headings.id"), index=True)
    words: Mapped[str] = mapped_column(default="")
    heading: Mapped[CallHeading] = relationship()


class AbstractAnswer(Base):
    """What the author said to a question of the call. A tick is “yes”, or no row."""

    __tablename__ = "abstract_answers"
    __table_args__ = (UniqueConstraint("abstract_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("call_questions.id"), index=True)
    value: Mapped[str] = mapped_column(default="")
    question: Mapped[CallQuestion] = relationship()


class Agreement(enum.Enum):
    """What an author answered to being named as one."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Author(Base):
    """Somebody named as an author; the address is what they were named by, and proves nothing of who signs in (R10).

    One presents and one is written to. A link made with another ``link_version`` opens nothing any more.
    """

    __tablename__ = "abstract_authors"
    __table_args__ = (
        UniqueConstraint("abstract_id", "email_key"),
        Index(
            "uq_abstract_authors_presenter",
            "abstract_id",
            unique=True,
            sqlite_where=text("is_presenter"),
            postgresql_where=text("is_presenter"),
        ),
        Index(
            "uq_abstract_authors_corresponding",
            "abstract_id",
            unique=True,
            sqlite_where=text("is_corresponding"),
            postgresql_where=text("is_corresponding"),
        ),
        Index("ix_abstract_authors_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    position: Mapped[int]
    given_names: Mapped[str]
    surname: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    orcid: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    second_organisation: Mapped[str] = mapped_column(default="")
    is_presenter: Mapped[bool] = mapped_column(default=False)
    is_corresponding: Mapped[bool] = mapped_column(default=False)
    agreement: Mapped[Agreement] = mapped_column(default=Agreement.WAITING)
    answered_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    link_version: Mapped[int] = mapped_column(default=1)
    abstract: Mapped[Abstract] = relationship(back_populates="authors")

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surname}".strip()

    @property
    def organisations(self) -> list[str]:
        return [each for each in (self.organisation, self.second_organisation) if each]


class Exhibit(enum.Enum):
    FIGURE = "figure"
    TABLE = "table"


class AbstractFile(Base):
    """The one figure or table, kept without what it said of its maker. ``words`` is the text found in it.

    ``removed`` says, a line each, what was taken out, for the author.
    """

    __tablename__ = "abstract_files"
    __table_args__ = (UniqueConstraint("abstract_id", "exhibit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    abstract_id: Mapped[int] = mapped_column(ForeignKey("abstracts.id"))
    exhibit: Mapped[Exhibit]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    caption: Mapped[str] = mapped_column(default="")
    removed: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    file: Mapped[StoredFile] = relationship()
