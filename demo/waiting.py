"""A ticket of the demo that is sold out: who waits for it, and whose turn it is."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Limits
from demo import data
from events.models import Event
from registration.actions import cancel_order, join_waiting, offer_places, place_order
from registration.models import Order, Product, Quota
from registration.queries import count_dead_holds, lock_quotas, locked_order
from registration.rules import Place, draws

SLUG = "england-2027"
TICKET, HINT = "Student, with a hospital visit", "The day, and the evening before on the wards in Caldergate"
PLACES = 12
# Who waits, in order, and for how many places.
QUEUE = (("Dr Juniper Mockridge", 1), ("Mx Thyme Illustra", 3), ("Ms Laurel Notreal", 1), ("Mr Reed Simulacre", 2))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sell_out(session: Session, event: Event, now: datetime) -> None:
    """All places of a small ticket are booked, some people wait, and one place that was given back is offered."""
    hall = session.scalars(select(Quota).where(Quota.event_id == event.id, Quota.name == data.HALL)).one()
    like = session.scalars(select(Product).where(Product.event_id == event.id).order_by(Product.position)).first()
    if like is None:
        return
    ticket = Product(
        event_id=event.id,
        name=TICKET,
        hint=HINT,
        price_pence=0,
        position=len(data.REGIONAL_PRODUCTS),
        sales_open_at=like.sales_open_at,
        sales_close_at=like.sales_close_at,
        quotas=[hall, Quota(event_id=event.id, name="Hospital visit", capacity=PLACES)],
    )
    session.add(ticket)
    session.flush()
    orders = [_order(session, event, ticket, number, now - 20 * DAY) for number in range(PLACES)]
    for ago, (name, places) in enumerate(QUEUE):
        count_dead_holds(session, event, [ticket], now)
        joined_at, address = now - (9 - ago) * DAY, _address(name)
        about = {"name": name, "email": address, "places": places, "by_id": None, "now": joined_at}
        join_waiting(session, event=event, product=ticket, **about)
    cancel_order(session, order=locked_order(session, orders[0].id), by_id=None, now=now - 2 * HOUR)
    offer_places(session, event_id=event.id, life=Limits.offer, by_id=None, now=lambda: now - 2 * HOUR)


def _order(session: Session, event: Event, ticket: Product, number: int, at: datetime) -> Order:
    name = f"{data.FIRST_NAMES[-number]} {data.SURNAMES[number]}"
    places = [Place(ticket, name, _address(name, "halcyon.example"), "Halcyon Medical School")]
    return place_order(
        session,
        event=event,
        form_key=str(UUID(int=number)),
        buyer_id=None,
        name=name,
        email=places[0].email,
        places=places,
        quotas=lock_quotas(session, list(draws(places))),
        hold=Limits.hold,
        now=at,
    )


def _address(name: str, domain: str = "northmere.example") -> str:
    return f"{'.'.join(name.lower().split()[-2:])}@{domain}"
