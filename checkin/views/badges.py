"""Badges at the desk: how many wait, printing them, and what was printed."""

from collections import Counter
from datetime import datetime

from flask import Response, g, request

from checkin import actions, documents, queries, rules
from checkin.documents import BadgeJob
from checkin.forms.badges import BlanksForm, PackForm, PrintForm
from checkin.models import BadgeRun, PackingOrder
from checkin.views import bp
from core import clock
from core.cells import download
from core.db import calls_outside, reading, session
from core.errors import NotFound
from core.fields import readable
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty, fresh
from people.models import Role
from registration.documents import signer

MOST_FOUND, RUNS_SHOWN = 50, 10


@bp.get("/desk/<event_slug>/badges")
@duty(Role.ORGANISER)
def show_badges(event_slug: str):
    return _badges_page(event_for(session, g.person, event_slug, Role.ORGANISER))


@bp.post("/desk/<event_slug>/badges")
@duty(Role.ORGANISER)
def print_badges(event_slug: str):
    event, form = event_for(session, g.person, event_slug, Role.ORGANISER), PackForm()
    if not form.validate_on_submit():
        return _badges_page(event, pack=form, status=422)
    run = actions.print_pack(
        session,
        event=event,
        only_wanting=form.which.data == "wanting",
        order=PackingOrder(form.order.data),
        by_id=g.person.id,
        now=clock.now(),
    )
    return see_other("checkin.show_badge_run", event_slug=event_slug, run_id=run.id)


@bp.post("/desk/<event_slug>/badges/blanks")
@duty(Role.ORGANISER)
def print_blanks(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = _blanks_form(event)
    if not form.validate_on_submit():
        return _badges_page(event, blanks=form, status=422)
    run = actions.print_blanks(
        session,
        event=event,
        category=rules.DESIGNED[form.category.data],
        how_many=form.how_many.data,
        is_single=form.paper.data == "single",
        by_id=g.person.id,
        now=clock.now(),
    )
    return see_other("checkin.show_badge_run", event_slug=event_slug, run_id=run.id)


@bp.get("/desk/<event_slug>/badges/<int:ticket_id>")
@duty(Role.ORGANISER)
def show_badge_at_desk(event_slug: str, ticket_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return badge_page(event, queries.badge_of(session, event, ticket_id), PrintForm(), is_desk=True)


@bp.post("/desk/<event_slug>/badges/<int:ticket_id>")
@duty(Role.ORGANISER)
def print_badge_at_desk(event_slug: str, ticket_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    run = print_one(event, ticket_id, is_desk=True)
    return (
        see_other("checkin.show_badge_run", event_slug=event_slug, run_id=run.id) if isinstance(run, BadgeRun) else run
    )


@bp.get("/desk/<event_slug>/badges/runs/<int:run_id>")
@duty(Role.ORGANISER)
def show_badge_run(event_slug: str, run_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    run = queries.badge_run_of(session, event, run_id)
    how_many = len(queries.tickets_of_run(session, run)) + run.blanks
    return page("checkin/desk/badge_run.html", told=True, person=g.person, event=event, run=run, how_many=how_many)


@bp.get("/desk/<event_slug>/badges/runs/<int:run_id>/badges.pdf")
@duty(Role.ORGANISER)
@fresh
@calls_outside  # a thousand take seconds to set
def download_badges(event_slug: str, run_id: int):
    person = g.person
    with reading():
        event = event_for(session, person, event_slug, Role.ORGANISER)
        job = job_of(event, queries.badge_run_of(session, event, run_id))
        made_at = clock.now()
    return pdf_with(job, f"badges-{event_slug}-{run_id}", made_at)


def job_of(event: Event, run: BadgeRun) -> BadgeJob:
    """What a run prints: the badges of its tickets that still stand, as they are now, and its blanks."""
    ticket_ids = queries.tickets_of_run(session, run)
    found = {place.ticket_id: place.badge for place in queries.badges_of(session, event, ticket_ids)}
    if not found and not run.blanks:
        raise NotFound("These badges are no more: their places were given back.")
    return documents.badge_job(
        event,
        queries.badge_paper_of(session, event),
        queries.badge_designs_of(session, event),
        [found[ticket_id] for ticket_id in ticket_ids if ticket_id in found],
        blanks=(run.category, run.blanks) if run.category else None,
        is_single=run.is_single,
    )


def pdf_with(job: BadgeJob, name: str, made_at: datetime) -> Response:
    """The job as a PDF that no cache keeps."""
    answer = download(f"{name}.pdf", documents.set_badges(job, signer=signer(), made_at=made_at), "application/pdf")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def badge_page(event: Event, place: rules.BadgeOf, form: PrintForm, *, is_desk: bool, status: int = 200):
    """One badge: whose it is, what was printed of it, and the button that prints it."""
    return page(
        "checkin/badge.html",
        fragment="badge",
        status=status,
        form=form,
        person=g.person,
        event=event,
        place=place,
        words=rules.look_of(place.badge.category, queries.badge_designs_of(session, event)).words,
        is_desk=is_desk,
        marks=_marks_of(event),
    )


def print_one(event: Event, ticket_id: int, *, is_desk: bool) -> BadgeRun | Response:
    """The run that prints the badge; or its page again, where the form is not filled in."""
    form = PrintForm()
    if not form.validate_on_submit():
        return badge_page(event, queries.badge_of(session, event, ticket_id), form, is_desk=is_desk, status=422)
    given = {"ticket_id": ticket_id, "reason": form.why(), "by_id": g.person.id, "now": clock.now()}
    try:
        return actions.print_badge(session, event=event, **given)
    except rules.SaysNoReason as refusal:
        form.reason.errors = [str(refusal)]
        return badge_page(event, queries.badge_of(session, event, ticket_id), form, is_desk=is_desk, status=422)


def _badges_page(event: Event, pack: PackForm | None = None, blanks: BlanksForm | None = None, status: int = 200):
    places = queries.badges_of(session, event)
    counts = Counter(place.state for place in places)
    asked = readable(request.args.get("q")) or ""
    found = rules.found_by(places, asked) if asked else []
    return page(
        "checkin/desk/badges.html",
        status=status,
        form=pack or PackForm(order=PackingOrder.SURNAME.value),
        person=g.person,
        event=event,
        blanks=blanks or _blanks_form(event),
        counts={state.name.lower(): counts[state] for state in rules.BadgeState},
        total=len(places),
        asked=asked,
        found=found[:MOST_FOUND],
        how_many_found=len(found),
        runs=queries.badge_runs_of(session, event, RUNS_SHOWN),
        reasons=rules.REPRINT_WORDS,
        marks=_marks_of(event),
    )


def _marks_of(event: Event) -> list[tuple[str, str]]:
    """Each shape on the event's badges and what it means, for staff."""
    return list(zip(rules.MARKS, queries.badge_marks_of(session, event), strict=False))


def _blanks_form(event: Event) -> BlanksForm:
    form, designs = BlanksForm(), queries.badge_designs_of(session, event)
    form.category.choices = [
        (name, rules.look_of(category, designs).words)
        for name, category in rules.DESIGNED.items()
        if category in queries.badge_categories_of(session, event)
    ]
    return form
