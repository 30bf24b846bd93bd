"""How often somebody may do something, counted in the database and so by all servers together."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import Executable, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock
from core.db import Base, insert_unless_there, transaction


class Tally(Base):
    """How many of one act by one actor fell into one window of time. The actor is a keyed hash."""

    __tablename__ = "tallies"

    actor: Mapped[str] = mapped_column(primary_key=True)
    window_starts_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]


def may_once_more(
    session: Session, *, act: str, actor: str, at_most: int, window: timedelta, now: datetime, by: int = 1
) -> bool:
    """Count one more ``act`` of ``actor``, or ``by``; false, and nothing counted, if that is more than ``at_most``."""
    # One statement: two at once cannot both be the last that may.
    counted = _more(session, act, actor, window, now, by, at_most=at_most).returning(Tally.times)
    return by <= at_most and session.scalar(counted) is not None


def times_so_far(session: Session, *, act: str, actor: str, window: timedelta, now: datetime) -> int:
    """How many of ``act`` fell into the window that is now, and none is counted."""
    counted = select(Tally.times).where(
        Tally.actor == _hidden(f"{act}:{actor}"), Tally.window_starts_at == _window_start(window, now)
    )
    return session.scalar(counted) or 0


def one_more(session: Session, *, act: str, actor: str, window: timedelta, now: datetime) -> Executable:
    """The statement that counts one more, for ``record_apart``: a wrong try is one whatever becomes of the request."""
    return _more(session, act, actor, window, now, 1)


def _more(
    session: Session, act: str, actor: str, window: timedelta, now: datetime, by: int, *, at_most: int | None = None
):
    row = {"actor": _hidden(f"{act}:{actor}"), "window_starts_at": _window_start(window, now), "times": by}
    return (
        insert_unless_there(session, Tally)
        .values(**row)
        .on_conflict_do_update(
            index_elements=[Tally.actor, Tally.window_starts_at],
            set_={"times": Tally.times + by},
            where=None if at_most is None else Tally.times <= at_most - by,
        )
    )


def _window_start(window: timedelta, now: datetime) -> datetime:
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % window


def forget_old() -> bool:
    """Drop the windows that are over; false, since there is never more to do at once."""
    with transaction() as session:
        before = clock.now() - timedelta(days=1)
        session.execute(delete(Tally).where(Tally.window_starts_at < before))
    return False


def _hidden(actor: str) -> str:
    # An address is not kept to count it, and cannot be found by hashing all addresses.
    return hmac.new(current_app.config["SECRET_KEY"].encode(), actor.encode(), sha256).hexdigest()
