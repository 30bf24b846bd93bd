"""What anybody reads of the calls of an event."""

from datetime import datetime

from flask import g

from abstracts import queries, rules
from abstracts.forms import LateCodeForm
from abstracts.models import Call
from abstracts.queries import books
from abstracts.queries.prizes import announced_prizes
from abstracts.views import bp
from core import clock
from core.db import session
from core.web import page, see_other
from people.access import open_to_all, open_to_visitors, signed_in_person


@bp.get("/events/<event_slug>/abstracts/")
@open_to_all
def show_calls(event_slug: str):
    calls = queries.public_calls(session, event_slug)
    if len(calls) == 1:
        return see_other("abstracts.show_call", event_slug=event_slug, call_slug=calls[0].slug)
    return page("abstracts/calls.html", event=calls[0].event, calls=calls, now=clock.now(), is_open=rules.is_open)


@bp.get("/events/<event_slug>/abstracts/<call_slug>")
@open_to_visitors
def show_call(event_slug: str, call_slug: str):
    call = queries.public_call(session, event_slug, call_slug)
    signed_in_person()
    return call_page(call, LateCodeForm(), clock.now())


def call_page(call: Call, form: LateCodeForm, now: datetime, status: int = 200):
    """The call as the public reads it, with the form to begin an abstract."""
    return page(
        "abstracts/call.html",
        status=status,
        form=form,
        person=g.person,
        event=call.event,
        call=call,
        counting=rules.COUNTING,
        keyword_letters=rules.EACH_KEYWORD,
        is_open=rules.is_open(call, now),
        has_closed=rules.has_closed(call, now),
        now=now,
        prizes=announced_prizes(session, call, now),
        books=[each for each in books.supplements_out(session, call.event, now) if each.call_id == call.id],
    )
