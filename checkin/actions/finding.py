"""Looking for people by name at the door, as often as a door needs and not as often as a harvest does."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from core import diary
from core.db import record_apart
from core.errors import TooMany
from core.limits import may_once_more, one_more, times_so_far


def count_search(
    session: Session, *, event_id: int, searcher: tuple[str, int], by_id: int | None, now: datetime
) -> None:
    """One more search of ``searcher`` is counted: ``("device", 7)``, or a person who is signed in.

    Raises TooMany past the limit. Of the first time in each window that it does, the diary has a line.
    """
    limits = current_app.config["LIMITS"]
    by = {"actor": f"{searcher[0]} {searcher[1]}", "window": limits.limit_window, "now": now}
    if may_once_more(session, act="search at the door", at_most=limits.searches_at_door, **by):
        return
    stopped = by | {"act": "search at the door stopped"}
    if not times_so_far(session, **stopped):
        act = "looked for very many people by name"
        told = diary.entry(act=act, now=now, actor_id=by_id, thing=searcher, event_id=event_id)
        record_apart(one_more(session, **stopped), told)
    raise TooMany(
        "Very many names were looked for from here. You can search again within a quarter of an hour;"
        " tickets are read as before."
    )
