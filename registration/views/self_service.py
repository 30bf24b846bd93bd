from datetime import datetime

from flask import flash, request

from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.web import page, see_other
from people.access import Visitor, open_to_visitors, signed_in_person, visitor
from registration import actions, queries, rules
from registration.actions import Substitute
from registration.forms import DetailsForm, SubstituteForm, details_form, read_files, substitute_form
from registration.models import Answer, Ticket
from registration.views import bp


@bp.get("/tickets/<key>/details")
@open_to_visitors  # to its delegate alone, and to the buyer to whose address it went
def show_details(key: str):
    ticket = queries.ticket_to_fill_in(session, visitor(), key)
    questions, answers = queries.own_part(session, ticket)
    return _details_page(ticket, details_form(ticket, questions, answers), answers, clock.now())


@bp.post("/tickets/<key>/details")
@open_to_visitors  # as the page
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def save_details(key: str):
    with reading():
        who, now = visitor(), clock.now()
        ticket = queries.ticket_to_fill_in(session, who, key)
        questions, answers = queries.own_part(session, ticket)
        form = details_form(ticket, questions, answers)
        rules.check_may_change(ticket, ticket.event, now)
        is_asked_more = request.form.get("do") == "update"
        if is_asked_more or not form.validate_on_submit():
            return _details_page(ticket, form, answers, now, status=200 if is_asked_more else 422)
        values, chosen = form.values(), form.chosen_files()
    fit, unfit = read_files(chosen)
    if unfit:
        with reading():
            return _unfit_page(who, key, unfit, clock.now())
    kept = {first_id: (upload, files.store().write(upload.content)) for first_id, upload in fit.items()}
    with transaction():
        ticket = queries.locked_ticket(session, queries.ticket_to_fill_in(session, who, key))
        actions.change_details(
            session,
            ticket=ticket,
            name=form.name.data,
            organisation=form.organisation.data or "",
            values=values,
            uploads=kept,
            by_id=who.person_id or None,
            now=clock.now(),
        )
        is_complete = ticket.filled_in_at is not None
    if is_complete:
        flash("Thank you. We have what we need, and you can change it here.")
        return see_other("registration.show_ticket", key=key)
    flash("Thank you. Your answers bring up another question.")
    return see_other("registration.show_details", key=key)


@bp.get("/tickets/<key>/substitute")
@open_to_visitors  # as the ticket: its delegate, and whoever the order is open to
def show_substitute(key: str):
    ticket = queries.ticket_for(session, visitor(), key)
    return _substitute_page(ticket, _substitute_form(ticket), clock.now())


@bp.post("/tickets/<key>/substitute")
@open_to_visitors  # as the page
def pass_on(key: str):
    ticket = queries.locked_ticket(session, queries.ticket_for(session, visitor(), key))
    form, person, now = _substitute_form(ticket), signed_in_person(), clock.now()
    if not form.validate_on_submit():
        return _substitute_page(ticket, form, now, status=422)
    is_inside = queries.is_inside(session, ticket)
    rules.check_may_pass_on(ticket, ticket.event, now, version=form.version.data, is_inside=is_inside)
    substitute = Substitute(form.name.data, form.email.data, form.organisation.data or "", form.chosen_category())
    try:
        place, difference = actions.settle_substitute(session, ticket=ticket, substitute=substitute, by=person, now=now)
    except (rules.NotEligible, rules.NotSoldTo) as refusal:
        return _substitute_page(ticket, form, now, status=refusal.status, refusal=str(refusal))
    if difference != (form.agreed.data or 0):
        return _substitute_page(ticket, form, now, difference=difference, right=place.category)
    actions.pass_on(
        session,
        ticket=ticket,
        substitute=substitute,
        version=form.version.data,
        agreed_pence=difference,
        by=person,
        now=now,
    )
    flash(f"{substitute.name} has the place now, and their ticket is on its way by email. The old code has ended.")
    if rules.is_buyer(visitor(), ticket.order):
        return see_other("registration.show_order", key=ticket.order.key)
    return see_other("registration.show_passed_on")


@bp.get("/tickets/passed-on")
@open_to_visitors  # it says nothing of anybody: whoever passed a ticket on has none to look at any more
def show_passed_on():
    return page("registration/passed_on.html", told=True)


@bp.post("/tickets/<key>/cancel")
@open_to_visitors  # as the ticket
def give_back_place(key: str):
    found = queries.ticket_for(session, visitor(), key)
    queries.locked_order(session, found.order_id)
    ticket, person = queries.locked_ticket(session, found), signed_in_person()
    actions.give_back_place(session, ticket=ticket, by_id=person.id if person else None, now=clock.now())
    flash("The place is given back. Thank you: somebody else can have it now.")
    return see_other("registration.show_ticket", key=key)


def _details_page(ticket: Ticket, form: DetailsForm, answers: list[Answer], now: datetime, status: int = 200):
    return page(
        "registration/details.html",
        fragment="details",
        status=status,
        form=form,
        ticket=ticket,
        event=ticket.event,
        told_us=[each for each in answers if not each.question.is_staff_only],
        in_words=rules.in_words,
        may_change=rules.may_change(ticket, ticket.event, now),
        changes_end_at=rules.changes_end_at(ticket.event),
    )


def _unfit_page(who: Visitor, key: str, unfit: dict[int, str], now: datetime):
    """The page again with everything that was typed, and beside each file that cannot be taken the reason why."""
    ticket = queries.ticket_to_fill_in(session, who, key)
    questions, answers = queries.own_part(session, ticket)
    form = details_form(ticket, questions, answers)
    form.show_unfit(unfit)
    return _details_page(ticket, form, answers, now, status=422)


def _substitute_form(ticket: Ticket) -> SubstituteForm:
    product = ticket.line.product
    return substitute_form(ticket, rules.categories_to_pass_on(ticket.line) if rules.has_matrix(product) else [])


def _substitute_page(ticket: Ticket, form: SubstituteForm, now: datetime, status: int = 200, **shown):
    return page(
        "registration/substitute.html",
        status=status,
        form=form,
        ticket=ticket,
        event=ticket.event,
        may_pass_on=rules.may_pass_on(ticket, ticket.event, now),
        last_day=rules.last_day_to_pass_on(ticket.event),
        words=rules.CATEGORY_WORDS,
        **{"difference": None, "right": None, "refusal": ""} | shown,
    )
