"""Conflicts among scans that somebody at the desk has looked at. The scans themselves stay as they are."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ConflictSeen(Base):
    """Somebody has looked at what cannot be right about one scan, known by its key, or about one phone's clock."""

    __tablename__ = "conflicts_seen"
    __table_args__ = (UniqueConstraint("event_id", "about", "why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    about: Mapped[str]
    why: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
