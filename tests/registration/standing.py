"""Places that stand, whatever they cost, and who opens them."""

from uuid import uuid4

from core.outbox import OutgoingLetter
from registration.actions import confirm_order, place_order
from registration.documents import order_link, ticket_link
from registration.models import BookingCode, Order, OrderStatus
from registration.queries import codes_at_fault, lines_at_fault, lock_quotas, quotas_at_fault, reservations_at_fault
from registration.rules import Place, draws
from tests import factories as make

BUYER = "buyer@south.example"


def a_standing_order(event, places: list[Place], *, code: BookingCode | None = None, now=make.NOON) -> Order:
    """An order that is booked and, if it costs something, paid for."""
    with make.app.app_context():
        order = place_order(
            make.session,
            event=event,
            form_key=str(uuid4()),
            buyer_id=None,
            name="Dr Buyer",
            email=BUYER,
            places=places,
            quotas=lock_quotas(make.session, list(draws(places))),
            hold=make.HOLD,
            now=now,
            code=code,
        )
        if order.status is OrderStatus.HELD:
            confirm_order(make.session, order=order, by_id=None, now=now)
    make.session.commit()
    return order


def opened(client, thing):
    """The browser that has opened the mailed link of an order or a ticket."""
    with make.app.app_context():
        link = order_link(thing) if isinstance(thing, Order) else ticket_link(thing)
    client.get(link.removeprefix("http://localhost"))
    return client


def letters_to(session, address: str) -> list[str]:
    """The kinds of the letters that are owed to an address, in their order."""
    letters = session.query(OutgoingLetter).filter_by(recipient=address).order_by(OutgoingLetter.id)
    return [letter.kind.rpartition("/")[2] for letter in letters]


def faults(session) -> dict:
    """What is wrong with the counts of places, lines and codes: I1, I1b, I3 and I4."""
    session.flush()
    checks = (quotas_at_fault, reservations_at_fault, lines_at_fault, codes_at_fault)
    return {check.__name__: rows for check in checks if (rows := check(session))}
