"""A ticket: the code in its QR, and the page to print."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from core.config import read_retired_keys, read_signing_keys
from core.typesetting import pdf_of
from core.words import days
from registration.codes import Signer, path_of, svg_of
from registration.models import Ticket

TEMPLATE = "registration/ticket.typ"


def signer() -> Signer:
    """The keys of this program that sign tickets and tell true ones."""
    if "signer" not in current_app.extensions:
        current_app.extensions["signer"] = Signer(
            read_signing_keys(current_app.config["TICKET_SIGNING_KEYS"]),
            read_retired_keys(current_app.config["TICKET_RETIRED_KEYS"]),
        )
    return current_app.extensions["signer"]


def qr_text(ticket: Ticket) -> str:
    return signer().sign(ticket.event_id, ticket.code)


def qr_path(ticket: Ticket) -> str:
    """The dark modules as the ``d`` of one SVG path, each module 1 by 1, the quiet zone of 4 included."""
    return path_of(qr_text(ticket))


def qr_svg(ticket: Ticket) -> bytes:
    """The QR as a picture of its own, for print."""
    return svg_of(qr_text(ticket))


def pdf_of_tickets(tickets: Sequence[Ticket], *, made_at: datetime) -> bytes:
    """A tagged PDF with an A4 page for each of these standing tickets of one event, the QR larger than 30 mm."""
    return pdf_of(TEMPLATE, words_of_tickets(tickets), made_at=made_at, pictures=pictures_of_tickets(tickets))


def words_of_tickets(tickets: Sequence[Ticket]) -> dict:
    """What the template prints of them and of their event, whose Welsh name stands beside the English one."""
    event = tickets[0].event
    hours = f"Doors open at {event.doors_open:%H:%M}, it ends at {event.closes:%H:%M}"
    return {
        "event": event.name,
        "event_cy": event.name_cy,
        "when": days(event.first_day, event.last_day),
        "hours": hours if event.first_day == event.last_day else f"{hours}, each day",
        "place": event.place,
        "place_language": "cy" if event.nation == "Wales" else "en",
        "getting_in": [words for each in event.getting_in.splitlines() if (words := each.strip())],
        "contact": event.contact_email,
        "tickets": [
            {
                "number": ticket.number,
                "name": ticket.name,
                "organisation": ticket.organisation,
                "kind": ticket.line.name,
                "extras": [
                    f"{extra.line.name} × {extra.quantity}" if extra.quantity > 1 else extra.line.name
                    for extra in ticket.extras
                ],
                "code": f"{ticket.code[:4]} {ticket.code[4:]}",
                "order": ticket.order.reference,
            }
            for ticket in tickets
        ],
    }


def pictures_of_tickets(tickets: Sequence[Ticket]) -> dict[str, bytes]:
    """Their QRs, by the names under which the template asks for them."""
    return {f"qr-{ticket.number}.svg": qr_svg(ticket) for ticket in tickets}
