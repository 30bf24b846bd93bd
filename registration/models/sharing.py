"""What delegates let exhibitors know of them, and what exhibitors then hold.

The door's people and exhibitors scan; here it is kept, since it begins and ends with what the delegate says.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from events.models import Exhibitor
from people.models import Person
from registration.models.orders import Ticket


class Say(enum.Enum):
    """A delegate's word to one exhibitor. No is also how a yes is taken back."""

    YES = "yes"
    NO = "no"


class Rating(enum.Enum):
    """How promising an exhibitor finds somebody."""

    HOT = "hot"
    WARM = "warm"
    COLD = "cold"


class SharingAnswer(Base):
    """What a delegate said to an exhibitor, to which words and when. Only ever added to: the latest stands (rule 58).

    The words had the exhibitor's promise of ``promise_version`` in them, and its job role if it ``covers_role``.
    It ends with the place: who gets that from somebody has said nothing yet.
    """

    __tablename__ = "sharing_answers"
    __table_args__ = (Index("ix_sharing_answers_ticket_id", "ticket_id", "exhibitor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitors.id"), index=True)
    answer: Mapped[Say]
    wording: Mapped[str]
    version: Mapped[str]
    promise_version: Mapped[int] = mapped_column(default=1, server_default="1")
    covers_role: Mapped[bool] = mapped_column(default=False, server_default=false())
    said_at: Mapped[datetime]


class Lead(Base):
    """An exhibitor scanned a delegate's badge: once for the two, however often. With a yes it is a lead.

    Without an answer it is a question to the delegate, and a no deletes it. No row of this table may be read for an
    exhibitor but through ``agreed_leads`` (registration/queries/sharing.py).
    """

    __tablename__ = "leads"
    __table_args__ = (UniqueConstraint("exhibitor_id", "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitors.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    scanned_at: Mapped[datetime]
    scanned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    rating: Mapped[Rating | None]
    note: Mapped[str] = mapped_column(default="", server_default=text("''"))
    exhibitor: Mapped[Exhibitor] = relationship()
    ticket: Mapped[Ticket] = relationship()


class LeadExport(Base):
    """A copy of its leads that an exhibitor took away: who took it, when, and how many were in it."""

    __tablename__ = "lead_exports"
    __table_args__ = (CheckConstraint("leads >= 0", name="leads_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitors.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    leads: Mapped[int]
    by: Mapped[Person] = relationship()


class ExportedLead(Base):
    """Somebody who was in such a copy, so that both they and the exhibitor can be told once they say no."""

    __tablename__ = "exported_leads"

    export_id: Mapped[int] = mapped_column(ForeignKey("lead_exports.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True, index=True)
