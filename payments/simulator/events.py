"""News of what happened: kept, rendered in the version an endpoint expects, and signed as Stripe signs."""

import copy
import hashlib
import hmac
import json
import time

from payments.simulator import objects
from payments.simulator.knobs import Knobs, Signature
from payments.simulator.ledger import Ledger, new_id

OLDER_VERSION = "2020-08-27"
# No such version exists yet. It moves what a reader of event bodies might rely on, so that only a program
# that fetches the object under its own version still works.
NEWER_VERSION = "2027-04-28.simulated"


def emit(ledger: Ledger, type: str, thing: dict, *, before: dict | None = None) -> dict:
    """An event with the object as it is now; it is kept and put in the queue for every endpoint."""
    event = objects.event(type, copy.deepcopy(thing), now=ledger.now(), request=dict(ledger.asking), before=before)
    ledger.keep("events", event)
    queue(ledger, event)
    return event


def queue(ledger: Ledger, event: dict, *, ignoring_drops: bool = False) -> list[dict]:
    """One delivery per endpoint and copy, as the knobs say now; the deliveries come back."""
    knobs = ledger.knobs
    dropped = not ignoring_drops and ("*" in knobs.webhook_drop or event["type"] in knobs.webhook_drop)
    due_at = time.time() + knobs.webhook_delay_seconds
    if knobs.webhook_order != "sent":
        # To come out of order, deliveries must wait for each other.
        waiting = [each["due_at"] for each in ledger.deliveries if each["status"] == "waiting"]
        due_at = min(waiting, default=due_at + 0.2)
    queued = [
        {
            "id": new_id("whd_"),
            "event": event["id"],
            "type": event["type"],
            "url": url,
            "copy": copy_number,
            "due_at": due_at,
            "status": "dropped" if dropped else "waiting",
            "attempts": [],
        }
        for copy_number in range(1 + knobs.webhook_duplicates)
        for url in knobs.webhook_urls
    ]
    ledger.deliveries.extend(queued)
    event["pending_webhooks"] += sum(each["status"] == "waiting" for each in queued)
    ledger.stirred.set()
    return queued


def body_of(ledger: Ledger, event: dict) -> bytes:
    """The event as a webhook carries it, in the shape that the knobs ask for."""
    return json.dumps(shown(ledger, event), indent=2).encode()


def shown(ledger: Ledger, event: dict) -> dict:
    knobs: Knobs = ledger.knobs
    event = copy.deepcopy(event)
    event["livemode"] = event["livemode"] or knobs.event_livemode
    if knobs.event_livemode and "livemode" in event["data"]["object"]:
        event["data"]["object"]["livemode"] = True
    if knobs.event_account:
        event["account"] = knobs.event_account
    if knobs.event_shape == "older":
        event["api_version"] = OLDER_VERSION
        _as_it_was(ledger, event["data"]["object"])
    elif knobs.event_shape == "newer":
        event["api_version"] = NEWER_VERSION
        _as_it_may_be(event["data"]["object"])
    return event


def signature_header(secret: str, body: bytes, kind: Signature, now: int | None = None) -> str | None:
    """The ``Stripe-Signature`` of this body; None when the knob leaves it out.

    The time is the real one, not the simulator's: it says when the message was sent.
    """
    now = int(time.time()) if now is None else now
    wrong = sign("whsec_of_somebody_else", now, body)
    if kind == "missing":
        return None
    if kind == "stale":
        return f"t={now - 600},v1={sign(secret, now - 600, body)}"
    if kind == "rolled":
        return f"t={now},v1={wrong},v1={sign(secret, now, body)}"
    if kind == "wrong":
        return f"t={now},v1={wrong}"
    if kind == "blank":
        return f"t={now},v1={sign('', now, body)}"
    return f"t={now},v1={sign(secret, now, body)}"


def sign(secret: str, moment: int, body: bytes) -> str:
    """The HMAC-SHA256 of the moment, a full stop and the raw body, in hexadecimal."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def _as_it_was(ledger: Ledger, thing: dict) -> None:
    """2020: charges carry their refunds, intents their charges, and sessions know less."""
    if thing.get("object") == "charge":
        refunds = ledger.newest_first("refunds", lambda refund: refund["charge"] == thing["id"])
        thing["refunds"] = _listed(refunds, f"/v1/charges/{thing['id']}/refunds")
    elif thing.get("object") == "payment_intent":
        thing.pop("latest_charge", None)
        charges = ledger.newest_first("charges", lambda charge: charge["payment_intent"] == thing["id"])
        thing["charges"] = _listed(charges, f"/v1/charges?payment_intent={thing['id']}")
    elif thing.get("object") == "checkout.session":
        for key in (
            "adaptive_pricing",
            "collected_information",
            "currency_conversion",
            "custom_fields",
            "custom_text",
            "invoice_creation",
            "managed_payments",
            "origin_context",
            "permissions",
            "saved_payment_method_options",
            "ui_mode",
            "wallet_options",
        ):
            thing.pop(key, None)
        thing["shipping"] = None


def _as_it_may_be(thing: dict) -> None:
    moved = ("amount_total", "amount_subtotal", "amount", "currency", "payment_status", "payment_intent")
    thing["settlement"] = {key: thing.pop(key) for key in moved if key in thing}
    thing["not_known_in_your_version"] = {"nested": [1, 2, 3]}


def _listed(things: list[dict], url: str) -> dict:
    return {"object": "list", "data": copy.deepcopy(things), "has_more": False, "url": url}
