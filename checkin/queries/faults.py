"""Scans that cannot all be right, and admissions that are not what the scans make of them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from checkin.models import Admission, Scan, Verdict
from checkin.queries.door import FACTS, listings_of
from checkin.rules import Conflict, Fact, Listing, Reason, settle
from core.invariants import invariant
from events.models import Event
from registration.models import Order, RevokedCode, Ticket

_DIED = func.coalesce(Ticket.cancelled_at, Order.cancelled_at)
_BY_TICKET = (
    FACTS.add_columns(Ticket.id, _DIED)
    .join(Ticket, Ticket.id == Scan.ticket_id)
    .join(Order, Order.id == Ticket.order_id)
    .order_by(Ticket.id, Scan.id)
)


class Doubtful(NamedTuple):
    """A conflict, and whose ticket it is about."""

    ticket_id: int
    conflict: Conflict


def conflicts(session: Session, event: Event, *, device_id: int | None = None) -> list[Doubtful]:
    """What cannot be right among the event's scans, by ticket; or of one device's alone.

    Only tickets that could be in doubt are read: let in more than once, let in though dead, or by a revoked device.
    """
    listings = listings_of(session, event.id)
    admitting = and_(Scan.event_id == event.id, Scan.verdict == Verdict.ADMITTED, Scan.ticket_id.is_not(None))
    found = []
    for ticket_id, facts, died_at in _by_ticket(session, _BY_TICKET.where(Scan.ticket_id.in_(_in_doubt(admitting)))):
        _, wrong = settle(facts, listings, event, cancelled_at=died_at)
        found += [Doubtful(ticket_id, each) for each in wrong]
    if device_id is None:
        return found
    own = set(session.scalars(select(Scan.key).where(Scan.event_id == event.id, Scan.device_id == device_id)))
    return [each for each in found if each.conflict.fact.key in own]


def _in_doubt(admitting: ColumnElement[bool]) -> CompoundSelect:
    """The tickets that were let in twice, dead, or by a revoked device."""
    often = (
        select(Scan.ticket_id).where(admitting, ~Scan.is_exit).group_by(Scan.ticket_id).having(func.count(Scan.id) > 1)
    )
    dead = (
        select(Scan.ticket_id)
        .join(Ticket, Ticket.id == Scan.ticket_id)
        .join(Order, Order.id == Ticket.order_id)
        .outerjoin(RevokedCode, and_(RevokedCode.event_id == Scan.event_id, RevokedCode.code == Scan.code))
        .where(admitting, or_(Scan.scanned_at >= _DIED, Scan.scanned_at >= RevokedCode.revoked_at))
    )
    revoked = select(Scan.ticket_id).where(admitting, Scan.reason == Reason.REVOKED.value)
    return often.union(dead, revoked)


def _by_ticket(session: Session, found: Select) -> Iterator[tuple[int, list[Fact], datetime | None]]:
    """The facts of each ticket, with when its place was given back, if it was."""
    facts, died = defaultdict(list), {}
    for *fact, ticket_id, died_at in session.execute(found):
        facts[ticket_id].append(Fact._make(fact))
        died[ticket_id] = died_at
    for ticket_id, each in facts.items():
        yield ticket_id, each, died[ticket_id]


@invariant("I7", "The admissions are what the scans make of them, in whatever order those arrived.")
def admissions_at_fault(session: Session) -> list[dict]:
    wrong = []
    for event in session.scalars(select(Event).order_by(Event.id)).all():
        listings = listings_of(session, event.id)
        stored: dict[int, dict] = defaultdict(dict)
        rows = select(
            Admission.ticket_id, Admission.list, Admission.day, Admission.admitted_at, Admission.inside
        ).where(Admission.event_id == event.id)
        for ticket_id, list_name, day, *held in session.execute(rows):
            stored[ticket_id][(list_name, day)] = tuple(held)
        for ticket_id, facts, died_at in _by_ticket(session, _BY_TICKET.where(Scan.event_id == event.id)):
            settled = _settled(facts, listings, event, died_at)
            if stored.pop(ticket_id, {}) != settled:
                wrong.append({"event_id": event.id, "ticket_id": ticket_id})
        wrong += [{"event_id": event.id, "ticket_id": ticket_id} for ticket_id in stored]
    return wrong


def _settled(facts: list[Fact], listings: dict[str, Listing], event: Event, died_at: datetime | None) -> dict:
    admissions, _ = settle(facts, listings, event, cancelled_at=died_at)
    return {slot: (each.first.at, each.inside) for slot, each in admissions.items()}


@invariant("I7b", "Nobody whose place was cancelled was let in afterwards, but by a phone that could not know.")
def admitted_after_cancelling(session: Session) -> list[dict]:
    judged_by_us = (
        select(Scan.id)
        .where(Scan.ticket_id == Admission.ticket_id, Scan.list == Admission.list)
        .where(Scan.verdict == Verdict.ADMITTED, Scan.scanned_at == Admission.admitted_at)
        .where(Scan.data_at.is_(None), Scan.by_hand == "")
        .exists()
    )
    wrong = (
        select(Admission.id, Admission.ticket_id)
        .join(Ticket, Ticket.id == Admission.ticket_id)
        .join(Order, Order.id == Ticket.order_id)
        .where(Admission.admitted_at > _DIED, judged_by_us)
    )
    return [dict(row._mapping) for row in session.execute(wrong)]
