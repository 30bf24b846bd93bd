"""Conflicts for the desk: each with both facts, whose ticket it is, and who has looked at it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checkin.models import AdmissionList, ConflictSeen, Device
from checkin.queries.faults import Doubtful, conflicts
from checkin.rules import CLOCK, Doubt, Fact, Sighting, is_skewed
from events.models import Event
from people.models import Person
from registration.models import Ticket

_NAME = func.coalesce(func.nullif(Person.name, ""), Person.email)


class Doubts(NamedTuple):
    """Some of an event's doubts as the desk reads them; how many there are, and how many nobody has looked at."""

    shown: list[Doubt]
    number: int
    unseen: int


class _Phone(NamedTuple):
    id: int
    name: str
    skew_seconds: int | None


def doubts_of(session: Session, event: Event, *, after: int = 0, rows: int | None = None) -> Doubts:
    """What cannot be right among the event's scans and phones: what nobody has looked at first, newest first.

    Shown are up to ``rows`` of them after the first ``after``, and only for those is more read.
    """
    told = select(Device.id, Device.name, Device.skew_seconds).where(Device.event_id == event.id).order_by(Device.id)
    phones = [_Phone(*row) for row in session.execute(told)]
    wrong = [phone for phone in phones if phone.skew_seconds is not None and is_skewed(phone.skew_seconds)]
    seen = _looked_at(session, event)
    found: list[Doubtful | _Phone] = [*conflicts(session, event), *wrong]
    found.sort(key=lambda each: (_key(each) in seen, -_moment(each)))
    page = found[after:][:rows]
    shown = _told(session, event, page, seen, {(str(phone.id), phone.name) for phone in phones})
    return Doubts(shown, len(found), sum(_key(each) not in seen for each in found))


def _key(found: Doubtful | _Phone) -> tuple[str, str]:
    if isinstance(found, _Phone):
        return str(found.id), CLOCK
    return found.conflict.fact.key, str(found.conflict.why)


def _moment(found: Doubtful | _Phone) -> float:
    return 0 if isinstance(found, _Phone) else found.conflict.fact.at.timestamp()


def _looked_at(session: Session, event: Event) -> dict[tuple[str, str], tuple[str, datetime]]:
    """Who has looked at what, and when, by what it is about and why."""
    rows = select(ConflictSeen.about, ConflictSeen.why, _NAME, ConflictSeen.at).join(Person)
    rows = rows.where(ConflictSeen.event_id == event.id)
    return {(about, why): (who, at) for about, why, who, at in session.execute(rows)}


def _told(
    session: Session,
    event: Event,
    page: list[Doubtful | _Phone],
    seen: dict[tuple[str, str], tuple[str, datetime]],
    enrolled: set[tuple[str, str]],
) -> list[Doubt]:
    scanned = [each for each in page if isinstance(each, Doubtful)]
    tickets = _tickets(session, {each.ticket_id for each in scanned})
    facts = [fact for each in scanned for fact in (each.conflict.fact, each.conflict.first) if fact]
    people = select(Person.id, _NAME).where(Person.id.in_({each.by_id for each in facts}))
    names = {number: name for number, name in session.execute(people)}
    named = select(AdmissionList.slug, AdmissionList.name).where(AdmissionList.event_id == event.id)
    lists = {slug: name for slug, name in session.execute(named)}

    def sighting(fact: Fact | None) -> Sighting | None:
        if fact is None:
            return None
        where = fact.place or lists.get(fact.list, "the door")
        # Of an enrolled phone we know the number, and its name is where it stands.
        phone = "" if (fact.device, fact.place) in enrolled else fact.device or ""
        return Sighting(fact.at, where, names.get(fact.by_id, ""), phone)

    def doubt(each: Doubtful | _Phone) -> Doubt:
        about, why = _key(each)
        who, at = seen.get((about, why), ("", None))
        if isinstance(each, _Phone):
            skew = each.skew_seconds or 0
            return Doubt(why, about, each.name, "", "", None, None, skew_seconds=skew, seen_by=who, seen_at=at)
        first, then = sighting(each.conflict.first), sighting(each.conflict.fact)
        return Doubt(each.conflict.why, about, *tickets[each.ticket_id], first, then, seen_by=who, seen_at=at)

    return [doubt(each) for each in page]


def _tickets(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    rows = session.execute(select(Ticket.id, Ticket.name, Ticket.organisation, Ticket.code).where(Ticket.id.in_(ids)))
    return {number: (name, organisation, code) for number, name, organisation, code in rows}
