"""Letters about orders, the links in them, and tickets as a QR, as a page to print and for a phone's wallet."""

from registration.documents.letters import (
    order_link,
    passed_on_letter,
    ticket_letter,
    ticket_link,
    unproved_letter,
    waiting_link,
)
from registration.documents.lists import list_in
from registration.documents.tickets import (
    pdf_of_tickets,
    pictures_of_tickets,
    qr_path,
    qr_text,
    signer,
    words_of_tickets,
)
from registration.documents.wallets import PKPASS, AppleKeys, apple_pass, google_link, read_wallets

__all__ = [
    "PKPASS",
    "AppleKeys",
    "apple_pass",
    "google_link",
    "list_in",
    "order_link",
    "passed_on_letter",
    "pdf_of_tickets",
    "pictures_of_tickets",
    "qr_path",
    "qr_text",
    "read_wallets",
    "signer",
    "ticket_letter",
    "ticket_link",
    "unproved_letter",
    "waiting_link",
    "words_of_tickets",
]
