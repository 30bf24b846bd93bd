"""A badge printed at the door, one at a time."""

from flask import g

from checkin import queries
from checkin.forms.badges import PrintForm
from checkin.models import BadgeRun
from checkin.views import bp
from checkin.views.badges import badge_page, job_of, pdf_with, print_one
from core import clock
from core.db import calls_outside, reading, session
from core.web import page, see_other
from events.queries import event_for
from people.access import duty
from people.models import Role


@bp.get("/events/<event_slug>/door/badges/<int:ticket_id>")
@duty(Role.DOOR)
def show_badge(event_slug: str, ticket_id: int):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    return badge_page(event, queries.badge_of(session, event, ticket_id), PrintForm(), is_desk=False)


@bp.post("/events/<event_slug>/door/badges/<int:ticket_id>")
@duty(Role.DOOR)
def print_badge(event_slug: str, ticket_id: int):
    run = print_one(event_for(session, g.person, event_slug, Role.DOOR), ticket_id, is_desk=False)
    return see_other("checkin.show_printed", event_slug=event_slug, run_id=run.id) if isinstance(run, BadgeRun) else run


@bp.get("/events/<event_slug>/door/badges/printed/<int:run_id>")
@duty(Role.DOOR)
def show_printed(event_slug: str, run_id: int):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    run = queries.badge_run_of(session, event, run_id, is_single=True)
    return page("checkin/badge_printed.html", told=True, person=g.person, event=event, run=run)


@bp.get("/events/<event_slug>/door/badges/printed/<int:run_id>/badge.pdf")
@duty(Role.DOOR)
@calls_outside  # it is set while the transaction of none waits
def download_badge(event_slug: str, run_id: int):
    person = g.person
    with reading():
        event = event_for(session, person, event_slug, Role.DOOR)
        job = job_of(event, queries.badge_run_of(session, event, run_id, is_single=True))
        made_at = clock.now()
    return pdf_with(job, f"badge-{event_slug}-{run_id}", made_at)
