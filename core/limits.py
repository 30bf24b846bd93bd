"""How often somebody may do something, counted in the database and so by all servers together."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock
from core.db import Base, insert_unless_there, transaction


class Tally(Base):
    """How many of one act by one actor fell into one window of time. The actor is a keyed hash."""

    __tablename__ = "tallies"

    actor: Mapped[str] = mapped_column(primary_key=True)
    window_starts_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]


def may_once_more(session: Session, *, act: str, actor: str, at_most: int, window: timedelta, now: datetime) -> bool:
    """Count one more ``act`` of ``actor``; false, and nothing counted, if that is more than ``at_most``."""
    starts = now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % window
    # One statement: two at once cannot both be the last that may.
    counted = (
        insert_unless_there(session, Tally)
        .values(actor=_hidden(f"{act}:{actor}"), window_starts_at=starts, times=1)
        .on_conflict_do_update(
            index_elements=[Tally.actor, Tally.window_starts_at],
            set_={"times": Tally.times + 1},
            where=Tally.times < at_most,
        )
        .returning(Tally.times)
    )
    return session.scalar(counted) is not None


def forget_old() -> bool:
    """Drop the windows that are over; false, since there is never more to do at once."""
    with transaction() as session:
        before = clock.now() - timedelta(days=1)
        session.execute(delete(Tally).where(Tally.window_starts_at < before))
    return False


def _hidden(actor: str) -> str:
    # An address is not kept to count it, and cannot be found by hashing all addresses.
    return hmac.new(current_app.config["SECRET_KEY"].encode(), actor.encode(), sha256).hexdigest()
