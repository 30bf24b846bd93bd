"""Products, their quotas, and the holds that the clock has ended."""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from events.models import Event
from people.rules import email_key
from registration.models import (
    AddOn,
    BookingCode,
    Extra,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Quota,
    Ticket,
    WaitingEntry,
    WaitingStatus,
    booking_code_products,
    product_quotas,
)
from registration.rules import KEEPING, LEAST_OFFER, Place, Wish, waited_for


def products_of(session: Session, event: Event) -> list[Product]:
    """The event's products in the order in which they are shown, with the quotas they draw on and their prices."""
    return list(session.scalars(_products_of(event)))


def choices_of(session: Session, event: Event) -> list[Product]:
    """As ``products_of``, with the add-ons that go with each."""
    add_ons = selectinload(Product.add_ons).joinedload(AddOn.product, innerjoin=True)
    return list(session.scalars(_products_of(event).options(add_ons)))


def count_dead_holds(
    session: Session, event: Event, products: list[Product], now: datetime, code: BookingCode | None = None
) -> None:
    """From now on the products' quotas show what is left by the clock, whether a job has run or not (rule 12).

    With the buyer's ``code`` the products show what it keeps as well.
    """
    count_dead_places(session, event, list({quota for product in products for quota in product.quotas}), now)
    is_keeping = code is not None and code.is_reserving and now < code.ends_at
    for product in products:
        product.kept = _uses_left(session, code, now) if code and is_keeping and product in code.products else 0


def count_dead_places(session: Session, event: Event, quotas: list[Quota], now: datetime) -> None:
    """The first part of ``count_dead_holds``, of quotas."""
    dead: Counter[int] = Counter()
    for quota_id, places in session.execute(_dead_draws(event, now)):
        dead[quota_id] += places
    for quota in quotas:
        quota.dead = dead[quota.id]
    count_waiting(session, event.id, quotas, now)


def _uses_left(session: Session, code: BookingCode, now: datetime) -> int:
    """How often the code may be used, once the holds that the clock has ended are cleared away."""
    dead = select(func.coalesce(func.sum(OrderLine.quantity), 0)).join(Order, Order.id == OrderLine.order_id)
    return code.uses_left + (session.scalar(dead.where(OrderLine.code_id == code.id, *_is_dead(now))) or 0)


def dead_orders(session: Session, event_id: int, now: datetime) -> list[Order]:
    """The event's orders whose places the clock has freed; one that somebody else is settling is left to them."""
    dead = select(Order).where(Order.event_id == event_id, *_is_dead(now)).order_by(Order.id)
    return list(session.scalars(dead.with_for_update(skip_locked=True).execution_options(populate_existing=True)))


def dead_reservations(session: Session, event_id: int, now: datetime) -> list[BookingCode]:
    """The event's codes that keep places although the clock has ended them. Its quotas are locked, and so its codes."""
    dead = select(BookingCode).where(BookingCode.is_reserving, BookingCode.ends_at <= now)
    dead = dead.where(BookingCode.event_id == event_id).order_by(BookingCode.id)
    return list(session.scalars(dead.with_for_update().execution_options(populate_existing=True)))


def count_waiting(session: Session, event_id: int, quotas: list[Quota], now: datetime) -> None:
    """From now on ``quotas`` know how many of their places are for people who wait, who come before anybody else
    (rule 14)."""
    kept = waited_for(queue_of(session, event_id, now), quotas)
    for quota in quotas:
        quota.waited_for = kept[quota.id]


def queue_of(session: Session, event_id: int, now: datetime) -> list[Wish]:
    """Who waits for places of the event and could still be offered them, who came first at the top."""
    waiting = (
        select(WaitingEntry.id, WaitingEntry.places, product_quotas.c.quota_id)
        .join(WaitingEntry.product)
        .join(product_quotas, product_quotas.c.product_id == WaitingEntry.product_id)
        .where(WaitingEntry.event_id == event_id, WaitingEntry.status == WaitingStatus.WAITING)
        .where(*may_be_offered(now))
        .order_by(WaitingEntry.id)
    )
    quota_ids: dict[tuple[int, int], list[int]] = {}
    for entry_id, places, quota_id in session.execute(waiting):
        quota_ids.setdefault((entry_id, places), []).append(quota_id)
    return [Wish(entry_id, places, tuple(theirs)) for (entry_id, places), theirs in quota_ids.items()]


