"""What may be changed of a product, of an add-on and of a quota, once it has been sold or not."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.errors import Refusal
from core.words import count
from registration.models import Product, ProductKind, Quota

MINUTE = timedelta(minutes=1)


class WrongProduct(Refusal):
    status = 422


class Sold(Refusal):
    """The product has been sold, or is on sale, so that this of it must stay as it is."""


class TooFew(Refusal):
    pass


def check_product(opens: datetime, closes: datetime, least: int, most: int | None) -> None:
    """Raise WrongProduct for a sale that ends before it begins, and for limits that nobody can keep."""
    if closes <= opens:
        raise WrongProduct("The sale must close after it opens.")
    if most is not None and least > most:
        raise WrongProduct("The least in one order cannot be more than the most.")


def check_product_change(
    product: Product, kind: ProductKind, quotas: Iterable[Quota], now: datetime, *, is_sold: bool, keeps: bool
) -> None:
    """Raise Sold if the kind or the quotas would change of a product that has been sold, whose orders count there.

    Nor do they change while it is on sale, when somebody may just be booking it, or while a code ``keeps`` places
    in it.
    """
    if kind is product.kind and set(quotas) == set(product.quotas):
        return
    if is_sold:
        raise Sold(
            f"{product.name} has been sold, so its kind and its quotas stay. Add a new product, and retire this."
        )
    if keeps:
        raise Sold(f"A code keeps places for {product.name}. End the code, and then change the quotas.")
    if product.sales_open_at <= now < product.sales_close_at:
        raise Sold(f"{product.name} is on sale now. Retire it, change its kind or its quotas, and open its sale again.")


def retired_window(product: Product, now: datetime) -> tuple[datetime, datetime]:
    """When its sale opens and closes, if it closes at ``now``; one that has not begun never does."""
    return min(product.sales_open_at, now - MINUTE), min(product.sales_close_at, now)


def check_may_add(parent: Product, add_on: Product, least: int, most: int) -> None:
    """Raise WrongProduct unless ``parent`` is a ticket, ``add_on`` an add-on, and the numbers are in order."""
    if parent.kind is not ProductKind.TICKET or add_on.kind is not ProductKind.ADD_ON:
        raise WrongProduct("An add-on goes with a ticket.")
    if not 0 <= least <= most or most < 1:
        raise WrongProduct(f"{add_on.name}: the least cannot be more than the most, and the most is at least one.")


def check_capacity(quota: Quota, capacity: int) -> None:
    """Raise TooFew if more than that are sold, held or reserved."""
    taken = quota.sold + quota.held + quota.reserved
    if capacity < taken:
        raise TooFew(f"{quota.name}: {count(taken, 'place')} are taken or kept, so it cannot have fewer than {taken}.")
