"""Stripe's objects as Stripe shows them: every key of its published examples, with the types it gives them.

Amounts are in the minor unit of their currency, so pence; moments are whole seconds since 1970.
"""

from typing import Any

from payments.simulator.ledger import API_VERSION, new_id

ACCOUNT_ID = "acct_1SimulatedPlenary"


def _nothing(*keys: str) -> dict[str, None]:
    return dict.fromkeys(keys)


def session(asked: dict[str, Any], *, now: int, lines: list[dict], methods: list[str], address: str) -> dict:
    """A new open session; ``asked`` are the checked parameters of the request that made it."""
    id = new_id("cs_test_a1", 56)
    total = sum(line["amount_total"] for line in lines)
    return {
        "id": id,
        "object": "checkout.session",
        **_nothing(
            "adaptive_pricing",
            "after_expiration",
            "client_secret",
            "collected_information",
            "consent",
            "currency_conversion",
            "customer",
            "customer_account",
            "customer_details",
            "discounts",
            "integration_identifier",
            "invoice",
            "invoice_creation",
            "managed_payments",
            "payment_intent",
            "payment_link",
            "payment_method_collection",
            "payment_method_configuration_details",
            "permissions",
            "recovered_from",
            "saved_payment_method_options",
            "setup_intent",
            "shipping_address_collection",
            "shipping_cost",
            "subscription",
            "wallet_options",
        ),
        "allow_promotion_codes": asked.get("allow_promotion_codes"),
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, **_nothing("liability", "provider", "status")},
        "billing_address_collection": asked.get("billing_address_collection"),
        "cancel_url": asked.get("cancel_url"),
        "client_reference_id": asked.get("client_reference_id"),
        "consent_collection": asked.get("consent_collection"),
        "created": now,
        "currency": lines[0]["currency"],
        "custom_fields": [],
        "custom_text": _nothing("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        | (asked.get("custom_text") or {}),
        "customer_creation": asked.get("customer_creation", "if_required"),
        "customer_email": asked.get("customer_email"),
        "expires_at": asked.get("expires_at", now + 24 * 3600),
        "livemode": False,
        "locale": asked.get("locale"),
        "metadata": asked.get("metadata") or {},
        "mode": "payment",
        "origin_context": asked.get("origin_context"),
        "payment_method_options": asked.get("payment_method_options") or {},
        "payment_method_types": methods,
        "payment_status": "unpaid" if total else "no_payment_required",
        "phone_number_collection": asked.get("phone_number_collection") or {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "submit_type": asked.get("submit_type"),
        "success_url": asked["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{address}/c/pay/{id}",
    }


def line_item(asked: dict[str, Any], *, now: int) -> dict:
    """One line of a session, priced from the ``price_data`` of the request."""
    priced = asked["price_data"]
    total = priced["unit_amount"] * asked["quantity"]
    return {
        "id": new_id("li_"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": priced["currency"],
        "description": priced["product_data"]["name"],
        "metadata": asked.get("metadata") or {},
        "price": {
            "id": new_id("price_"),
            "object": "price",
            **_nothing("custom_unit_amount", "lookup_key", "nickname", "recurring", "tiers_mode"),
            "transform_quantity": None,
            "active": False,
            "billing_scheme": "per_unit",
            "created": now,
            "currency": priced["currency"],
            "livemode": False,
            "metadata": {},
            "product": new_id("prod_", 14),
            "tax_behavior": "unspecified",
            "type": "one_time",
            "unit_amount": priced["unit_amount"],
            "unit_amount_decimal": str(priced["unit_amount"]),
        },
        "quantity": asked["quantity"],
    }


def customer_details(email: str | None) -> dict:
    address = _nothing("city", "country", "line1", "line2", "postal_code", "state")
    return {
        **_nothing("name", "phone", "tax_ids", "business_name", "individual_name"),
        "address": address,
        "email": email,
        "tax_exempt": "none",
    }


def intent(*, now: int, amount: int, currency: str, methods: list[str], asked: dict[str, Any]) -> dict:
    """A new intent without a payment method; ``asked`` is the session's ``payment_intent_data``."""
    id = new_id("pi_3")
    return {
        "id": id,
        "object": "payment_intent",
        **_nothing(
            "application",
            "application_fee_amount",
            "automatic_payment_methods",
            "canceled_at",
            "cancellation_reason",
            "customer",
            "customer_account",
            "excluded_payment_method_types",
            "last_payment_error",
            "latest_charge",
            "managed_payments",
            "next_action",
            "on_behalf_of",
            "payment_method",
            "payment_method_configuration_details",
            "processing",
            "review",
            "setup_future_usage",
            "shipping",
            "source",
            "statement_descriptor",
            "transfer_data",
            "transfer_group",
        ),
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{id}_secret_{new_id('')}",
        "confirmation_method": "automatic",
        "created": now,
        "currency": currency,
        "description": asked.get("description"),
        "livemode": False,
        "metadata": asked.get("metadata") or {},
        "payment_method_options": {},
        "payment_method_types": methods,
        "receipt_email": asked.get("receipt_email"),
        "statement_descriptor_suffix": asked.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
    }


def charge(intent: dict, *, now: int, status: str, method: dict, email: str | None) -> dict:
    """An attempt to move the intent's money: succeeded, pending or failed."""
    address = _nothing("city", "country", "line1", "line2", "postal_code", "state")
    return {
        "id": new_id("ch_3" if method["type"] == "card" else "py_3"),
        "object": "charge",
        **_nothing(
            "application",
            "application_fee",
            "application_fee_amount",
            "balance_transaction",
            "customer",
            "failure_balance_transaction",
            "failure_code",
            "failure_message",
            "on_behalf_of",
            "receipt_number",
            "receipt_url",
            "refunds",
            "review",
            "shipping",
            "source",
            "source_transfer",
            "statement_descriptor",
            "transfer_data",
            "transfer_group",
        ),
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if status == "succeeded" else 0,
        "amount_refunded": 0,
        "billing_details": {"address": address, "email": email, **_nothing("name", "phone", "tax_id")},
        "calculated_statement_descriptor": "PLENARY",
        "captured": status == "succeeded",
        "created": now,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": {
            **_nothing("advice_code", "network_advice_code", "network_decline_code", "reason"),
            "network_status": "declined_by_network" if status == "failed" else "approved_by_network",
            "seller_message": "The bank did not authorise." if status == "failed" else "Payment complete.",
            "type": "issuer_declined" if status == "failed" else "authorized",
        },
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": method,
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
    }


def refund(charge: dict, *, now: int, amount: int, status: str, asked: dict[str, Any]) -> dict:
    """Money on its way back; ``asked`` are the checked parameters of the request that made it."""
    return {
        "id": new_id("re_3"),
        "object": "refund",
        **_nothing(
            "balance_transaction",
            "customer",
            "customer_account",
            "receipt_number",
            "source_transfer_reversal",
            "transfer_reversal",
        ),
        "amount": amount,
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": asked.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": asked.get("reason"),
        "status": status,
    }


def event(type: str, shown: dict, *, now: int, request: dict, before: dict | None) -> dict:
    """News of ``type``: the object as it was at that moment and, for a change, what it was before."""
    changed = {"previous_attributes": before} if before else {}
    return {
        "id": new_id("evt_1"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": shown, **changed},
        "livemode": False,
        "pending_webhooks": 0,
        "request": request,
        "type": type,
    }
