"""Products, their prices, periods, quotas and add-ons, as the desk sets them up. Each change is in the diary."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from core import diary
from events.models import Event
from registration import queries, rules
from registration.actions.places import clear_dead
from registration.models import AddOn, Category, Price, PricePeriod, Product, ProductKind, Quota, Vat
from registration.rules import Cell
from registration.rules.matrix import Cells


@dataclass(frozen=True)
class Particulars:
    """What the desk says of a product, but for its kind, its quotas and its prices."""

    name: str
    hint: str
    vat: Vat
    position: int
    in_person: bool
    is_hidden: bool
    needs_approval: bool
    least_per_order: int
    most_per_order: int | None
    most_per_person: int | None
    sales_open_at: datetime
    sales_close_at: datetime
    only_day: date | None = None


def save_prices(
    session: Session, *, event: Event, shown: Mapping[Cell, int | None], typed: Cells, by_id: int, now: datetime
) -> int:
    """How many cells of the matrix are now as they were ``typed``; others' changes to other cells stay.

    The event is locked. Orders that were placed keep their prices. Raises PricesChanged if somebody changed one of
    the same cells since it was ``shown``, and WrongMatrix; then nothing has changed.
    """
    products, periods = queries.products_of(session, event), queries.periods_of(session, event)
    ours, in_event = {product.id: product for product in products}, {period.id: period for period in periods}
    typed = {cell: pence for cell, pence in typed.items() if _is_ours(cell, ours, in_event)}
    stored = rules.cells_of(products)
    wanted = rules.changes(shown, typed, stored)
    rules.check_matrix(products, wanted)
    by_product: dict[int, Cells] = {}
    for cell, pence in wanted.items():
        by_product.setdefault(cell.product_id, {})[cell] = pence
    for product_id, cells in by_product.items():
        for cell, pence in cells.items():
            _put(session, ours[product_id], cell, pence)
        before = {_named(cell): stored.get(cell) for cell in cells}
        after = {_named(cell): pence for cell, pence in cells.items()}
        _note(session, event, "changed prices", ("product", product_id), by_id, now, before=before, after=after)
    session.flush()
    for product_id in by_product:
        session.expire(ours[product_id], ["prices"])
    return len(wanted)


def save_period(
    session: Session,
    *,
    event: Event,
    period: PricePeriod | None,
    name: str,
    last_day: date,
    group_percent: int,
    by_id: int,
    now: datetime,
) -> PricePeriod:
    """The price period as it is now, or a new one; over at the midnight after its last day. Raises WrongMatrix."""
    is_new = period is None
    period = period or PricePeriod(event_id=event.id)
    before = None if is_new else _facts(period)
    # Its day left alone, the instant stays too, even if it is no midnight.
    if is_new or rules.last_day_of(event, period) != last_day:
        ends_at = rules.period_end(event, last_day)
        rules.check_period(queries.periods_of(session, event), ends_at, period)
        period.ends_at = ends_at
    period.name, period.group_percent = name, group_percent
    session.add(period)
    session.flush()
    act = "added a price period" if is_new else "changed a price period"
    _note(session, event, act, ("price period", period.id), by_id, now, before=before, after=_facts(period))
    return period


def remove_period(session: Session, *, event: Event, period: PricePeriod, by_id: int, now: datetime) -> None:
    """The period is gone. Raises PeriodInUse while the matrix has a price of it."""
    rules.check_may_remove(period, queries.prices_in(session, period))
    thing = ("price period", period.id)
    _note(session, event, "removed a price period", thing, by_id, now, before=_facts(period))
    session.delete(period)
    session.flush()


def add_product(
    session: Session,
    *,
    event: Event,
    kind: ProductKind,
    quotas: list[Quota],
    price_pence: int,
    particulars: Particulars,
    by_id: int,
    now: datetime,
) -> Product:
    """A new product, at one price for everybody until the matrix says more. Raises WrongProduct."""
    _check(particulars)
    product = Product(event_id=event.id, kind=kind, price_pence=price_pence, quotas=quotas, **asdict(particulars))
    session.add(product)
    session.flush()
    _note(session, event, "added a product", ("product", product.id), by_id, now, after=_product_facts(product))
    return product


def change_product(
    session: Session,
    *,
    event: Event,
    product: Product,
    kind: ProductKind,
    quotas: list[Quota],
    particulars: Particulars,
    by_id: int,
    now: datetime,
) -> None:
    """The product is as it was said. The event's quotas are locked. Raises WrongProduct, or Sold for what must stay."""
    _check(particulars)
    is_sold, keeps = queries.is_sold(session, product), queries.is_kept_by_code(session, product)
    rules.check_product_change(product, kind, quotas, now, is_sold=is_sold, keeps=keeps)
    before = _product_facts(product)
    product.kind = kind
    if set(quotas) != set(product.quotas):
        product.quotas = quotas
    for name, said in asdict(particulars).items():
        setattr(product, name, said)
    session.flush()
    thing, after = ("product", product.id), _product_facts(product)
    _note(session, event, "changed a product", thing, by_id, now, before=before, after=after)


