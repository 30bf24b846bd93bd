import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from people.models import Person
from policy.models.launches import Launch


class GuestKind(enum.Enum):
    PRESS = "press"
    PARTNER = "partner"


class Grant(Base):
    """One named person's early access to one launch, by the address they were invited at (domain rule 51).

    It opens nothing before the terms are accepted, after ``expires_at`` or once revoked. ``copy_number`` stands on
    every page they read. ``terms`` are the words they accepted, kept as they were. ``key`` stands in the address of
    their copy, and opens nothing to anybody else. Once the launch is frozen a grant is only ever revoked.
    """

    __tablename__ = "press_grants"
    __table_args__ = (
        UniqueConstraint("launch_id", "email_key"),
        UniqueConstraint("launch_id", "copy_number", name="uq_press_grants_copy_number"),
        CheckConstraint("(accepted_at IS NULL) = (terms = '')", name="terms_kept"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("launches.id"))
    copy_number: Mapped[int]
    kind: Mapped[GuestKind]
    name: Mapped[str]
    outlet: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    accepted_at: Mapped[datetime | None]
    terms: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    launch: Mapped[Launch] = relationship()
    invited_by: Mapped[Person] = relationship(foreign_keys=[invited_by_id])


class AccessAct(enum.Enum):
    INVITED = "invited"
    REMINDED = "reminded"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    GIVEN_BACK = "given back"
    RESET_EXPIRY = "changed until when"


class AccessStep(Base):
    """What was done with a grant, and when: who had access at any moment can be read from it. Only ever added to.

    ``terms`` are the very words that were accepted, and ``expires_at`` is the end as of this step.
    """

    __tablename__ = "press_steps"
    __table_args__ = (CheckConstraint("(act = 'accepted') = (terms <> '')", name="terms_accepted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("press_grants.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[AccessAct]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    terms: Mapped[str] = mapped_column(default="")


class Opened(enum.Enum):
    TERMS = "terms"
    PAPER_PAGE = "page"
    PAPER_FILE = "paper"
    ASSET = "asset"


class Opening(Base):
    """A grant was used: what was opened, and when. Rows are added and never changed."""

    __tablename__ = "press_openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("press_grants.id"), index=True)
    at: Mapped[datetime]
    opened: Mapped[Opened]
    thing_id: Mapped[int | None]  # the text's or the asset's
    grant: Mapped[Grant] = relationship()


class EmbargoMove(Base):
    """The instant was changed; everybody with access is told of it."""

    __tablename__ = "embargo_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    launch_id: Mapped[int] = mapped_column(ForeignKey("launches.id"), index=True)
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    was: Mapped[datetime | None]
    lifts_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")
