"""The scans of an event, as the desk reads them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from checkin.models import AdmissionList, Device, Scan, Verdict
from checkin.rules import ScansWanted
from events.models import Event
from people.models import Person
from registration.models import Ticket
from registration.rules import plain_code

SEARCHED = 50_000  # of an event's scans, the newest, are read for parts of names


class LoggedScan(NamedTuple):
    """One scan, and whose ticket it read. ``phone`` is the desk's name for the device, or what it calls itself."""

    id: int
    at: datetime
    verdict: Verdict
    reason: str
    place: str
    list: str
    is_exit: bool
    is_alone: bool
    by_hand: str
    who: str
    phone: str
    code: str
    name: str | None
    organisation: str | None


def scans_page(
    session: Session, event: Event, wanted: ScansWanted, *, before_id: int | None, rows: int
) -> list[LoggedScan]:
    """Up to ``rows`` scans stored before that one, the latest first, in one statement.

    It walks the event's index from the newest and stops when it has enough. For parts of names the newest SEARCHED
    are read.
    """
    found = (
        select(
            Scan.id,
            Scan.scanned_at,
            Scan.verdict,
            Scan.reason,
            Scan.place,
            func.coalesce(AdmissionList.name, Scan.list),
            Scan.is_exit,
            Scan.data_at.is_not(None),
            Scan.by_hand,
            func.coalesce(func.nullif(Person.name, ""), Person.email),
            func.coalesce(Device.name, Scan.device, ""),
            func.coalesce(Scan.code, ""),
            Ticket.name,
            Ticket.organisation,
        )
        .join(Person, Person.id == Scan.scanned_by_id)
        .outerjoin(Ticket, Ticket.id == Scan.ticket_id)
        .outerjoin(Device, and_(Device.id == Scan.device_id, Device.event_id == Scan.event_id))
        .outerjoin(AdmissionList, and_(AdmissionList.event_id == Scan.event_id, AdmissionList.slug == Scan.list))
        .where(Scan.event_id == event.id, *_conditions(event, wanted))
        .order_by(Scan.id.desc())
        .limit(rows)
    )
    if before_id is not None:
        found = found.where(Scan.id < before_id)
    return [LoggedScan(*row) for row in session.execute(found)]


def _conditions(event: Event, wanted: ScansWanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.verdict:
        conditions.append(Scan.verdict == wanted.verdict)
    if wanted.reason:
        conditions.append(Scan.reason == wanted.reason.value)
    if wanted.list_name:
        conditions.append(Scan.list == wanted.list_name)
    if words := wanted.words.split():
        newest = select(Scan.id).where(Scan.event_id == event.id).order_by(Scan.id.desc())
        oldest_read = newest.correlate(None).offset(SEARCHED - 1).limit(1).scalar_subquery()
        in_names = [or_(*(_holds(column, word) for column in (Ticket.name, Ticket.organisation))) for word in words]
        conditions.append(Scan.id >= func.coalesce(oldest_read, 0))
        conditions.append(or_(Scan.code == plain_code(wanted.words), and_(*in_names)))
    return conditions


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    # SQLite knows upper and lower case of plain letters only.
    return or_(func.lower(column).contains(word.lower(), autoescape=True), column.contains(word, autoescape=True))
