"""Tickets, add-ons, codes and groups in memory, for what they cost."""

from datetime import timedelta

from registration.models import (
    AddOn,
    BookingCode,
    Category,
    Effect,
    Price,
    PricePeriod,
    Product,
    ProductKind,
    Vat,
)
from registration.rules import Place, charges
from tests.factories import LONG_AFTER, NOON

DAY = timedelta(days=1)
TRUST = "Northmere NHS Trust"
GROUP = Category.DOCTOR


def a_ticket(pence=62000, *, percent=10, categories=(GROUP,), **changes) -> Product:
    """On sale at one price in a period with a group rate, and in a later one without."""
    given = {"id": 1, "name": "Two days", "kind": ProductKind.TICKET, "price_pence": 0, "is_hidden": False}
    given |= {"vat": Vat.EXEMPT, "least_per_order": 1, "most_per_order": None, "most_per_person": None}
    product = Product(**given | {"needs_approval": False} | changes)
    early = PricePeriod(id=1, name="Standard", ends_at=NOON + DAY, group_percent=percent)
    late = PricePeriod(id=2, name="Late", ends_at=NOON + 9 * DAY, group_percent=0)
    product.prices = [
        Price(category=category, period=period, period_id=period.id, pence=pence)
        for category in categories
        for period in (early, late)
    ]
    return product


def an_add_on(pence=6500, *, vat=Vat.STANDARD, name="Dinner", **numbers) -> AddOn:
    product = Product(id=9, name=name, kind=ProductKind.ADD_ON, price_pence=pence, vat=vat, least_per_order=1)
    product.is_hidden = product.needs_approval = False
    return AddOn(product=product, **{"least": 0, "most": 1, "is_included": False} | numbers)


def a_code(**changes) -> BookingCode:
    given = {"effect": Effect.NONE, "amount": 0, "uses": 100, "used": 0, "spent_pence": 0, "budget_pence": None}
    given |= {"opens_hidden": False, "is_reserving": False, "category": None, "products": []}
    return BookingCode(**given | {"starts_at": NOON - DAY, "ends_at": LONG_AFTER} | changes)


def a_group(product, how_many, *, category=GROUP, organisation=TRUST, **changes) -> list[Place]:
    return [
        Place(product, f"Dr {number}", f"{number}@north.example", organisation, category, **changes)
        for number in range(how_many)
    ]


def what_is_off(places, code=None, now=NOON, **given) -> list[int]:
    return [charge.off_pence for charge in charges(places, code, now, **given)]
