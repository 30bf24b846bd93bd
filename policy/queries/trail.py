"""Where positions were launched, discussed and taken up again, as far as the world may read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from core.errors import NotFound
from events.models import Event, Visibility
from people.rules import london_day
from policy.models import Mention, MentionKind, Position
from policy.queries.embargo import Shown, positions_at


@dataclass(frozen=True)
class Stop:
    """One place on a position's trail."""

    event: Event
    kind: MentionKind
    session: str
    on: date


@dataclass(frozen=True)
class TakenUp:
    """Positions that belong together on an event's page: those launched there, or those of one session or kind."""

    kind: MentionKind
    session: str
    on: date
    shown: list[Shown]


def trail_of(session: Session, shown: Shown) -> list[Stop]:
    """The public events of its trail in their order, its launch first. One statement.

    An event that is not in the public list adds nothing: it may be private, and even its name would tell of it.
    """
    found = select(Mention).join(Mention.event).where(Mention.position_id == shown.position.id)
    found = found.where(Event.visibility == Visibility.PUBLIC).options(contains_eager(Mention.event))
    mentions = session.scalars(found.order_by(Mention.on, Mention.id)).all()
    stops = [Stop(each.event, each.kind, each.session, each.on) for each in mentions]
    if any(each.kind is MentionKind.LAUNCHED for each in stops):
        return stops
    event = shown.launch.event
    if event.visibility is not Visibility.PUBLIC:
        return stops
    return [Stop(event, MentionKind.LAUNCHED, "", _launched_on(shown)), *stops]


def _launched_on(shown: Shown) -> date:
    lifts_at = shown.launch.lifts_at
    return london_day(lifts_at) if lifts_at else shown.launch.event.first_day


def taken_up_at(session: Session, event: Event, now: datetime) -> list[TakenUp]:
    """What was or will be launched, discussed or taken up again at the event, of the positions public ``now``.

    Four statements at most, however many there are; a hidden position adds nothing.
    """
    shown = {each.position.id: each for each in positions_at(session, event, now)}
    found = select(Mention).where(Mention.event_id == event.id, Mention.position_id.in_(shown))
    mentions = session.scalars(found.order_by(Mention.on, Mention.session, Mention.id)).all() if shown else []
    told = {each.position_id for each in mentions if each.kind is MentionKind.LAUNCHED}
    places = [
        (MentionKind.LAUNCHED, "", _launched_on(each), each)
        for each in shown.values()
        if each.launch.event_id == event.id and each.position.id not in told
    ]
    places += [(each.kind, each.session, each.on, shown[each.position_id]) for each in mentions]
    groups: dict[tuple[MentionKind, str, date], TakenUp] = {}
    for kind, words, on, one in sorted(places, key=lambda place: place[2]):
        groups.setdefault((kind, words, on), TakenUp(kind, words, on, [])).shown.append(one)
    return list(groups.values())


def mentions_at_desk(session: Session, position: Position) -> Sequence[Mention]:
    """Its whole trail, also at events that are not public."""
    found = select(Mention).where(Mention.position_id == position.id).options(joinedload(Mention.event))
    return session.scalars(found.order_by(Mention.on, Mention.id)).all()


def mention_at_desk(session: Session, position: Position, mention_id: int) -> Mention:
    """One place of its trail. Raises NotFound if there is none."""
    found = session.scalar(select(Mention).where(Mention.id == mention_id, Mention.position_id == position.id))
    if found is None:
        raise NotFound("There is nothing at this address.")
    return found


def is_mentioned(session: Session, position: Position, event_id: int, words: str) -> bool:
    """True if that session of that event is on its trail already."""
    found = select(Mention.id).where(Mention.position_id == position.id, Mention.event_id == event_id)
    return session.scalar(found.where(Mention.session == words)) is not None


def events_of_trails(session: Session) -> Sequence[Event]:
    """The events that a trail may lead to, the latest first."""
    return session.scalars(select(Event).order_by(Event.first_day.desc(), Event.id)).all()
