"""A broken embargo: the position is published at once, its people are told, and the log is frozen (domain rule 53)."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import diary
from core.outbox import queue_letter
from policy import queries, rules
from policy.models import EmbargoMove, Launch

ALERT = "policy/email/breached"
PUBLIC_NOW = "policy/email/public_now"


def publish_at_once(session: Session, *, launch: Launch, by_id: int, now: datetime) -> None:
    """The world reads it from now on. Its owner, lead and champion, and all with access, are owed a letter.

    The launch is locked, so that of two who do this one does. Raises NoBreach, and then nothing is changed.
    """
    rules.check_may_publish_at_once(launch, now)
    told = queries.to_be_told(session, launch, now)
    session.add(
        EmbargoMove(
            launch_id=launch.id,
            moved_at=now,
            moved_by_id=by_id,
            was=launch.lifts_at,
            lifts_at=now,
            because=rules.BECAUSE,
        )
    )
    launch.lifts_at = launch.breached_at = launch.frozen_at = now
    launch.version += 1
    session.flush()
    record = queries.access_record(session, launch)
    diary.note(
        session,
        act="published at a breach",
        now=now,
        actor_id=by_id,
        thing=("launch", launch.id),
        event_id=launch.event_id,
        before={"lifts_at": record.was_to_lift_at.isoformat()},
        after={"guests": len(record.guests), "record": record.hash},
    )
    people = {each.id: each for each in (launch.position.owner, launch.lead, launch.champion) if each is not None}
    for person in people.values():
        about = {"launch_id": launch.id, "person_id": person.id}
        queue_letter(session, kind=ALERT, to=person.email, key=f"{launch.id}:{person.id}", now=now, **about)
    for grant in told:
        queue_letter(session, kind=PUBLIC_NOW, to=grant.email, key=str(grant.id), now=now, grant_id=grant.id)
