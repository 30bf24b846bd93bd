"""An event's orders, and one of them: what is known of it, and what the desk does to it."""

from flask import current_app, flash, g, request

from core import clock
from core.db import session
from core.web import page, row_number, see_other
from events.models import Event
from events.queries import event_for
from office import actions, queries
from office.forms import ACT_WORDS, NoteForm, OrderSearchForm, ReasonForm, RefundForm, ViewForm, search_in
from office.views.desk import bp
from payments.queries import money_problems, payment_of, payments_of
from payments.rules import left_to_refund
from people.access import duty, fresh
from people.models import Role
from registration import actions as registration_actions
from registration import rules
from registration.models import Order
from registration.queries import (
    answers_by_ticket,
    locked_order,
    notes_of,
    order_at_desk,
    orders_page,
    quotas_of,
    ticket_at_desk,
    views_of,
)


@bp.get("/<event_slug>/orders")
@duty(Role.ORGANISER, plain=True)
def show_orders(event_slug: str):
    form, event = OrderSearchForm(request.args), g.event
    rows = current_app.config["LIMITS"].rows_per_page
    before = request.args.get("before", type=row_number)
    found = orders_page(session, event, form.wanted(), before_id=before, rows=rows + 1)
    return page(
        "office/orders.html",
        fragment="orders",
        told=True,
        person=g.person,
        event=event,
        search=form,
        asked=form.query(),
        orders=found.rows[:rows],
        how_many=found.how_many,
        most_counted=rules.MOST_COUNTED,
        next_before=found.rows[rows - 1].order.id if len(found.rows) > rows else None,
        is_first_page=before is None,
        acts=ACT_WORDS,
        money_problems=money_problems(session, event.id),
        quotas=quotas_of(session, event),
        views=[(view, search_in(view.query).query()) for view in views_of(session, g.person, event)],
        view_form=ViewForm(formdata=None),
    )


@bp.get("/<event_slug>/orders/<reference>")
@duty(Role.ORGANISER)
def show_order(event_slug: str, reference: str):
    return _order_page(event_for(session, g.person, event_slug, Role.ORGANISER), reference)


@bp.post("/<event_slug>/orders/<reference>/refund")
@duty(Role.ORGANISER)
@fresh
def refund_payment(event_slug: str, reference: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = RefundForm()
    if not form.validate_on_submit():
        return _order_page(event, reference, form=form)
    order = locked_order(session, order_at_desk(session, event, reference).id)
    actions.refund_payment(
        session,
        order=order,
        payment=payment_of(session, order, form.payment.data),
        shown_pence=form.left.data,
        amount_pence=form.pence(),
        cancels=form.cancel.data,
        by_id=g.person.id,
        now=clock.now(),
    )
    flash("The refund is on its way, and the buyer is told.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


@bp.post("/<event_slug>/orders/<reference>/tickets/<int:number>/reissue")
@duty(Role.ORGANISER)
def reissue_code(event_slug: str, reference: str, number: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    ticket = ticket_at_desk(session, event, reference, number)
    shown = request.form.get("version", 0, type=row_number)
    registration_actions.reissue_code(session, ticket=ticket, version=shown, by_id=g.person.id, now=clock.now())
    flash(f"{ticket.name} has a new code, and a letter with it is on its way. The old code opens no door.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


@bp.post("/<event_slug>/orders/<reference>/notes")
@duty(Role.ORGANISER)
def add_note(event_slug: str, reference: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = NoteForm(prefix="note-")
    if not form.validate_on_submit():
        return _order_page(event, reference, note_form=form)
    order = order_at_desk(session, event, reference)
    registration_actions.add_note(session, order=order, words=form.words.data, by_id=g.person.id, now=clock.now())
    flash("The note stands with the order.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


@bp.post("/<event_slug>/orders/<reference>/approve")
@duty(Role.ORGANISER)
def approve_request(event_slug: str, reference: str):
    order = _locked(event_slug, reference)
    hold = current_app.config["LIMITS"].approval_hold
    registration_actions.approve_order(session, order=order, hold=hold, by_id=g.person.id, now=clock.now())
    flash("The answer is yes: the buyer has a letter with the link to pay." if order.total_pence else "It is booked.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


@bp.post("/<event_slug>/orders/<reference>/decline")
@duty(Role.ORGANISER)
def decline_request(event_slug: str, reference: str):
    form = ReasonForm(prefix="reason-")
    if not form.validate_on_submit():
        event = event_for(session, g.person, event_slug, Role.ORGANISER)
        return _order_page(event, reference, reason_form=form)
    order, told = _locked(event_slug, reference), {"words": form.words.data, "by_id": g.person.id}
    registration_actions.decline_request(session, order=order, now=clock.now(), **told)
    flash("The answer is no, and the buyer is told why.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


@bp.post("/<event_slug>/orders/<reference>/cancel")
@duty(Role.ORGANISER)
def cancel_order(event_slug: str, reference: str):
    form = ReasonForm(prefix="reason-")
    if not form.validate_on_submit():
        event = event_for(session, g.person, event_slug, Role.ORGANISER)
        return _order_page(event, reference, reason_form=form)
    order, told = _locked(event_slug, reference), {"words": form.words.data, "by_id": g.person.id}
    registration_actions.cancel_at_desk(session, order=order, now=clock.now(), **told)
    flash("The order is cancelled, and the buyer is told why.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


@bp.post("/<event_slug>/orders/<reference>/letters")
@duty(Role.ORGANISER)
def send_letters_again(event_slug: str, reference: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    order = order_at_desk(session, event, reference)
    registration_actions.send_again(session, order=order, by_id=g.person.id, now=clock.now())
    flash("The letters are on their way once more.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


def _locked(event_slug: str, reference: str) -> Order:
    """An order that is about to be decided, after its quotas (R1)."""
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return locked_order(session, order_at_desk(session, event, reference).id)


def _order_page(
    event: Event,
    reference: str,
    *,
    form: RefundForm | None = None,
    note_form: NoteForm | None = None,
    reason_form: ReasonForm | None = None,
):
    """The order, or with a form that came back wrong the same page with its errors."""
    order = order_at_desk(session, event, reference)
    return page(
        "office/order.html",
        status=422 if form or note_form or reason_form else 200,
        form=form or RefundForm(formdata=None),
        note_form=note_form or NoteForm(prefix="note-", formdata=None),
        reason_form=reason_form or ReasonForm(prefix="reason-", formdata=None),
        person=g.person,
        event=event,
        order=order,
        payments=payments_of(session, order),
        left_to_refund=left_to_refund,
        notes=notes_of(session, order),
        may_decide=not rules.why_not_to_decide(order),
        may_cancel=not rules.why_not_to_cancel(order, clock.now()),
        may_send_again=not rules.why_not_to_send_again(order),
        diary=queries.diary_of(session, order),
        answers=answers_by_ticket(session, order.tickets),
        in_words=rules.in_words,
    )
