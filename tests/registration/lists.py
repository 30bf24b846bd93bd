"""A sold-out ticket, and people who wait for it."""

from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

from flask import has_app_context
from sqlalchemy import select

from core import invariants
from core.outbox import OutgoingLetter
from registration import queries
from registration.actions import cancel_order, join_waiting, offer_places, place_order
from registration.models import Order, OrderLine, OrderStatus, WaitingEntry
from registration.rules import Place, draws
from tests import factories as make

LIFE = timedelta(hours=24)


def joins(session, product, email="waits@north.example", places=1, now=make.NOON) -> WaitingEntry:
    """Somebody who waits; the product knows what is left of it from then on."""
    event = session.get_one(make.Event, product.event_id)
    with _context():
        queries.count_dead_holds(session, event, [product], now)
        entry = join_waiting(
            session, event=event, product=product, name="Dr Waits", email=email, places=places, by_id=None, now=now
        )
        session.commit()
    return entry


def offers(session, product, now=make.NOON) -> list[str]:
    """What the worker does; to whom places were offered."""
    with _context():
        made = offer_places(session, event_id=product.event_id, life=LIFE, by_id=None, now=lambda: now)
        session.commit()
    return [entry.email for entry in made]


def books(session, product, code=None, tickets=1, now=make.NOON, email="buyer@south.example") -> Order:
    """An order of so many places, with the offer's code if one is given."""
    wanted = [Place(product, f"Dr {n}", email) for n in range(tickets)]
    with _context():
        order = place_order(
            session,
            event=session.get_one(make.Event, product.event_id),
            form_key=str(uuid4()),
            buyer_id=None,
            name="Dr 0",
            email=email,
            places=wanted,
            quotas=queries.lock_quotas(session, list(draws(wanted))),
            hold=make.HOLD,
            now=now,
            code=code,
        )
        session.commit()
    return order


def gives_back(session, product, now=make.NOON) -> None:
    """The first order of the ticket that still stands is cancelled."""
    standing = select(Order.id).join(Order.lines).where(OrderLine.product_id == product.id)
    standing = standing.where(Order.status == OrderStatus.CONFIRMED).order_by(Order.id).limit(1)
    with _context():
        order = queries.locked_order(session, session.scalars(standing).one())
        cancel_order(session, order=order, by_id=None, now=now)
        session.commit()


def counts(session, product) -> tuple[int, int, int]:
    """Sold, held and reserved, of its first quota."""
    session.expire_all()
    quota = product.quotas[0]
    return quota.sold, quota.held, quota.reserved


def letters(session) -> list[str]:
    kinds = session.scalars(select(OutgoingLetter.kind).order_by(OutgoingLetter.id))
    return [kind.rpartition("waiting_")[2] for kind in kinds if "waiting_" in kind]


def is_sound(session) -> bool:
    """Nothing is wrong with places, lines and codes; that an order is paid for is another's to test."""
    return not {"I1", "I1b", "I3", "I4"} & set(invariants.broken(session))


def statuses(session) -> list[str]:
    """Of all entries, who came first first."""
    session.expire_all()
    return [status.value for status in session.scalars(select(WaitingEntry.status).order_by(WaitingEntry.id))]


def _context():
    return nullcontext() if has_app_context() else make.app.app_context()
