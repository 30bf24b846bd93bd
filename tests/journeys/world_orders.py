"""What the desk did to orders, for the pages and letters that show it."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from core.db import session
from events.models import Event
from people.models import Role
from registration.actions import Desk, add_note, decline_request, place_for
from registration.models import Product
from registration.queries import lock_places
from registration.rules import Place
from tests import factories as make

WORDS = "Every place of this kind is given. Write to us if you can come without it, and we look for another way."


def decided(now, name: str) -> dict[str, str]:
    """A request that was declined, and places that are kept for a buyer until they are paid; both at ``dear``."""
    event = session.scalars(select(Event).where(Event.slug == "dear")).one()
    window = {"sales_open_at": now - timedelta(days=1), "sales_close_at": now + timedelta(days=9)}
    asked = make.a_product(event, name="Bursary", needs_approval=True, **window)
    organiser = make.a_person(role=Role.ORGANISER, event=event, name=name)
    declined = make.an_order(asked, event=event, now=now, name=name)
    decline_request(session, order=declined, words=WORDS, by_id=organiser.id, now=now)
    priced = session.scalars(select(Product).where(Product.event_id == event.id, Product.price_pence > 0)).first()
    kept = place_for(
        session,
        event=event,
        form_key=str(uuid4()),
        name=name,
        email="kept@northmere.example",
        places=[Place(priced, name, "kept@northmere.example")],
        quotas=lock_places(session, event),
        hold=timedelta(days=3),
        desk=Desk(organiser.id),
        now=now,
    )
    add_note(session, order=kept, words=WORDS, by_id=organiser.id, now=now)
    return {"declined_reference": declined.reference, "kept_reference": kept.reference}
