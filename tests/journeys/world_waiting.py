"""An event with one full ticket, and people in every state of waiting for it."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from people.models import Person
from registration.actions import cancel_order, join_waiting, leave_waiting, offer_places, take_off_list
from registration.documents import waiting_link
from registration.models import Order, OrderLine, OrderStatus, Product
from registration.queries import count_dead_holds, locked_entry, locked_order
from tests import factories as make
from tests.registration.lists import books

ENTRIES = ("waits", "group", "offered", "booking", "booked", "lapsed", "left")
WAITING_LETTERS = tuple(f"waiting_{each}" for each in ("joined", "offer", "lapsed", "removed"))
LONG_NAME = "Dr Bartholomew Llanfair-Wolfeschlegelstein-Featherstonehaugh"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def waiting(now) -> dict[str, str]:
    """The links of entries in each state, and the addresses at which one joins."""
    days = {"first_day": now.date() + timedelta(days=40), "last_day": now.date() + timedelta(days=41)}
    window = {"sales_open_at": now - 9 * DAY, "sales_close_at": now + 9 * DAY}
    half = make.an_event(slug="half", name="Leading in halves", **days)
    full = make.a_product(half, name="In the hall", capacity=5, price_pence=4500, **window)
    online = make.a_product(half, name="Online", **window)
    hidden = make.a_product(half, name="By invitation", capacity=1, is_hidden=True, **window)
    cheap = make.a_product(half, quotas=full.quotas, name="Student", **window)
    for _ in range(5):
        make.an_order(cheap, event=half, now=now - 3 * DAY)
    removed, entries = _joins(half, full, "removed", now - 2 * DAY), {}
    for name in ("lapsed", "booked", "booking", "offered", "left", "group", "waits"):
        ticket, places = cheap if name == "booked" else full, 3 if name == "group" else 1
        entries[name] = _joins(half, ticket, name, now - 2 * DAY, places=places)
    organiser = session.scalars(select(Person).order_by(Person.id)).first()
    take_off_list(session, entry=locked_entry(session, removed), reason=0, by_id=organiser.id, now=now)
    leave_waiting(session, entry=locked_entry(session, entries["left"]), by_id=None, now=now)
    _joins(half, cheap, "delegate", now - 2 * DAY, email="delegate@northmere.example")
    _gives_back(cheap, now - 2 * DAY)
    _offers(half, now - 2 * DAY)  # to the first, for a day
    _offers(half, now - HOUR)  # it has lapsed, and the second has the place
    for _ in range(2):
        _gives_back(cheap, now)
    _offers(half, now)
    books(session, full, entries["booking"].code, now=now)
    books(session, cheap, entries["booked"].code, now=now)
    _offers(half, now)
    session.commit()
    return {
        "joining": f"/events/half/waiting/{full.id}",
        "no_need_to_wait": f"/events/half/waiting/{online.id}",
        "no_waiting_list": f"/events/half/waiting/{hidden.id}",
        **{f"open_waiting_{name}": waiting_link(entry) for name, entry in entries.items()},
    }


def _joins(event, product: Product, name: str, now, places: int = 1, email: str = ""):
    count_dead_holds(session, event, [product], now)
    about = {"name": LONG_NAME, "email": email or f"{name}@waits.example", "places": places, "by_id": None, "now": now}
    return join_waiting(session, event=event, product=product, **about)


def _gives_back(product: Product, now) -> None:
    standing = select(Order.id).join(Order.lines).where(OrderLine.product_id == product.id)
    standing = standing.where(Order.status == OrderStatus.CONFIRMED).limit(1)
    cancel_order(session, order=locked_order(session, session.scalars(standing).one()), by_id=None, now=now)


def _offers(event, now) -> None:
    offer_places(session, event_id=event.id, life=DAY, by_id=None, now=lambda: now)
