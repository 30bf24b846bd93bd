"""The postman: brings events to the endpoints, again when they do not answer well."""

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from payments.simulator import events
from payments.simulator.ledger import Ledger
from payments.simulator.sessions import keep_time

_LOOKS_EVERY_SECONDS = 0.1


class Postman(threading.Thread):
    """Until it is told to stop: lets sessions expire and bank payments settle, and delivers what is due."""

    def __init__(self, ledger: Ledger):
        super().__init__(name="postman", daemon=True)
        self.ledger = ledger

    def run(self) -> None:
        while not self.ledger.stopping.is_set():
            self.ledger.stirred.wait(_LOOKS_EVERY_SECONDS)
            self.ledger.stirred.clear()
            keep_time(self.ledger)
            deliver(self.ledger)


def deliver(ledger: Ledger, *, everything: bool = False) -> list[dict]:
    """What is due was tried once, or all that waits, held or not; the deliveries tried come back."""
    with ledger.lock:
        batch = _taken(ledger, everything)
        at_once = ledger.knobs.webhook_at_once
    if at_once == 1 or len(batch) < 2:
        for delivery in batch:
            _try(ledger, delivery)
    else:
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda delivery: _try(ledger, delivery), batch))
    return batch


def wait_for_the_postman(ledger: Ledger, deliveries: list[dict]) -> None:
    """None of these is on its way any more: what the postman had taken has arrived or failed."""
    while any(delivery["status"] == "sending" for delivery in list(deliveries)):
        if ledger.stopping.wait(0.01):
            return


def _taken(ledger: Ledger, everything: bool) -> list[dict]:
    """The deliveries to try now, in the order that the knob asks for; nobody else will take them."""
    knobs = ledger.knobs
    if knobs.webhook_hold and not everything:
        return []
    now = time.time()
    batch = [
        delivery
        for delivery in ledger.deliveries
        if delivery["status"] == "waiting" and (everything or delivery["due_at"] <= now)
    ]
    for delivery in batch:
        delivery["status"] = "sending"
    if knobs.webhook_order == "reversed":
        batch.reverse()
    elif knobs.webhook_order == "shuffled":
        random.shuffle(batch)
    return batch


def _try(ledger: Ledger, delivery: dict) -> None:
    with ledger.lock:
        event = ledger.events.get(delivery["event"])
        if event is None:
            # A reset came between.
            delivery["status"] = "forgotten"
            return
        knobs = ledger.knobs
        body = events.body_of(ledger, event)
        header = events.signature_header(ledger.webhook_secret, body, knobs.webhook_signature)
        timeout = knobs.webhook_timeout_seconds
    if knobs.webhook_signature == "altered":
        body = body.replace(b"\n", b"")
    attempt: dict[str, Any] = {"at": time.time(), "status": None, "error": None}
    try:
        attempt["status"] = _post(delivery["url"], body, header, timeout)
    except (OSError, http.client.HTTPException) as error:
        attempt["error"] = repr(error)
    with ledger.lock:
        delivery["attempts"].append(attempt)
        if attempt["status"] is not None and 200 <= attempt["status"] < 300:
            delivery["status"] = "delivered"
        elif len(delivery["attempts"]) > knobs.webhook_retries:
            delivery["status"] = "failed"
        else:
            delivery["status"] = "waiting"
            tries = len(delivery["attempts"])
            delivery["due_at"] = time.time() + knobs.webhook_retry_seconds * 2 ** (tries - 1)
            return
        event["pending_webhooks"] -= 1


def _post(url: str, body: bytes, signature: str | None, timeout: float) -> int:
    """The status that the endpoint answers with. No redirects and no proxies: as Stripe does it."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Connection": "close",
    }
    if signature is not None:
        headers["Stripe-Signature"] = signature
    try:
        connection.request("POST", parts.path or "/", body, headers)
        with connection.getresponse() as response:
            response.read()
            return response.status
    finally:
        connection.close()
