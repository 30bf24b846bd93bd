"""What a place costs: by product, category and price period, from our own table alone (domain rules 1, 2 and 6)."""

from collections.abc import Iterable
from datetime import datetime

from core.errors import Refusal
from registration.models import Category, Product
from registration.rules.categories import CATEGORY_WORDS


class NotSoldTo(Refusal):
    """The product has no price for that category."""


def prices_now(product: Product, now: datetime) -> dict[Category, int]:
    """What each category pays at ``now``, in pence: the prices of the period that ends next; empty if it has none.

    A period is over at ``ends_at``, so that its last second is inside (domain rule 2).
    """
    current = [price for price in product.prices if now < price.period.ends_at]
    ends_next = min((price.period.ends_at for price in current), default=None)
    return {price.category: price.pence for price in current if price.period.ends_at == ends_next}


def price_of(product: Product, category: Category, now: datetime) -> int:
    """In pence; without a matrix everybody pays the same. Raises NotSoldTo if that category cannot have the product."""
    if not product.prices:
        return product.price_pence
    pence = prices_now(product, now).get(category)
    if pence is None:
        raise NotSoldTo(f"{product.name} has no price for “{CATEGORY_WORDS[category]}”. Choose another ticket.")
    return pence


def group_percent(product: Product, now: datetime) -> int:
    """What comes off for a group at ``now``, in percent: a matter of the price period (domain rule 7)."""
    periods = [price.period for price in product.prices if now < price.period.ends_at]
    return min(periods, key=lambda period: period.ends_at).group_percent if periods else 0


def price_span(product: Product, now: datetime) -> tuple[int, int]:
    """The least and the most that anybody pays for it at ``now``, in pence."""
    prices = prices_now(product, now).values() if product.prices else [product.price_pence]
    return min(prices, default=0), max(prices, default=0)


def offers(products: Iterable[Product], category: Category | None, now: datetime) -> dict[int, tuple[int, int] | None]:
    """For each product's id the least and the most that it costs, in pence; None if ``category`` cannot have it."""
    if category is None:
        return {product.id: price_span(product, now) for product in products}
    found: dict[int, tuple[int, int] | None] = {}
    for product in products:
        pence = prices_now(product, now).get(category) if product.prices else product.price_pence
        found[product.id] = None if pence is None else (pence, pence)
    return found


def cost_of(product: Product | None, category: Category | None, now: datetime) -> int | None:
    """What a delegate's ticket costs as far as it is chosen, in pence; None where a choice is still wanted."""
    span = offers([product], category, now)[product.id] if product and category else None
    return span and span[0]


def categories_of(products: Iterable[Product]) -> list[Category]:
    """The categories that have a price for one of ``products``, in the order of the words; none without a matrix."""
    priced = {price.category for product in products for price in product.prices}
    return [each for each in CATEGORY_WORDS if each in priced]
