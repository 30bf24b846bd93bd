"""What only a test may do: read the ledger, turn knobs, move the clock, play buyer, bank and dashboard."""

from typing import Any, Literal, Self

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, ValidationError

from payments.simulator import delivery, disputes, events, paying, refunds, sessions
from payments.simulator.cards import TEST_CARDS, card_numbered
from payments.simulator.errors import ApiError
from payments.simulator.knobs import Knobs
from payments.simulator.ledger import Ledger


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @classmethod
    def now(cls) -> Self:
        """What this request asks, checked. Raises ValidationError, which is answered 400."""
        return cls.model_validate(request.get_json(silent=True) or {})


class _Pay(_Asked):
    card: str = TEST_CARDS[0].number
    method: Literal["card", "bank"] = "card"
    email: str | None = None


class _Step(_Asked):
    outcome: Literal["authorise", "refuse"]


class _Settle(_Asked):
    outcome: Literal["succeeded", "failed"]


class _Refund(_Asked):
    charge: str | None = None
    payment_intent: str | None = None
    amount: int | None = None
    reason: str | None = None
    metadata: dict[str, str] | None = None
    outcome: Literal["succeeded", "pending", "failed"] | None = None


class _Dispute(_Asked):
    charge: str
    amount: int | None = None
    reason: str = "general"


class _Close(_Asked):
    status: Literal["won", "lost"]


class _Clock(_Asked):
    advance_seconds: int


class _Event(_Asked):
    type: str
    object: dict[str, Any]


def add_control(app: Flask, ledger: Ledger) -> None:
    """The app answers under /control; every answer is JSON, a refusal in the shape of Stripe's errors."""
    control = Blueprint("control", __name__, url_prefix="/control")
    _add_reading(control, ledger)
    _add_turning(control, ledger)
    _add_buyer_and_bank(control, ledger)
    _add_dashboard(control, ledger)

    @control.errorhandler(ValidationError)
    def mistyped(error: ValidationError) -> tuple[Response, int]:
        return jsonify(error={"message": str(error), "code": "parameter_invalid"}), 400

    @control.errorhandler(ApiError)
    def refused(error: ApiError) -> tuple[Response, int]:
        return jsonify(error.body()), error.status

    app.register_blueprint(control)


def _add_reading(control: Blueprint, ledger: Ledger) -> None:
    @control.get("/ledger")
    def show_ledger() -> Response:
        sessions.keep_time(ledger)
        return jsonify(ledger.as_json())

    @control.get("/calls")
    def show_calls() -> Response:
        with ledger.lock:
            return jsonify(calls=ledger.calls)

    @control.get("/knobs")
    def show_knobs() -> Response:
        with ledger.lock:
            return jsonify(ledger.knobs.model_dump())


def _add_turning(control: Blueprint, ledger: Ledger) -> None:
    @control.post("/knobs")
    def turn_knobs() -> Response:
        with ledger.lock:
            turned = ledger.knobs.model_dump() | (request.get_json(silent=True) or {})
            ledger.knobs = Knobs.model_validate(turned)
            ledger.stirred.set()
            return jsonify(ledger.knobs.model_dump())

    @control.post("/reset")
    def reset() -> Response:
        before = ledger.deliveries
        ledger.reset()
        # News of what is forgotten must not reach the next test.
        delivery.wait_for_the_postman(ledger, before)
        return jsonify(ledger.as_json())

    @control.post("/clock")
    def advance_clock() -> Response:
        asked = _Clock.now()
        with ledger.lock:
            ledger.clock_offset_seconds += asked.advance_seconds
            sessions.keep_time(ledger)
            return jsonify(now=ledger.now(), offset_seconds=ledger.clock_offset_seconds)

    @control.post("/deliver")
    def deliver() -> Response:
        sessions.keep_time(ledger)
        tried = delivery.deliver(ledger, everything=True)
        delivery.wait_for_the_postman(ledger, ledger.deliveries)
        with ledger.lock:
            return jsonify(deliveries=tried)


def _add_buyer_and_bank(control: Blueprint, ledger: Ledger) -> None:
    @control.post("/sessions/<id>/pay")
    def pay(id: str) -> Response:
        asked = _Pay.now()
        with ledger.lock:
            sessions.keep_time(ledger)
            if asked.method == "bank":
                return jsonify(paying.pay_by_bank(ledger, id, email=asked.email))
            return jsonify(paying.pay_by_card(ledger, id, card_numbered(asked.card), email=asked.email))

    @control.post("/sessions/<id>/step")
    def answer_step(id: str) -> Response:
        asked = _Step.now()
        with ledger.lock:
            sessions.keep_time(ledger)
            return jsonify(paying.answer_step(ledger, id, authorised=asked.outcome == "authorise"))

    @control.post("/sessions/<id>/settle")
    def settle(id: str) -> Response:
        asked = _Settle.now()
        with ledger.lock:
            return jsonify(paying.settle(ledger, id, asked.outcome))

    @control.post("/sessions/<id>/alter")
    def alter_session(id: str) -> Response:
        """The session says what it should not: for programs that must notice. No event is sent."""
        with ledger.lock:
            session = ledger.find("sessions", id)
            changes = request.get_json(silent=True) or {}
            unknown = changes.keys() - session.keys()
            if unknown:
                raise ApiError(f"A session has no {', '.join(sorted(unknown))}.", code="parameter_unknown")
            session |= changes
            return jsonify(session)


def _add_dashboard(control: Blueprint, ledger: Ledger) -> None:
    @control.post("/refunds")
    def create_refund() -> Response:
        asked = _Refund.now().model_dump(exclude_none=True)
        outcome = asked.pop("outcome", None)
        with ledger.lock:
            refunds.check_new_refund(ledger, asked)
            return jsonify(refunds.create_refund(ledger, asked, outcome=outcome))

    @control.post("/refunds/<id>/fail")
    def fail_refund(id: str) -> Response:
        with ledger.lock:
            return jsonify(refunds.fail_refund(ledger, id))

    @control.post("/refunds/<id>/succeed")
    def succeed_refund(id: str) -> Response:
        with ledger.lock:
            return jsonify(refunds.succeed_refund(ledger, id))

    @control.post("/disputes")
    def open_dispute() -> Response:
        asked = _Dispute.now()
        with ledger.lock:
            opened = disputes.open_dispute(ledger, asked.charge, amount=asked.amount, reason=asked.reason)
            return jsonify(opened)

    @control.post("/disputes/<id>/close")
    def close_dispute(id: str) -> Response:
        asked = _Close.now()
        with ledger.lock:
            return jsonify(disputes.close_dispute(ledger, id, asked.status))

    @control.post("/events")
    def make_event() -> Response:
        """Any news at all, signed as the knobs say: of things that never happened, or of no known type."""
        asked = _Event.now()
        with ledger.lock:
            return jsonify(events.emit(ledger, asked.type, asked.object))

    @control.post("/events/<id>/resend")
    def resend_event(id: str) -> Response:
        with ledger.lock:
            queued = events.queue(ledger, ledger.find("events", id), ignoring_drops=True)
            return jsonify(deliveries=queued)
