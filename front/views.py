from flask import Blueprint, flash, g

from abstracts.queries import calls_of_event, named_abstracts, own_abstracts
from abstracts.rules import shown_status
from core import clock
from core.db import session
from core.web import kept_page, page, see_other
from events.queries import public_events, published_event
from events.rules import is_over
from front import queries
from front.documents import hall
from front.forms import NameForm
from people import actions
from people.access import open_to_all, signed_in
from people.queries import duties_of, sign_ins_of
from people.rules import duty_words, is_held, london_day
from policy.queries import positions_at, public_positions
from registration import rules
from registration.queries import count_dead_holds, orders_of, products_of, tickets_of, waiting_of

bp = Blueprint("front", __name__)


@bp.get("/")
@open_to_all
def show_home():
    now = clock.now()
    events = public_events(session)
    coming = [event for event in events if not is_over(event, now)]
    room = rules.room_of(products_of(session, coming[0])) if coming else None
    return page(
        "front/home.html",
        coming=coming,
        hall=hall(room.capacity, room.sold) if room else None,
        shown=public_positions(session, now),
        past=[event for event in reversed(events) if is_over(event, now)],
    )


@bp.get("/events/<event_slug>/")
@open_to_all
def show_event(event_slug: str):
    """The page that a crowd asks for: drawn again when one of its facts has changed, and each minute."""
    facts, now = queries.facts_of(session, event_slug)

    def draw():
        event = published_event(session, event_slug)
        products = rules.public_tickets(products_of(session, event))
        count_dead_holds(session, event, products, now)
        room = rules.room_of(products)
        prices = {product.id: rules.price_span(product, now) for product in products}
        return {
            "prices": prices,
            "event": event,
            "products": products,
            "on_sale": rules.on_sale(products, now),
            "now": now,
            "is_over": is_over(event, now),
            "room": room,
            "hall": hall(room.capacity, room.sold) if room else None,
            "calls": calls_of_event(session, event),
            "shown": positions_at(session, event, now),
        }

    return kept_page("front/event.html", state=(facts, now.replace(second=0, microsecond=0)), draw=draw)


@bp.get("/me")
@signed_in
def show_me():
    now = clock.now()
    return page(
        "front/me.html",
        form=NameForm(name=g.person.name),
        person=g.person,
        orders=orders_of(session, g.person),
        tickets=tickets_of(session, g.person),
        waiting=waiting_of(session, g.person),
        abstracts=own_abstracts(session, g.person),
        named=named_abstracts(session, g.person),
        shown_status=shown_status,
        duties=[duty for duty in duties_of(session, g.person) if is_held(duty, london_day(now))],
        duty_words=duty_words,
        sign_ins=sign_ins_of(session, g.person, now),
    )


@bp.post("/me/name")
@signed_in
def call_oneself():
    form = NameForm()
    if form.validate_on_submit():
        actions.call_oneself(session, person=g.person, name=form.name.data or "", now=clock.now())
        flash("Your name is saved.")
    return see_other("front.show_me")


@bp.get("/privacy")
@open_to_all
def show_privacy():
    return page("front/privacy.html")


@bp.get("/terms")
@open_to_all
def show_terms():
    return page("front/terms.html")


@bp.get("/accessibility")
@open_to_all
def show_accessibility():
    return page("front/accessibility.html")
