"""Abstracts of one event that say nearly the same."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from abstracts.models import Abstract, Likeness
from abstracts.queries.likenesses import pairs_of
from core import diary
from core.db import insert_once


def record_likenesses(
    session: Session, *, abstract_id: int, version: int, found: Mapping[int, int], now: datetime
) -> None:
    """What ``found`` says, per mille by the other's id, is what is known of the abstract's ``version``.

    A pair that the desk has dismissed stays dismissed, and one that is alike no more is forgotten. Found by two
    workers at once it is written once.
    """
    known = {_other(each, abstract_id): each for each in pairs_of(session, abstract_id)}
    for other_id, each in known.items():
        if other_id in found:
            each.per_mille = found[other_id]
        elif each.dismissed_at is None:
            session.delete(each)
    session.flush()
    for other_id in found.keys() - known.keys():
        first_id, second_id = sorted((abstract_id, other_id))
        pair = {"first_id": first_id, "second_id": second_id, "per_mille": found[other_id], "found_at": now}
        insert_once(session, Likeness, **pair)
    compared = update(Abstract).where(Abstract.id == abstract_id, Abstract.compared_version < version)
    session.execute(compared.values(compared_version=version))


def dismiss_likeness(session: Session, *, likeness: Likeness, by_id: int | None, now: datetime) -> None:
    """The desk is shown this pair no more. Dismissed again, nothing changes (R7)."""
    if likeness.dismissed_at is not None:
        return
    likeness.dismissed_at = now
    diary.note(
        session,
        act="dismissed a likeness",
        now=now,
        actor_id=by_id,
        thing=("abstract", likeness.first_id),
        event_id=likeness.first.event_id,
        after={"other": likeness.second_id},
    )


def _other(likeness: Likeness, abstract_id: int) -> int:
    return likeness.second_id if likeness.first_id == abstract_id else likeness.first_id
