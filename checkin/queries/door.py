from datetime import date

from sqlalchemy import Row, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session

from checkin.models import Admission, Scan, Verdict
from checkin.rules import Holder
from core.invariants import invariant
from events.models import Event
from people.models import Person
from registration.models import Order, OrderLine, OrderStatus, Ticket

# Built once: a door asks these for each badge, and to build them takes longer than to ask.
_HOLDERS = (
    select(
        Ticket.id,
        Ticket.name,
        Ticket.organisation,
        OrderLine.name,
        Ticket.code,
        # A place given back alone counts at the door as one of an order that was cancelled.
        case((Ticket.cancelled_at.is_not(None), literal(OrderStatus.CANCELLED, Order.status.type)), else_=Order.status),
        Admission.admitted_at,
        func.coalesce(func.nullif(Person.name, ""), Person.email),
        Admission.place,
        Ticket.proof,
    )
    .join(Order, Order.id == Ticket.order_id)
    .join(OrderLine, OrderLine.id == Ticket.line_id)
    .outerjoin(
        Admission,
        and_(
            Admission.ticket_id == Ticket.id,
            Admission.list == bindparam("list_name"),
            Admission.day == bindparam("day"),
        ),
    )
    .outerjoin(Person, Person.id == Admission.by_id)
)
_IS_KEY = and_(Scan.event_id == bindparam("event_id"), Scan.key == bindparam("key"))
_SCAN_BY_KEY = select(Scan.ticket_id, Scan.list, Scan.verdict, Scan.reason, Scan.scanned_at).where(_IS_KEY)
_HOLDER_BY_ID = _HOLDERS.where(Ticket.id == bindparam("ticket_id"))
_HOLDER_BY_CODE = _HOLDERS.add_columns(select(Scan.id).where(_IS_KEY).exists()).where(
    Ticket.event_id == bindparam("event_id"), Ticket.code == bindparam("code")
)


def holder_of(
    session: Session, *, event_id: int, code: str, list_name: str, day: date, key: str
) -> tuple[Holder | None, bool]:
    """The ticket with this code in this event and its admission to the list that day, in one statement.

    And whether a scan was stored under ``key``: never without a ticket.
    """
    asked = {"event_id": event_id, "code": code, "list_name": list_name, "day": day, "key": key}
    row = session.connection().execute(_HOLDER_BY_CODE, asked).one_or_none()  # plain columns: nothing for the ORM
    return (Holder(*row[:-1]), row[-1]) if row else (None, False)


def holder_by_id(session: Session, *, ticket_id: int | None, list_name: str, day: date) -> Holder | None:
    row = session.execute(_HOLDER_BY_ID, {"ticket_id": ticket_id, "list_name": list_name, "day": day}).one_or_none()
    return Holder(*row) if row else None


def scan_by_key(session: Session, *, event_id: int, key: str) -> Row | None:
    """The scan that was stored under this key, as a plain row, if it was."""
    return session.execute(_SCAN_BY_KEY, {"event_id": event_id, "key": key}).one_or_none()


def admitted_today(session: Session, event: Event, day: date) -> int:
    """How many delegates have been let in that day."""
    inside = select(func.count(Admission.id)).where(Admission.event_id == event.id, Admission.day == day)
    return session.scalar(inside) or 0


@invariant("I7", "Each admission has one scan that admitted, and no scan admitted without an admission.")
def admissions_at_fault(session: Session) -> list[dict]:
    scans = (
        select(Scan.ticket_id, Scan.list, func.count(Scan.id).label("scans"))
        .where(Scan.verdict == Verdict.ADMITTED)
        .group_by(Scan.ticket_id, Scan.list)
        .subquery()
    )
    entries = (
        select(Admission.ticket_id, Admission.list, func.count(Admission.id).label("admissions"))
        .group_by(Admission.ticket_id, Admission.list)
        .subquery()
    )
    both = and_(scans.c.ticket_id == entries.c.ticket_id, scans.c.list == entries.c.list)
    unlike = select(entries.c.ticket_id, entries.c.admissions, func.coalesce(scans.c.scans, 0).label("scans"))
    unlike = unlike.outerjoin(scans, both).where(func.coalesce(scans.c.scans, 0) != entries.c.admissions)
    alone = select(scans.c.ticket_id, scans.c.scans).outerjoin(entries, both).where(entries.c.ticket_id.is_(None))
    return [dict(row._mapping) for query in (unlike, alone) for row in session.execute(query)]


@invariant("I7b", "Nobody with a cancelled place was let in after it was cancelled.")
def admitted_after_cancelling(session: Session) -> list[dict]:
    wrong = (
        select(Admission.id, Admission.ticket_id)
        .join(Ticket, Ticket.id == Admission.ticket_id)
        .join(Order, Order.id == Ticket.order_id)
        .where(
            or_(
                and_(Order.status == OrderStatus.CANCELLED, Admission.admitted_at > Order.cancelled_at),
                Admission.admitted_at > Ticket.cancelled_at,
            )
        )
    )
    return [dict(row._mapping) for row in session.execute(wrong)]
