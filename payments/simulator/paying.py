"""Paying a session: by card, by card with one more step, or by bank, which settles later."""

import time

from payments.simulator import objects
from payments.simulator.balance import book, fee_on
from payments.simulator.cards import Card, method_of
from payments.simulator.errors import ApiError
from payments.simulator.events import emit
from payments.simulator.ledger import Ledger, new_id


def pay_by_card(ledger: Ledger, session_id: str, card: Card, *, email: str | None = None) -> dict:
    """The session is complete and paid, or its intent waits for one more step.

    Raises ApiError card_declined, and then the failed charge is kept and the session is still open.
    """
    session = _open_session(ledger, session_id)
    if session["payment_status"] == "no_payment_required":
        return _complete(ledger, session, email)
    intent = _intent_for(ledger, session, email)
    if card.decline_code:
        raise _declined(ledger, intent, card, session)
    if card.needs_step:
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "return_url": session["url"],
                "url": f"{ledger.address}/c/pay/{session_id}/step",
            },
        }
        ledger.particulars[session_id]["step"] = (card, email)
        emit(ledger, "payment_intent.requires_action", intent)
        return session
    return _paid_by_card(ledger, session, intent, card, email)


def answer_step(ledger: Ledger, session_id: str, *, authorised: bool) -> dict:
    """The step that the bank asked for is done: paid, or back to choosing a card.

    Raises ApiError when no step is waiting.
    """
    session = _open_session(ledger, session_id)
    intent = ledger.intents.get(session["payment_intent"] or "")
    if intent is None or intent["status"] != "requires_action":
        raise ApiError("No step is waiting.", code="payment_intent_unexpected_state")
    if authorised:
        card, email = ledger.particulars[session_id]["step"]
        return _paid_by_card(ledger, session, intent, card, email)
    _refuse_intent(
        intent,
        {
            "type": "invalid_request_error",
            "code": "payment_intent_authentication_failure",
            "message": "We could not confirm that it is you who pays. Choose another card and try again.",
        },
    )
    emit(ledger, "payment_intent.payment_failed", intent)
    return session


def pay_by_bank(ledger: Ledger, session_id: str, *, email: str | None = None) -> dict:
    """The session is complete but unpaid: the money comes, or does not, when it settles."""
    session = _open_session(ledger, session_id)
    if session["payment_status"] == "no_payment_required":
        return _complete(ledger, session, email)
    if "bacs_debit" not in session["payment_method_types"]:
        raise ApiError("This session takes cards only.", code="parameter_invalid", param="method")
    intent = _intent_for(ledger, session, email)
    intent["status"] = "processing"
    charge = _charged(ledger, intent, status="pending", card=None, email=email)
    emit(ledger, "payment_intent.processing", intent)
    emit(ledger, "charge.pending", charge)
    if ledger.knobs.settle_after_seconds is not None:
        particulars = ledger.particulars[session_id]
        particulars["settles_at"] = time.time() + ledger.clock_offset_seconds + ledger.knobs.settle_after_seconds
        particulars["settle_outcome"] = ledger.knobs.settle_outcome
    return _complete(ledger, session, email)


def settle(ledger: Ledger, session_id: str, outcome: str) -> dict:
    """The bank has said: ``succeeded`` and the session is paid, or ``failed`` and it stays unpaid.

    Raises ApiError when no bank payment is on its way.
    """
    session = ledger.find("sessions", session_id)
    intent = ledger.intents.get(session["payment_intent"] or "")
    if intent is None or intent["status"] != "processing":
        raise ApiError("No bank payment is on its way.", code="payment_intent_unexpected_state")
    ledger.particulars[session_id]["settles_at"] = None
    charge = ledger.charges[intent["latest_charge"]]
    if outcome == "succeeded":
        session["payment_status"] = "paid"
        _money_came(ledger, intent, charge)
        emit(ledger, "checkout.session.async_payment_succeeded", session)
    else:
        charge["status"] = "failed"
        charge["failure_code"] = "insufficient_funds"
        charge["failure_message"] = "The bank account had insufficient funds."
        _refuse_intent(
            intent,
            {
                "type": "card_error",
                "code": "payment_intent_payment_attempt_failed",
                "message": charge["failure_message"],
                "charge": charge["id"],
            },
        )
        emit(ledger, "charge.failed", charge)
        emit(ledger, "payment_intent.payment_failed", intent)
        emit(ledger, "checkout.session.async_payment_failed", session)
    return session


