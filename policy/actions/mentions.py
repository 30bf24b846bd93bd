"""The trail of a position: where it is launched, discussed and told again."""

from datetime import datetime

from sqlalchemy.orm import Session

from events.models import Event
from policy.actions.writing import note
from policy.models import Launch, Mention, MentionKind


def add_mention(
    session: Session, *, launch: Launch, event: Event, kind: MentionKind, part: str, by_id: int, now: datetime
) -> Mention:
    """The launch's position is spoken of at the event, in the part of that name, on its last day."""
    mention = Mention(position_id=launch.position_id, event_id=event.id, kind=kind, session=part, on=event.last_day)
    session.add(mention)
    session.flush()
    note(session, launch.position, "is mentioned", by_id=by_id, now=now, launch=launch, at_event=event.id)
    return mention
