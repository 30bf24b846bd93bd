"""Files that the desk takes away."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from core.cells import csv_of
from registration.models import Order
from registration.rules import CATEGORY_WORDS

HEADINGS = (
    "Order",
    "Status",
    "Booked",
    "Booked by",
    "Email",
    "Group",
    "Total of the order in pounds",
    "Number",
    "Delegate",
    "Delegate’s email",
    "Organisation",
    "Ticket",
    "Category",
    "Its price in pounds",
    "Ticket code",
    "Given back",
)


def orders_csv(orders: Iterable[Order], zone: str) -> bytes:
    """One row for each delegate, with what is known of the order beside it. Times are those of ``zone``."""
    return csv_of(HEADINGS, (row for order in orders for row in _rows(order, ZoneInfo(zone))))


def _rows(order: Order, zone: ZoneInfo) -> Iterator[list[str]]:
    of_order = [
        order.reference,
        order.status.value,
        order.placed_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        order.name,
        order.email,
        order.organisation,
        _pounds(order.total_pence),
    ]
    for ticket in order.tickets:
        given_back = ticket.cancelled_at or order.cancelled_at
        yield [
            *of_order,
            str(ticket.number),
            ticket.name,
            ticket.email,
            ticket.organisation,
            ticket.line.name,
            CATEGORY_WORDS[ticket.line.category],
            _pounds(ticket.line.unit_pence - ticket.line.off_pence),
            ticket.code,
            given_back.astimezone(zone).strftime("%Y-%m-%d %H:%M") if given_back else "",
        ]


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"
