"""Phones that may read badges without anybody signed in on them, for one shift."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkin.models.door import AdmissionList
from core.db import Base

device_lists = Table(
    "device_lists",
    Base.metadata,
    Column("device_id", ForeignKey("devices.id"), primary_key=True),
    Column("list_id", ForeignKey("admission_lists.id"), primary_key=True, index=True),
)


class Device(Base):
    """A phone at the door of one event until the end of a shift; it has no lists of its own if it may read for all.

    It is known by a token, of which we keep the hash, as of the code by which it is enrolled once. ``salt`` hides the
    tickets' codes in what it holds; ``names_key`` locks the names, where it ``holds_names``. ``seal_key`` is the
    private half of the key to which it seals what it has not sent: kept here and not derived from a setting, so that
    no scan is lost when that changes. All three go once the device has nothing more to hand in.
    """

    __tablename__ = "devices"
    __table_args__ = (CheckConstraint("unsent >= 0", name="unsent_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    code_expires_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    added_at: Mapped[datetime]
    enrolled_at: Mapped[datetime | None]
    shift_ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]
    holds_names: Mapped[bool] = mapped_column(default=False, server_default=false())
    salt: Mapped[str]
    names_key: Mapped[str]
    seal_key: Mapped[str]
    seen_at: Mapped[datetime | None]
    unsent: Mapped[int] = mapped_column(default=0)
    skew_seconds: Mapped[int | None]
    lists: Mapped[list[AdmissionList]] = relationship(secondary=device_lists, order_by=AdmissionList.id)
