"""The Stripe simulator as a process of its own, and what a test asks of it."""

import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.rig.ports import free_port

ROOT = Path(__file__).parent.parent.parent


class Simulator:
    """A context manager: ``address`` is Stripe's API, the rest turns its knobs and reads its ledger."""

    def __init__(self, webhook_url: str = "", secret: str = "whsec_tests") -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "payments.simulator", "--port", str(self.port)]
        self._command += ["--webhook-secret", secret, "--secret-key", "sk_test_tests"]
        self._command += ["--webhook-url", webhook_url] if webhook_url else []

    def __enter__(self) -> "Simulator":
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.DEVNULL)
        self._client = httpx.Client(base_url=self.address, timeout=30, trust_env=False)
        give_up = time.monotonic() + 20
        while time.monotonic() < give_up:
            try:
                if self._client.get("/healthz", timeout=1).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.02)
        raise TimeoutError("The simulator did not answer.")

    def __exit__(self, *_exception) -> None:
        self._client.close()
        self._process.terminate()
        self._process.wait(timeout=10)

    def ledger(self) -> dict:
        return self._control("GET", "ledger")

    def turn(self, **knobs: object) -> dict:
        return self._control("POST", "knobs", knobs)

    def reset(self) -> None:
        self._control("POST", "reset")

    def advance(self, seconds: int) -> None:
        self._control("POST", "clock", {"advance_seconds": seconds})

    def pay(self, session_id: str, **how: str) -> dict:
        return self._control("POST", f"sessions/{session_id}/pay", how)

    def settle(self, session_id: str, outcome: str) -> dict:
        return self._control("POST", f"sessions/{session_id}/settle", {"outcome": outcome})

    def alter(self, session_id: str, **changes: object) -> dict:
        return self._control("POST", f"sessions/{session_id}/alter", changes)

    def refund(self, **what: object) -> dict:
        return self._control("POST", "refunds", what)

    def fail_refund(self, refund_id: str) -> dict:
        return self._control("POST", f"refunds/{refund_id}/fail")

    def succeed_refund(self, refund_id: str) -> dict:
        return self._control("POST", f"refunds/{refund_id}/succeed")

    def calls(self) -> list[dict]:
        return self._control("GET", "calls")["calls"]

    def dispute(self, **what: object) -> dict:
        return self._control("POST", "disputes", what)

    def close_dispute(self, dispute_id: str, status: str) -> dict:
        return self._control("POST", f"disputes/{dispute_id}/close", {"status": status})

    def deliver(self) -> list[dict]:
        """Bring the news that waits, held or not; what was tried comes back."""
        return self._control("POST", "deliver")["deliveries"]

    def let_go(self) -> list[dict]:
        """The postman may go by himself until nothing waits; all that he has ever tried comes back."""
        self.turn(webhook_hold=False)
        give_up = time.monotonic() + 20
        while time.monotonic() < give_up:
            deliveries = self.ledger()["deliveries"]
            if not any(each["status"] in {"waiting", "sending"} for each in deliveries):
                break
            time.sleep(0.02)
        self.turn(webhook_hold=True)
        return [each for each in deliveries if each["attempts"]]

    def act(self, path: str, **asked: object) -> bool:
        """Do what a buyer, a bank or the dashboard does; false if Stripe says that it cannot be done."""
        return self._client.post(f"/control/{path}", json=asked).status_code < 400

    def session(self, session_id: str) -> dict:
        """A session with its payment intent, as the API shows it, tried again until there is no trouble."""
        path = f"/v1/checkout/sessions/{session_id}?expand[]=payment_intent"
        for _ in range(20):
            try:
                answer = self._client.get(path, auth=("sk_test_tests", ""))
            except httpx.TransportError:
                continue
            if answer.status_code == 200:
                return answer.json()
        raise TimeoutError("The simulator has nothing but trouble.")

    def has_met(self, times: int) -> bool:
        """True if a request has met the trouble that was set for so many."""
        faults = self._control("GET", "knobs")["api_faults"]
        return any(each["times"] < times for each in faults)

    def _control(self, method: str, path: str, body: dict | None = None) -> dict:
        answer = self._client.request(method, f"/control/{path}", json=body)
        answer.raise_for_status()
        return answer.json()
