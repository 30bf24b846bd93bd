"""Choosing tickets and booking them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import current_app, request

from core import clock
from core.db import session
from core.web import page, see_other
from events.models import Event
from events.queries import published_event
from events.rules import local_day
from people.access import hand_link, link_token, open_to_visitors, signed_in_person, visitor
from registration import actions, queries, rules
from registration.forms import GroupForm, OrderForm, order_form
from registration.models import Order
from registration.rules import Place
from registration.views import bp

REFUSALS = (
    rules.SoldOut,
    rules.NotOnSale,
    rules.NotEligible,
    rules.NotSoldTo,
    rules.NotAllowed,
    rules.CodeNotGood,
)


@bp.get("/events/<event_slug>/tickets")
@open_to_visitors
def show_tickets(event_slug: str):
    event, now = published_event(session, event_slug), clock.now()
    person = signed_in_person()
    own = {"name": person.name, "email": person.email} if person else {}
    questions = queries.current_questions(session, event)
    form = order_form(queries.choices_of(session, event), questions, code=request.args.get("code", ""), **own)
    is_good = _use_code(form, event)
    form.suggest_reserved()
    if person and form.categories:
        day = local_day(event, now)
        form.suggest(queries.own_category(session, person, booked_on=day, first_day=event.first_day))
    before = queries.order_before(session, visitor(), event, now)
    return _tickets_page(event, form, now, status=200 if is_good else 422, before=before)


@bp.post("/events/<event_slug>/tickets")
@open_to_visitors
def place_order(event_slug: str):
    event = published_event(session, event_slug)
    form = order_form(queries.choices_of(session, event), queries.current_questions(session, event))
    is_good = _use_code(form, event)
    rearranged = form.rearrange(request.form.get("do", ""))
    is_fit = not rearranged and form.validate_on_submit()
    places = form.whole_places() if is_fit and is_good else []
    show = partial(_tickets_page, event, form)
    return book(event, form, places, show, status=200 if rearranged and is_good else 422)


def book(event: Event, form: OrderForm | GroupForm, places: list[Place], show: Callable, *, status: int):
    """Place the order and go on to it; or ``show`` the page again, with everything that was typed."""
    quotas = queries.lock_quotas(session, list(rules.draws(places)))
    now, code = clock.now(), form.booking_code  # after the lock: whoever waited is judged by when their turn came
    if not places:
        return show(now, status=status)
    order = queries.order_by_form(session, form.form_key.data)
    if order is None:
        person = signed_in_person()
        if code:
            session.refresh(code)  # as it is now that nobody else can use it
        try:
            places = actions.settle_categories(session, event=event, places=places, buyer=person, now=now, code=code)
            order = actions.place_order(
                session,
                event=event,
                form_key=form.form_key.data,
                buyer_id=person.id if person else None,
                name=form.name.data,
                email=form.email.data,
                organisation=form.of_group(),
                places=places,
                quotas=quotas,
                hold=current_app.config["LIMITS"].hold,
                code=code,
                now=now,
            )
            for ticket, answers in zip(order.tickets, form.all_answers(), strict=False):
                if any(answers.values()):
                    actions.save_answers(
                        session,
                        ticket=ticket,
                        questions=form.questions,
                        values=answers,
                        now=now,
                        by_id=order.buyer_id,
                        earlier=[],
                    )
        except REFUSALS as refusal:
            # The same page again, so that nothing typed is lost and what is left can be chosen.
            return show(now, status=refusal.status, refusal=str(refusal))
    hand_link(link_token("order", order.id, order.link_version))
    return see_other("registration.show_order", key=order.key)


def _use_code(form: OrderForm, event: Event) -> bool:
    """Let the form sell what the typed code opens; false, and an error at its field, if there is no such code."""
    if not form.code.data:
        return True
    asked = {"typed": form.code.data, "place": request.remote_addr or "", "now": clock.now()}
    try:
        # Not locked yet: the event's quotas come first, and then it is read again.
        form.use(actions.find_code(session, event=event, lock=False, **asked))
    except rules.CodeNotGood as refusal:
        form.bad_code = str(refusal)
    return not form.bad_code


def _tickets_page(
    event: Event, form: OrderForm, now: datetime, status: int = 200, refusal: str = "", before: Order | None = None
):
    products = [*form.products, *form.add_ons()]
    queries.count_dead_holds(session, event, products, now, form.booking_code)
    shown, chosen, places, person = form.shown(), form.chosen(), form.places(), signed_in_person()
    on_sale = rules.on_sale(shown, now)
    whole = [place for place in places if place]
    judged = actions.judge_categories(session, event=event, places=whole, buyer=person, now=now, code=form.booking_code)
    try:
        bill = rules.bill(places, form.booking_code, now)
    except rules.CodeNotGood as too_often:
        form.bad_code, bill = str(too_often), rules.bill(places, None, now)
    form.show_bad_code()
    reasons = iter(judged)
    return page(
        "registration/tickets.html",
        fragment="order_form",
        status=status,
        form=form,
        event=event,
        products=shown,
        on_sale=on_sale,
        all_free=not any(rules.price_span(product, now)[1] for product in on_sale),
        offers=[rules.offers(products, category, now) for _, category in chosen],
        places=places,
        reasons=[next(reasons) if place else None for place in places],
        bill=bill,
        proofs=rules.PROOF_WANTED,
        to_pay=sum(charge.total_pence for charges in bill if charges for charge in charges),
        group_percent=max((rules.group_percent(product, now) for product in on_sale), default=0),
        now=now,
        refusal=refusal,
        before=before,
    )
