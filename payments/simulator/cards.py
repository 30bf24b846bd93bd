"""The cards that one may try, and what becomes of each."""

import re
from dataclasses import dataclass

from payments.simulator.errors import ApiError


@dataclass(frozen=True)
class Card:
    """A test card: it pays, is declined with a code, or asks for a second step."""

    number: str
    told: str
    decline_code: str | None = None
    message: str | None = None
    needs_step: bool = False

    @property
    def spaced(self) -> str:
        return " ".join(self.number[start : start + 4] for start in range(0, 16, 4))


TEST_CARDS = (
    Card("4242424242424242", "Pays"),
    Card("4000002760003184", "Asks for one more step, then pays or not, as you choose", needs_step=True),
    Card("4000000000000002", "Is declined", "generic_decline", "Your card was declined."),
    Card("4000000000009995", "Is declined: no money", "insufficient_funds", "Your card has insufficient funds."),
)


def card_numbered(typed: str) -> Card:
    """The card of this number, however it was spaced.

    Raises ApiError incorrect_number for what is no card number; a real card, or one that Stripe does not
    publish for tests, comes back as a card that is declined.
    """
    number = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch(r"[0-9]{12,19}", number) or not _adds_up(number):
        raise ApiError(
            "Your card number is incorrect.",
            status=402,
            type="card_error",
            code="incorrect_number",
            param="number",
        )
    for card in TEST_CARDS:
        if card.number == number:
            return card
    # Only the last four digits are kept: somebody may have typed a real card here.
    return Card(
        "0" * 12 + number[-4:],
        "Is declined",
        "test_mode_live_card",
        "Your card was declined. Your request was in test mode, but used a non test card.",
    )


def method_of(card: Card | None) -> dict:
    """The ``payment_method_details`` of a charge by this card, or by bank when there is none."""
    if card is None:
        return {
            "bacs_debit": {
                "fingerprint": "9eMbmctOrd8i7DYa",
                "last4": "2345",
                "mandate": "mandate_simulated",
                "sort_code": "108800",
            },
            "type": "bacs_debit",
        }
    return {
        "card": {
            "amount_authorized": None,
            "authorization_code": None,
            "brand": "visa",
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "pass",
            },
            "country": "GB",
            "exp_month": 12,
            "exp_year": 2034,
            "extended_authorization": {"status": "disabled"},
            "fingerprint": "simulated" + card.number[-4:],
            "funding": "credit",
            "incremental_authorization": {"status": "unavailable"},
            "installments": None,
            "last4": card.number[-4:],
            "mandate": None,
            "multicapture": {"status": "unavailable"},
            "network": "visa",
            "network_token": {"used": False},
            "network_transaction_id": None,
            "overcapture": {"status": "unavailable"},
            "regulated_status": None,
            "three_d_secure": {
                "authentication_flow": "challenge",
                "electronic_commerce_indicator": "05",
                "exemption_indicator": None,
                "result": "authenticated",
                "result_reason": None,
                "transaction_id": None,
                "version": "2.2.0",
            }
            if card.needs_step
            else None,
            "transaction_link_id": None,
            "wallet": None,
        },
        "type": "card",
    }


def _adds_up(number: str) -> bool:
    """Whether the last digit is the check digit (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0
