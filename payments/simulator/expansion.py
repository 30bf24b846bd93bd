"""``expand[]``: ids replaced by the objects that they name."""

import copy
from typing import Any

from payments.simulator.errors import ApiError
from payments.simulator.ledger import KINDS, Ledger

# What may be expanded in each object, and what is found there. A balance transaction's source is of several
# kinds, so nothing inside it can be asked for.
_WITHIN = {
    "checkout.session": {"payment_intent": "payment_intent", "line_items": "list"},
    "payment_intent": {"latest_charge": "charge"},
    "charge": {
        "payment_intent": "payment_intent",
        "balance_transaction": "balance_transaction",
        "refunds": "list",
    },
    "refund": {
        "charge": "charge",
        "payment_intent": "payment_intent",
        "balance_transaction": "balance_transaction",
        "failure_balance_transaction": "balance_transaction",
    },
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "balance_transaction": {"source": "any"},
}
_DEEPEST = 4


def check_expand(kind: str, paths: list[str], *, listed: bool) -> None:
    """Raises ApiError for a path that leads to nothing expandable in objects of this kind."""
    for path in paths:
        parts = path.split(".")
        if listed and parts[0] != "data":
            raise _refused(path)
        inside = kind
        steps = parts[1:] if listed else parts
        if not 0 < len(steps) <= _DEEPEST:
            raise _refused(path)
        for part in steps:
            if part not in _WITHIN.get(inside, {}):
                raise _refused(path)
            inside = _WITHIN[inside][part]


def expanded(ledger: Ledger, thing: dict, paths: list[str]) -> dict:
    """A copy of the object in which every path is an object instead of an id."""
    thing = copy.deepcopy(thing)
    for path in paths:
        _expand(ledger, thing, path.split("."))
    return thing


def line_items_of(ledger: Ledger, session: dict) -> list[dict]:
    return copy.deepcopy(ledger.particulars[session["id"]]["lines"])


def listing(things: list[Any], url: str, *, has_more: bool = False) -> dict:
    return {"object": "list", "data": things, "has_more": has_more, "url": url}


def _expand(ledger: Ledger, thing: dict, parts: list[str]) -> None:
    key, *deeper = parts
    if key == "line_items" and thing["object"] == "checkout.session":
        thing[key] = listing(line_items_of(ledger, thing), f"/v1/checkout/sessions/{thing['id']}/line_items")
    elif key == "refunds" and thing["object"] == "charge":
        refunds = ledger.newest_first("refunds", lambda refund: refund["charge"] == thing["id"])
        thing[key] = listing(copy.deepcopy(refunds), f"/v1/charges/{thing['id']}/refunds")
    else:
        if isinstance(thing.get(key), str):
            thing[key] = copy.deepcopy(_named(ledger, thing[key]))
        if deeper and isinstance(thing.get(key), dict):
            _expand(ledger, thing[key], deeper)


def _named(ledger: Ledger, id: str) -> dict | str:
    return next((shelf[id] for name in KINDS if id in (shelf := getattr(ledger, name))), id)


def _refused(path: str) -> ApiError:
    return ApiError(f"This property cannot be expanded ({path}).", code="parameter_invalid", param="expand")