def may_be_offered(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """As registration.rules.may_still_offer: the product is on sale, and for an hour at least."""
    return Product.sales_open_at <= now, Product.sales_close_at >= now + LEAST_OFFER


def had_before(session: Session, event_id: int, places: list[Place]) -> dict[tuple[str, int], int]:
    """How many of each product with a limit for one person the people of ``places`` have, by address and product.

    No statement where no product has one.
    """
    limited = {
        product.id
        for place in places
        for product in (place.product, *(add_on.product for add_on, _ in place.extras))
        if product.most_per_person
    }
    if not limited:
        return {}
    theirs = (Ticket.email_key.in_({email_key(place.email) for place in places}), Ticket.cancelled_at.is_(None))
    stands = (Order.event_id == event_id, Order.status.in_((*KEEPING, OrderStatus.CONFIRMED)))
    tickets = (
        select(Ticket.email_key, OrderLine.product_id, func.count(Ticket.id))
        .join(Ticket.order)
        .join(Ticket.line)
        .where(*theirs, *stands, OrderLine.product_id.in_(limited))
        .group_by(Ticket.email_key, OrderLine.product_id)
    )
    extras = (
        select(Ticket.email_key, OrderLine.product_id, func.sum(Extra.quantity))
        .select_from(Extra)
        .join(Extra.ticket)
        .join(Ticket.order)
        .join(OrderLine, OrderLine.id == Extra.line_id)
        .where(*theirs, *stands, OrderLine.product_id.in_(limited))
        .group_by(Ticket.email_key, OrderLine.product_id)
    )
    return {(key, product_id): number for key, product_id, number in session.execute(tickets.union_all(extras))}


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


def lock_places(session: Session, event: Event) -> list[Quota]:
    """All quotas of the event, as ``lock_quotas``: for the desk, which changes what draws on them."""
    quotas = select(Quota).where(Quota.event_id == event.id).order_by(Quota.id).with_for_update()
    return list(session.scalars(quotas.execution_options(populate_existing=True)))


def quotas_of(session: Session, event: Event) -> list[Quota]:
    return list(session.scalars(select(Quota).where(Quota.event_id == event.id).order_by(Quota.id)))


def _products_of(event: Event) -> Select[tuple[Product]]:
    products = select(Product).where(Product.event_id == event.id).order_by(Product.position, Product.id)
    return products.options(selectinload(Product.quotas), selectinload(Product.prices))


def _is_dead(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Order.status.in_(KEEPING), Order.kept_until <= now


def _dead_draws(event: Event, now: datetime) -> CompoundSelect:
    """What dead holds and dead reservations keep of each quota. A reserved place that is held is its hold's alone."""
    held = (
        select(product_quotas.c.quota_id, func.sum(OrderLine.quantity))
        .join(OrderLine, OrderLine.product_id == product_quotas.c.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(BookingCode, and_(BookingCode.id == OrderLine.code_id, BookingCode.is_reserving))
        .where(Order.event_id == event.id, *_is_dead(now))
        .where(or_(BookingCode.id.is_(None), BookingCode.ends_at <= now))  # else it goes back to who has the code
        .group_by(product_quotas.c.quota_id)
    )
    reserved = (
        select(product_quotas.c.quota_id, func.sum(BookingCode.uses - BookingCode.used))
        .join(booking_code_products, booking_code_products.c.product_id == product_quotas.c.product_id)
        .join(BookingCode, BookingCode.id == booking_code_products.c.code_id)
        .where(BookingCode.event_id == event.id, BookingCode.is_reserving, BookingCode.ends_at <= now)
        .group_by(product_quotas.c.quota_id)
    )
    return held.union_all(reserved)
