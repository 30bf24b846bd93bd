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

__all__ = [
    "list_in",
    "order_link",
    "passed_on_letter",
    "pdf_of_tickets",
    "pictures_of_tickets",
    "qr_path",
    "qr_text",
    "signer",
    "ticket_letter",
    "ticket_link",
    "unproved_letter",
    "waiting_link",
    "words_of_tickets",
]
