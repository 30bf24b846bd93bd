"""What a steward does beside scanning: finds somebody by name, books who has no ticket, and shows how to pay."""

from uuid import uuid4

from flask import current_app, flash, g, request

from checkin import actions as door
from checkin import queries
from checkin.forms import FindForm, HereForm, WalkInForm
from checkin.views import bp
from checkin.views.door import DOOR
from core import clock
from core.db import session
from core.errors import TooMany
from core.limits import may_once_more
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty, holds
from people.documents import qr_path_of
from people.models import Role
from registration import actions, rules
from registration.actions import Desk
from registration.documents import order_link
from registration.models import Order, OrderStatus
from registration.queries import choices_of, lock_quotas, order_by_form, was_told_to_pay

MOST_LINKS = 3  # to one buyer within the window of other limits
REFUSALS = (rules.SoldOut, rules.NotSoldTo, rules.NotAllowed)


@bp.get(f"{DOOR}/people")
@duty(Role.DOOR, plain=True)
def show_finding(event_slug: str):
    return _finding_page(FindForm(**_here()))


# By POST, so that no name stands in an address or in a log. It changes nothing.
@bp.post(f"{DOOR}/people")
@duty(Role.DOOR, plain=True)
def find_people(event_slug: str):
    form = FindForm()
    if not form.validate_on_submit():
        return _finding_page(form, status=422)
    found, finder = queries.people_at_door(session, g.event, form.words.data), g.person.id
    counted = {"names": len(found), "finder": ("person", finder), "event_id": g.event.id}
    try:
        door.count_found(session, **counted, by_id=finder, now=g.asked_at)
    except TooMany as refusal:
        form.words.errors = [str(refusal)]
        return _finding_page(form, status=refusal.status)
    return _finding_page(form, found=found)


@bp.get(f"{DOOR}/walk-in")
@duty(Role.DOOR)
def show_walk_in(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    form = WalkInForm(**_here())
    _offer(event, form)
    return _walk_in_page(event, form)


@bp.post(f"{DOOR}/walk-in")
@duty(Role.DOOR)
def book_walk_in(event_slug: str):
    event, form = event_for(session, g.person, event_slug, Role.DOOR), WalkInForm()
    _offer(event, form)
    if not form.validate_on_submit():
        return _walk_in_page(event, form, status=422)
    quotas = lock_quotas(session, list(rules.draws([form.place_wanted()])))
    order = order_by_form(session, form.form_key.data)
    if order is None:
        try:
            order = _booked(event, form, quotas)
        except REFUSALS as refusal:
            return _walk_in_page(event, form, status=refusal.status, refusal=str(refusal))
    return see_other("checkin.show_payment", event_slug=event_slug, ticket_id=order.tickets[0].id, **form.here())


@bp.get(f"{DOOR}/tickets/<int:ticket_id>/payment")
@duty(Role.DOOR)
def show_payment(event_slug: str, ticket_id: int):
    """What the ticket's order owes, with its link as a QR for the buyer's own phone; once it is paid, the way in."""
    event = event_for(session, g.person, event_slug, Role.DOOR)
    ticket = queries.ticket_at_door(session, event, ticket_id)
    form = HereForm(**_here())
    path, size = qr_path_of(order_link(ticket.order))
    return page(
        "checkin/payment.html",
        fragment="payment",
        form=form,
        event=event,
        ticket=ticket,
        is_paid=ticket.order.status is OrderStatus.CONFIRMED,
        may_send=was_told_to_pay(session, ticket.order),
        key=uuid4(),
        path=path,
        size=size,
    )


@bp.post(f"{DOOR}/tickets/<int:ticket_id>/payment")
@duty(Role.DOOR)
def send_payment_link(event_slug: str, ticket_id: int):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    order, now = queries.ticket_at_door(session, event, ticket_id).order, clock.now()
    window = current_app.config["LIMITS"].limit_window
    asked = {"act": "payment link", "actor": str(order.id), "at_most": MOST_LINKS, "window": window, "now": now}
    if may_once_more(session, **asked):
        actions.send_again(session, order=order, by_id=g.person.id, now=now)
        flash("The letter with the link is on its way to the buyer.")
    else:
        flash("It has been sent a few times already. Ask them to look among their unwanted mail, or to scan the code.")
    return see_other("checkin.show_payment", event_slug=event_slug, ticket_id=ticket_id, **HereForm().here())


def _booked(event: Event, form: WalkInForm, quotas: list) -> Order:
    """Held until it is paid on the buyer's own phone; complimentary only by who runs the event."""
    is_complimentary = form.complimentary.data and holds(Role.ORGANISER.value, event.slug)
    return actions.place_for(
        session,
        event=event,
        form_key=form.form_key.data,
        name=form.name.data,
        email=form.email.data,
        organisation="",
        places=[form.place_wanted()],
        quotas=quotas,
        hold=current_app.config["LIMITS"].approval_hold,
        desk=Desk(g.person.id, is_complimentary=is_complimentary),
        reason=form.reason.data or "",
        now=clock.now(),
    )


def _here() -> dict[str, str]:
    """Which door asks, for which list, as its address says."""
    return {name: request.args.get(name, "") for name in ("place", "which")}


def _offer(event: Event, form: WalkInForm) -> None:
    products = choices_of(session, event)
    form.offer(products, rules.offers(products, None, clock.now()))


def _finding_page(form: FindForm, status: int = 200, found: list[queries.Found] | None = None):
    most = queries.MOST_FOUND
    return page("checkin/people.html", status=status, form=form, event=g.event, found=found, most=most, key=uuid4())


def _walk_in_page(event: Event, form: WalkInForm, status: int = 200, refusal: str = ""):
    return page(
        "checkin/walk_in.html",
        status=status,
        form=form,
        event=event,
        refusal=refusal,
        may_give=holds(Role.ORGANISER.value, event.slug),
    )
