from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from core.errors import NotFound
from core.files import StoredFile
from core.invariants import invariant
from events.models import Event
from people.access import Visitor
from people.models import Person
from registration.models import Order, OrderLine, OrderStatus, Product, Quota, RevokedCode, Ticket, product_quotas
from registration.rules import KEEPING

# Orders whose tickets are there to be seen, if only as given back.
TICKETED = (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)


def products_of(session: Session, event: Event) -> list[Product]:
    """The event's products in the order in which they are shown, with the quotas they draw on."""
    products = select(Product).where(Product.event_id == event.id).options(selectinload(Product.quotas))
    return list(session.scalars(products.order_by(Product.position, Product.id)))


def count_dead_holds(session: Session, event: Event, products: list[Product], now: datetime) -> None:
    """From now on the products' quotas show what is left by the clock, whether a job has run or not (rule 12)."""
    dead = {quota_id: places for quota_id, places in session.execute(_dead_draws(event, now))}
    for quota in {quota for product in products for quota in product.quotas}:
        quota.dead = dead.get(quota.id, 0)


def dead_orders(session: Session, event_id: int, now: datetime) -> list[Order]:
    """The event's orders whose places the clock has freed; one that somebody else is settling is left to them."""
    dead = select(Order).where(Order.event_id == event_id, *_is_dead(now)).order_by(Order.id)
    return list(session.scalars(dead.with_for_update(skip_locked=True).execution_options(populate_existing=True)))


def next_dead_order_id(session: Session, now: datetime) -> int | None:
    """Any order whose places the clock has freed, for the worker to note."""
    return session.scalar(select(Order.id).where(*_is_dead(now)).order_by(Order.kept_until).limit(1))


def locked_order(session: Session, order_id: int) -> Order:
    """An order as it is now, kept from others with the quotas it draws on: those first, in order (R1)."""
    drawn = (
        select(product_quotas.c.quota_id)
        .join(OrderLine, OrderLine.product_id == product_quotas.c.product_id)
        .where(OrderLine.order_id == order_id)
    )
    lock_quotas(session, list(session.scalars(drawn.distinct())))
    found = select(Order).where(Order.id == order_id).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()


def lock_quotas(session: Session, quota_ids: list[int]) -> list[Quota]:
    """All quotas of the event that these belong to, as they are now and kept from others until the transaction ends.

    In primary-key order (R1), and all of them: a sale may have to clear away dead holds on any.
    """
    events = select(Quota.event_id).where(Quota.id.in_(quota_ids))
    quotas = select(Quota).where(Quota.event_id.in_(events)).order_by(Quota.id).with_for_update()
    return list(session.scalars(quotas.execution_options(populate_existing=True)))


def quotas_of(session: Session, event: Event) -> list[Quota]:
    return list(session.scalars(select(Quota).where(Quota.event_id == event.id).order_by(Quota.id)))


def order_by_form(session: Session, form_key: str) -> Order | None:
    """The order that this very form has made already, if it has."""
    return session.scalar(select(Order).where(Order.form_key == form_key))


def order_for(session: Session, visitor: Visitor, key: str) -> Order:
    """An order, to its buyer signed in and to a browser that opened its access link; to others there is none."""
    found = select(Order).where(Order.key == key, _is_open_to(visitor))
    found = found.options(
        joinedload(Order.event, innerjoin=True), selectinload(Order.tickets), selectinload(Order.lines)
    )
    order = session.scalar(found)
    if order is None:
        raise NotFound("There is no such order.")
    return order


def ticket_for(session: Session, visitor: Visitor, key: str) -> Ticket:
    """A ticket, to its delegate and to whoever its order is open to; before it is paid for there is none."""
    theirs = or_(_is_open_to(visitor), Ticket.email_key == visitor.email_key, Ticket.link_hash.in_(visitor.link_hashes))
    ticket = session.scalar(
        select(Ticket)
        .join(Ticket.order)
        .where(Ticket.key == key, theirs, Order.status.in_(TICKETED))
        .options(
            contains_eager(Ticket.order),
            joinedload(Ticket.event, innerjoin=True),
            joinedload(Ticket.line, innerjoin=True),
        )
    )
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def joining_pack_for(session: Session, visitor: Visitor, key: str) -> StoredFile:
    """What the delegate of a standing ticket should read before the event, to whoever the ticket is open to."""
    ticket = ticket_for(session, visitor, key)
    pack = ticket.event.joining_pack
    if pack is None or ticket.order.status is not OrderStatus.CONFIRMED:
        raise NotFound("There is no joining pack.")
    return pack


def order_by_link(session: Session, key: str, link_hash: str) -> Order:
    """The order that an access link opens."""
    order = session.scalar(select(Order).where(Order.key == key, Order.link_hash == link_hash))
    if order is None:
        raise NotFound("There is no such order.")
    return order


def ticket_by_link(session: Session, key: str, link_hash: str) -> Ticket:
    ticket = session.scalar(select(Ticket).where(Ticket.key == key, Ticket.link_hash == link_hash))
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def orders_of(session: Session, person: Person) -> list[Order]:
    """The orders of this person's proved address, the latest first, with their events and tickets."""
    theirs = or_(Order.buyer_id == person.id, Order.email_key == person.email_key)
    found = select(Order).where(theirs).options(joinedload(Order.event), selectinload(Order.tickets))
    return list(session.scalars(found.order_by(Order.id.desc())))


def tickets_of(session: Session, person: Person) -> list[Ticket]:
    """Tickets in this person's name that somebody else booked."""
    found = (
        select(Ticket)
        .join(Ticket.order)
        .where(Ticket.email_key == person.email_key, Order.email_key != person.email_key)
        .where(Order.status == OrderStatus.CONFIRMED)
        .options(joinedload(Ticket.event, innerjoin=True))
    )
    return list(session.scalars(found.order_by(Ticket.id.desc())))


