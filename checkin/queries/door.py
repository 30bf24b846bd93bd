from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, false, func, lambda_stmt, literal, or_, select
from sqlalchemy.orm import Session, aliased

from checkin.models import MAIN_LIST, Admission, AdmissionList, Entry, Scan, products_admitted
from checkin.rules import Fact, Holder, Listing
from people.models import Person
from registration.models import (
    Answer,
    BadgePart,
    Extra,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Question,
    RevokedCode,
    Ticket,
)

_EXTRA_LINE = aliased(OrderLine)

_NO_PRODUCTS = ~select(products_admitted.c.product_id).where(products_admitted.c.list_id == AdmissionList.id).exists()
_HAS_ONE = (
    select(products_admitted.c.product_id)
    .where(
        products_admitted.c.list_id == AdmissionList.id,
        or_(
            products_admitted.c.product_id == OrderLine.product_id,
            products_admitted.c.product_id.in_(
                select(_EXTRA_LINE.product_id)
                .join(Extra, Extra.line_id == _EXTRA_LINE.id)
                .where(Extra.ticket_id == Ticket.id)
                .correlate(Ticket)
            ),
        ),
    )
    .correlate(AdmissionList, OrderLine, Ticket)
    .exists()
)
# A place given back alone counts at the door as one of an order that was cancelled.
STATUS_AT_DOOR = case(
    (Ticket.cancelled_at.is_not(None), literal(OrderStatus.CANCELLED, Order.status.type)), else_=Order.status
)
# The columns of a Listing, in its order, after the id by which a list that has no row is known.
_LISTING = (
    AdmissionList.id,
    AdmissionList.day,
    AdmissionList.opens_at,
    AdmissionList.closes_at,
    AdmissionList.capacity,
    AdmissionList.entry,
    AdmissionList.reenters,
    AdmissionList.unpaid_may_enter,
)
# Of the options of the question about photographs the first is the one that has no mark on a badge.
NO_PHOTOS = (
    select(Answer.id)
    .join(Question, Question.id == Answer.question_id)
    .where(Answer.ticket_id == Ticket.id, Question.badge_part == BadgePart.PHOTOS)
    .where(func.substr(Question.options + "\n", 1, func.length(Answer.value) + 1) != Answer.value + "\n")
    .correlate(Ticket)
    .exists()
)
# Built once: a door asks these for each badge, and to build them takes longer than to ask.
_HOLDERS = (
    select(
        Ticket.id,
        Ticket.name,
        Ticket.organisation,
        OrderLine.name,
        Ticket.code,
        STATUS_AT_DOOR,
        Ticket.proof,
        Product.only_day,
        Admission.admitted_at,
        func.coalesce(func.nullif(Person.name, ""), Person.email),
        Admission.place,
        func.coalesce(Admission.inside, false()),
        NO_PHOTOS,
        *_LISTING,
        or_(AdmissionList.id.is_(None), _NO_PRODUCTS, _HAS_ONE),
    )
    .join(Order, Order.id == Ticket.order_id)
    .join(OrderLine, OrderLine.id == Ticket.line_id)
    .join(Product, Product.id == OrderLine.product_id)
    .outerjoin(
        AdmissionList,
        and_(AdmissionList.event_id == Ticket.event_id, AdmissionList.slug == bindparam("list_name")),
    )
    .outerjoin(
        Admission,
        and_(
            Admission.ticket_id == Ticket.id,
            Admission.list == bindparam("list_name"),
            or_(Admission.day == bindparam("day"), AdmissionList.entry == Entry.ONCE),
        ),
    )
    .outerjoin(Person, Person.id == Admission.by_id)
    # Whoever settles a ticket anew locks it (lock_tickets): a scan waits for that, and they for it.
    .with_for_update(key_share=True, read=True, of=Ticket)
)
_SCAN_BY_KEY = select(Scan.ticket_id, Scan.list, Scan.verdict, Scan.reason, Scan.scanned_at).where(
    Scan.event_id == bindparam("event_id"), Scan.key == bindparam("key")
)
_HOLDER_BY_ID = _HOLDERS.where(Ticket.id == bindparam("ticket_id"))
# Each transaction locks the same tickets in the same order, so that no two wait for each other. A lambda, since to look
# through a statement of this length at each asking, for its SQL, takes a third as long as to ask.
_HOLDERS_BY_CODE = lambda_stmt(
    lambda: _HOLDERS.where(
        Ticket.event_id == bindparam("event_id"), Ticket.code.in_(bindparam("codes", expanding=True))
    ).order_by(Ticket.id),
    enable_tracking=False,
)
_OF_LISTING = len(_LISTING)
_UNWRITTEN = {MAIN_LIST: Listing()}  # holds without a row


def _holder(row: Iterable[Any], list_name: str) -> Holder:
    """From a row of _HOLDERS."""
    *of_ticket, takes = row
    list_id, *rules_of_list = of_ticket[-_OF_LISTING:]
    listing = Listing(*rules_of_list) if list_id is not None else _UNWRITTEN.get(list_name)
    return Holder(*(*of_ticket[:-_OF_LISTING], listing, takes))


def holders_of(
    session: Session, *, event_id: int, codes: Sequence[str], list_name: str, day: date
) -> dict[str, Holder]:
    """The tickets with these codes in this event, by code, and the admission of each to the list that day."""
    asked = {"event_id": event_id, "codes": codes, "list_name": list_name, "day": day}
    rows = session.connection().execute(_HOLDERS_BY_CODE, asked)  # plain columns: nothing for the ORM
    return {holder.code: holder for holder in (_holder(row, list_name) for row in rows)}


def holder_by_id(session: Session, *, ticket_id: int | None, list_name: str, day: date) -> Holder | None:
    row = session.execute(_HOLDER_BY_ID, {"ticket_id": ticket_id, "list_name": list_name, "day": day}).one_or_none()
    return _holder(row, list_name) if row else None


def listings_of(session: Session, event_id: int) -> dict[str, Listing]:
    """The rules of the event's admission lists by slug; its own is always there."""
    found = select(AdmissionList.slug, *_LISTING).where(AdmissionList.event_id == event_id)
    rows: Iterable[Sequence[Any]] = session.execute(found)
    return _UNWRITTEN | {row[0]: Listing(*row[2:]) for row in rows}


def inside_list(session: Session, *, event_id: int, list_name: str, day: date) -> int:
    """How many are inside by a list that day. The list's row is locked: two doors fill its last place by turns."""
    session.execute(
        select(AdmissionList.id)
        .where(AdmissionList.event_id == event_id, AdmissionList.slug == list_name)
        .with_for_update()
    )
    inside = select(func.count(Admission.id)).where(
        Admission.event_id == event_id, Admission.day == day, Admission.list == list_name, Admission.inside
    )
    return session.scalar(inside) or 0


_TO_LOCK = (
    select(Ticket.id, func.coalesce(Ticket.cancelled_at, Order.cancelled_at))
    .join(Order, Order.id == Ticket.order_id)
    .where(Ticket.event_id == bindparam("event_id"))
    .order_by(Ticket.id)
    .with_for_update(of=Ticket)
)
_LOCK_BY_ID = _TO_LOCK.where(Ticket.id.in_(bindparam("ids", expanding=True)))
_LOCK_BY_CODE = _TO_LOCK.where(Ticket.code.in_(bindparam("codes", expanding=True)))


def lock_tickets(session: Session, event_id: int, ticket_ids: Iterable[int]) -> dict[int, datetime | None]:
    """Lock these tickets of the event against whoever else settles, scans or prints them.

    When the place of each was given back, if it was, by the ticket's id.
    """
    return _locked(session, _LOCK_BY_ID, {"event_id": event_id, "ids": list(ticket_ids)})


def lock_tickets_by_code(session: Session, event_id: int, codes: Iterable[str]) -> dict[int, datetime | None]:
    """The same for the tickets with these codes."""
    return _locked(session, _LOCK_BY_CODE, {"event_id": event_id, "codes": list(codes)})


def _locked(session: Session, which: Select, asked: dict) -> dict[int, datetime | None]:
    return dict(session.connection().execute(which, asked).all())


FACTS = select(
    Scan.key,
    Scan.list,
    Scan.verdict,
    Scan.reason,
    Scan.scanned_at,
    Scan.device,
    Scan.counter,
    Scan.is_exit,
    Scan.undo_of,
    Scan.by_hand,
    Scan.place,
    Scan.scanned_by_id,
    RevokedCode.revoked_at,
).outerjoin(RevokedCode, and_(RevokedCode.event_id == Scan.event_id, RevokedCode.code == Scan.code))


_FACTS_OF = (
    FACTS.add_columns(Scan.ticket_id)
    .where(Scan.ticket_id.in_(bindparam("ids", expanding=True)))
    .order_by(Scan.ticket_id, Scan.id)
)
_ADMISSIONS_OF = select(
    Admission.ticket_id,
    Admission.list,
    Admission.day,
    Admission.id,
    Admission.admitted_at,
    Admission.by_id,
    Admission.place,
    Admission.inside,
    Admission.moved_at,
).where(Admission.ticket_id.in_(bindparam("ids", expanding=True)))


def facts_of(session: Session, ticket_ids: Iterable[int]) -> dict[int, list[Fact]]:
    """All that was scanned of each of these tickets."""
    found: dict[int, list[Fact]] = {number: [] for number in ticket_ids}
    for *fact, ticket_id in session.connection().execute(_FACTS_OF, {"ids": list(found)}):
        found[ticket_id].append(Fact._make(fact))
    return found


def admissions_of(session: Session, ticket_ids: Iterable[int]) -> dict[int, dict[tuple[str, date], Row]]:
    """The admissions of each of these tickets by list and day, as plain rows."""
    found: dict[int, dict[tuple[str, date], Row]] = {number: {} for number in ticket_ids}
    for row in session.connection().execute(_ADMISSIONS_OF, {"ids": list(found)}):
        found[row.ticket_id][row.list, row.day] = row
    return found


def scan_by_key(session: Session, *, event_id: int, key: str) -> Row:
    """The scan that is stored under this key, as a plain row."""
    return session.execute(_SCAN_BY_KEY, {"event_id": event_id, "key": key}).one()
