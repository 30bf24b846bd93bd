"""Checkout sessions: made, found by the clock to be over, or ended early."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from payments.simulator import objects, paying
from payments.simulator.errors import ApiError, missing
from payments.simulator.events import emit
from payments.simulator.ledger import Ledger

SHORTEST_LIFE_SECONDS = 30 * 60
LONGEST_LIFE_SECONDS = 24 * 3600
SMALLEST_TOTAL_PENCE = 30
LARGEST_TOTAL_PENCE = 99_999_999
BANK_METHOD = "bacs_debit"

# Allowed by the SDK's types and kept or shown here; anything else that Stripe knows is refused in words,
# for a parameter that is silently ignored would make a test lie.
_SIMULATED = {
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "consent_collection",
    "currency",
    "custom_text",
    "customer_creation",
    "customer_email",
    "excluded_payment_method_types",
    "expand",
    "expires_at",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "origin_context",
    "payment_intent_data",
    "payment_method_options",
    "phone_number_collection",
    "submit_type",
    "success_url",
    "ui_mode",
}


def check_new_session(ledger: Ledger, asked: dict[str, Any]) -> None:
    """Raises ApiError when Stripe would not open a session for these parameters."""
    for key in asked:
        if key not in _SIMULATED:
            raise ApiError(f"The simulator does not do `{key}`.", code="parameter_invalid", param=key)
    for key in ("mode", "success_url", "line_items"):
        if not asked.get(key):
            raise ApiError(f"Missing required param: {key}.", code="parameter_missing", param=key)
    if asked["mode"] != "payment" or asked.get("ui_mode", "hosted_page") != "hosted_page":
        raise ApiError("The simulator only takes payments, on its own page.", param="mode")
    for key in ("success_url", "cancel_url"):
        if key in asked and not _is_address(asked[key]):
            raise ApiError("Not a valid URL", code="url_invalid", param=key)
    if len(asked.get("client_reference_id", "")) > 200:
        raise ApiError(
            "client_reference_id has at most 200 characters.",
            code="parameter_invalid",
            param="client_reference_id",
        )
    _check_lines(asked)
    life = asked.get("expires_at", ledger.now() + LONGEST_LIFE_SECONDS) - ledger.now()
    # Stripe forgives the seconds that a request is on its way.
    if not SHORTEST_LIFE_SECONDS - 5 <= life <= LONGEST_LIFE_SECONDS + 5:
        raise ApiError(
            "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout "
            "Session creation.",
            code="parameter_invalid",
            param="expires_at",
        )


def create_session(ledger: Ledger, asked: dict[str, Any]) -> dict:
    """An open session with its own page, unpaid; ``asked`` has passed check_new_session."""
    now = ledger.now()
    lines = [objects.line_item(line, now=now) for line in asked["line_items"]]
    session = objects.session(asked, now=now, lines=lines, methods=_methods_of(asked), address=ledger.address)
    ledger.particulars[session["id"]] = {
        "lines": lines,
        "intent_asked": asked.get("payment_intent_data") or {},
        "settles_at": None,
        "settle_outcome": None,
    }
    return ledger.keep("sessions", session)


def expire_session(ledger: Ledger, id: str) -> dict:
    """The session is over and can no longer be paid. Raises ApiError when it is not open."""
    session = ledger.find("sessions", id, param="session")
    if session["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a '
            f"status of {session['status']}."
        )
    session["status"] = "expired"
    session["url"] = None
    if session["payment_intent"]:
        paying.cancel_intent(ledger, session["payment_intent"], reason="automatic")
    emit(ledger, "checkout.session.expired", session)
    return session


def keep_time(ledger: Ledger) -> None:
    """Sessions past their time are expired, and bank payments that are due have settled."""
    with ledger.lock:
        now = ledger.now()
        for session in list(ledger.sessions.values()):
            if session["status"] == "open" and session["expires_at"] <= now:
                expire_session(ledger, session["id"])
            settles_at = ledger.particulars[session["id"]]["settles_at"]
            if settles_at is not None and settles_at <= time.time() + ledger.clock_offset_seconds:
                paying.settle(ledger, session["id"], ledger.particulars[session["id"]]["settle_outcome"])


def _check_lines(asked: dict[str, Any]) -> None:
    currencies = {asked["currency"]} if "currency" in asked else set()
    total = 0
    for position, line in enumerate(asked["line_items"]):
        _check_line(line, f"line_items[{position}]")
        currencies.add(line["price_data"]["currency"])
        total += line["price_data"]["unit_amount"] * line["quantity"]
    if len(currencies) > 1:
        raise ApiError("All line items of a Checkout Session have one currency.", param="line_items")
    if 0 < total < SMALLEST_TOTAL_PENCE or total > LARGEST_TOTAL_PENCE:
        raise ApiError(
            "The Checkout Session's total amount due must add up to at least £0.30 and at most £999,999.99.",
            code="amount_too_small" if total < SMALLEST_TOTAL_PENCE else "amount_too_large",
        )


def _check_line(line: dict[str, Any], place: str) -> None:
    if "price" in line:
        raise missing("price", line["price"], param=f"{place}[price]", status=400)
    price = line.get("price_data", {})
    for key, least in (("unit_amount", 0), ("product_data", None), ("quantity", 1)):
        holder = line if key == "quantity" else price
        param = f"{place}[{key}]" if holder is line else f"{place}[price_data][{key}]"
        if key not in holder:
            raise ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)
        if least is not None and holder[key] < least:
            raise ApiError(
                f"This value must be greater than or equal to {least}.",
                code="parameter_invalid_integer",
                param=param,
            )
    if not re.fullmatch("[a-z]{3}", price["currency"]):
        raise ApiError(f"Invalid currency: {price['currency']}.", param=f"{place}[price_data][currency]")


def _methods_of(asked: dict[str, Any]) -> list[str]:
    allowed = asked.get("allowed_payment_method_types", ["card", BANK_METHOD])
    refused = asked.get("excluded_payment_method_types", [])
    left = [method for method in ("card", BANK_METHOD) if method in allowed and method not in refused]
    return left or ["card"]


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
