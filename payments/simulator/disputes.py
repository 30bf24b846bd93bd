"""A buyer's bank takes the money back, and perhaps returns it."""

import copy

from payments.simulator.balance import book
from payments.simulator.errors import ApiError
from payments.simulator.events import emit
from payments.simulator.ledger import Ledger, new_id

DISPUTE_FEE_PENCE = 2000
TO_ANSWER_SECONDS = 7 * 24 * 3600

_EVIDENCE = (
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
)


def open_dispute(ledger: Ledger, charge_id: str, *, amount: int | None = None, reason: str = "general") -> dict:
    """A dispute over ``amount`` pence, or over all that was not refunded; the money is gone for now.

    Raises ApiError when the charge did not succeed or is disputed already.
    """
    charge = ledger.find("charges", charge_id, param="charge")
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise ApiError(f"Charge {charge_id} cannot be disputed.", code="charge_not_disputable", param="charge")
    left = charge["amount"] - charge["amount_refunded"]
    amount = amount or left or charge["amount"]
    if not 0 < amount <= charge["amount"]:
        raise ApiError("A dispute is over at most the charge.", code="amount_too_large", param="amount")
    dispute = _dispute(charge, now=ledger.now(), amount=amount, reason=reason)
    ledger.keep("disputes", dispute)
    charge["disputed"] = True
    emit(ledger, "charge.dispute.created", dispute)
    entry = book(ledger, dispute, type="adjustment", amount=-amount, fee=DISPUTE_FEE_PENCE, category="dispute")
    dispute["balance_transactions"].append(copy.deepcopy(entry))
    emit(ledger, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(ledger: Ledger, id: str, status: str) -> dict:
    """The bank has decided: ``won`` returns the money, ``lost`` does not.

    Raises ApiError when it had decided before.
    """
    dispute = ledger.find("disputes", id, param="dispute")
    if dispute["status"] in {"won", "lost"}:
        raise ApiError(f"This dispute is {dispute['status']}.", code="dispute_already_closed")
    dispute["status"] = status
    emit(ledger, "charge.dispute.closed", dispute)
    if status == "won":
        dispute["is_charge_refundable"] = True
        entry = book(ledger, dispute, type="adjustment", amount=dispute["amount"], category="dispute_reversal")
        dispute["balance_transactions"].append(copy.deepcopy(entry))
        emit(ledger, "charge.dispute.funds_reinstated", dispute)
    return dispute


def _dispute(charge: dict, *, now: int, amount: int, reason: str) -> dict:
    return {
        "id": new_id("du_1"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": dict.fromkeys(_EVIDENCE) | {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + TO_ANSWER_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "case_type": "chargeback",
                "network": "visa",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }
