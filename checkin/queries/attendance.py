"""Who is inside, who came, and who did not. One head count for the house, whatever doors they came and went by."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Select,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from checkin.models import Admission, AdmissionList, Entry, Scan, Verdict, products_admitted
from checkin.queries.lists import is_admitted_by
from checkin.rules import (
    QUARTER,
    Inside,
    Quarter,
    Tally,
    counted_day,
    house_opened_at,
    is_expected_by,
    quarters,
    surname_key,
)
from events.models import Event
from events.rules import at, local_day
from registration.models import Extra, Order, OrderLine, Product, Ticket
from registration.queries import IS_EXPECTED, delegates_expected


class Absent(NamedTuple):
    """A delegate who did not come, as far as the door knows."""

    ticket_id: int
    name: str
    organisation: str
    email: str
    category: str
    code: str
    reference: str


def head_count(session: Session, event: Event, now: datetime) -> int:
    """How many people are in the house: each once, by their last movement over all lists that count for it."""
    return session.scalar(select(func.count()).select_from(_in_the_house(event, now).subquery())) or 0


def house_counts(session: Session, event: Event, now: datetime) -> dict[str, int]:
    """The head count as ``inside``, and as ``expected`` how many have a ticket for today: one way for every screen."""
    expected = delegates_expected(session, event, local_day(event, now))
    return {"inside": head_count(session, event, now), "expected": expected}


def people_inside(session: Session, event: Event, now: datetime) -> list[Inside]:
    """Everybody whom the head count counts, by surname, with the door at which they were last read, for any list."""
    inside = _in_the_house(event, now).subquery()
    read, last = aliased(Scan), aliased(Scan)
    let_by = select(read.id).where(read.ticket_id == Ticket.id, read.verdict != Verdict.REFUSED)
    latest = let_by.order_by(read.scanned_at.desc(), read.id.desc()).limit(1).correlate(Ticket).scalar_subquery()
    named = func.coalesce(AdmissionList.name, last.list)
    found = (
        select(
            Ticket.name,
            Ticket.organisation,
            OrderLine.name,
            func.coalesce(func.nullif(last.place, ""), named),
            last.scanned_at,
        )
        .join(inside, inside.c.ticket_id == Ticket.id)
        .join(OrderLine, OrderLine.id == Ticket.line_id)
        .join(last, last.id == latest)
        .outerjoin(AdmissionList, and_(AdmissionList.event_id == event.id, AdmissionList.slug == last.list))
        .order_by(Ticket.id)
    )
    return sorted((Inside(*row) for row in session.execute(found)), key=lambda each: surname_key(each.name))


def tallies(session: Session, event: Event, lists: list[AdmissionList], now: datetime) -> dict[str, Tally]:
    """Of each list, by its slug: who was admitted and is inside in its present day, and who is expected.

    Two statements, whatever the number of lists.
    """
    today = local_day(event, now)
    is_in = func.sum(case((Admission.inside, 1), else_=0))
    counted = select(Admission.list, Admission.day, func.count(), is_in).where(Admission.event_id == event.id)
    counted = counted.where(Admission.day.in_((today, event.first_day))).group_by(Admission.list, Admission.day)
    came = {(slug, day): (admitted, inside) for slug, day, admitted, inside in session.execute(counted)}
    expected: dict[int | None, dict[date | None, int]] = defaultdict(dict)
    for list_id, only_day, number in session.execute(_expected(event)):
        expected[list_id][only_day] = number
    found = {}
    for each in lists:
        by_day = expected[each.id if each.products else None]
        number = sum(n for only_day, n in by_day.items() if is_expected_by(each, only_day, today))
        found[each.slug] = Tally(*came.get((each.slug, counted_day(event, each.entry, today)), (0, 0)), number)
    return found


def arrivals(session: Session, event: Event, slug: str, day: date) -> list[Quarter]:
    """When people were first admitted to a list that day, in quarters of an hour with the doors they came by."""
    begins, ends = at(event, day, _MIDNIGHT), at(event, day + timedelta(days=1), _MIDNIGHT)
    quarter = cast(func.floor(extract("epoch", Admission.admitted_at) / QUARTER.seconds), BigInteger)
    counted = select(quarter, Admission.place, func.count()).where(
        Admission.event_id == event.id, Admission.list == slug
    )
    counted = counted.where(Admission.admitted_at >= begins, Admission.admitted_at < ends)
    return quarters((row[0], row[1], row[2]) for row in session.execute(counted.group_by(quarter, Admission.place)))


def turnout(session: Session, event: Event, admission_list: AdmissionList, day: date | None) -> tuple[int, int]:
    """How many came and how many were expected, to a list on one day or on any: of those with a ticket that stands."""
    expected = _expected_by(event, admission_list, day)
    came = func.count(case((_has_come(event, admission_list, day), Ticket.id)))
    row = session.execute(expected.with_only_columns(came, func.count(Ticket.id))).one()
    return row[0], row[1]


def no_shows(
    session: Session,
    event: Event,
    admission_list: AdmissionList,
    day: date | None,
    *,
    after_id: int = 0,
    rows: int | None = None,
) -> list[Absent]:
    """Up to ``rows`` of those expected by a list on a day, or on any, whom no door admitted to it; by their ticket."""
    found = _expected_by(event, admission_list, day).where(~_has_come(event, admission_list, day), Ticket.id > after_id)
    return [Absent(*row) for row in session.execute(found.order_by(Ticket.id).limit(rows))]


def days_with_arrivals(session: Session, event: Event) -> list[date]:
    """The days on which somebody was admitted, the latest first."""
    days = select(Admission.day).distinct().where(Admission.event_id == event.id)
    return list(session.scalars(days.order_by(Admission.day.desc())))


_MIDNIGHT = datetime.min.time()


def _in_the_house(event: Event, now: datetime) -> Select:
    """The ids of tickets of which the last movement was inwards.

    By the latest inward and the latest outward one, and not by a window over all: so the rows need no sorting. Where
    both are of one instant, they count as inside: in a fire, somebody too many is looked for rather than too few.
    """
    moved = func.coalesce(Admission.moved_at, Admission.admitted_at)
    in_at, out_at = (func.max(case((Admission.inside.is_(inside), moved))) for inside in (True, False))
    apart = select(AdmissionList.slug).where(AdmissionList.event_id == event.id, AdmissionList.counts_inside.is_(False))
    return (
        select(Admission.ticket_id)
        .where(Admission.event_id == event.id, moved >= house_opened_at(event, now), Admission.list.not_in(apart))
        .group_by(Admission.ticket_id)
        .having(in_at.is_not(None), or_(out_at.is_(None), in_at >= out_at))
    )


def _expected(event: Event) -> Any:
    """Rows of a list's id, a day and how many tickets for that day alone it expects; without an id, of any ticket."""
    standing = (
        select(Ticket.id, Product.only_day)
        .select_from(Ticket)
        .join(Order)
        .join(OrderLine, OrderLine.id == Ticket.line_id)
    )
    standing = standing.join(Product, Product.id == OrderLine.product_id)
    standing = standing.where(Ticket.event_id == event.id, Product.in_person, *IS_EXPECTED)
    anybody = standing.subquery()
    listed = select(AdmissionList.id).where(AdmissionList.event_id == event.id)
    by_ticket = (
        standing.join(products_admitted, products_admitted.c.product_id == Product.id)
        .where(products_admitted.c.list_id.in_(listed))
        .add_columns(products_admitted.c.list_id)
    )
    of_extra = aliased(OrderLine)
    by_extra = (
        standing.join(Extra, Extra.ticket_id == Ticket.id)
        .join(of_extra, of_extra.id == Extra.line_id)
        .join(products_admitted, products_admitted.c.product_id == of_extra.product_id)
        .where(products_admitted.c.list_id.in_(listed))
        .add_columns(products_admitted.c.list_id)
    )
    some = union(by_ticket, by_extra).subquery()  # who has both counts once
    return union_all(
        select(literal(None, type_=AdmissionList.id.type), anybody.c.only_day, func.count()).group_by(
            anybody.c.only_day
        ),
        select(some.c.list_id, some.c.only_day, func.count()).group_by(some.c.list_id, some.c.only_day),
    )


def _expected_by(event: Event, admission_list: AdmissionList, day: date | None) -> Select:
    wanted = (Ticket.id, Ticket.name, Ticket.organisation, Ticket.email, OrderLine.name, Ticket.code, Order.reference)
    expected = select(*wanted).select_from(Ticket).join(Order).join(OrderLine, OrderLine.id == Ticket.line_id)
    expected = expected.join(Product, Product.id == OrderLine.product_id)
    expected = expected.where(Ticket.event_id == event.id, Product.in_person, *IS_EXPECTED)
    if day is not None and (admission_list.day or admission_list.entry is not Entry.ONCE):
        only = admission_list.day or day
        expected = expected.where(or_(Product.only_day.is_(None), Product.only_day == only))
    return expected.where(is_admitted_by(admission_list))


def _has_come(event: Event, admission_list: AdmissionList, day: date | None) -> Any:
    came = exists().where(Admission.ticket_id == Ticket.id, Admission.list == admission_list.slug)
    if day is not None:
        came = came.where(Admission.day == counted_day(event, admission_list.entry, day))
    return came
