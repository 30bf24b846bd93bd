"""A simulator on a port of its own, the official SDK before it and an endpoint behind it."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode, urlsplit

import stripe

from payments.simulator.knobs import Knobs
from payments.simulator.server import Simulator

KEY = "sk_test_rig"
SECRET = "whsec_rig"


class Rig:
    def __init__(self, simulator: Simulator, endpoint: "Endpoint"):
        self.simulator = simulator
        self.endpoint = endpoint
        self.client = self.client_with(KEY)

    def client_with(self, key: str, **options: Any) -> stripe.StripeClient:
        return stripe.StripeClient(
            key, base_addresses={"api": self.simulator.address}, **{"max_network_retries": 0, **options}
        )

    def clear(self) -> None:
        self.control("reset")
        self.endpoint.clear()

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> tuple[int, dict, str]:
        """The status, headers and text of one answer; redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(self.simulator.address).port, timeout=5)
        parts = urlsplit(url)
        try:
            connection.request(method, f"{parts.path}?{parts.query}", body, headers)
            with connection.getresponse() as response:
                return response.status, dict(response.headers), response.read().decode()
        finally:
            connection.close()

    def control(self, path: str, **asked: Any) -> dict:
        """What the control API answers; GET for what is only read."""
        method = "GET" if path in {"ledger", "calls"} else "POST"
        status, _, text = self.ask(
            method, f"/control/{path}", json.dumps(asked).encode(), **{"Content-Type": "application/json"}
        )
        return {"status_code": status, **json.loads(text)}

    def fill_in(self, url: str, **fields: str) -> tuple[int, dict, str]:
        """Send a form of the pay page."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", url, urlencode(fields).encode(), **kind)

    def a_session(self, **asked: Any) -> Any:
        return self.client.v1.checkout.sessions.create({**an_order(), **asked})

    def a_paid_session(self, **asked: Any) -> Any:
        session = self.a_session(**asked)
        self.control(f"sessions/{session.id}/pay")
        return self.client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})


class Endpoint(ThreadingHTTPServer):
    """Keeps every webhook that arrives and answers with ``statuses``, the last one for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        self.clear()
        super().__init__(("127.0.0.1", 0), _Webhook)

    def clear(self) -> None:
        self.statuses = [200]
        self.arrived: list[tuple[str | None, bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/stripe/webhook"

    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _, body in self.arrived]


class _Webhook(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        statuses = self.server.statuses
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        self.server.arrived.append((self.headers["Stripe-Signature"], body))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def an_order() -> dict[str, Any]:
    """The parameters of a session for two tickets of 12,500 pence."""
    return {
        "mode": "payment",
        "success_url": "http://127.0.0.1:9/orders/7?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:9/orders/7",
        "client_reference_id": "ORDER7",
        "customer_email": "ada@example.org",
        "metadata": {"order": "7"},
        "line_items": [
            {
                "quantity": 2,
                "price_data": {
                    "currency": "gbp",
                    "unit_amount": 12_500,
                    "product_data": {"name": "Full conference"},
                },
            }
        ],
    }


@contextmanager
def a_rig() -> Iterator[Rig]:
    with Endpoint() as endpoint:
        knobs = Knobs(webhook_urls=[endpoint.address])
        simulator = Simulator(knobs, secret_key=KEY, webhook_secret=SECRET)
        thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield Rig(simulator, endpoint)
        simulator.stop()
        endpoint.shutdown()
        thread.join()


def soon(is_so: Callable[[], bool], *, within_seconds: float = 5.0) -> bool:
    """Whether it became so in time."""
    ends = time.monotonic() + within_seconds
    while not is_so():
        if time.monotonic() > ends:
            return False
        time.sleep(0.01)
    return True