def cancel_intent(ledger: Ledger, id: str, *, reason: str | None) -> dict:
    """The intent can no longer be paid. Raises ApiError when it was, or is about to be."""
    intent = ledger.find("intents", id, param="intent")
    if intent["status"] in {"succeeded", "canceled", "processing"}:
        raise ApiError(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
            payment_intent=intent,
        )
    if any(each["payment_intent"] == id and each["status"] == "open" for each in ledger.sessions.values()):
        raise ApiError(
            "You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the "
            "Checkout Session instead.",
            code="payment_intent_unexpected_state",
        )
    intent |= {
        "status": "canceled",
        "canceled_at": ledger.now(),
        "cancellation_reason": reason,
        "next_action": None,
    }
    emit(ledger, "payment_intent.canceled", intent)
    return intent


def _open_session(ledger: Ledger, id: str) -> dict:
    session = ledger.find("sessions", id)
    if session["status"] != "open":
        raise ApiError(f"This session is {session['status']}.", code="checkout_session_not_open")
    return session


def _intent_for(ledger: Ledger, session: dict, email: str | None) -> dict:
    """The session's intent; like Stripe's, it begins with the first attempt to pay."""
    if session["payment_intent"]:
        return ledger.intents[session["payment_intent"]]
    intent = objects.intent(
        now=ledger.now(),
        amount=session["amount_total"],
        currency=session["currency"],
        methods=session["payment_method_types"],
        asked=ledger.particulars[session["id"]]["intent_asked"],
    )
    intent["receipt_email"] = intent["receipt_email"] or email
    session["payment_intent"] = intent["id"]
    ledger.keep("intents", intent)
    emit(ledger, "payment_intent.created", intent)
    return intent


def _charged(ledger: Ledger, intent: dict, *, status: str, card: Card | None, email: str | None) -> dict:
    intent["payment_method"] = new_id("pm_1")
    charge = objects.charge(intent, now=ledger.now(), status=status, method=method_of(card), email=email)
    intent["latest_charge"] = charge["id"]
    intent["next_action"] = None
    intent["last_payment_error"] = None
    return ledger.keep("charges", charge)


def _paid_by_card(ledger: Ledger, session: dict, intent: dict, card: Card, email: str | None) -> dict:
    charge = _charged(ledger, intent, status="succeeded", card=card, email=email)
    _money_came(ledger, intent, charge)
    session["payment_status"] = "paid"
    return _complete(ledger, session, email)


def _money_came(ledger: Ledger, intent: dict, charge: dict) -> None:
    amount = charge["amount"]
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": amount}
    entry = book(ledger, charge, type="charge", amount=amount, fee=fee_on(amount))
    charge["balance_transaction"] = entry["id"]
    intent["status"] = "succeeded"
    intent["amount_received"] = amount
    emit(ledger, "charge.succeeded", charge)
    emit(ledger, "payment_intent.succeeded", intent)


def _complete(ledger: Ledger, session: dict, email: str | None) -> dict:
    session["status"] = "complete"
    session["url"] = None
    session["customer_details"] = objects.customer_details(email or session["customer_email"])
    emit(ledger, "checkout.session.completed", session)
    return session


def _refuse_intent(intent: dict, error: dict) -> None:
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": error,
    }


def _declined(ledger: Ledger, intent: dict, card: Card, session: dict) -> ApiError:
    email = session["customer_email"]
    charge = _charged(ledger, intent, status="failed", card=card, email=email)
    charge["failure_code"] = "card_declined"
    charge["failure_message"] = card.message
    error = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": card.decline_code,
        "message": card.message,
        "charge": charge["id"],
    }
    _refuse_intent(intent, error)
    emit(ledger, "charge.failed", charge)
    emit(ledger, "payment_intent.payment_failed", intent)
    return ApiError(
        card.message or "Your card was declined.",
        status=402,
        type="card_error",
        code="card_declined",
        decline_code=card.decline_code,
        charge=charge["id"],
    )
