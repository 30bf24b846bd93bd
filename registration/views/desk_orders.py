"""Booking for somebody else, at the desk."""

from datetime import datetime

from flask import current_app, flash, g, request

from core import clock
from core.db import session
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty
from people.models import Role
from registration import actions, queries, rules
from registration.actions import Desk
from registration.forms import DeskOrderForm, desk_order_form
from registration.models import Order
from registration.rules import Charge
from registration.views import bp

REFUSALS = (rules.SoldOut, rules.NotSoldTo, rules.NotAllowed, rules.CodeNotGood)


@bp.get("/desk/<event_slug>/orders/new")
@duty(Role.ORGANISER)
def show_new_order(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = desk_order_form(queries.choices_of(session, event))
    return _new_order_page(event, form, clock.now())


@bp.post("/desk/<event_slug>/orders/new")
@duty(Role.ORGANISER)
def place_order_at_desk(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = desk_order_form(queries.choices_of(session, event))
    rearranged = form.rearrange(request.form.get("do", ""))
    is_fit = not rearranged and form.validate_on_submit()
    places = form.whole_places() if is_fit else []
    quotas = queries.lock_quotas(session, list(rules.draws(places)))
    now = clock.now()  # after the lock: whoever waited is judged by when their turn came
    if not places:
        return _new_order_page(event, form, now, status=200 if rearranged else 422)
    order = queries.order_by_form(session, form.form_key.data)
    if order is None:
        try:
            order = _placed(event, form, places, quotas, now)
        except REFUSALS as refusal:
            # The same page again, so that nothing typed is lost.
            return _new_order_page(event, form, now, status=refusal.status, refusal=str(refusal))
    told = (
        "The buyer has a letter with the link to pay." if order.total_pence else "It is booked, and the buyer is told."
    )
    flash(told)
    return see_other("office.show_order", event_slug=event_slug, reference=order.reference)


def _placed(event: Event, form: DeskOrderForm, places: list, quotas: list, now: datetime) -> Order:
    code = None
    if form.code.data:
        asked = {"typed": form.code.data, "place": request.remote_addr or ""}
        code = actions.find_code(session, event=event, now=now, **asked)
    return actions.place_for(
        session,
        event=event,
        form_key=form.form_key.data,
        name=form.name.data,
        email=form.email.data,
        organisation=form.of_group(),
        places=places,
        quotas=quotas,
        hold=current_app.config["LIMITS"].approval_hold,
        code=code,
        desk=Desk(g.person.id, is_complimentary=form.complimentary.data),
        reason=form.reason.data or "",
        now=now,
    )


def _new_order_page(event: Event, form: DeskOrderForm, now: datetime, status: int = 200, refusal: str = ""):
    products, places = [*form.products, *form.add_ons()], form.places()
    queries.count_dead_holds(session, event, products, now)
    bill: list[list[Charge] | None] = rules.bill(places, None, now)
    return page(
        "registration/desk/new_order.html",
        fragment="order_form",
        status=status,
        form=form,
        person=g.person,
        event=event,
        products=form.products,
        offers=[rules.offers(products, category, now) for _, category in form.chosen()],
        places=places,
        bill=bill,
        to_pay=sum(charge.total_pence for charges in bill if charges for charge in charges),
        now=now,
        refusal=refusal,
    )
