import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.files import StoredFile
from members.models import Nation
from people.models import Person


class PositionStatus(enum.Enum):
    """Where a position stands. Readers go by ``queries.embargo``: a scheduled one is live from its instant on."""

    DRAFT = "draft"
    IN_APPROVAL = "in approval"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    LIVE = "live"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


class Language(enum.Enum):
    ENGLISH = "en"
    WELSH = "cy"


class Goal(enum.Enum):
    """Which aim of the organisation a position serves."""

    STANDARDS = "standards"
    TIME = "time to lead"
    LEARNING = "learning and improvement"
    FAIRNESS = "fairness"
    SUSTAINABILITY = "sustainability"


class Position(Base):
    """What the organisation holds, launched once and told again wherever it is discussed.

    ``version`` is the one being written, ``public_version`` the one that readers get once the embargo has lifted; it
    is set when the launch is scheduled. Words live in ``PositionText``, a row for each version and language.
    """

    __tablename__ = "positions"
    __table_args__ = (
        CheckConstraint("public_version IS NULL OR public_version BETWEEN 1 AND version", name="public_version_exists"),
        CheckConstraint(
            "public_version IS NOT NULL OR status IN ('draft', 'in approval', 'approved', 'withdrawn')",
            name="public_version_chosen",
        ),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    status: Mapped[PositionStatus] = mapped_column(default=PositionStatus.DRAFT)
    goal: Mapped[Goal]
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    public_version: Mapped[int | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(default="")
    owner: Mapped[Person] = relationship()
    nations: Mapped[list["PositionNation"]] = relationship(order_by="PositionNation.id")
    texts: Mapped[list["PositionText"]] = relationship(order_by="PositionText.version, PositionText.id")
    answers: Mapped[list["PositionAnswer"]] = relationship(order_by="PositionAnswer.place, PositionAnswer.id")
    spokespeople: Mapped[list["Spokesperson"]] = relationship(order_by="Spokesperson.place, Spokesperson.id")
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.place, Evidence.id")
    approvals: Mapped[list["Approval"]] = relationship(order_by="Approval.version, Approval.place")

    def text_in(self, language: Language, version: int | None) -> "PositionText | None":
        """The words of that version in that language, if there are any."""
        return next((each for each in self.texts if (each.version, each.language) == (version, language)), None)


class PositionNation(Base):
    """A nation that a position is for."""

    __tablename__ = "position_nations"
    __table_args__ = (UniqueConstraint("position_id", "nation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    nation: Mapped[Nation]


class PositionText(Base):
    """A position's words in one language, as of one version. ``key_lines`` stand one on each line.

    ``changed`` says to readers what is new in this version. The paper is a PDF.
    """

    __tablename__ = "position_texts"
    __table_args__ = (
        UniqueConstraint("position_id", "version", "language"),
        CheckConstraint("version > 0", name="version_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    version: Mapped[int]
    language: Mapped[Language]
    title: Mapped[str]
    frame: Mapped[str] = mapped_column(default="")
    key_lines: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    changed: Mapped[str] = mapped_column(default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    saved_at: Mapped[datetime]
    paper: Mapped[StoredFile | None] = relationship()

    @property
    def lines(self) -> list[str]:
        return [line for line in self.key_lines.splitlines() if line]


class PositionAnswer(Base):
    """A question that will be asked and what is answered; for spokespeople and the press unless ``is_public``."""

    __tablename__ = "position_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    place: Mapped[int] = mapped_column(default=0)
    language: Mapped[Language]
    question: Mapped[str]
    answer: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=False)


class Spokesperson(Base):
    """Who speaks for a position, and how the press reaches them."""

    __tablename__ = "spokespeople"
    __table_args__ = (UniqueConstraint("position_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    place: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    speaks_welsh: Mapped[bool] = mapped_column(default=False)


class Evidence(Base):
    """A paper, report or set of figures that a position rests on."""

    __tablename__ = "position_evidence"
    __table_args__ = (UniqueConstraint("position_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    place: Mapped[int] = mapped_column(default=0)
    label: Mapped[str]
    url: Mapped[str]


class Approval(Base):
    """Somebody's turn to approve a version: in order of ``place``, the next only after the one before."""

    __tablename__ = "position_approvals"
    __table_args__ = (
        UniqueConstraint("position_id", "version", "place"),
        UniqueConstraint("position_id", "version", "person_id", name="uq_position_approvals_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    version: Mapped[int]
    place: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    approved_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
