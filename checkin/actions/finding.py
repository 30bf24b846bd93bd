"""Finding people by name at the door: as many as a door needs, and not as many as a harvest does."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from core import diary
from core.db import record_apart
from core.errors import TooMany
from core.limits import may_once_more, one_more, times_so_far


def count_found(
    session: Session, *, names: int, event_id: int, finder: tuple[str, int], by_id: int | None, now: datetime
) -> None:
    """So many names that ``finder`` has found are counted: ``("device", 7)``, or a person who is signed in.

    Raises TooMany if they are more than one may be told in a while, and then none may be. Of the first time in each
    window that it does, the diary has a line.
    """
    limits = current_app.config["LIMITS"]
    by = {"actor": f"{finder[0]} {finder[1]}", "window": limits.limit_window, "now": now}
    found = by | {"act": "names found at the door", "at_most": limits.names_found_at_door}
    if names == 0 or may_once_more(session, by=names, **found):
        return
    stopped = by | {"act": "names found at the door, stopped"}
    if not times_so_far(session, **stopped):
        act = "looked for very many people by name"
        told = diary.entry(act=act, now=now, actor_id=by_id, thing=finder, event_id=event_id)
        record_apart(one_more(session, **stopped), told)
    raise TooMany(
        "Very many names were looked for from here. You can search again within a quarter of an hour;"
        " tickets are read as before."
    )