def orders_by_address(session: Session, email_key: str) -> list[Order]:
    """The standing orders of an address, for the letter that brings their links back."""
    found = select(Order).where(Order.email_key == email_key, Order.status == OrderStatus.CONFIRMED)
    return list(session.scalars(found.options(joinedload(Order.event)).order_by(Order.id.desc())))


def orders_page(
    session: Session,
    event: Event,
    *,
    words: str,
    status: OrderStatus | None,
    before_id: int | None,
    rows: int,
) -> list[Order]:
    """Up to ``rows`` orders older than ``before_id``, the latest first: paging by key is as quick at the end."""
    found = select(Order).where(*_matching(event, words, status))
    if before_id is not None:
        found = found.where(Order.id < before_id)
    found = found.options(selectinload(Order.tickets)).order_by(Order.id.desc()).limit(rows)
    return list(session.scalars(found))


def how_many_orders(session: Session, event: Event, *, words: str, status: OrderStatus | None) -> int:
    return session.scalar(select(func.count(Order.id)).where(*_matching(event, words, status))) or 0


def order_at_desk(session: Session, event: Event, reference: str) -> Order:
    """An order of this event by its reference, for those who run the event."""
    order = session.scalar(
        select(Order)
        .where(Order.event_id == event.id, Order.reference == reference)
        .options(selectinload(Order.tickets).joinedload(Ticket.line), selectinload(Order.lines))
    )
    if order is None:
        raise NotFound("There is no such order.")
    return order


def ticket_at_desk(session: Session, event: Event, reference: str, number: int) -> Ticket:
    """A ticket of an order of this event, locked, for those who run the event."""
    ticket = session.scalar(
        select(Ticket)
        .join(Ticket.order)
        .where(Order.event_id == event.id, Order.reference == reference, Ticket.number == number)
        .options(contains_eager(Ticket.order))
        .with_for_update(of=Ticket)
    )
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def ticket_once_of(session: Session, *, event_id: int, code: str) -> int | None:
    """The id of the ticket whose code this was until it was replaced."""
    return session.scalar(
        select(RevokedCode.ticket_id).where(RevokedCode.event_id == event_id, RevokedCode.code == code)
    )


def delegates_expected(session: Session, event: Event) -> int:
    """How many tickets of the event stand."""
    standing = select(func.count(Ticket.id)).join(Ticket.order).where(Ticket.event_id == event.id)
    return session.scalar(standing.where(Order.status == OrderStatus.CONFIRMED)) or 0


def _is_dead(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Order.status.in_(KEEPING), Order.kept_until <= now


def _dead_draws(event: Event, now: datetime) -> Select:
    return (
        select(product_quotas.c.quota_id, func.sum(OrderLine.quantity))
        .join(OrderLine, OrderLine.product_id == product_quotas.c.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.event_id == event.id, *_is_dead(now))
        .group_by(product_quotas.c.quota_id)
    )


def _matching(event: Event, words: str, status: OrderStatus | None) -> list:
    conditions = [Order.event_id == event.id]
    conditions += [Order.searchable.contains(word, autoescape=True) for word in words.casefold().split()]
    return conditions if status is None else [*conditions, Order.status == status]


def _is_open_to(visitor: Visitor) -> ColumnElement[bool]:
    return or_(
        Order.buyer_id == visitor.person_id,
        Order.email_key == visitor.email_key,
        Order.link_hash.in_(visitor.link_hashes),
    )


@invariant("I1", "Each quota counts exactly the places that are sold and held, and no more than it has.")
def quotas_at_fault(session: Session) -> list[dict]:
    def counted(*statuses: OrderStatus) -> Subquery:
        return (
            select(product_quotas.c.quota_id, func.count(Ticket.id).label("places"))
            .join(OrderLine, OrderLine.product_id == product_quotas.c.product_id)
            .join(Ticket, Ticket.line_id == OrderLine.id)
            .join(Order, and_(Order.id == Ticket.order_id, Order.status.in_(statuses)))
            .group_by(product_quotas.c.quota_id)
            .subquery()
        )

    sold, held = counted(OrderStatus.CONFIRMED), counted(*KEEPING)
    are_sold, are_held = func.coalesce(sold.c.places, 0), func.coalesce(held.c.places, 0)
    wrong = (
        select(Quota.id, Quota.capacity, Quota.sold, are_sold.label("are_sold"), Quota.held, are_held.label("are_held"))
        .outerjoin(sold, sold.c.quota_id == Quota.id)
        .outerjoin(held, held.c.quota_id == Quota.id)
        .where(or_(Quota.sold != are_sold, Quota.held != are_held, Quota.sold + Quota.held > Quota.capacity))
    )
    return [dict(row._mapping) for row in session.execute(wrong)]


@invariant("I3", "Each line of an order has as many tickets as it sold, and the lines add up to its total.")
def lines_at_fault(session: Session) -> list[dict]:
    tickets = select(func.count(Ticket.id)).where(Ticket.line_id == OrderLine.id).scalar_subquery()
    miscounted = select(OrderLine.id, OrderLine.quantity, tickets.label("tickets")).where(OrderLine.quantity != tickets)
    sums = select(func.coalesce(func.sum(OrderLine.total_pence), 0)).where(OrderLine.order_id == Order.id)
    lines = sums.scalar_subquery()
    unequal = select(Order.id.label("order_id"), Order.total_pence, lines.label("lines")).where(
        Order.total_pence != lines
    )
    return [dict(row._mapping) for query in (miscounted, unequal) for row in session.execute(query)]
