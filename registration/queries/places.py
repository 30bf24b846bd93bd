"""Products, their quotas, and the holds that the clock has ended."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from events.models import Event
from registration.models import (
    Order,
    OrderLine,
    Product,
    Quota,
    product_quotas,
)
from registration.rules import KEEPING


def products_of(session: Session, event: Event) -> list[Product]:
    """The event's products in the order in which they are shown, with the quotas they draw on and their prices."""
    products = select(Product).where(Product.event_id == event.id)
    products = products.options(selectinload(Product.quotas), selectinload(Product.prices))
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
