"""Orders as the desk looks for them: a page, how many there are, and those that are ticked."""

import unicodedata
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from core.errors import NotFound
from core.outbox import OutgoingLetter
from events.models import Event
from people.models import Person
from people.queries import PlainEvent, PlainPerson
from people.rules import NotAnAddress, email_key
from registration.models import (
    Order,
    OrderLine,
    OrderNote,
    OrderStatus,
    Proof,
    ProofStatus,
    SavedView,
    Ticket,
)
from registration.queries.places import lock_places
from registration.rules import MOST_COUNTED, OrdersWanted, Unproved, plain_code

SEARCHED = 50_000  # of an event's orders, the newest, are read for parts of words
PROOFS = {Unproved.WAITED_FOR: ProofStatus.WAITING, Unproved.TO_DECIDE: ProofStatus.SENT}


class Listed(NamedTuple):
    """An order of a list, with how many places it has that were not given back."""

    order: Order
    places: int


class OrdersPage(NamedTuple):
    """``how_many`` is of all that are found, not of this page; one more than MOST_COUNTED stands for any more."""

    rows: list[Listed]
    how_many: int


def orders_page(
    session: Session, event: Event | PlainEvent, wanted: OrdersWanted, *, before_id: int | None, rows: int
) -> OrdersPage:
    """Up to ``rows`` orders older than ``before_id``, the latest first, and how many there are of all pages.

    One statement without words: it walks the event's index from the newest and stops when it has enough, so that the
    last page is as quick as the first, and counts MOST_COUNTED at most. With words it is two: first what they are
    exactly, by the index of references, of addresses and of ticket codes, and if that finds something, that is it.
    Else the newest SEARCHED orders are read for the parts of words, wherever they stand in a reference, a name, an
    address or an organisation. There is no index for that: PostgreSQL's needs an extension which nobody can count on.
    """
    conditions = _conditions(session, event, wanted)
    counted = select(Order.id).where(*conditions).order_by(Order.id.desc()).limit(MOST_COUNTED + 1).correlate(None)
    how_many = select(func.count()).select_from(counted.subquery()).scalar_subquery()
    places = select(func.count(Ticket.id)).where(Ticket.order_id == Order.id, Ticket.cancelled_at.is_(None))
    found = select(Order, places.scalar_subquery(), how_many).where(*conditions)
    if before_id is not None:
        found = found.where(Order.id < before_id)
    listed = session.execute(found.order_by(Order.id.desc()).limit(rows)).all()
    return OrdersPage([Listed(order, number) for order, number, _ in listed], listed[0][2] if listed else 0)


def ticked_orders(session: Session, event: Event, references: list[str], *, lock: bool = False) -> list[Order]:
    """Those of the event's orders with these references, by id, with their lines, products and tickets.

    With ``lock`` they are as they are now and kept from others, after all quotas of the event (R1).
    """
    found = select(Order).where(Order.event_id == event.id, Order.reference.in_(references)).order_by(Order.id)
    if lock:
        lock_places(session, event)
        found = found.with_for_update(of=Order).execution_options(populate_existing=True)
    lines = selectinload(Order.lines)
    found = found.options(lines.joinedload(OrderLine.product, innerjoin=True), lines.joinedload(OrderLine.code))
    found = found.options(joinedload(Order.event, innerjoin=True))
    return list(session.scalars(found.options(selectinload(Order.tickets).joinedload(Ticket.line, innerjoin=True))))


