"""Very many orders at once: valid by the invariants of places and lines, and quicker than booking each."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from events.models import Event
from registration.codes import ALPHABET
from registration.models import Order, OrderLine, OrderStatus, Product, Quota, Ticket, product_quotas
from tests.factories import NOON

BATCH = 5000
TOWNS = ("Northmere", "Caldergate", "Strathfell", "Mereport", "Lagan")


def many_orders(
    session: Session, event: Event, product: Product, how_many: int, *, now: datetime = NOON, held_each: int = 100
) -> None:
    """The event has so many orders more, each of one place at the product's price.

    Of each ``held_each`` one is held, turn about until after ``now`` and until before it; one was given back; the
    others are booked. The product's quotas count them, and must have room.
    """
    first = _next_id(session, Order), _next_id(session, OrderLine), _next_id(session, Ticket)
    pence = product.price_pence
    for begun in range(0, how_many, BATCH):
        numbers = range(begun, min(begun + BATCH, how_many))
        rows = [_order(event, number, first[0], pence, _status(number, held_each), now) for number in numbers]
        session.execute(insert(Order), rows)
        session.execute(insert(OrderLine), [_line(product, number, first, pence) for number in numbers])
        session.execute(insert(Ticket), [_ticket(event, number, first) for number in numbers])
    statuses = [_status(number, held_each) for number in range(how_many)]
    drawn = select(product_quotas.c.quota_id).where(product_quotas.c.product_id == product.id)
    counted = {"sold": OrderStatus.CONFIRMED, "held": OrderStatus.HELD}
    more = {name: getattr(Quota, name) + statuses.count(status) for name, status in counted.items()}
    session.execute(update(Quota).where(Quota.id.in_(drawn)).values(more))
    if session.get_bind().dialect.name == "postgresql":
        for table in ("orders", "order_lines", "tickets"):
            session.execute(text(f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"))
    session.execute(text("analyze"))
    session.expire_all()


def _next_id(session: Session, table) -> int:
    return (session.scalar(select(func.max(table.id))) or 0) + 1


def _status(number: int, held_each: int) -> OrderStatus:
    if number % held_each == 0:
        return OrderStatus.HELD
    return OrderStatus.CANCELLED if number % held_each == 1 else OrderStatus.CONFIRMED


def _letters(number: int, length: int) -> str:
    return "".join(_digits(number, length))


def _digits(number: int, length: int) -> Iterator[str]:
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        yield ALPHABET[rest]


def _name(number: int) -> str:
    return f"Dr Number {number} of {TOWNS[number % len(TOWNS)]}"


def _order(event: Event, number: int, first_id: int, pence: int, status: OrderStatus, now: datetime) -> dict:
    unique = first_id + number
    email = f"number{unique}@north.example"
    reference = _letters(unique, 6)
    ends_at = now + timedelta(minutes=10 if number % 200 else -10)
    return {
        "id": unique,
        "key": f"many-{unique}",
        "reference": reference,
        "form_key": str(UUID(int=2**64 + unique)),
        "link_version": 1,
        "event_id": event.id,
        "name": _name(number),
        "email": email,
        "email_key": email,
        "searchable": f"{reference} {_name(number)} {email}".casefold(),
        "status": status,
        "organisation": "",
        "total_pence": pence,
        "currency": "gbp",
        "terms": "2026-11",
        "placed_at": now - timedelta(minutes=number % 100_000),
        "hold_ends_at": ends_at if status is OrderStatus.HELD else None,
        "kept_until": ends_at if status is OrderStatus.HELD else None,
        "cancelled_at": now if status is OrderStatus.CANCELLED else None,
    }


def _line(product: Product, number: int, first: tuple[int, int, int], pence: int) -> dict:
    return {
        "id": first[1] + number,
        "order_id": first[0] + number,
        "product_id": product.id,
        "name": product.name,
        "quantity": 1,
        "unit_pence": pence,
        "off_pence": 0,
        "total_pence": pence,
        "vat_percent": 0,
        "vat_pence": 0,
    }


def _ticket(event: Event, number: int, first: tuple[int, int, int]) -> dict:
    unique = first[2] + number
    email = f"number{first[0] + number}@north.example"
    return {
        "id": unique,
        "key": f"many-ticket-{unique}",
        "code": _letters(unique, 8),
        "number": 1,
        "link_version": 1,
        "event_id": event.id,
        "order_id": first[0] + number,
        "line_id": first[1] + number,
        "name": _name(number),
        "organisation": "",
        "email": email,
        "email_key": email,
    }
