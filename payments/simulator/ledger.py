"""The truth: every object that the simulator made, its own clock, and one lock around them all."""

import copy
import secrets
import string
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from payments.simulator.errors import missing
from payments.simulator.idempotency import Answers
from payments.simulator.knobs import Knobs

API_VERSION = stripe.api_version
_LETTERS = string.ascii_letters + string.digits

# The word Stripe puts into "No such …", per shelf of the ledger.
KINDS = {
    "sessions": "checkout.session",
    "intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "balance_transactions": "balance_transaction",
    "events": "event",
}


class Ledger:
    """All that happened, in memory. Amounts are in the minor unit of their currency: pence."""

    def __init__(self, knobs: Knobs, *, secret_key: str, webhook_secret: str):
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.stirred = threading.Event()
        self.secret_key = secret_key
        self.webhook_secret = webhook_secret
        self.address = ""
        self._knobs_at_rest = knobs
        self.reset()

    def reset(self) -> None:
        """Forget everything; the clock and the knobs are as at the start."""
        with self.lock:
            self.knobs = self._knobs_at_rest.model_copy(deep=True)
            self.clock_offset_seconds = 0
            self.sessions: dict[str, dict] = {}
            self.intents: dict[str, dict] = {}
            self.charges: dict[str, dict] = {}
            self.refunds: dict[str, dict] = {}
            self.disputes: dict[str, dict] = {}
            self.balance_transactions: dict[str, dict] = {}
            self.events: dict[str, dict] = {}
            # What Stripe knows of a session and does not show on it: its lines, and when a bank settles.
            self.particulars: dict[str, dict] = {}
            self.deliveries: list[dict] = []
            self.calls: list[dict] = []
            self.answers = Answers()
            self.asking: dict[str, str | None] = {"id": None, "idempotency_key": None}

    def now(self) -> int:
        """The simulator's time in whole seconds: the real one plus what tests have advanced."""
        return int(time.time()) + self.clock_offset_seconds

    def find(self, shelf: str, id: str, *, param: str = "id", status: int = 404) -> dict:
        """The object itself, to be changed in place. Raises ApiError resource_missing."""
        found = getattr(self, shelf).get(id)
        if found is None:
            raise missing(KINDS[shelf], id, param=param, status=status)
        return found

    def keep(self, shelf: str, thing: dict) -> dict:
        """Put a new object on its shelf; the same object comes back."""
        getattr(self, shelf)[thing["id"]] = thing
        return thing

    def newest_first(self, shelf: str, wanted: Callable[[dict], bool] = lambda thing: True) -> list[dict]:
        return [thing for thing in reversed(getattr(self, shelf).values()) if wanted(thing)]

    @contextmanager
    def asked_by(self, request_id: str, idempotency_key: str | None) -> Iterator[None]:
        """While this lasts, events name the request that caused them. The lock is held."""
        with self.lock:
            self.asking = {"id": request_id, "idempotency_key": idempotency_key}
            try:
                yield
            finally:
                self.asking = {"id": None, "idempotency_key": None}

    def as_json(self) -> dict[str, Any]:
        """Everything, oldest first, for tests to compare with what the program believes."""
        with self.lock:
            shelves = {shelf: list(getattr(self, shelf).values()) for shelf in KINDS}
            return copy.deepcopy(
                {
                    "now": self.now(),
                    "api_version": API_VERSION,
                    **shelves,
                    "deliveries": self.deliveries,
                    "idempotency_keys": self.answers.as_json(),
                }
            )


def new_id(prefix: str, length: int = 24) -> str:
    """An id that looks like Stripe's: a prefix and random letters."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))
