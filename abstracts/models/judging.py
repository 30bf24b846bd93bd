from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from abstracts.models.abstracts import Abstract, Lead
from abstracts.models.calls import Call, CallQuestion
from core.db import Base


class Workplace(Base):
    """Where somebody who chairs an event's abstracts works, in their own words: so that ties to it are found."""

    __tablename__ = "chair_workplaces"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation: Mapped[str] = mapped_column(default="")
    second_organisation: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]

    @property
    def organisations(self) -> tuple[str, ...]:
        return tuple(each for each in (self.organisation, self.second_organisation) if each)


class Prize(Base):
    """A prize of a call, for one of those accepted. Its winner shows once it is announced, and never before (rule 45).

    Who may win it: those led by a ``lead``, and those that answered the tick question ``question_id`` with yes; None
    asks nothing.
    """

    __tablename__ = "prizes"
    __table_args__ = (
        UniqueConstraint("call_id", "name"),
        CheckConstraint("announced_at IS NULL OR winner_id IS NOT NULL", name="announced_with_winner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    name: Mapped[str]
    lead: Mapped[Lead | None]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("call_questions.id"), index=True)
    winner_id: Mapped[int | None] = mapped_column(ForeignKey("abstracts.id"), index=True)
    announced_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    question: Mapped[CallQuestion | None] = relationship()
    winner: Mapped[Abstract | None] = relationship()
