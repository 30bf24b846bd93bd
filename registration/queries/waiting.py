"""Who waits for which product, in order, and who may see it (domain rule 14)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from core.errors import NotFound
from events.models import Event
from people.access import Visitor
from people.models import Person
from registration.models import (
    BookingCode,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Quota,
    WaitingEntry,
    WaitingStatus,
)
from registration.queries.places import count_dead_holds, lock_quotas, may_be_offered, products_of, queue_of
from registration.rules import LIVE, serve


@dataclass(frozen=True)
class Waiting:
    """How many entries of a product wait, for how many places, and how many have a live offer."""

    product_id: int
    entries: int
    places: int
    offered: int


def product_to_wait_for(session: Session, event: Event, product_id: int, now: datetime) -> Product:
    """A product of the event, which knows how many of its places are left by the clock."""
    products = products_of(session, event)
    count_dead_holds(session, event, products, now)
    found = next((each for each in products if each.id == product_id), None)
    if found is None:
        raise NotFound("There is no such ticket.")
    return found


def live_entry(session: Session, product_id: int, email_key: str) -> WaitingEntry | None:
    """The entry with which this address waits for the product, or has an offer of it."""
    theirs = (WaitingEntry.product_id == product_id, WaitingEntry.email_key == email_key)
    return session.scalar(select(WaitingEntry).where(*theirs, WaitingEntry.status.in_(LIVE)))


def entry_for(session: Session, visitor: Visitor, key: str) -> WaitingEntry:
    """An entry, to who has proved its address and to a browser that opened its access link; to others there is none."""
    theirs = or_(WaitingEntry.email_key == visitor.email_key, WaitingEntry.link_hash.in_(visitor.link_hashes))
    return _only(session, select(WaitingEntry).where(WaitingEntry.key == key, theirs))


def waiting_of(session: Session, person: Person) -> list[WaitingEntry]:
    """The live entries of this person's proved address, with their events and products, the oldest first."""
    theirs = (WaitingEntry.email_key == person.email_key, WaitingEntry.status.in_(LIVE))
    whole = (joinedload(WaitingEntry.event, innerjoin=True), joinedload(WaitingEntry.product, innerjoin=True))
    return list(session.scalars(select(WaitingEntry).where(*theirs).options(*whole).order_by(WaitingEntry.id)))


def entry_by_link(session: Session, key: str, link_hash: str) -> WaitingEntry:
    """The entry that an access link opens."""
    return _only(session, select(WaitingEntry).where(WaitingEntry.key == key, WaitingEntry.link_hash == link_hash))


def entry_at_desk(session: Session, event: Event, entry_id: int) -> WaitingEntry:
    """An entry of this event, for those who run it."""
    return _only(session, select(WaitingEntry).where(WaitingEntry.id == entry_id, WaitingEntry.event_id == event.id))


def locked_entry(session: Session, entry: WaitingEntry) -> WaitingEntry:
    """The entry and its offer as they are now, kept from others with the event's quotas: those first, in order (R1)."""
    lock_queue(session, entry.event_id)
    session.refresh(entry, with_for_update={"of": WaitingEntry})
    if entry.code is not None:
        session.refresh(entry.code, with_for_update={"of": BookingCode})
    return entry


def lock_queue(session: Session, event_id: int) -> list[Quota]:
    """All quotas of the event, kept from others until the transaction ends: nobody else offers, holds or gives back."""
    return lock_quotas(session, list(session.scalars(select(Quota.id).where(Quota.event_id == event_id))))


def entries_before(session: Session, entry: WaitingEntry) -> int:
    """How many entries wait for the same product and came earlier."""
    before = (WaitingEntry.product_id == entry.product_id, WaitingEntry.id < entry.id)
    counted = select(func.count(WaitingEntry.id)).where(*before, WaitingEntry.status == WaitingStatus.WAITING)
    return session.scalar(counted.where(WaitingEntry.event_id == entry.event_id)) or 0


def confirmed_places(session: Session, entry: WaitingEntry) -> int:
    """How many places of the entry's offer are in orders that stand."""
    return session.scalar(select(_confirmed()).where(WaitingEntry.id == entry.id)) or 0


def offers_to_settle(session: Session, event_id: int, now: datetime) -> list[tuple[WaitingEntry, int]]:
    """The event's entries whose offer is used or over, each with how many of its places are in orders that stand.

    The queue is locked, and so are they and their codes. One that somebody is paying for is not among them.
    """
    found = _to_settle(select(WaitingEntry, _confirmed()), now).where(WaitingEntry.event_id == event_id)
    found = found.options(contains_eager(WaitingEntry.product), contains_eager(WaitingEntry.code))
    found = found.order_by(WaitingEntry.id).with_for_update(of=[WaitingEntry, BookingCode])
    rows = session.execute(found.execution_options(populate_existing=True))
    return [(entry, confirmed) for entry, confirmed in rows]


