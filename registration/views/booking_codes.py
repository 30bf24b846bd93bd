"""The desk's booking codes."""

from flask import current_app, flash, g, request

from core import clock
from core.cells import csv_answer, csv_of
from core.db import session
from core.web import page, row_number, see_other
from core.words import moment
from events.models import Event
from events.queries import event_for
from people.access import duty, fresh
from people.models import Role
from registration import actions, queries, rules
from registration.forms import ChangeCodeForm, CodeForm, CodeSearchForm
from registration.models import BookingCode
from registration.views import bp

HEAD = ("Code", "For", "Does", "Uses", "Used", "Good from", "Good until", "Products")


@bp.get("/desk/<event_slug>/codes")
@duty(Role.ORGANISER)
def show_codes(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    search, rows = CodeSearchForm(request.args), current_app.config["LIMITS"].rows_per_page
    words, before = search.q.data or "", request.args.get("before", type=row_number)
    found = queries.codes_page(session, event, words=words, before_id=before, rows=rows + 1)
    return page(
        "registration/desk/codes.html",
        fragment="codes",
        told=True,
        person=g.person,
        event=event,
        search=search,
        codes=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        how_many=queries.how_many_codes(session, event, words=words),
        now=clock.now(),
        does=rules.what_it_does,
    )


@bp.get("/desk/<event_slug>/codes.csv")
@duty(Role.ORGANISER)
@fresh
def download_codes(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    found = queries.codes_found(session, event, words=request.args.get("q", "")[:100])
    rows = [
        (
            code.code,
            code.words,
            rules.what_it_does(code),
            code.uses,
            code.used,
            moment(code.starts_at, event.zone),
            moment(code.ends_at, event.zone),
            "; ".join(product.name for product in code.products),
        )
        for code in found
    ]
    return csv_answer(f"{event.slug}-codes.csv", csv_of(HEAD, rows))


@bp.get("/desk/<event_slug>/codes/new")
@duty(Role.ORGANISER)
def show_new_code(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _new_page(event, _code_form(event))


@bp.post("/desk/<event_slug>/codes/new")
@duty(Role.ORGANISER)
def make_codes(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = _code_form(event)
    if not form.validate_on_submit():
        return _new_page(event, form, status=422)
    queries.lock_places(session, event)
    try:
        made = actions.make_codes(
            session,
            event=event,
            how_many=form.how_many.data,
            typed=form.code.data or "",
            does=actions.CodeEffect(
                form.chosen_effect(), form.amount_typed(), form.chosen_category(), form.opens_hidden.data
            ),
            limits=actions.CodeLimits(**form.limits(event)),
            products=[each for each in queries.products_of(session, event) if each.id in form.products.data],
            by_id=g.person.id,
            now=clock.now(),
        )
    except (rules.WrongCode, rules.SoldOut) as refusal:
        return _new_page(event, form, status=refusal.status, refusal=str(refusal))
    flash(f"The code {made[0].code} is made." if len(made) == 1 else f"{len(made)} codes are made.")
    return see_other("registration.show_codes", event_slug=event_slug)


@bp.get("/desk/<event_slug>/codes/<int:code_id>")
@duty(Role.ORGANISER)
def show_code(event_slug: str, code_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    code, form = queries.code_at_desk(session, event, code_id), ChangeCodeForm()
    form.show(event, code)
    return _code_page(event, code, form)


@bp.post("/desk/<event_slug>/codes/<int:code_id>")
@duty(Role.ORGANISER)
def change_code(event_slug: str, code_id: int):
    event, code = _locked(event_slug, code_id)
    form = ChangeCodeForm()
    if not form.validate_on_submit():
        return _code_page(event, code, form, status=422)
    try:
        actions.change_code(
            session,
            event=event,
            code=code,
            limits=actions.CodeLimits(**form.limits(event, code)),
            by_id=g.person.id,
            now=clock.now(),
        )
    except (rules.WrongCode, rules.SoldOut) as refusal:
        return _code_page(event, code, form, status=refusal.status, refusal=str(refusal))
    flash(f"The code {code.code} is saved.")
    return see_other("registration.show_code", event_slug=event_slug, code_id=code_id)


@bp.post("/desk/<event_slug>/codes/<int:code_id>/end")
@duty(Role.ORGANISER)
def end_code(event_slug: str, code_id: int):
    _, code = _locked(event_slug, code_id)
    actions.end_code(session, code=code, by_id=g.person.id, now=clock.now())
    flash(f"The code {code.code} is good no longer. Who booked with it keeps their place.")
    return see_other("registration.show_codes", event_slug=event_slug)


def _locked(event_slug: str, code_id: int) -> tuple[Event, BookingCode]:
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    queries.lock_places(session, event)
    return event, queries.code_at_desk(session, event, code_id, lock=True)


def _code_form(event: Event) -> CodeForm:
    form = CodeForm()
    form.offer(queries.products_of(session, event))
    form.suggest(event, clock.now())
    return form


def _new_page(event: Event, form: CodeForm, status: int = 200, refusal: str = ""):
    return page(
        "registration/desk/new_code.html", status=status, form=form, person=g.person, event=event, refusal=refusal
    )


def _code_page(event: Event, code: BookingCode, form: ChangeCodeForm, status: int = 200, refusal: str = ""):
    return page(
        "registration/desk/code.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        code=code,
        refusal=refusal,
        does=rules.what_it_does,
        is_over=code.ends_at <= clock.now(),
        orders=queries.orders_with_code(session, code, current_app.config["LIMITS"].rows_per_page),
    )
