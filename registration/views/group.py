"""Booking for a group from a list."""

from datetime import datetime
from functools import partial

from flask import request

from core import clock
from core.db import calls_outside, reading, session
from core.uploads import Unfit
from core.web import page
from events.models import Event
from events.queries import published_event
from people.access import open_to_visitors, signed_in_person
from registration import queries, rules
from registration.documents import list_in
from registration.forms import GroupForm, ListFileForm, group_form
from registration.views import bp
from registration.views.booking import book


@bp.get("/events/<event_slug>/group")
@open_to_visitors
def show_group(event_slug: str):
    event, now, person = published_event(session, event_slug), clock.now(), signed_in_person()
    own = {"name": person.name, "email": person.email} if person else {}
    return _group_page(event, group_form(queries.products_of(session, event), **own), now)


@bp.post("/events/<event_slug>/group")
@open_to_visitors
def book_group(event_slug: str):
    event = published_event(session, event_slug)
    form = group_form(queries.products_of(session, event))
    is_looked_at = request.form.get("do") == "look"
    is_fit = form.validate_on_submit() and not is_looked_at
    places = form.whole_places() if is_fit else []
    show = partial(_group_page, event, form)
    return book(event, form, places, show, status=422 if form.errors else 200)


@bp.post("/events/<event_slug>/group/list")
@open_to_visitors
@calls_outside  # reading a spreadsheet takes seconds
def read_group_list(event_slug: str):
    """The lines of a file, in the box where they can be mended; what else was typed stays."""
    upload, problem, text = ListFileForm().file.data, "", ""
    try:
        if upload:
            text = list_in(upload.read(), name=upload.filename)
        else:
            problem = "Choose a file from your computer."
    except Unfit as refusal:
        problem = str(refusal)
    with reading():
        event, now = published_event(session, event_slug), clock.now()
        form = group_form(queries.products_of(session, event))
        if not problem:
            form.people.data = text
            form.read()
        return _group_page(event, form, now, status=422 if problem else 200, file_problem=problem)


def _group_page(
    event: Event, form: GroupForm, now: datetime, status: int = 200, refusal: str = "", file_problem: str = ""
):
    queries.count_dead_holds(session, event, form.products, now)
    bill = rules.bill(form.places(), None, now)
    on_sale = rules.on_sale(form.products, now)
    return page(
        "registration/group.html",
        fragment="group_form",
        status=status,
        form=form,
        file=ListFileForm(),
        file_problem=file_problem,
        event=event,
        on_sale=on_sale,
        listed=list(zip(form.delegates, bill, strict=True)),
        words=rules.CATEGORY_WORDS,
        to_pay=sum(charge.total_pence for charges in bill if charges for charge in charges),
        may_book=bool(form.delegates) and not any(each.problem for each in form.delegates) and None not in bill,
        group_percent=max((rules.group_percent(product, now) for product in on_sale), default=0),
        refusal=refusal,
    )
