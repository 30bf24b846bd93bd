"""Conflicts for the desk: each with both facts, whose ticket it is, and who has looked at it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checkin.models import AdmissionList, ConflictSeen, Device
from checkin.queries.faults import Doubtful, conflicts
from checkin.rules import CLOCK, Doubt, Fact, Sighting, is_skewed
from events.models import Event
from people.models import Person
from registration.models import Ticket

_NAME = func.coalesce(func.nullif(Person.name, ""), Person.email)


def doubts_of(session: Session, event: Event) -> list[Doubt]:
    """All that cannot be right among the event's scans and phones: what nobody has looked at first, newest first."""
    found = conflicts(session, event)
    tickets = _tickets(session, {each.ticket_id for each in found})
    facts = [fact for each in found for fact in (each.conflict.fact, each.conflict.first) if fact]
    people = select(Person.id, _NAME).where(Person.id.in_({each.by_id for each in facts}))
    names = {number: name for number, name in session.execute(people)}
    named = select(AdmissionList.slug, AdmissionList.name).where(AdmissionList.event_id == event.id)
    lists = {slug: name for slug, name in session.execute(named)}
    told = select(Device.id, Device.name, Device.skew_seconds).where(Device.event_id == event.id).order_by(Device.id)
    phones = [(number, name, skew) for number, name, skew in session.execute(told)]
    enrolled = {(str(number), name) for number, name, _ in phones}
    made = [_doubt(each, tickets[each.ticket_id], names, lists, enrolled) for each in found]
    return _looked_at(session, event, made + _wrong_clocks(phones))


def _doubt(
    doubtful: Doubtful,
    ticket: tuple[str, str, str],
    names: dict[int, str],
    lists: dict[str, str],
    enrolled: set[tuple[str, str]],
) -> Doubt:
    def sighting(fact: Fact | None) -> Sighting | None:
        if fact is None:
            return None
        where = fact.place or lists.get(fact.list, "the door")
        # Of an enrolled phone we know the number, and its name is where it stands.
        phone = "" if (fact.device, fact.place) in enrolled else fact.device or ""
        return Sighting(fact.at, where, names.get(fact.by_id, ""), phone)

    conflict = doubtful.conflict
    name, organisation, code = ticket
    first, then = sighting(conflict.first), sighting(conflict.fact)
    return Doubt(conflict.why, conflict.fact.key, name, organisation, code, first, then)


def _tickets(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    rows = session.execute(select(Ticket.id, Ticket.name, Ticket.organisation, Ticket.code).where(Ticket.id.in_(ids)))
    return {number: (name, organisation, code) for number, name, organisation, code in rows}


def _wrong_clocks(phones: list[tuple[int, str, int | None]]) -> list[Doubt]:
    return [
        Doubt(CLOCK, str(number), name, "", "", None, None, skew_seconds=skew)
        for number, name, skew in phones
        if skew is not None and is_skewed(skew)
    ]


def _looked_at(session: Session, event: Event, doubts: list[Doubt]) -> list[Doubt]:
    rows = select(ConflictSeen.about, ConflictSeen.why, _NAME, ConflictSeen.at).join(
        Person, Person.id == ConflictSeen.by_id
    )
    seen = {
        (about, why): (who, at)
        for about, why, who, at in session.execute(rows.where(ConflictSeen.event_id == event.id))
    }
    told = []
    for each in doubts:
        who, at = seen.get((each.about, str(each.why)), ("", None))
        told.append(replace(each, seen_by=who, seen_at=at))
    newest = sorted(told, key=lambda each: each.then.at.timestamp() if each.then else 0, reverse=True)
    return sorted(newest, key=lambda each: each.seen_at is not None)
