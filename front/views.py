from datetime import datetime

from flask import Blueprint, Response, flash, g, render_template, request
from flask_wtf import FlaskForm

from abstracts import actions as of_abstracts
from abstracts import rules as about_abstracts
from abstracts.models import Abstract
from abstracts.queries import (
    calls_of_event,
    named_abstracts,
    own_abstract,
    own_abstracts,
    presenting_of,
)
from abstracts.queries.books import supplements_out
from abstracts.rules import shown_status
from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.errors import NotFound, Refusal
from core.web import kept_page, page, see_other
from events.models import Event
from events.queries import public_events, published_event
from events.rules import is_on, is_over
from front import queries
from front.documents import hall
from front.forms import NameForm, PresentedForm, PresenterForm, SearchForm, TurnDownForm
from people import actions
from people.access import open_to_all, signed_in
from people.queries import duties_of, sign_ins_of
from people.rules import duty_words, is_held, london_day
from policy.models import Language
from policy.queries import invitations_of, public_positions, taken_up_at
from policy.rules import words_of_mention
from registration import rules
from registration.queries import count_dead_holds, is_attending, orders_of, products_of, tickets_of, waiting_of

bp = Blueprint("front", __name__)
PLACE = "/events/<event_slug>/abstracts/<call_slug>/<int:number>/place"


