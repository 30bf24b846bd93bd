"""What may be changed of the ticket matrix: its cells, its price periods, and which of two changes to a cell counts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core.errors import Refusal
from core.words import count
from events.models import Event
from events.rules import at, local_day
from registration.models import Category, PricePeriod, Product
from registration.rules.categories import CATEGORY_WORDS

DAY, INSTANT = timedelta(days=1), timedelta(seconds=1)


class Cell(NamedTuple):
    """A place in the matrix. Without a category and a period it is the one price of a product that has no others."""

    product_id: int
    category: Category | None = None
    period_id: int | None = None


Cells = dict[Cell, int | None]  # in pence; None where it is not sold


class PricesChanged(Refusal):
    """Somebody else changed the same cells to something else; ``clashes`` are those, as they are now."""

    def __init__(self, clashes: Cells) -> None:
        how_many = count(len(clashes), "price was", "prices were")
        super().__init__(f"{how_many} changed by somebody else meanwhile. Nothing is saved yet: look, and save again.")
        self.clashes = clashes


class WrongMatrix(Refusal):
    status = 422


class PeriodInUse(Refusal):
    pass


def cells_of(products: Iterable[Product]) -> Cells:
    """Every price that there is, in pence."""
    found: Cells = {}
    for product in products:
        if not product.prices:
            found[Cell(product.id)] = product.price_pence
        for price in product.prices:
            found[Cell(product.id, price.category, price.period_id)] = price.pence
    return found


def changes(shown: Mapping[Cell, int | None], typed: Mapping[Cell, int | None], stored: Cells) -> Cells:
    """The cells that somebody changed from what they were ``shown``, with what they typed.

    A cell that they left alone stays as it is, whatever others made of it. Raises PricesChanged if another has
    changed one of theirs to something else.
    """
    wanted = {cell: pence for cell, pence in typed.items() if pence != shown.get(cell)}
    clashes = {
        cell: stored.get(cell)
        for cell, pence in wanted.items()
        if stored.get(cell) != shown.get(cell) and stored.get(cell) != pence
    }
    if clashes:
        raise PricesChanged(clashes)
    return {cell: pence for cell, pence in wanted.items() if stored.get(cell) != pence}


def check_matrix(products: Iterable[Product], wanted: Cells) -> None:
    """Raise WrongMatrix if a product would lose its last price, and so be free for everybody or cost what it once did.

    A product without a matrix keeps its one price.
    """
    stored = cells_of(products)
    after = {cell: pence for cell, pence in (stored | wanted).items() if pence is not None}
    for product in products:
        in_matrix = [cell for cell in stored if cell.product_id == product.id and cell.category]
        left = [cell for cell in after if cell.product_id == product.id and (cell.category or not in_matrix)]
        if not left:
            raise WrongMatrix(f"{product.name} must have a price left. To sell it no longer, end its sale.")


def categories_to_add(product: Product, products: Iterable[Product]) -> list[Category]:
    """The categories that ``product`` may be priced for and is not yet.

    “Standard” is for events that ask nobody which price fits, so it stands beside no other.
    """
    priced = {price.category for each in products for price in each.prices}
    own = {price.category for price in product.prices}
    may = [each for each in CATEGORY_WORDS if each not in own]
    return [each for each in may if each is not Category.STANDARD] if priced - {Category.STANDARD} else may


def period_end(event: Event, last_day: date) -> datetime:
    """The midnight after the last day, on the event's clocks: its last second is inside (domain rule 2)."""
    return at(event, last_day + DAY, time())


def last_day_of(event: Event, period: PricePeriod) -> date:
    return local_day(event, period.ends_at - INSTANT)


def check_period(periods: Iterable[PricePeriod], ends_at: datetime, period: PricePeriod | None = None) -> None:
    """Raise WrongMatrix if another period ends then: each day has one price."""
    if any(each.ends_at == ends_at for each in periods if each is not period):
        raise WrongMatrix("Another price period ends on that day. Choose another last day.")


def check_may_remove(period: PricePeriod, prices: int) -> None:
    """Raise PeriodInUse if ``prices`` of the matrix are of that period."""
    if prices:
        raise PeriodInUse(f"“{period.name}” has {count(prices, 'price')} in the matrix. Empty its column first.")


def check_may_copy(products: Iterable[Product]) -> None:
    """Raise WrongMatrix if the event sells something already: nothing is mixed with what is copied."""
    if any(True for _ in products):
        raise WrongMatrix("This event has tickets already, so none are copied.")
