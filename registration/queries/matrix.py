"""What the desk sets up to be sold: products, periods, quotas, add-ons."""

from collections.abc import Iterable

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFound
from events.models import Event
from registration.models import (
    AddOn,
    BookingCode,
    OrderLine,
    Price,
    PricePeriod,
    Product,
    Quota,
    booking_code_products,
    product_quotas,
)
from registration.queries.faults import quotas_at_fault, reservations_at_fault


def periods_of(session: Session, event: Event) -> list[PricePeriod]:
    """The event's price periods, the one that ends first first."""
    return list(session.scalars(select(PricePeriod).where(PricePeriod.event_id == event.id).order_by("ends_at")))


def period_at_desk(session: Session, event: Event, period_id: int) -> PricePeriod:
    found = select(PricePeriod).where(PricePeriod.event_id == event.id, PricePeriod.id == period_id)
    period = session.scalar(found)
    if period is None:
        raise NotFound("There is no such period.")
    return period


def prices_in(session: Session, period: PricePeriod) -> int:
    """How many prices of the matrix are of that period."""
    return session.scalar(select(func.count(Price.id)).where(Price.period_id == period.id)) or 0


def product_at_desk(session: Session, event: Event, product_id: int) -> Product:
    """A product of this event as it is now, with its quotas and the add-ons that go with it."""
    add_ons = selectinload(Product.add_ons).joinedload(AddOn.product, innerjoin=True)
    found = select(Product).where(Product.event_id == event.id, Product.id == product_id)
    found = found.options(selectinload(Product.quotas), add_ons).execution_options(populate_existing=True)
    product = session.scalar(found)
    if product is None:
        raise NotFound("There is no such product.")
    return product


def is_sold(session: Session, product: Product) -> bool:
    """True if it is in any order, whatever became of that."""
    return bool(session.scalar(select(exists().where(OrderLine.product_id == product.id))))


def is_kept_by_code(session: Session, product: Product) -> bool:
    """True if a code keeps places in its quotas."""
    ours = booking_code_products.c.product_id == product.id
    codes = select(BookingCode.id).join(booking_code_products, booking_code_products.c.code_id == BookingCode.id)
    return bool(session.scalar(select(codes.where(ours, BookingCode.is_reserving).exists())))


def quota_at_desk(session: Session, event: Event, quota_id: int) -> Quota:
    quota = session.scalar(select(Quota).where(Quota.event_id == event.id, Quota.id == quota_id))
    if quota is None:
        raise NotFound("There is no such quota.")
    return quota


def products_by_quota(session: Session, event: Event) -> dict[int, list[str]]:
    """The names of the products that draw on each quota, by its id."""
    drawn = select(product_quotas.c.quota_id, Product.name).join(Product, Product.id == product_quotas.c.product_id)
    drawn = drawn.where(Product.event_id == event.id).order_by(Product.position, Product.id)
    found: dict[int, list[str]] = {}
    for quota_id, name in session.execute(drawn):
        found.setdefault(quota_id, []).append(name)
    return found


def miscounts_of(session: Session, quotas: Iterable[Quota]) -> dict[int, dict[str, int]]:
    """What orders and codes say of those quotas whose counters say something else, by id: as the invariants count.

    It reads every order that there is.
    """
    ours = {quota.id for quota in quotas}
    found: dict[int, dict[str, int]] = {}
    for row in quotas_at_fault(session):
        found.setdefault(row["id"], {}).update(sold=row["are_sold"], held=row["are_held"])
    for row in reservations_at_fault(session):
        found.setdefault(row["id"], {}).update(reserved=row["are_reserved"])
    return {quota_id: counts for quota_id, counts in found.items() if quota_id in ours}
