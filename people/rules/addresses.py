"""Which addresses are the same, and when a change of one holds."""

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime

import idna

from core.errors import Refusal
from people.models import (
    AddressChange,
)


class NotAnAddress(Refusal):
    status = 422


class AddressLinkIsOver(Refusal):
    pass


class AddressTaken(Refusal):
    pass


def email_key(address: str) -> str:
    """The one form in which two addresses are compared: NFKC, case folded, the domain in IDNA (R10).

    Raises NotAnAddress for what cannot be one.
    """
    local, at, domain = unicodedata.normalize("NFKC", address).strip().rpartition("@")
    domain = domain.rstrip(".")
    odd = any(_is_odd(letter) for letter in local + domain)
    if odd or not (local and at in address and "." in domain):
        raise NotAnAddress("Write the email address in full, like name@trust.example.")
    try:
        # IDNA's own case mapping: folding would make one of straße.example and strasse.example, which are two.
        domain = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        raise NotAnAddress("Write the email address in full, like name@trust.example.") from None
    return f"{_folded(_folded(local))}@{domain}"


def _is_odd(letter: str) -> bool:
    # A header reads these as the end of one address and the beginning of another.
    return letter in '()<>[]:;@\\,"' or unicodedata.category(letter)[0] in "CZ"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.casefold())


def address_token(secret: str, key: str, mailbox: str) -> str:
    """The token in the letter to the ``old`` or the ``new`` mailbox of a change of address: 128 bits."""
    digest = hmac.new(secret.encode(), f"address:{mailbox}:{key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def is_address_link_open(change: AddressChange, token_hash: str, now: datetime) -> bool:
    """True until it is used, replaced by a newer one, or an hour old."""
    used_at = change.old_proved_at if token_hash == change.old_hash else change.new_proved_at
    return change.ended_at is None and used_at is None and now < change.expires_at


def check_address_link(change: AddressChange, token_hash: str, now: datetime) -> None:
    if not is_address_link_open(change, token_hash, now):
        raise AddressLinkIsOver("This link has been used or has run out. Ask for the change once more.")
