"""What Stripe's objects look like: facts read off its published examples and the types of its SDK.

Each object has all of its keys here, by type. “Or null” is the SDK's ``Optional``; where an example shows
null, the type is the SDK's too. An id that may be expanded is a text. Amounts are in the minor unit.
"""

SHAPES = {
    "checkout.session": {
        "flag": "livemode",
        "flag or null": "allow_promotion_codes",
        "list": "custom_fields payment_method_types shipping_options",
        "list or null": "discounts",
        "map": "automatic_tax custom_text",
        "map or null": (
            "adaptive_pricing after_expiration collected_information consent consent_collection "
            "currency_conversion customer_details invoice_creation managed_payments metadata "
            "payment_method_configuration_details payment_method_options permissions "
            "phone_number_collection saved_payment_method_options shipping_address_collection "
            "shipping_cost total_details wallet_options"
        ),
        "number": "created expires_at",
        "number or null": "amount_subtotal amount_total",
        "text": "id mode object payment_status",
        "text or null": (
            "billing_address_collection cancel_url client_reference_id client_secret currency "
            "customer customer_account customer_creation customer_email integration_identifier "
            "invoice locale origin_context payment_intent payment_link payment_method_collection "
            "recovered_from setup_intent status submit_type subscription success_url ui_mode url"
        ),
    },
    "payment_intent": {
        "flag": "livemode",
        "list": "payment_method_types",
        "list or null": "excluded_payment_method_types",
        "map": "metadata",
        "map or null": (
            "amount_details automatic_payment_methods last_payment_error managed_payments next_action "
            "payment_method_configuration_details payment_method_options processing shipping "
            "transfer_data"
        ),
        "number": "amount amount_capturable amount_received created",
        "number or null": "application_fee_amount canceled_at",
        "text": "capture_method confirmation_method currency id object status",
        "text or null": (
            "application cancellation_reason client_secret customer customer_account description "
            "latest_charge on_behalf_of payment_method receipt_email review setup_future_usage source "
            "statement_descriptor statement_descriptor_suffix transfer_group"
        ),
    },
    "charge": {
        "flag": "captured disputed livemode paid refunded",
        "map": "billing_details metadata",
        "map or null": "fraud_details outcome payment_method_details refunds shipping source transfer_data",
        "number": "amount amount_captured amount_refunded created",
        "number or null": "application_fee_amount",
        "text": "currency id object status",
        "text or null": (
            "application application_fee balance_transaction calculated_statement_descriptor customer "
            "description failure_balance_transaction failure_code failure_message on_behalf_of "
            "payment_intent payment_method receipt_email receipt_number receipt_url review "
            "source_transfer statement_descriptor statement_descriptor_suffix transfer_group"
        ),
    },
    "refund": {
        "map or null": "destination_details metadata",
        "number": "amount created",
        "text": "currency id object",
        "text or null": (
            "balance_transaction charge customer customer_account payment_intent payment_method "
            "reason receipt_number source_transfer_reversal status transfer_reversal"
        ),
    },
    "dispute": {
        "flag": "is_charge_refundable livemode",
        "list": "balance_transactions enhanced_eligibility_types",
        "map": "evidence evidence_details metadata",
        "map or null": "payment_method_details",
        "number": "amount created",
        "text": "charge currency id object reason status",
        "text or null": "payment_intent",
    },
    "event": {
        "flag": "livemode",
        "map": "data",
        "map or null": "request",
        "number": "created pending_webhooks",
        "text": "id object type",
        "text or null": "api_version",
    },
    "balance_transaction": {
        "fraction or null": "exchange_rate",
        "list": "fee_details",
        "number": "amount available_on created fee net",
        "text": "balance_type currency id object reporting_category status type",
        "text or null": "description source",
    },
    "account": {
        "flag or null": "charges_enabled details_submitted payouts_enabled",
        "map or null": (
            "business_profile capabilities controller external_accounts future_requirements metadata "
            "requirements settings tos_acceptance"
        ),
        "number or null": "created",
        "text": "id object",
        "text or null": "business_type country default_currency email type",
    },
    "item": {
        "map or null": "adjustable_quantity metadata price",
        "number": "amount_discount amount_subtotal amount_tax amount_total",
        "number or null": "quantity",
        "text": "currency id object",
        "text or null": "description",
    },
}

# The keys that a map inside an object has, where the simulator fills it.
INSIDE = {
    ("checkout.session", "automatic_tax"): "enabled liability provider status",
    ("checkout.session", "custom_text"): ("after_submit shipping_address submit terms_of_service_acceptance"),
    ("checkout.session", "customer_details"): (
        "address business_name email individual_name name phone tax_exempt tax_ids"
    ),
    ("checkout.session", "total_details"): "amount_discount amount_shipping amount_tax",
    ("charge", "billing_details"): "address email name phone tax_id",
    ("charge", "outcome"): (
        "advice_code network_advice_code network_decline_code network_status reason seller_message type"
    ),
    ("charge", "payment_method_details.card"): (
        "amount_authorized authorization_code brand checks country exp_month exp_year "
        "extended_authorization fingerprint funding incremental_authorization installments last4 "
        "mandate multicapture network network_token network_transaction_id overcapture "
        "regulated_status three_d_secure transaction_link_id wallet"
    ),
    ("refund", "destination_details"): "card type",
    ("dispute", "evidence"): (
        "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
        "cancellation_rebuttal customer_communication customer_email_address customer_name "
        "customer_purchase_ip customer_signature duplicate_charge_documentation "
        "duplicate_charge_explanation duplicate_charge_id enhanced_evidence product_description "
        "receipt refund_policy refund_policy_disclosure refund_refusal_explanation service_date "
        "service_documentation shipping_address shipping_carrier shipping_date "
        "shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
    ),
    ("dispute", "evidence_details"): "due_by enhanced_eligibility has_evidence past_due submission_count",
    ("dispute", "payment_method_details.card"): "brand case_type network network_reason_code",
    ("event", "request"): "id idempotency_key",
    ("item", "price"): (
        "active billing_scheme created currency custom_unit_amount id livemode lookup_key "
        "metadata nickname object product recurring tax_behavior tiers_mode transform_quantity "
        "type unit_amount unit_amount_decimal"
    ),
}

_TYPES = {"flag": bool, "fraction": float, "list": list, "map": dict, "number": int, "text": str}


def faults_of(kind: str, thing: dict) -> list[str]:
    """What is missing or of the wrong type in an object that the simulator shows, one sentence each."""
    faults = []
    for types, keys in SHAPES[kind].items():
        name, _, or_null = types.partition(" ")
        for key in keys.split():
            if key not in thing:
                faults.append(f"{kind} has no {key}")
            elif thing[key] is None:
                faults += [] if or_null else [f"{kind}.{key} is null"]
            # Exactly the type: a flag is a number to Python.
            elif type(thing[key]) is not _TYPES[name]:
                faults.append(f"{kind}.{key} is {thing[key]!r}, not a {name}")
    for (owner, path), keys in INSIDE.items():
        inside = thing if owner == kind else None
        for part in path.split("."):
            inside = (inside or {}).get(part)
        if inside is not None:
            faults += [f"{kind}.{path} has no {key}" for key in keys.split() if key not in inside]
    return faults
