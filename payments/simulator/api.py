"""The HTTP API, as far as a program that takes payments asks it."""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request

from payments.simulator import balance, disputes, lists, parameters, paying, refunds, sessions
from payments.simulator.errors import ApiError, went_wrong
from payments.simulator.expansion import check_expand, expanded, line_items_of, listing
from payments.simulator.knobs import Fault
from payments.simulator.ledger import API_VERSION, KINDS, Ledger, new_id

Work = Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """One call: its address, its SDK types, what it shows, and the work it does.

    ``check`` refuses before the work begins: such a refusal is not kept under an idempotency key.
    """

    method: str
    path: str
    types: str
    work: Work
    kind: str = ""
    check: Callable[[Ledger, dict], None] | None = None
    listed: bool = False


def _retrieval(path: str, shelf: str, param: str) -> Operation:
    def work(ledger: Ledger, asked: dict, id: str) -> dict:
        return ledger.find(shelf, id, param=param)

    return Operation("GET", f"{path}/<id>", f"{shelf}.retrieve", work, KINDS[shelf])


def _list(path: str, shelf: str) -> Operation:
    def work(ledger: Ledger, asked: dict) -> dict:
        page, has_more = lists.page_of(ledger, shelf, asked)
        return listing(page, path, has_more=has_more)

    return Operation("GET", path, f"{shelf}.list", work, KINDS[shelf], listed=True)


def _line_items(ledger: Ledger, asked: dict, id: str) -> dict:
    lines = line_items_of(ledger, ledger.find("sessions", id, param="session"))
    return listing(lines, f"/v1/checkout/sessions/{id}/line_items")


OPERATIONS = (
    Operation(
        "POST",
        "/v1/checkout/sessions",
        "sessions.create",
        sessions.create_session,
        "checkout.session",
        check=sessions.check_new_session,
    ),
    _retrieval("/v1/checkout/sessions", "sessions", "session"),
    _list("/v1/checkout/sessions", "sessions"),
    Operation(
        "POST",
        "/v1/checkout/sessions/<id>/expire",
        "sessions.expire",
        lambda ledger, asked, id: sessions.expire_session(ledger, id),
        "checkout.session",
    ),
    Operation("GET", "/v1/checkout/sessions/<id>/line_items", "sessions.line_items", _line_items),
    _retrieval("/v1/payment_intents", "intents", "intent"),
    _list("/v1/payment_intents", "intents"),
    Operation(
        "POST",
        "/v1/payment_intents/<id>/cancel",
        "intents.cancel",
        lambda ledger, asked, id: paying.cancel_intent(ledger, id, reason=asked.get("cancellation_reason")),
        "payment_intent",
    ),
    _retrieval("/v1/charges", "charges", "charge"),
    _list("/v1/charges", "charges"),
    Operation(
        "POST",
        "/v1/refunds",
        "refunds.create",
        refunds.create_refund,
        "refund",
        check=refunds.check_new_refund,
    ),
    _retrieval("/v1/refunds", "refunds", "refund"),
    _list("/v1/refunds", "refunds"),
    _retrieval("/v1/disputes", "disputes", "dispute"),
    _list("/v1/disputes", "disputes"),
    Operation(
        "POST",
        "/v1/disputes/<id>/close",
        "disputes.close",
        lambda ledger, asked, id: disputes.close_dispute(ledger, id, "lost"),
        "dispute",
    ),
    _retrieval("/v1/events", "events", "event"),
    _list("/v1/events", "events"),
    _retrieval("/v1/balance_transactions", "balance_transactions", "id"),
    _list("/v1/balance_transactions", "balance_transactions"),
    Operation("GET", "/v1/account", "account.retrieve", lambda ledger, asked: balance.account(), "account"),
)


_NO_OPERATION = Operation(method="", path="", types="", work=lambda ledger, asked: {})


def add_api(app: Flask, ledger: Ledger) -> None:
    """The app answers every operation, and says 404 in Stripe's way to any other address under /v1."""
    for operation in OPERATIONS:

        def answer(operation: Operation = operation, **ids: str) -> Response:
            return _Request(ledger, operation, ids).answer()

        app.add_url_rule(
            operation.path,
            endpoint=f"{operation.method} {operation.path}",
            view_func=answer,
            methods=[operation.method],
        )

    @app.route("/v1/<path:path>", methods=["GET", "POST", "DELETE"])
    def unknown(path: str) -> Response:
        error = ApiError(f"Unrecognized request URL ({request.method}: /v1/{path}).", status=404)
        return _Request(ledger, _NO_OPERATION, {}).told(error.status, error.body())


