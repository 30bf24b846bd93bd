"""Files that the desk takes away, and its letters to presenters."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from abstracts.models import Abstract
from abstracts.rules import TO_CHASE, answer_by, is_at_risk, presenter_of, register_by, standing_of
from core import clock, outbox
from core.cells import csv_of
from core.outbox import Draft, composes
from core.web import full_address
from office import queries
from registration.models import Order
from registration.rules import CATEGORY_WORDS

HEADINGS = (
    "Order",
    "Status",
    "Booked",
    "Booked by",
    "Email",
    "Group",
    "Total of the order in pounds",
    "Number",
    "Delegate",
    "Delegate’s email",
    "Organisation",
    "Ticket",
    "Category",
    "Its price in pounds",
    "Ticket code",
    "Given back",
)


def orders_csv(orders: Iterable[Order], zone: str) -> bytes:
    """One row for each delegate, with what is known of the order beside it. Times are those of ``zone``."""
    return csv_of(HEADINGS, (row for order in orders for row in _rows(order, ZoneInfo(zone))))


def _rows(order: Order, zone: ZoneInfo) -> Iterator[list[str]]:
    of_order = [
        order.reference,
        order.status.value,
        order.placed_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        order.name,
        order.email,
        order.organisation,
        _pounds(order.total_pence),
    ]
    for ticket in order.tickets:
        given_back = ticket.cancelled_at or order.cancelled_at
        yield [
            *of_order,
            str(ticket.number),
            ticket.name,
            ticket.email,
            ticket.organisation,
            ticket.line.name,
            CATEGORY_WORDS[ticket.line.category],
            _pounds(ticket.line.unit_pence - ticket.line.off_pence),
            ticket.code,
            given_back.astimezone(zone).strftime("%Y-%m-%d %H:%M") if given_back else "",
        ]


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


@composes("office/email/at_risk")
def at_risk_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To the author and the presenter: nobody is registered to present it, and how to mend that (domain rule 46).

    None if somebody is by now, or if it was withdrawn.
    """
    abstract = session.get_one(Abstract, abstract_id)
    is_registered = queries.is_presenter_registered(session, abstract)
    return _to_presenter(abstract) if is_at_risk(abstract, is_registered, clock.now()) else None


@composes("office/email/chase")
def chase_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To the author and the presenter: what we still wait for. None if we wait for nothing any more."""
    abstract = session.get_one(Abstract, abstract_id)
    standing = standing_of(abstract, queries.is_presenter_registered(session, abstract), clock.now())
    return _to_presenter(abstract, standing=standing.value) if standing in TO_CHASE else None


@composes("office/email/presenter_code")
def code_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To the presenter: the code by which they register. None if it is not theirs any more."""
    abstract = session.get_one(Abstract, abstract_id)
    offer, presenter = abstract.offer, presenter_of(abstract)
    if offer is None or presenter is None or not offer.booking_code or offer.code_holder != presenter.email_key:
        return None
    return _to_presenter(abstract, code=outbox.MASKED if masked else offer.booking_code)


def _to_presenter(abstract: Abstract, **more: object) -> Draft:
    call, event = abstract.call, abstract.call.event
    here = {"event_slug": event.slug, "call_slug": call.slug, "number": abstract.number}
    context = {
        "abstract": abstract,
        "call": call,
        "event": event,
        "presenter": presenter_of(abstract),
        "answer_by": answer_by(abstract),
        "register_by": register_by(abstract),
        "place_link": full_address("front.show_place", **here),
        "tickets_link": full_address("registration.show_tickets", event_slug=event.slug),
    }
    return Draft(context=context | more, pictures={})
