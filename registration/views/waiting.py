from datetime import datetime

from flask import current_app, flash, g, request

from core import clock
from core.db import session
from core.errors import TooMany
from core.limits import may_once_more
from core.web import ButtonForm, page, row_number, see_other
from events.models import Event
from events.queries import event_for, published_event
from people import rules as people_rules
from people.access import duty, hand_link, open_to_visitors, signed_in_person, visitor
from people.models import Role
from registration import actions, queries, rules
from registration.forms import JoinForm, RemovalForm, join_form
from registration.models import Product
from registration.views import bp


@bp.get("/events/<event_slug>/waiting/<int:product_id>")
@open_to_visitors
def show_waiting(event_slug: str, product_id: int):
    event, now, person = published_event(session, event_slug), clock.now(), signed_in_person()
    product = queries.product_to_wait_for(session, event, product_id, now)
    if person and (entry := queries.live_entry(session, product.id, person.email_key)):
        return see_other("registration.show_waiting_entry", key=entry.key)
    return _join_page(event, product, join_form(product, person), now)


@bp.post("/events/<event_slug>/waiting/<int:product_id>")
@open_to_visitors
def join_waiting(event_slug: str, product_id: int):
    event, now, person = published_event(session, event_slug), clock.now(), signed_in_person()
    product = queries.product_to_wait_for(session, event, product_id, now)
    form = join_form(product, person)
    rules.check_may_join(product, now)
    if not form.validate_on_submit():
        return _join_page(event, product, form, now, status=422)
    email = person.email if person else form.email.data
    entry = actions.join_waiting(
        session,
        event=event,
        product=product,
        name=form.name.data if form.name else person.name,
        email=email,
        places=form.places.data,
        by_id=person.id if person else None,
        now=now,
        may_write=_may_write(people_rules.email_key(email), now),
    )
    if person:
        flash("You are on the waiting list.")
        return see_other("registration.show_waiting_entry", key=entry.key)
    # The same page whether or not the address waits already (AUT-6).
    return see_other("registration.show_joined", event_slug=event_slug, product_id=product_id)


@bp.get("/events/<event_slug>/waiting/<int:product_id>/joined")
@open_to_visitors
def show_joined(event_slug: str, product_id: int):
    event = published_event(session, event_slug)
    product = queries.product_to_wait_for(session, event, product_id, clock.now())
    return page("registration/waiting_joined.html", event=event, product=product)


@bp.get("/waiting/<key>")
@open_to_visitors  # the query opens it to its proved address, and to a browser that opened its access link
def show_waiting_entry(key: str):
    entry, now = queries.entry_for(session, visitor(), key), clock.now()
    return page(
        "registration/waiting_entry.html",
        form=ButtonForm(),
        entry=entry,
        event=entry.event,
        product=entry.product,
        state=rules.state_of(entry, queries.confirmed_places(session, entry), now),
        before=queries.entries_before(session, entry),
        may_still_offer=rules.may_still_offer(entry.product, now),
        is_on_sale=rules.is_on_sale(entry.product, now),
    )


@bp.get("/waiting/<key>/open/<token>")
@open_to_visitors
def open_waiting_entry(key: str, token: str):
    """Trade the token of a mailed link for this browser's cookie, and go on to a clean address."""
    entry = queries.entry_by_link(session, key, people_rules.hash_of(token))
    hand_link(token)
    return see_other("registration.show_waiting_entry", key=entry.key)


@bp.post("/waiting/<key>/leave")
@open_to_visitors  # as the entry
def leave_waiting(key: str):
    entry = queries.locked_entry(session, queries.entry_for(session, visitor(), key))
    person = signed_in_person()
    actions.leave_waiting(session, entry=entry, by_id=person.id if person else None, now=clock.now())
    flash("You are off the waiting list. Thank you for telling us.")
    return see_other("registration.show_waiting_entry", key=key)


@bp.post("/waiting/<key>/give-back")
@open_to_visitors  # as the entry
def give_back_offer(key: str):
    entry = queries.locked_entry(session, queries.entry_for(session, visitor(), key))
    rules.check_may_return(entry)
    person = signed_in_person()
    actions.leave_waiting(session, entry=entry, by_id=person.id if person else None, now=clock.now())
    flash("Thank you: whoever is next can have it now.")
    return see_other("registration.show_waiting_entry", key=key)


@bp.get("/desk/<event_slug>/waiting")
@duty(Role.ORGANISER)
def show_waiting_list(event_slug: str):
    return _list_page(event_slug, RemovalForm())


@bp.post("/desk/<event_slug>/waiting/offer")
@duty(Role.ORGANISER)
def offer_places(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    life = current_app.config["LIMITS"].offer
    offered = actions.offer_by_hand(session, event_id=event.id, life=life, by_id=g.person.id, now=clock.now)
    flash("One offer is made." if offered == 1 else f"{offered} offers are made.")
    return see_other("registration.show_waiting_list", event_slug=event_slug)


@bp.post("/desk/<event_slug>/waiting/<int:entry_id>/remove")
@duty(Role.ORGANISER)
def take_off_list(event_slug: str, entry_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    found, form = queries.entry_at_desk(session, event, entry_id), RemovalForm()
    if not form.validate_on_submit():
        return _list_page(event_slug, form, status=422, refused=found.id)
    entry = queries.locked_entry(session, found)
    actions.take_off_list(session, entry=entry, reason=form.reason.data, by_id=g.person.id, now=clock.now())
    flash(f"{entry.name} is off the list, and told so.")
    return see_other("registration.show_waiting_list", event_slug=event_slug)


def _may_write(email_key: str, now: datetime) -> bool:
    """Whether one more letter may go to this address. Raises TooMany if this visitor has joined too often (MAIL-4)."""
    limits = current_app.config["LIMITS"]
    asked = {"window": limits.limit_window, "now": now}
    place = request.remote_addr or ""
    if not may_once_more(session, act="waiting from", actor=place, at_most=limits.codes_per_visitor, **asked):
        raise TooMany("Wait fifteen minutes, then join again.")
    return may_once_more(session, act="waiting", actor=email_key, at_most=limits.letters_per_address, **asked)


def _join_page(event: Event, product: Product, form: JoinForm, now: datetime, status: int = 200):
    return page(
        "registration/waiting.html",
        form=form,
        status=status,
        event=event,
        product=product,
        may_join=rules.may_join(product, now),
        is_on_sale=rules.is_on_sale(product, now),
        now=now,
    )


def _list_page(event_slug: str, form: RemovalForm, status: int = 200, refused: int | None = None):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    rows = current_app.config["LIMITS"].rows_per_page
    after = request.args.get("after", type=row_number)
    found = queries.waiting_page(session, event, after_id=after or 0, rows=rows + 1)
    return page(
        "registration/desk/waiting.html",
        form=form,
        status=status,
        refused=refused,
        told=request.method == "GET",
        person=g.person,
        event=event,
        now=clock.now(),
        counts=queries.waiting_counts(session, event),
        entries=found[:rows],
        next_after=found[rows - 1].id if len(found) > rows else None,
        is_first_page=not after,
    )
