"""What is done to several orders at once: a page that says what will happen, and then the deed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app, flash, g, request

from core import clock, diary
from core.cells import csv_answer
from core.db import record_apart, session
from core.web import page, see_other
from core.words import count
from events.models import Event
from events.queries import event_for
from office.documents import orders_csv
from office.forms import ACT_WORDS, NEEDS_WORDS, Act, TickedForm
from office.views.desk import bp
from people.access import duty, fresh
from people.models import Role
from registration import actions, rules
from registration.actions import Outcome
from registration.models import Order
from registration.queries import ticked_orders

# Why an order is left out of it, as far as it can be said beforehand.
WHY_NOT: dict[Act, Callable[[Order, datetime], str]] = {
    Act.LETTERS: lambda order, _: rules.why_not_to_send_again(order),
    Act.CANCEL: rules.why_not_to_cancel,
    Act.APPROVE: lambda order, _: rules.why_not_to_decide(order),
    Act.DECLINE: lambda order, _: rules.why_not_to_decide(order),
}
DONE = {
    Act.LETTERS: "The letters of {} are on their way once more.",
    Act.NOTE: "The note stands with {}.",
    Act.CANCEL: "{} cancelled, and each buyer is told.",
    Act.APPROVE: "{} approved, and each buyer is told.",
    Act.DECLINE: "{} declined, and each buyer is told why.",
}


@bp.get("/<event_slug>/orders/ticked")
@duty(Role.ORGANISER)
def show_ticked(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _ticked_page(event, TickedForm(request.args))


@bp.post("/<event_slug>/orders/ticked")
@duty(Role.ORGANISER)
@fresh
def change_ticked(event_slug: str):
    """All in one transaction: the quotas of the event first, then the orders by id (R1)."""
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = TickedForm()
    references, act = form.references(), form.chosen_act()
    rules.check_ticked(references)
    if not form.validate_on_submit() or act is Act.EXPORT:
        return _ticked_page(event, form)
    orders, now = ticked_orders(session, event, references, lock=True), clock.now()
    hold = current_app.config["LIMITS"].approval_hold
    _tell(act, _done(act, orders, form.words.data or "", hold=hold, by_id=g.person.id, now=now))
    return see_other("office.show_orders", event_slug=event_slug)


@bp.get("/<event_slug>/orders/export.csv")
@duty(Role.ORGANISER)
@fresh
def download_orders(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    references = request.args.getlist("order")
    rules.check_ticked(references)
    orders, about = ticked_orders(session, event, references), {"orders": len(references)}
    record_apart(
        diary.entry(
            act="exported orders",
            now=clock.now(),
            actor_id=g.person.id,
            thing=("event", event.id),
            event_id=event.id,
            after=about,
        )
    )
    return csv_answer(f"{event.slug}-orders.csv", orders_csv(orders, event.zone))


def _done(act: Act, orders: list[Order], words: str, *, hold: timedelta, by_id: int, now: datetime) -> Outcome:
    theirs = {"orders": orders, "by_id": by_id, "now": now}
    if act is Act.NOTE:
        return actions.note_each(session, words=words, **theirs)
    if act is Act.CANCEL:
        return actions.cancel_each(session, words=words, **theirs)
    if act is Act.APPROVE:
        return actions.approve_each(session, hold=hold, **theirs)
    if act is Act.DECLINE:
        return actions.decline_each(session, words=words, **theirs)
    return actions.send_each_again(session, **theirs)


def _tell(act: Act, outcome: Outcome) -> None:
    if outcome.done:
        flash(DONE[act].format(count(len(outcome.done), "order")))
    for reason, references in outcome.refused.items():
        flash(f"Not done for {', '.join(references)}. {reason}", "bad")


def _ticked_page(event: Event, form: TickedForm):
    references, act, now = form.references(), form.chosen_act(), clock.now()
    if references:
        rules.check_ticked(references)
    orders = ticked_orders(session, event, references)
    why_not = WHY_NOT.get(act, lambda *_: "")
    reasons = {order.reference: why_not(order, now) for order in orders}
    return page(
        "office/ticked.html",
        form=form,
        status=422 if form.errors else 200,
        person=g.person,
        event=event,
        orders=orders,
        act=act.value,
        act_words=ACT_WORDS[act],
        needs_words=act in NEEDS_WORDS,
        reasons=reasons,
        to_do=[order for order in orders if not reasons[order.reference]],
    )
