from flask import Blueprint, current_app, flash, g, request

from core import clock, files, outbox
from core.db import calls_outside, reading, session, transaction
from core.outbox import LetterStatus
from core.web import ButtonForm, page, row_number, see_other
from events.models import Event
from events.queries import event_for, events_for
from events.rules import is_over
from office import actions, queries
from office.forms import JoiningPackForm, OrderSearchForm, RefundForm
from payments.queries import money_problems, payment_of, payments_of
from payments.rules import left_to_refund
from people.access import duty, fresh, signed_in
from people.models import Role
from people.rules import holds_duty, london_day
from registration import actions as registration_actions
from registration.queries import (
    answers_by_ticket,
    how_many_orders,
    locked_order,
    order_at_desk,
    orders_page,
    quotas_of,
    ticket_at_desk,
)
from registration.rules import in_words

bp = Blueprint("office", __name__, url_prefix="/desk")


@bp.get("/")
@signed_in
def show_desk():
    """The events this person runs or stewards. To anybody else the desk is empty, not forbidden."""
    now = clock.now()
    today = london_day(now)
    runs = events_for(session, g.person, Role.ORGANISER, today)
    stewards = events_for(session, g.person, Role.DOOR, today)
    return page(
        "office/desk.html",
        told=True,
        person=g.person,
        coming=[event for event in reversed(runs) if not is_over(event, now)],
        past=[event for event in runs if is_over(event, now)],
        doors=[event for event in reversed(stewards) if not is_over(event, now)],
        runs_all=holds_duty(g.duties, Role.ORGANISER, None),
    )


@bp.get("/<event_slug>/orders")
@duty(Role.ORGANISER)
def show_orders(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = OrderSearchForm(request.args)
    rows = current_app.config["LIMITS"].rows_per_page
    wanted = {"words": form.q.data or "", "status": form.chosen_status()}
    before = request.args.get("before", type=row_number)
    found = orders_page(session, event, before_id=before, rows=rows + 1, **wanted)
    return page(
        "office/orders.html",
        fragment="orders",
        told=True,
        person=g.person,
        event=event,
        search=form,
        orders=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        how_many=how_many_orders(session, event, **wanted),
        money_problems=money_problems(session, event.id),
        quotas=quotas_of(session, event),
    )


@bp.get("/<event_slug>/orders/<reference>")
@duty(Role.ORGANISER)
def show_order(event_slug: str, reference: str):
    return _order_page(event_for(session, g.person, event_slug, Role.ORGANISER), reference, RefundForm())


@bp.post("/<event_slug>/orders/<reference>/refund")
@duty(Role.ORGANISER)
@fresh
def refund_payment(event_slug: str, reference: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = RefundForm()
    if not form.validate_on_submit():
        return _order_page(event, reference, form, status=422)
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


@bp.get("/<event_slug>/joining-pack")
@duty(Role.ORGANISER)
def show_joining_pack(event_slug: str):
    return _joining_pack_page(event_slug, JoiningPackForm())


@bp.post("/<event_slug>/joining-pack")
@duty(Role.ORGANISER)
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def replace_joining_pack(event_slug: str):
    form = JoiningPackForm()
    if not form.validate_on_submit():
        with reading():
            return _joining_pack_page(event_slug, form, status=422)
    key = files.store().write(form.upload.content)
    with transaction():
        actions.replace_joining_pack(
            session,
            event=event_for(session, g.person, event_slug, Role.ORGANISER, lock=True),
            key=key,
            upload=form.upload,
            by_id=g.person.id,
            now=clock.now(),
        )
    flash("Delegates find the joining pack on their tickets from now on.")
    return see_other("office.show_joining_pack", event_slug=event_slug)


@bp.get("/letters")
@duty(Role.ORGANISER, everywhere=True)
def show_letters():
    status = next((each for each in LetterStatus if each.value == request.args.get("status")), LetterStatus.WAITING)
    rows = current_app.config["LIMITS"].rows_per_page
    found = queries.letters(
        session, status=status, before_id=request.args.get("before", type=row_number), rows=rows + 1
    )
    return page(
        "office/letters.html",
        fragment="letters",
        told=True,
        person=g.person,
        chosen=status,  # page() keeps ``status`` for the answer's own
        statuses=list(LetterStatus),
        counts=queries.letter_counts(session),
        letters=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
    )


@bp.get("/letters/<int:letter_id>")
@duty(Role.ORGANISER, everywhere=True)
def show_letter(letter_id: int):
    letter = queries.letter(session, letter_id)
    return page(
        "office/letter.html",
        form=ButtonForm(),
        person=g.person,
        letter=letter,
        composed=outbox.preview(session, letter),
    )


@bp.post("/letters/<int:letter_id>/retry")
@duty(Role.ORGANISER, everywhere=True)
def retry_letter(letter_id: int):
    letter = queries.letter(session, letter_id, lock=True)
    actions.retry_letter(session, letter=letter, by_id=g.person.id, now=clock.now())
    flash("The letter goes out in the next minute.")
    return see_other("office.show_letter", letter_id=letter_id)


@bp.post("/letters/<int:letter_id>/drop")
@duty(Role.ORGANISER, everywhere=True)
def drop_letter(letter_id: int):
    letter = queries.letter(session, letter_id, lock=True)
    actions.drop_letter(session, letter=letter, by_id=g.person.id, now=clock.now())
    flash("The letter will not be sent.")
    return see_other("office.show_letter", letter_id=letter_id)


def _joining_pack_page(event_slug: str, form: JoiningPackForm, status: int = 200):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return page(
        "office/joining_pack.html", form=form, status=status, person=g.person, event=event, pack=event.joining_pack
    )


def _order_page(event: Event, reference: str, form: RefundForm, status: int = 200):
    order = order_at_desk(session, event, reference)
    return page(
        "office/order.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        order=order,
        payments=payments_of(session, order),
        left_to_refund=left_to_refund,
        diary=queries.diary_of(session, order),
        answers=answers_by_ticket(session, order.tickets),
        in_words=in_words,
    )
