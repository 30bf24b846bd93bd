"""What a place costs: by product, category and price period, from our own table alone (domain rules 1, 2 and 6)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from core.errors import Refusal
from registration.models import Category, Product
from registration.rules.categories import AS_MEMBER, BY_INVITATION, CATEGORY_WORDS, WITHOUT_MEMBERSHIP


class NotSoldTo(Refusal):
    """The product has no price for that category."""


class Offer(NamedTuple):
    """The least and the most that a ticket costs, in pence. A member sees the price without the membership beside
    it, and who is none what members pay, where there is such a price."""

    least: int
    most: int
    standard: int | None = None
    member: int | None = None


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
    """The least and the most that anybody pays at ``now``, in pence; of who is invited only if nobody else may."""
    by_category = prices_now(product, now) if product.prices else {Category.STANDARD: product.price_pence}
    prices = [pence for category, pence in by_category.items() if category not in BY_INVITATION] or by_category.values()
    return min(prices, default=0), max(prices, default=0)


def offers(products: Iterable[Product], category: Category | None, now: datetime) -> dict[int, Offer | None]:
    """What each product costs, by its id; None if ``category`` cannot have it."""
    found: dict[int, Offer | None] = {}
    for product in products:
        prices = prices_now(product, now)
        pence = prices.get(category) if category and product.prices else product.price_pence
        if category is None:
            found[product.id] = Offer(*price_span(product, now))
        elif pence is None:
            found[product.id] = None
        else:
            without, as_member = WITHOUT_MEMBERSHIP.get(category), AS_MEMBER.get(category)
            standard = prices.get(without) if without else None
            member = prices.get(as_member) if as_member else None
            found[product.id] = Offer(pence, pence, standard, member)
    return found


def cost_of(product: Product | None, category: Category | None, now: datetime) -> int | None:
    """What a delegate's ticket costs as far as it is chosen, in pence; None where a choice is still wanted."""
    offer = offers([product], category, now)[product.id] if product and category else None
    return offer and offer.least


def categories_of(products: Iterable[Product]) -> list[Category]:
    """The categories that have a price for one of ``products``, in the order of the words; none without a matrix."""
    priced = {price.category for product in products for price in product.prices}
    return [each for each in CATEGORY_WORDS if each in priced]
