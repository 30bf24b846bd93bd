"""Who had access when, as it stood when the position was published at once (domain rule 53)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.diary import DiaryEntry
from core.errors import NotFound
from policy.models import Launch
from policy.queries.press import guests_of, moves_of, openings_of, steps_of
from policy.rules import AccessRecord, RecordedAct, RecordedGuest


def access_record(session: Session, launch: Launch) -> AccessRecord:
    """The record up to the breach, the same whenever it is asked for. Raises NotFound if there was none."""
    frozen_at = launch.frozen_at
    if frozen_at is None:
        raise NotFound("There was no breach.")
    breach = next(each for each in moves_of(session, launch) if each.lifts_at == frozen_at)
    steps, openings = (
        [each for each in rows if each.at <= frozen_at]
        for rows in (steps_of(session, launch), reversed(openings_of(session, launch)))
    )
    guests = [
        RecordedGuest(
            copy_number=each.grant.copy_number,
            kind=each.grant.kind.value,
            name=each.grant.name,
            outlet=each.grant.outlet,
            email=each.grant.email,
            steps=tuple(RecordedAct(step.at, step.act.value) for step in steps if step.grant_id == each.grant.id),
            openings=tuple(
                RecordedAct(opening.at, opening.opened.value)
                for opening in openings
                if opening.grant_id == each.grant.id
            ),
        )
        for each in guests_of(session, launch)
    ]
    return AccessRecord(launch.id, frozen_at, breach.was or frozen_at, tuple(guests))


def hash_written_down(session: Session, launch: Launch) -> str:
    """The record's hash as the diary has it from the moment of the breach."""
    found = select(DiaryEntry.after).where(
        DiaryEntry.object_kind == "launch", DiaryEntry.object_id == launch.id, DiaryEntry.act == "published at a breach"
    )
    return (session.scalar(found.order_by(DiaryEntry.id).limit(1)) or {}).get("record", "")
