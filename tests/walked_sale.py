"""What the walker walks in at the desk of what is sold: a period, a product, a quota and a code of each event."""

from dataclasses import dataclass

from events.models import Event
from registration.models import PricePeriod
from tests import factories as make

SOLD = {
    "name": "Full",
    "kind": "ticket",
    "price": "0",
    "vat": "exempt",
    "sales_open": "2026-05-03T13:00",
    "sales_close": "2026-05-05T13:00",
    "position": "0",
    "least_per_order": "1",
}
A_CODE = {
    "how_many": "1",
    "uses": "1",
    "effect": "none",
    "category": "",
    "starts": "2026-05-03T13:00",
    "ends": "2026-05-05T13:00",
}
A_PERIOD = {"name": "Early", "last_day": "2026-05-09", "group_percent": "10"}
A_QUOTA = {"name": "Hall", "capacity": "20"}


@dataclass(frozen=True)
class _Of:
    """A row of an event."""

    event: Event
    id: int


def what_is_sold(products: dict, in_event) -> dict:
    """A period, a product, a quota and a code of each event: their parts of addresses."""
    rows: dict[str, dict] = {"period_id": {}, "code_id": {}, "quota_id": {}, "product_id": {}}
    for thing, product in products.items():
        event = make.session.get_one(Event, product.event_id)
        period = PricePeriod(event_id=event.id, name="Early", ends_at=make.LONG_AFTER)
        rows["period_id"][thing] = _Of(event, make.saved(period).id)
        rows["code_id"][thing] = _Of(event, make.a_code(event).id)
        rows["quota_id"][thing] = _Of(event, product.quotas[0].id)
        rows["product_id"][thing] = _Of(event, product.id)
    pages = {
        "period_id": ("show_period", "change_period", "remove_period"),
        "code_id": ("show_code", "change_code", "end_code"),
        "quota_id": ("show_quota", "change_quota"),
        "product_id": ("show_product", "change_product", "retire_product", "save_add_ons"),
    }
    return {f"registration.{name}": in_event(part, rows[part]) for part, names in pages.items() for name in names}


def typed_of_sale(quota_id: int | str) -> dict[str, dict]:
    """What is sent to each of these pages."""
    typed = {
        "add_product": SOLD | {"quotas": quota_id},
        "change_product": SOLD | {"quotas": quota_id},
        "add_period": A_PERIOD,
        "change_period": A_PERIOD,
        "add_quota": A_QUOTA,
        "change_quota": A_QUOTA,
        "make_codes": A_CODE,
        "change_code": A_CODE,
    }
    return {f"registration.{name}": {"data": given} for name, given in typed.items()}