def entries_to_offer(session: Session, entry_ids: list[int]) -> list[WaitingEntry]:
    """These entries in the order of the queue, with what an offer is made of. The queue is locked, and so are they."""
    found = select(WaitingEntry).where(WaitingEntry.id.in_(entry_ids)).order_by(WaitingEntry.id)
    found = found.options(joinedload(WaitingEntry.product, innerjoin=True).selectinload(Product.quotas))
    found = found.with_for_update(of=WaitingEntry).execution_options(populate_existing=True)
    return list(session.scalars(found))


def next_queue(session: Session, now: datetime) -> int | None:
    """Any event in whose waiting list something is due: an offer to settle, or places for who is next."""
    settling = session.scalar(_to_settle(select(WaitingEntry.event_id), now).limit(1))
    if settling is not None:
        return settling
    waiting = select(Event).join(WaitingEntry, WaitingEntry.event_id == Event.id).join(WaitingEntry.product)
    waiting = waiting.where(WaitingEntry.status == WaitingStatus.WAITING, *may_be_offered(now)).distinct()
    for event in session.scalars(waiting.order_by(Event.id)):
        products = products_of(session, event)
        count_dead_holds(session, event, products, now)
        quotas = {quota for product in products for quota in product.quotas}
        if serve(queue_of(session, event.id, now), quotas)[0]:
            return event.id
    return None


def waiting_page(session: Session, event: Event, *, after_id: int, rows: int) -> list[WaitingEntry]:
    """Up to ``rows`` live entries of the event after that one, who came first at the top, each with its product."""
    live = (WaitingEntry.event_id == event.id, WaitingEntry.status.in_(LIVE), WaitingEntry.id > after_id)
    found = select(WaitingEntry).where(*live).order_by(WaitingEntry.id).limit(rows)
    whole = (joinedload(WaitingEntry.product, innerjoin=True), joinedload(WaitingEntry.code))
    return list(session.scalars(found.options(*whole)))


def waiting_counts(session: Session, event: Event) -> list[tuple[Product, Waiting]]:
    """The event's products that somebody waits for or has an offer of, in their order, with how many do."""
    waits = WaitingEntry.status == WaitingStatus.WAITING
    counted = (
        select(
            Product,
            func.count(WaitingEntry.id).filter(waits),
            func.coalesce(func.sum(WaitingEntry.places).filter(waits), 0),
            func.count(WaitingEntry.id).filter(WaitingEntry.status == WaitingStatus.OFFERED),
        )
        .join(WaitingEntry, WaitingEntry.product_id == Product.id)
        .where(WaitingEntry.event_id == event.id, WaitingEntry.status.in_(LIVE))
        .group_by(Product.id)
        .order_by(Product.position, Product.id)
    )
    return [(product, Waiting(product.id, *numbers)) for product, *numbers in session.execute(counted)]


def _only(session: Session, found: Select) -> WaitingEntry:
    whole = (joinedload(WaitingEntry.event, innerjoin=True), joinedload(WaitingEntry.code))
    entry = session.scalar(found.options(*whole, selectinload(WaitingEntry.product)))
    if entry is None:
        raise NotFound("There is no such entry.")
    return entry


def _confirmed() -> ColumnElement[int]:
    used = select(func.sum(OrderLine.quantity)).join(Order, Order.id == OrderLine.order_id)
    used = used.where(OrderLine.code_id == WaitingEntry.code_id, Order.status == OrderStatus.CONFIRMED)
    return func.coalesce(used.correlate(WaitingEntry).scalar_subquery(), 0)


def _to_settle(found: Select, now: datetime) -> Select:
    """As registration.rules.come_to, for all at once; and those that still keep places although they are over."""
    confirmed = _confirmed()
    is_over = or_(WaitingEntry.ends_at <= now, Product.sales_close_at <= now)
    is_settled = or_(BookingCode.is_reserving, BookingCode.used == confirmed)
    offered = and_(
        WaitingEntry.status == WaitingStatus.OFFERED,
        or_(confirmed >= BookingCode.uses, and_(is_over, is_settled)),
    )
    # Money that came late.
    after_all = and_(
        WaitingEntry.status.in_((WaitingStatus.LAPSED, WaitingStatus.LEFT)), BookingCode.used > 0, confirmed > 0
    )
    return found.join(WaitingEntry.code).join(WaitingEntry.product).where(or_(offered, after_all))
