from datetime import datetime

from flask import Blueprint, current_app, flash, request

from core import clock, files
from core.db import session
from core.limits import may_once_more
from core.web import ButtonForm, page, see_other
from events.models import Event
from events.queries import published_event
from people import rules as people_rules
from people.access import hand_link, link_token, open_to_visitors, signed_in_person, visitor
from registration import actions, documents, queries, rules
from registration.forms import LostForm, OrderForm, order_form

bp = Blueprint("registration", __name__)


@bp.get("/events/<event_slug>/tickets")
@open_to_visitors
def show_tickets(event_slug: str):
    event = published_event(session, event_slug)
    person = signed_in_person()
    own = {"name": person.name, "email": person.email} if person else {}
    return _tickets_page(event, order_form(queries.products_of(session, event), **own), clock.now())


@bp.post("/events/<event_slug>/tickets")
@open_to_visitors
def place_order(event_slug: str):
    event = published_event(session, event_slug)
    form = order_form(queries.products_of(session, event))
    rearranged = form.rearrange(request.form.get("do", ""))
    places = [] if rearranged or not form.validate_on_submit() else form.places()
    quotas = queries.lock_quotas(session, list(rules.draws(places)))
    now = clock.now()  # after the lock: whoever waited is judged by when their turn came
    if not places:
        return _tickets_page(event, form, now, status=200 if rearranged else 422)
    order = queries.order_by_form(session, form.form_key.data)
    if order is None:
        person = signed_in_person()
        try:
            order = actions.place_order(
                session,
                event=event,
                form_key=form.form_key.data,
                buyer_id=person.id if person else None,
                name=form.name.data,
                email=form.email.data,
                places=places,
                quotas=quotas,
                now=now,
            )
        except (rules.SoldOut, rules.NotOnSale) as refusal:
            # The same page again, so that nothing typed is lost and what is left can be chosen.
            return _tickets_page(event, form, now, status=refusal.status, refusal=str(refusal))
    hand_link(link_token("order", order.id, order.link_version))
    return see_other("registration.show_order", key=order.key)


@bp.get("/orders/<key>")
@open_to_visitors  # the query opens it to its buyer, and to a browser that opened its access link
def show_order(key: str):
    order = queries.order_for(session, visitor(), key)
    return page(
        "registration/order.html",
        form=ButtonForm(),
        order=order,
        event=order.event,
        may_cancel=rules.may_cancel(order, order.event, clock.now()),
        qr_path=documents.qr_path,
    )


@bp.get("/orders/<key>/open/<token>")
@open_to_visitors
def open_order(key: str, token: str):
    """Trade the token of a mailed link for this browser's cookie, and go on to a clean address."""
    order = queries.order_by_link(session, key, people_rules.hash_of(token))
    hand_link(token)
    return see_other("registration.show_order", key=order.key)


@bp.post("/orders/<key>/cancel")
@open_to_visitors  # as the order
def cancel_order(key: str):
    order = queries.order_for(session, visitor(), key, lock=True)
    person = signed_in_person()
    actions.cancel_order(session, order=order, by_id=person.id if person else None, now=clock.now())
    flash("Your places are given back. Thank you: somebody else can have them now.")
    return see_other("registration.show_order", key=order.key)


@bp.get("/tickets/<key>")
@open_to_visitors  # as its order, and to its delegate
def show_ticket(key: str):
    ticket = queries.ticket_for(session, visitor(), key)
    return page("registration/ticket.html", ticket=ticket, event=ticket.event, qr_path=documents.qr_path(ticket))


@bp.get("/tickets/<key>/joining-pack")
@open_to_visitors  # as the ticket
def download_joining_pack(key: str):
    return files.answer_with(queries.joining_pack_for(session, visitor(), key))


@bp.get("/tickets/<key>/open/<token>")
@open_to_visitors
def open_ticket(key: str, token: str):
    ticket = queries.ticket_by_link(session, key, people_rules.hash_of(token))
    hand_link(token)
    return see_other("registration.show_ticket", key=ticket.key)


@bp.get("/lost")
@open_to_visitors
def show_lost():
    return page("registration/lost.html", form=LostForm())


@bp.post("/lost")
@open_to_visitors
def send_links_again():
    form = LostForm()
    if not form.validate_on_submit():
        return page("registration/lost.html", form=form, status=422)
    limits, now = current_app.config["LIMITS"], clock.now()
    key = people_rules.email_key(form.email.data)
    asked = {"window": limits.limit_window, "now": now}
    place = request.remote_addr or ""
    if may_once_more(session, act="lost", actor=key, at_most=limits.letters_per_address, **asked) and may_once_more(
        session, act="lost from", actor=place, at_most=limits.codes_per_visitor, **asked
    ):
        actions.send_links_again(session, email=form.email.data, now=now)
    # The same words whether or not the address is known (AUT-6).
    flash("If we know that address, a letter with your links is on its way. It can take ten minutes.")
    return see_other("registration.show_lost")


def _tickets_page(event: Event, form: OrderForm, now: datetime, status: int = 200, refusal: str = ""):
    return page(
        "registration/tickets.html",
        fragment="order_form",
        status=status,
        form=form,
        event=event,
        products=form.products,
        on_sale=rules.on_sale(form.products, now),
        now=now,
        refusal=refusal,
    )
