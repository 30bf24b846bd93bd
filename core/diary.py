"""The diary: who did what to which thing, in the same transaction as the deed, and never changed (R23).

Rows go in unchained, so that writers do not queue for the chain; the worker seals finished rows in batches,
each seal holding the hash of its rows and of the seal before it.
"""

import hashlib
import json
from datetime import datetime

from flask import current_app
from sqlalchemy import JSON, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock, trace
from core.db import Base, reading, transaction

BATCH = 1000
FIRST_LINK = "0" * 64


class DiaryEntry(Base):
    """One deed. It holds ids and statuses only, so that nobody's data outlives its purpose here."""

    __tablename__ = "diary_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    road: Mapped[str]
    act: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[int | None]
    event_id: Mapped[int | None] = mapped_column(index=True)
    before: Mapped[dict | None] = mapped_column(JSON)
    after: Mapped[dict | None] = mapped_column(JSON)
    request_id: Mapped[str]


class DiarySeal(Base):
    """A link of the chain: the hash over a run of entries and the link before."""

    __tablename__ = "diary_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(unique=True)
    last_id: Mapped[int] = mapped_column(unique=True)
    entries: Mapped[int]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("diary_seals.id"), unique=True)
    hash: Mapped[str]
    sealed_at: Mapped[datetime]


def note(
    session: Session,
    *,
    act: str,
    now: datetime,
    actor_id: int | None,
    thing: tuple[str, int | None],
    event_id: int | None = None,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    """Write one entry beside the deed itself: kept or undone with it."""
    session.add(entry(act=act, now=now, actor_id=actor_id, thing=thing, event_id=event_id, before=before, after=after))


def entry(
    *,
    act: str,
    now: datetime,
    actor_id: int | None,
    thing: tuple[str, int | None],
    event_id: int | None = None,
    before: dict | None = None,
    after: dict | None = None,
) -> DiaryEntry:
    """An entry not yet written, for ``record_apart``. ``thing`` is its kind and its id."""
    return DiaryEntry(
        at=now,
        actor_id=actor_id,
        road=trace.road().value,
        act=act,
        object_kind=thing[0],
        object_id=thing[1],
        event_id=event_id,
        before=before,
        after=after,
        request_id=trace.request_id(),
    )


def seal() -> bool:
    """Chain the next finished entries; false if there are none.

    Entries younger than the limit are left: one with a smaller id may still be on its way.
    """
    with reading() as session:
        if not _unsealed(session, clock.now()):
            return False
    with transaction() as session:
        now = clock.now()
        entries = _unsealed(session, now)
        if not entries:
            return False
        last = session.scalar(select(DiarySeal).order_by(DiarySeal.id.desc()).limit(1).with_for_update())
        session.add(
            DiarySeal(
                first_id=entries[0].id,
                last_id=entries[-1].id,
                entries=len(entries),
                previous_id=last.id if last else None,
                hash=_link(last.hash if last else FIRST_LINK, entries),
                sealed_at=now,
            )
        )
    return True


def broken_seals(session: Session) -> list[dict]:
    """The seals whose entries are no longer what was sealed, or that do not follow on; empty if all is well."""
    broken, previous = [], FIRST_LINK
    for each in session.scalars(select(DiarySeal).order_by(DiarySeal.id)):
        entries = session.scalars(
            select(DiaryEntry).where(DiaryEntry.id.between(each.first_id, each.last_id)).order_by(DiaryEntry.id)
        ).all()
        if len(entries) != each.entries or _link(previous, entries) != each.hash:
            broken.append({"seal": each.id, "first_id": each.first_id, "last_id": each.last_id})
        previous = each.hash
    return broken


def _unsealed(session: Session, now: datetime) -> list[DiaryEntry]:
    sealed_to = select(func.coalesce(func.max(DiarySeal.last_id), 0)).scalar_subquery()
    return list(
        session.scalars(
            select(DiaryEntry)
            .where(DiaryEntry.id > sealed_to, DiaryEntry.at <= now - current_app.config["LIMITS"].seal_after)
            .order_by(DiaryEntry.id)
            .limit(BATCH)
        )
    )


def _link(previous: str, entries) -> str:
    digest = hashlib.sha256(previous.encode())
    for each in entries:
        facts = [
            each.id,
            each.at.isoformat(),
            each.actor_id,
            each.road,
            each.act,
            each.object_kind,
            each.object_id,
        ]
        facts += [each.event_id, each.before, each.after, each.request_id]
        digest.update(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode())
    return digest.hexdigest()