def notes_of(session: Session, order: Order) -> list[tuple[OrderNote, str]]:
    """What the desk wrote about an order, the newest first, each with the name of who did."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email)
    found = select(OrderNote, name).join(Person, Person.id == OrderNote.by_id).where(OrderNote.order_id == order.id)
    return [(note, who) for note, who in session.execute(found.order_by(OrderNote.id.desc()))]


def was_told_to_pay(session: Session, order: Order) -> bool:
    """True if the desk has sent the buyer a link to pay for what it keeps for them."""
    letter = select(OutgoingLetter.id).where(OutgoingLetter.key == f"registration/email/approved:{order.id}")
    return session.scalar(letter) is not None


def views_of(session: Session, person: Person | PlainPerson, event: Event | PlainEvent) -> list[SavedView]:
    """The searches that a person keeps in an event, by their names."""
    kept = select(SavedView).where(SavedView.event_id == event.id, SavedView.person_id == person.id)
    return list(session.scalars(kept.order_by(SavedView.name, SavedView.id)))


def view_at_desk(session: Session, person: Person, event: Event, view_id: int) -> SavedView:
    """A search that this person keeps in this event, locked; another's does not exist."""
    kept = select(SavedView).where(SavedView.id == view_id, SavedView.event_id == event.id)
    view = session.scalar(kept.where(SavedView.person_id == person.id).with_for_update())
    if view is None:
        raise NotFound("There is no such view.")
    return view


def _conditions(session: Session, event: Event | PlainEvent, wanted: OrdersWanted) -> list[ColumnElement[bool]]:
    conditions = [Order.event_id == event.id, *_filters(wanted)]
    words = wanted.words.casefold().split()
    if not words:
        return conditions
    if exactly := list(session.scalars(_exactly(event, wanted.words))):
        return [*conditions, Order.id.in_(exactly)]
    newest = select(Order.id).where(Order.event_id == event.id).order_by(Order.id.desc())
    oldest_read = newest.correlate(None).offset(SEARCHED - 1).limit(1).scalar_subquery()
    parts = [Order.searchable.contains(word, autoescape=True) for word in words]
    return [*conditions, Order.id >= func.coalesce(oldest_read, 0), *parts]


def _exactly(event: Event | PlainEvent, words: str) -> Select:
    """The ids of orders of which the words are the reference, the buyer's or a delegate's address, or a ticket."""
    code, key = plain_code(words), _address_key(words)
    orders, tickets = select(Order.id.label("id")), select(Ticket.order_id)
    each = [
        orders.where(Order.reference == code, Order.event_id == event.id),
        tickets.where(Ticket.code == code, Ticket.event_id == event.id),
    ]
    if key:
        each += [
            orders.where(Order.email_key == key, Order.event_id == event.id),
            tickets.where(Ticket.email_key == key, Ticket.event_id == event.id),
        ]
    found = union_all(*each).subquery()
    return select(found.c.id).order_by(found.c.id.desc()).limit(MOST_COUNTED + 1)


def _address_key(words: str) -> str:
    try:
        return email_key(words.strip())
    except NotAnAddress:
        return ""


def _filters(wanted: OrdersWanted) -> list[ColumnElement[bool]]:
    of_line, of_ticket = OrderLine.order_id == Order.id, Ticket.order_id == Order.id
    conditions: list[ColumnElement[bool]] = []
    if wanted.status:
        conditions.append(Order.status == wanted.status)
    if wanted.category:
        conditions.append(select(OrderLine.id).where(of_line, OrderLine.category == wanted.category).exists())
    if wanted.has_code:
        conditions.append(select(OrderLine.id).where(of_line, OrderLine.code_id.is_not(None)).exists())
    if wanted.at_desk:
        conditions.append(Order.placed_by_id > 0)  # which its index answers; of few orders it is anybody's
    if wanted.proof:
        conditions.append(Order.status == OrderStatus.CONFIRMED)
        stands = select(Ticket.id).where(of_ticket, Ticket.cancelled_at.is_(None))
        if wanted.proof is Unproved.OWED:
            owed = stands.join(Proof, Proof.ticket_id == Ticket.id).where(Proof.difference_pence > 0)
            conditions.append(owed.where(Ticket.proof == ProofStatus.REFUSED).exists())
        else:
            conditions.append(stands.where(Ticket.proof == PROOFS[wanted.proof]).exists())
    if wanted.organisation:
        conditions.append(_in_any_case(wanted.organisation))
    return conditions


def _in_any_case(organisation: str) -> ColumnElement[bool]:
    """A part of a group's organisation. SQLite knows upper and lower case of plain letters only."""
    plain = unicodedata.normalize("NFC", organisation)
    return func.lower(Order.organisation).contains(plain.lower(), autoescape=True) | Order.organisation.contains(
        plain, autoescape=True
    )