def retire_product(session: Session, *, event: Event, product: Product, by_id: int, now: datetime) -> None:
    """Its sale is over. What was sold of it stands."""
    before = {"closes": product.sales_close_at.isoformat()}
    product.sales_open_at, product.sales_close_at = rules.retired_window(product, now)
    after = {"closes": product.sales_close_at.isoformat()}
    _note(session, event, "retired a product", ("product", product.id), by_id, now, before=before, after=after)


def save_add_ons(
    session: Session,
    *,
    event: Event,
    parent: Product,
    wanted: Mapping[Product, tuple[int, int, bool]],
    by_id: int,
    now: datetime,
) -> None:
    """The add-ons that go with a ticket are exactly ``wanted``: each with the least, the most, and whether included.

    Orders that have others keep them. Raises WrongProduct.
    """
    for product, (least, most, _) in wanted.items():
        rules.check_may_add(parent, product, least, most)
    before = {str(each.product_id): [each.least, each.most, each.is_included] for each in parent.add_ons}
    there = {each.product_id: each for each in parent.add_ons}
    for product_id, each in there.items():
        if product_id not in {product.id for product in wanted}:
            session.delete(each)
    for product, (least, most, is_included) in wanted.items():
        add_on = there.get(product.id) or AddOn(parent_id=parent.id, product_id=product.id)
        add_on.least, add_on.most, add_on.is_included = least, most, is_included
        session.add(add_on)
    session.flush()
    session.expire(parent, ["add_ons"])
    after = {str(product.id): list(numbers) for product, numbers in wanted.items()}
    _note(session, event, "changed add-ons", ("product", parent.id), by_id, now, before=before, after=after)


def add_quota(session: Session, *, event: Event, name: str, capacity: int, by_id: int, now: datetime) -> Quota:
    """A number of places that nothing draws on yet."""
    quota = Quota(event_id=event.id, name=name, capacity=capacity)
    session.add(quota)
    session.flush()
    _note(session, event, "added a quota", ("quota", quota.id), by_id, now, after={"capacity": capacity})
    return quota


def change_quota(
    session: Session, *, event: Event, quota: Quota, name: str, capacity: int, by_id: int, now: datetime
) -> None:
    """The quota has another name or capacity. It is locked with the event's others.

    Raises TooFew below what is taken, when the places whose holds the clock has ended are free already.
    """
    if capacity < quota.capacity - quota.free:
        clear_dead(session, event_id=event.id, now=now)
        session.refresh(quota)
    rules.check_capacity(quota, capacity)
    before, after = {"capacity": quota.capacity}, {"capacity": capacity}
    quota.name, quota.capacity = name, capacity
    session.flush()
    _note(session, event, "changed a quota", ("quota", quota.id), by_id, now, before=before, after=after)


def _check(said: Particulars) -> None:
    rules.check_product(said.sales_open_at, said.sales_close_at, said.least_per_order, said.most_per_order)


def _is_ours(cell: Cell, products: Mapping[int, Product], periods: Mapping[int, PricePeriod]) -> bool:
    return cell.product_id in products and (cell.period_id is None or cell.period_id in periods)


def _put(session: Session, product: Product, cell: Cell, pence: int | None) -> None:
    if cell.category is None or cell.period_id is None:
        product.price_pence = product.price_pence if pence is None else pence
        return
    there = [each for each in product.prices if (each.category, each.period_id) == (cell.category, cell.period_id)]
    if pence is None:
        for price in there:
            session.delete(price)
    elif there:
        there[0].pence = pence
    else:
        new = Price(product_id=product.id, category=cell.category, period_id=cell.period_id, pence=pence)
        session.add(new)


def _named(cell: Cell) -> str:
    return f"{cell.category.name} {cell.period_id}" if isinstance(cell.category, Category) else "everybody"


def _facts(period: PricePeriod) -> dict:
    return {"ends_at": period.ends_at.isoformat(), "group_percent": period.group_percent}


def _product_facts(product: Product) -> dict:
    """What of it is in the diary: no words, which may be anybody's."""
    return {
        "kind": product.kind.value,
        "vat": product.vat.value,
        "quotas": sorted(quota.id for quota in product.quotas),
        "hidden": product.is_hidden,
        "approval": product.needs_approval,
        "only_day": product.only_day and product.only_day.isoformat(),
        "limits": [product.least_per_order, product.most_per_order, product.most_per_person],
        "opens": product.sales_open_at.isoformat(),
        "closes": product.sales_close_at.isoformat(),
    }


def _note(
    session: Session,
    event: Event,
    act: str,
    thing: tuple[str, int],
    by_id: int,
    now: datetime,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=event.id, before=before, after=after)