class _Request:
    """One request on its way through key, version, types, idempotency, trouble and work."""

    def __init__(self, ledger: Ledger, operation: Operation, ids: dict[str, str]):
        self.ledger = ledger
        self.operation = operation
        self.ids = ids
        self.request_id = new_id("req_", 14)
        self.key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        self.replayed_from: str | None = None
        self.call: dict[str, Any] = {
            "at": ledger.now(),
            "method": request.method,
            "path": request.path,
            "parameters": {},
            "idempotency_key": self.key,
            "stripe_version": request.headers.get("Stripe-Version"),
            "request_id": self.request_id,
            "replayed": False,
            "fault": None,
            "status": None,
        }
        with ledger.lock:
            ledger.calls.append(self.call)

    def answer(self) -> Response:
        try:
            with self.ledger.lock:
                fault = self.ledger.knobs.fault_for(request.method, request.path)
            self.call["fault"] = fault and fault.fault
            self._suffer_before(fault)
            status, body = self._answered(fault)
        except ApiError as error:
            return self.told(error.status, error.body())
        if fault and fault.fault == "hang_after":
            self.ledger.stopping.wait(fault.seconds)
        if fault and fault.fault == "drop_after":
            _drop_connection()
        return self.told(status, body)

    def told(self, status: int, body: dict) -> Response:
        self.call["status"] = status
        self.call["replayed"] = self.replayed_from is not None
        response = Response(json.dumps(body, indent=2), status, content_type="application/json")
        response.headers["Request-Id"] = self.request_id
        response.headers["Stripe-Version"] = API_VERSION
        if self.key:
            response.headers["Idempotency-Key"] = self.key
        if self.replayed_from:
            response.headers["Idempotent-Replayed"] = "true"
            response.headers["Original-Request"] = self.replayed_from
        if status >= 500:
            # Stripe says so too: asking again with the same key only repeats the kept failure.
            response.headers["Stripe-Should-Retry"] = "false"
        return response

    def _suffer_before(self, fault: Fault | None) -> None:
        if fault is None:
            return
        if fault.fault == "error_before":
            raise went_wrong()
        if fault.fault == "rate_limit":
            raise ApiError("Too many requests hit the API too quickly.", status=429, code="rate_limit")
        if fault.fault == "drop_before":
            _drop_connection()
            raise went_wrong()

    def _answered(self, fault: Fault | None) -> tuple[int, dict]:
        self._check_key_and_version()
        pairs = request.args if request.method == "GET" else request.form
        written = parameters.decode(pairs.items(multi=True))
        self.call["parameters"] = written
        asked = parameters.check(self.operation.types, written)
        check_expand(self.operation.kind, asked.get("expand", []), listed=self.operation.listed)
        with self.ledger.lock:
            sessions.keep_time(self.ledger)
            if self.key:
                kept = self.ledger.answers.claim(self.key, request.path, written, self.request_id, self.ledger.now())
                if kept and kept.told:
                    self.replayed_from = kept.request_id
                    return kept.told
        if fault and fault.fault == "hang_before":
            self.ledger.stopping.wait(fault.seconds)
        with self.ledger.asked_by(self.request_id, self.key):
            try:
                return self._work(asked, fault)
            finally:
                self.ledger.answers.free(self.key)

    def _work(self, asked: dict, fault: Fault | None) -> tuple[int, dict]:
        """The work and what is kept as its answer; the lock is held."""
        if self.operation.check:
            self.operation.check(self.ledger, asked)
        try:
            done = self.operation.work(self.ledger, asked, **self.ids)
            status, body = 200, self._shown(done, asked.get("expand", []))
        except ApiError as error:
            status, body = error.status, error.body()
        if fault and fault.fault == "error_after":
            status, body = 500, went_wrong().body()
        self.ledger.answers.keep(self.key, status, body)
        return status, body

    def _shown(self, done: dict, expand: list[str]) -> dict:
        if not self.operation.listed:
            return expanded(self.ledger, done, expand)
        inside = [path.removeprefix("data.") for path in expand]
        return done | {"data": [expanded(self.ledger, thing, inside) for thing in done["data"]]}

    def _check_key_and_version(self) -> None:
        given = request.authorization and (request.authorization.token or request.authorization.username)
        if not given:
            raise ApiError("You did not provide an API key.", status=401)
        if given != self.ledger.secret_key:
            raise ApiError(f"Invalid API Key provided: {given[:8]}****{given[-4:]}", status=401, code="api_key_invalid")
        version = request.headers.get("Stripe-Version", API_VERSION)
        if version != API_VERSION:
            raise ApiError(f"Invalid Stripe API version: {version}. The simulator speaks {API_VERSION}.")


def _drop_connection() -> None:
    """The other side sees the line go dead instead of an answer."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
