from flask import Blueprint, Response

from core import clock
from core.db import session
from events import documents, queries
from people.access import open_to_all

bp = Blueprint("events", __name__, url_prefix="/events/<event_slug>")


@bp.get("/calendar.ics")
@open_to_all
def show_calendar(event_slug: str):
    event = queries.published_event(session, event_slug)
    named = {"Content-Disposition": f'attachment; filename="{event.slug}.ics"'}
    return Response(documents.calendar_of(event, clock.now()), mimetype="text/calendar", headers=named)