@bp.get("/")
@open_to_all
def show_home():
    now = clock.now()
    events = public_events(session)
    today = [event for event in events if is_on(event, now)]
    coming = [event for event in events if not is_over(event, now) and event not in today]
    room = rules.room_of(products_of(session, coming[0])) if coming else None
    return page(
        "front/home.html",
        today=today,
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
        return _event(published_event(session, event_slug), now)

    return kept_page("front/event.html", state=(facts, now.replace(second=0, microsecond=0)), draw=draw)


@bp.get("/events/<event_slug>/cy")
@open_to_all
def show_event_in_welsh(event_slug: str):
    """The same page in Welsh, where the event has words in Welsh; what it lacks of them stands in English."""
    facts, now = queries.facts_of(session, event_slug)

    def draw():
        event = published_event(session, event_slug)
        if not event.has_welsh:
            raise NotFound("There is no page at this address.")
        return _event(event, now) | {"welsh": Language.WELSH}

    return kept_page("front/event_cy.html", state=(facts, now.replace(second=0, microsecond=0)), draw=draw)


def _event(event: Event, now: datetime) -> dict:
    products = rules.public_tickets(products_of(session, event))
    count_dead_holds(session, event, products, now)
    room = rules.room_of(products)
    return {
        "prices": {product.id: rules.price_span(product, now) for product in products},
        "event": event,
        "products": products,
        "on_sale": rules.on_sale(products, now),
        "now": now,
        "is_over": is_over(event, now),
        "room": room,
        "hall": hall(room.capacity, room.sold) if room else None,
        "calls": calls_of_event(session, event),
        "books": supplements_out(session, event, now),
        "taken_up": taken_up_at(session, event, now),
        "words_of_mention": words_of_mention,
        "today": london_day(now),
    }


@bp.get("/search")
@open_to_all
def show_search():
    form = SearchForm(request.args)
    words = (form.words.data or "") if form.validate() else ""
    return page("front/search.html", asked=form, words=words, found=queries.search(session, words, clock.now()))


@bp.get("/sitemap.xml")
@open_to_all
def show_sitemap():
    shown = public_positions(session, clock.now())
    sitemap = render_template("front/sitemap.xml", events=public_events(session), shown=shown)
    return Response(sitemap, mimetype="application/xml")


@bp.get("/robots.txt")
@open_to_all
def show_robots():
    return Response(render_template("front/robots.txt"), mimetype="text/plain")


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
        invitations=invitations_of(session, g.person.email_key),
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


@bp.get(PLACE)
@signed_in
def show_place(event_slug: str, call_slug: str, number: int):
    return _place_page(_offered(event_slug, call_slug, number), clock.now())


@bp.post(f"{PLACE}/take")
@signed_in
def take_place(event_slug: str, call_slug: str, number: int):
    abstract = _offered(event_slug, call_slug, number, lock=True)
    of_abstracts.take_offer(session, abstract=abstract, by_id=g.person.id, now=clock.now())
    flash("The place is yours.")
    return _back_to_place(abstract)


@bp.post(f"{PLACE}/turn-down")
@signed_in
def turn_place_down(event_slug: str, call_slug: str, number: int):
    abstract, form = _offered(event_slug, call_slug, number, lock=True), TurnDownForm()
    now = clock.now()
    if not form.validate_on_submit():
        return _place_page(abstract, now, turn_down=form, status=422)
    reason = form.reason.data or ""
    of_abstracts.turn_offer_down(session, abstract=abstract, reason=reason, by_id=g.person.id, now=now)
    flash("The place is turned down. Thank you for telling us: somebody else can have it.")
    return _back_to_place(abstract)


@bp.post(f"{PLACE}/presenter")
@signed_in
def swap_presenter(event_slug: str, call_slug: str, number: int):
    abstract = _offered(event_slug, call_slug, number, lock=True)
    form, now = PresenterForm().offer(about_abstracts.may_present(abstract)), clock.now()
    if not form.validate_on_submit():
        return _place_page(abstract, now, presenter=form, status=422)
    author = next(each for each in abstract.authors if each.id == form.author.data)
    try:
        of_abstracts.swap_presenter(session, abstract=abstract, author=author, by_id=g.person.id, now=now)
    except about_abstracts.SecondPoster as refusal:
        return _place_page(abstract, now, refusal=refusal)
    flash(f"{author.name} presents it now.")
    return _back_to_place(abstract)


@bp.post(f"{PLACE}/file")
@signed_in
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def save_presented(event_slug: str, call_slug: str, number: int):
    with reading():
        about_abstracts.offer_of(_offered(event_slug, call_slug, number))
        by_id = g.person.id
    form = PresentedForm()
    if not form.validate_on_submit():
        with reading():
            return _place_page(_offered(event_slug, call_slug, number), clock.now(), presented=form, status=422)
    key = files.store().write(form.upload.content)
    with transaction():
        abstract = _offered(event_slug, call_slug, number, lock=True)
        sent = {"key": key, "upload": form.upload, "by_id": by_id, "now": clock.now()}
        of_abstracts.save_presented(session, abstract=abstract, **sent)
    flash("We have your file.")
    return see_other("front.show_place", event_slug=event_slug, call_slug=call_slug, number=number)


@bp.get(f"{PLACE}/file")
@signed_in
def download_presented(event_slug: str, call_slug: str, number: int):
    offer = _offered(event_slug, call_slug, number).offer
    if offer is None or offer.file is None:
        raise NotFound("There is no such file.")
    return files.answer_with(offer.file)


def _offered(event_slug: str, call_slug: str, number: int, *, lock: bool = False) -> Abstract:
    """One's own abstract, if it was offered a place."""
    abstract = own_abstract(session, g.person, event_slug, call_slug, number, lock=lock)
    if abstract.offer is None:
        raise NotFound("There is no such place.")
    return abstract


def _back_to_place(abstract: Abstract):
    call = abstract.call
    return see_other("front.show_place", event_slug=call.event.slug, call_slug=call.slug, number=abstract.number)


def _place_page(
    abstract: Abstract, now: datetime, *, status: int = 0, refusal: Refusal | None = None, **sent: FlaskForm
):
    call, offer, presenter = abstract.call, abstract.offer, about_abstracts.presenter_of(abstract)
    presenting = presenting_of(session, call)
    known = (presenter.email_key, offer.ticket_key, offer.ticket_holder) if presenter and offer else None
    is_registered = known is not None and is_attending(session, abstract.event_id, *known)
    others = about_abstracts.may_present(abstract)
    fresh = {
        "turn_down": TurnDownForm(formdata=None),
        "presenter": PresenterForm(formdata=None).offer(others),
        "presented": PresentedForm(formdata=None),
    }
    forms = fresh | sent
    return page(
        "front/place.html",
        status=status or (refusal.status if refusal else 200),
        form=next(iter(sent.values()), fresh["turn_down"]),
        forms=forms,
        abstract=abstract,
        offer=offer,
        call=call,
        event=call.event,
        here={"event_slug": call.event.slug, "call_slug": call.slug, "number": abstract.number},
        presenter=presenter,
        others=others,
        presenting=presenting,
        is_registered=is_registered,
        is_at_risk=about_abstracts.is_at_risk(abstract, is_registered, now),
        may_answer=about_abstracts.may_answer_offer(abstract, now),
        may_swap=about_abstracts.may_swap(abstract, presenting, now),
        answer_by=about_abstracts.answer_by(abstract),
        register_by=about_abstracts.register_by(abstract),
        refusal=str(refusal or ""),
    )
