"""Giving money back: never more than came, and not always with success."""

from typing import Any

from payments.simulator import objects
from payments.simulator.balance import book
from payments.simulator.errors import ApiError
from payments.simulator.events import emit
from payments.simulator.ledger import Ledger


def check_new_refund(ledger: Ledger, asked: dict[str, Any]) -> None:
    """Raises ApiError when the request does not say which payment, or no amount of pence."""
    for key in ("customer", "origin", "instructions_email", "reverse_transfer", "refund_application_fee"):
        if key in asked:
            raise ApiError(f"The simulator does not do `{key}`.", code="parameter_invalid", param=key)
    if ("charge" in asked) == ("payment_intent" in asked):
        raise ApiError(
            "One of the following params should be provided for this request: payment_intent or charge.",
            code="parameter_missing",
        )
    if asked.get("amount", 1) < 1:
        raise ApiError(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param="amount",
        )


def create_refund(ledger: Ledger, asked: dict[str, Any], *, outcome: str | None = None) -> dict:
    """A refund of ``amount`` pence, or of all that is left; how it ends is the knob's, unless given.

    Raises ApiError when the charge has not that much left, did not succeed or is disputed.
    """
    charge = _charge_asked_for(ledger, asked)
    _check_refundable(ledger, charge, asked.get("amount"))
    amount = asked.get("amount", charge["amount"] - charge["amount_refunded"])
    outcome = outcome or ledger.knobs.refund_outcome
    # A refund that will fail is pending first: the bank says no some days later.
    status = "pending" if outcome == "failed" else outcome
    refund = objects.refund(charge, now=ledger.now(), amount=amount, status=status, asked=asked)
    ledger.keep("refunds", refund)
    entry = book(ledger, refund, type="refund", amount=-amount)
    refund["balance_transaction"] = entry["id"]
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    _count(charge, amount)
    emit(ledger, "refund.created", refund)
    emit(ledger, "charge.refunded", charge, before=before)
    if outcome == "failed":
        fail_refund(ledger, refund["id"])
    return refund


def succeed_refund(ledger: Ledger, id: str) -> dict:
    """A pending refund has arrived. Raises ApiError when it is not pending."""
    refund = ledger.find("refunds", id, param="refund")
    if refund["status"] != "pending":
        raise ApiError(f"This refund is {refund['status']}.", code="refund_unexpected_state")
    refund["status"] = "succeeded"
    emit(ledger, "refund.updated", refund, before={"status": "pending"})
    return refund


def fail_refund(ledger: Ledger, id: str, *, reason: str = "expired_or_canceled_card") -> dict:
    """The refund came back: its pence are the charge's again. Raises ApiError when it failed before.

    A refund may fail after it succeeded, as Stripe's do when a bank returns the money.
    """
    refund = ledger.find("refunds", id, param="refund")
    if refund["status"] not in {"pending", "succeeded"}:
        raise ApiError(f"This refund is {refund['status']}.", code="refund_unexpected_state")
    before = {"status": refund["status"]}
    entry = book(ledger, refund, type="refund_failure", amount=refund["amount"])
    refund |= {
        "status": "failed",
        "failure_reason": reason,
        "failure_balance_transaction": entry["id"],
    }
    _count(ledger.charges[refund["charge"]], -refund["amount"])
    emit(ledger, "refund.updated", refund, before=before)
    emit(ledger, "refund.failed", refund)
    return refund


def _charge_asked_for(ledger: Ledger, asked: dict[str, Any]) -> dict:
    if "charge" in asked:
        return ledger.find("charges", asked["charge"], param="charge")
    intent = ledger.find("intents", asked["payment_intent"], param="payment_intent")
    if intent["status"] != "succeeded":
        raise ApiError(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            param="payment_intent",
        )
    return ledger.charges[intent["latest_charge"]]


def _check_refundable(ledger: Ledger, charge: dict, amount: int | None) -> None:
    left = charge["amount"] - charge["amount_refunded"]
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {charge['id']} has not succeeded and cannot be refunded.", code="charge_not_refundable")
    disputes = (each for each in ledger.disputes.values() if each["charge"] == charge["id"])
    if any(not dispute["is_charge_refundable"] for dispute in disputes):
        raise ApiError(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    if left <= 0:
        raise ApiError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount is not None and amount > left:
        raise ApiError(
            f"Refund amount ({amount / 100:.2f}) is greater than unrefunded amount on charge ({left / 100:.2f})",
            code="amount_too_large",
            param="amount",
        )


def _count(charge: dict, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
