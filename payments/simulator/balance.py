"""The account and its balance: what comes in, what goes out, and what Stripe keeps of it."""

from payments.simulator.ledger import Ledger, new_id
from payments.simulator.objects import ACCOUNT_ID

SETTLES_AFTER_SECONDS = 2 * 24 * 3600


def fee_on(amount: int) -> int:
    """Stripe's part of a charge in pence: 1.5 % and 20p."""
    return (amount * 15 + 999) // 1000 + 20


def book(ledger: Ledger, source: dict, *, type: str, amount: int, fee: int = 0, category: str = "") -> dict:
    """A balance transaction is kept: ``amount`` pence came in (or went out, below zero), less ``fee``."""
    now = ledger.now()
    entry = {
        "id": new_id("txn_3"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now + SETTLES_AFTER_SECONDS,
        "balance_type": "payments",
        "created": now,
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [
            {
                "amount": fee,
                "application": None,
                "currency": source["currency"],
                "description": "Stripe processing fees",
                "type": "stripe_fee",
            }
        ]
        if fee
        else [],
        "net": amount - fee,
        "reporting_category": category or type,
        "source": source["id"],
        "status": "pending",
        "type": type,
    }
    return ledger.keep("balance_transactions", entry)


def account() -> dict:
    """The one account of this Stripe: British, in pounds, able to take money."""
    nothing_due: dict[str, list | None] = {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": [],
        "disabled_reason": None,
        "errors": [],
        "eventually_due": [],
        "past_due": [],
        "pending_verification": [],
    }
    return {
        "id": ACCOUNT_ID,
        "object": "account",
        "business_profile": {"name": "Plenary", "url": None},
        "business_type": None,
        "capabilities": {"card_payments": "active", "bacs_debit_payments": "active"},
        "charges_enabled": True,
        "controller": {"type": "account"},
        "country": "GB",
        "created": 1_500_000_000,
        "default_currency": "gbp",
        "details_submitted": True,
        "email": "treasurer@example.org",
        "external_accounts": {
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"/v1/accounts/{ACCOUNT_ID}/external_accounts",
        },
        "future_requirements": dict(nothing_due),
        "metadata": {},
        "payouts_enabled": True,
        "requirements": dict(nothing_due),
        "settings": {"dashboard": {"display_name": "Plenary", "timezone": "Europe/London"}},
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": "standard",
    }
