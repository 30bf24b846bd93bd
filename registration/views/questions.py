from flask import flash, g, request

from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty
from people.models import Role
from registration import actions, queries, rules
from registration.forms import DetailsForm, QuestionForm, details_form, question_form, read_files
from registration.models import Question, Ticket
from registration.views import bp


@bp.get("/desk/<event_slug>/questions")
@duty(Role.ORGANISER)
def show_questions(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _questions_page(event, queries.current_questions(session, event))


@bp.post("/desk/<event_slug>/questions")
@duty(Role.ORGANISER)
def add_question(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    asked = queries.current_questions(session, event)
    form = question_form(queries.products_of(session, event), asked)
    if not form.validate_on_submit():
        return _questions_page(event, asked, form, status=422)
    try:
        actions.add_question(session, event=event, wording=form.wording(), by_id=g.person.id, now=clock.now())
    except rules.NotAQuestion as refusal:
        return _questions_page(event, asked, form, status=422, refusal=str(refusal))
    flash("Delegates are asked that from now on.")
    return see_other("registration.show_questions", event_slug=event_slug)


@bp.get("/desk/<event_slug>/questions/<int:question_id>")
@duty(Role.ORGANISER)
def show_question(event_slug: str, question_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    question = queries.question_at_desk(session, event, question_id)
    asked = queries.current_questions(session, event)
    return _question_page(event, question, question_form(queries.products_of(session, event), asked, question))


@bp.post("/desk/<event_slug>/questions/<int:question_id>")
@duty(Role.ORGANISER)
def change_question(event_slug: str, question_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    question = queries.question_at_desk(session, event, question_id, lock=True)
    asked = queries.current_questions(session, event)
    form = question_form(queries.products_of(session, event), asked, question)
    if not form.validate_on_submit():
        return _question_page(event, question, form, status=422)
    given = {"wording": form.wording(), "by_id": g.person.id, "now": clock.now()}
    try:
        actions.change_question(session, question=question, **given)
    except rules.NotAQuestion as refusal:
        return _question_page(event, question, form, status=422, refusal=str(refusal))
    flash("Delegates are asked it like that from now on. Earlier answers keep to what was asked then.")
    return see_other("registration.show_questions", event_slug=event_slug)


@bp.post("/desk/<event_slug>/questions/<int:question_id>/retire")
@duty(Role.ORGANISER)
def retire_question(event_slug: str, question_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    question = queries.question_at_desk(session, event, question_id, lock=True)
    actions.retire_question(session, question=question, by_id=g.person.id, now=clock.now())
    flash("Nobody is asked that any more. What was answered is kept.")
    return see_other("registration.show_questions", event_slug=event_slug)


@bp.post("/desk/<event_slug>/questions/<int:question_id>/move")
@duty(Role.ORGANISER)
def move_question(event_slug: str, question_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    question = queries.question_at_desk(session, event, question_id, lock=True)
    by = -1 if request.form.get("to") == "up" else 1
    actions.move_question(session, event=event, question=question, by=by, by_id=g.person.id, now=clock.now())
    flash(f"“{question.label}” is asked {'earlier' if by < 0 else 'later'} now.")
    return see_other("registration.show_questions", event_slug=event_slug)


@bp.get("/desk/<event_slug>/answers/<int:answer_id>/file")
@duty(Role.ORGANISER)
def download_answer(event_slug: str, answer_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return files.answer_with(queries.file_of_answer(session, event, answer_id))


@bp.get("/desk/<event_slug>/orders/<reference>/tickets/<int:number>/details")
@duty(Role.ORGANISER)
def show_details_at_desk(event_slug: str, reference: str, number: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    ticket = queries.ticket_at_desk(session, event, reference, number)
    return _details_page(event, ticket, _form_at_desk(ticket))


@bp.post("/desk/<event_slug>/orders/<reference>/tickets/<int:number>/details")
@duty(Role.ORGANISER)
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def save_details_at_desk(event_slug: str, reference: str, number: int):
    person, by_id = g.person, g.person.id
    with reading():
        event = event_for(session, person, event_slug, Role.ORGANISER)
        ticket = queries.ticket_at_desk(session, event, reference, number)
        form = _form_at_desk(ticket)
        is_asked_more = request.form.get("do") == "update"
        if is_asked_more or not form.validate_on_submit():
            return _details_page(event, ticket, form, status=200 if is_asked_more else 422)
        values, chosen = form.values(), form.chosen_files()
    fit, unfit = read_files(chosen)
    if unfit:
        with reading():
            event = event_for(session, person, event_slug, Role.ORGANISER)
            ticket = queries.ticket_at_desk(session, event, reference, number)
            form = _form_at_desk(ticket)
            form.show_unfit(unfit)
            return _details_page(event, ticket, form, status=422)
    kept = {first_id: (upload, files.store().write(upload.content)) for first_id, upload in fit.items()}
    with transaction():
        event = event_for(session, person, event_slug, Role.ORGANISER)
        ticket = queries.locked_ticket(session, queries.ticket_at_desk(session, event, reference, number))
        actions.change_details(
            session,
            ticket=ticket,
            name=form.name.data,
            organisation=form.organisation.data or "",
            values=values,
            uploads=kept,
            by_id=by_id,
            now=clock.now(),
            at_desk=True,
        )
        flash(f"What we know of {ticket.name} is saved.")
    return see_other("office.show_order", event_slug=event_slug, reference=reference)


def _form_at_desk(ticket: Ticket) -> DetailsForm:
    return details_form(ticket, *queries.own_part(session, ticket), at_desk=True)


def _details_page(event: Event, ticket: Ticket, form: DetailsForm, status: int = 200):
    return page(
        "registration/desk/details.html",
        fragment="details",
        status=status,
        form=form,
        person=g.person,
        event=event,
        ticket=ticket,
    )


def _questions_page(
    event: Event, asked: list[Question], form: QuestionForm | None = None, status: int = 200, refusal: str = ""
):
    labels = {each.first_id: each.label for each in asked}
    return page(
        "registration/desk/questions.html",
        status=status,
        form=form or question_form(queries.products_of(session, event), asked),
        person=g.person,
        event=event,
        questions=asked,
        labels=labels,
        kinds=rules.KIND_WORDS,
        refusal=refusal,
    )


def _question_page(event: Event, question: Question, form: QuestionForm, status: int = 200, refusal: str = ""):
    return page(
        "registration/desk/question.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        question=question,
        how_many=queries.how_many_answers(session, question),
        versions=queries.versions_of(session, question),
        refusal=refusal,
    )
