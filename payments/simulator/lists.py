"""Lists as Stripe pages them: newest first, filtered, by cursor."""

from collections.abc import Callable
from typing import Any

from payments.simulator.errors import ApiError
from payments.simulator.ledger import KINDS, Ledger

_BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda moment, bound: moment > bound,
    "gte": lambda moment, bound: moment >= bound,
    "lt": lambda moment, bound: moment < bound,
    "lte": lambda moment, bound: moment <= bound,
}
_NOT_FILTERS = {"created", "ending_before", "expand", "limit", "starting_after"}


def page_of(ledger: Ledger, shelf: str, asked: dict[str, Any]) -> tuple[list[dict], bool]:
    """The objects of one page, newest first, and whether there are more. Raises ApiError for a bad cursor."""
    limit = asked.get("limit", 10)
    if not 1 <= limit <= 100:
        raise ApiError(
            "This value must be greater than or equal to 1 and at most 100.",
            code="parameter_invalid_integer",
            param="limit",
        )
    found = ledger.newest_first(shelf, lambda thing: _is_wanted(thing, asked))
    ids = [thing["id"] for thing in found]
    if "starting_after" in asked:
        found = found[_place(ids, shelf, asked, "starting_after") + 1 :]
    elif "ending_before" in asked:
        found = found[: _place(ids, shelf, asked, "ending_before")]
        return found[-limit:], len(found) > limit
    return found[:limit], len(found) > limit


def _place(ids: list[str], shelf: str, asked: dict[str, Any], cursor: str) -> int:
    if asked[cursor] not in ids:
        raise ApiError(f"No such {KINDS[shelf]}: '{asked[cursor]}'", code="resource_missing", param=cursor)
    return ids.index(asked[cursor])


def _is_wanted(thing: dict, asked: dict[str, Any]) -> bool:
    created = asked.get("created", {})
    if isinstance(created, int):
        created = {"gte": created, "lte": created}
    if not all(_BOUNDS[bound](thing["created"], moment) for bound, moment in created.items()):
        return False
    return all(_matches(thing, key, value) for key, value in asked.items() if key not in _NOT_FILTERS)


def _matches(thing: dict, key: str, value: Any) -> bool:
    if key == "customer_details":
        return (thing[key] or {}).get("email") == value["email"]
    if key == "types":
        return any(thing["type"] == wanted or _covers(wanted, thing["type"]) for wanted in value)
    if key == "type" and thing["object"] == "event":
        return thing["type"] == value or _covers(value, thing["type"])
    if key == "delivery_success":
        return (thing["pending_webhooks"] == 0) == value
    return thing.get(key) == value


def _covers(wanted: str, type: str) -> bool:
    return wanted.endswith("*") and type.startswith(wanted[:-1])
