"""Where a chair works: said by themselves, and looked for among the authors at once (domain rule 42)."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries
from abstracts.actions.assigning import find_conflicts
from abstracts.models import Workplace
from core import diary
from core.db import insert_once
from events.models import Event


def save_workplace(
    session: Session, *, event: Event, person_id: int, organisation: str, second_organisation: str, now: datetime
) -> int:
    """The chair works there; how many ties to abstracts of the event's calls were new. Those found before stay."""
    insert_once(
        session,
        Workplace,
        event_id=event.id,
        person_id=person_id,
        organisation="",
        second_organisation="",
        saved_at=now,
    )
    workplace = queries.workplace_of(session, event, person_id, lock=True)
    assert workplace is not None  # noqa: S101  for the type checker: one of the two was there
    workplace.organisation, workplace.second_organisation = organisation, second_organisation
    workplace.saved_at = now
    session.flush()
    calls = queries.calls_of(session, event)
    found = sum(find_conflicts(session, call=each, now=now, person_ids={person_id}) for each in calls)
    diary.note(
        session,
        act="said where they work",
        now=now,
        actor_id=person_id,
        thing=("event", event.id),
        event_id=event.id,
        after={"ties": found},
    )
    return found
