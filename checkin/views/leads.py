"""An exhibitor's own pages: scanning badges, its leads, and its copy of them."""

from flask import current_app, flash, g, request
from sqlalchemy import Row

from checkin import actions, documents, queries
from checkin.forms import LeadForm, StandForm
from checkin.views import bp
from core.cells import csv_answer, xlsx_answer
from core.db import session
from core.gate import let_use_camera
from core.web import page, row_number, see_other
from events.models import Exhibitor
from people.access import duty, fresh
from people.models import Role
from people.rules import london_day
from registration.documents import signer
from registration.queries import count_leads, how_many_left

LEADS = "/events/<event_slug>/leads"
STAND = f"{LEADS}/<int:exhibitor_id>"
ANSWERS = {"csv": csv_answer, "xlsx": xlsx_answer}


@bp.get(LEADS)
@duty(Role.EXHIBITOR)
def show_stands(event_slug: str):
    """The exhibitors for which one works here; most people work for one, and are sent on."""
    stands = queries.stands_of(session, g.person, event_slug, london_day(g.asked_at))
    if len(stands) == 1:
        return see_other("checkin.show_leads", event_slug=event_slug, exhibitor_id=stands[0].id)
    return page("checkin/stands.html", stands=stands, event_slug=event_slug)


@bp.get(STAND)
@duty(Role.EXHIBITOR)
def show_leads(event_slug: str, exhibitor_id: int):
    return _leads_page(_stand(event_slug, exhibitor_id), StandForm())


@bp.post(STAND)
@duty(Role.EXHIBITOR)
def scan_at_stand(event_slug: str, exhibitor_id: int):
    exhibitor, form = _stand(event_slug, exhibitor_id), StandForm()
    if not form.validate_on_submit():
        return _leads_page(exhibitor, form, status=422)
    answer = actions.scan_at_stand(
        session, exhibitor=exhibitor, signer=signer(), text=form.code.data, by=g.person, now=g.asked_at
    )
    form.code.data = ""
    # No redirect: who stands there waits, and a badge scanned twice is one lead.
    return _leads_page(exhibitor, form, answer=answer)


@bp.get(f"{STAND}/<int:lead_id>")
@duty(Role.EXHIBITOR)
def show_lead(event_slug: str, exhibitor_id: int, lead_id: int):
    exhibitor = _stand(event_slug, exhibitor_id)
    lead = queries.agreed_lead(session, exhibitor, lead_id)
    return _lead_page(exhibitor, lead, LeadForm(rating=lead.rating.value if lead.rating else "", note=lead.note))


@bp.post(f"{STAND}/<int:lead_id>")
@duty(Role.EXHIBITOR)
def judge_lead(event_slug: str, exhibitor_id: int, lead_id: int):
    exhibitor, form = _stand(event_slug, exhibitor_id), LeadForm()
    lead = queries.lead_to_judge(session, exhibitor, lead_id)
    if not form.validate_on_submit():
        return _lead_page(exhibitor, queries.agreed_lead(session, exhibitor, lead_id), form, status=422)
    actions.judge_lead(
        session,
        exhibitor=exhibitor,
        lead=lead,
        rating=form.chosen_rating(),
        note=form.note.data or "",
        by=g.person,
        now=g.asked_at,
    )
    flash("Saved.")
    return see_other("checkin.show_leads", event_slug=event_slug, exhibitor_id=exhibitor_id)


@bp.post(f"{STAND}/export.<any(csv, xlsx):kind>")
@duty(Role.EXHIBITOR)
@fresh
def export_leads(event_slug: str, exhibitor_id: int, kind: str):
    exhibitor = _stand(event_slug, exhibitor_id)
    leads = actions.export_leads(session, exhibitor=exhibitor, by=g.person, now=g.asked_at)
    content = documents.sheet_of_leads(leads, zone=exhibitor.event.zone, kind=kind)
    return ANSWERS[kind](f"{event_slug}-leads.{kind}", content)


def _stand(event_slug: str, exhibitor_id: int) -> Exhibitor:
    return queries.stand_for(session, g.person, event_slug, exhibitor_id, london_day(g.asked_at))


def _leads_page(exhibitor: Exhibitor, form: StandForm, answer: actions.StandAnswer | None = None, status: int = 200):
    let_use_camera()
    rows = current_app.config["LIMITS"].rows_per_page
    before = request.args.get("before", type=row_number)
    found = queries.leads_page(session, exhibitor, before_id=before, rows=rows + 1)
    how_many, to_earlier = count_leads(session, exhibitor)
    return page(
        "checkin/leads.html",
        fragment="leads",
        status=status,
        form=form,
        event=exhibitor.event,
        exhibitor=exhibitor,
        answer=answer,
        leads=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        how_many=how_many,
        to_earlier=to_earlier,
        left=how_many_left(session, exhibitor),
    )


def _lead_page(exhibitor: Exhibitor, lead: Row, form: LeadForm, status: int = 200):
    return page("checkin/lead.html", status=status, form=form, event=exhibitor.event, exhibitor=exhibitor, lead=lead)
