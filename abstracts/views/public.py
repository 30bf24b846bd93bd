from abstracts import queries, rules
from abstracts.views import bp
from core import clock
from core.db import session
from core.web import page
from people.access import open_to_visitors


@bp.get("/events/<event_slug>/abstracts/")
@open_to_visitors
def show_calls(event_slug: str):
    calls = queries.public_calls(session, event_slug)
    return page("abstracts/calls.html", event=calls[0].event, calls=calls, now=clock.now())


@bp.get("/events/<event_slug>/abstracts/<call_slug>")
@open_to_visitors
def show_call(event_slug: str, call_slug: str):
    call = queries.public_call(session, event_slug, call_slug)
    return page("abstracts/call.html", event=call.event, call=call, counting=rules.COUNTING, now=clock.now())
