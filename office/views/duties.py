"""Who holds which duty: for all events, and for one event to those who run it."""

from flask import current_app, flash, g, request

from core import clock
from core.db import session
from core.web import page, row_number, see_other
from events.models import Event
from events.queries import event_for, events_for
from office.forms import DutyForm
from office.views.desk import bp
from people import actions, queries
from people.access import duty, fresh, is_fresh
from people.models import Role
from people.rules import duty_words, is_held, london_day


@bp.get("/duties")
@duty(Role.ORGANISER, everywhere=True)
def show_duties():
    return _duties_page(None)


@bp.post("/duties")
@duty(Role.ORGANISER, everywhere=True)
@fresh
def offer_duty():
    return _offer(None)


@bp.post("/duties/<int:duty_id>/end")
@duty(Role.ORGANISER, everywhere=True)
def end_duty(duty_id: int):
    return _end(None, duty_id)


@bp.post("/duties/invitations/<int:invitation_id>/withdraw")
@duty(Role.ORGANISER, everywhere=True)
def withdraw_invitation(invitation_id: int):
    return _withdraw(None, invitation_id)


@bp.get("/<event_slug>/duties")
@duty(Role.ORGANISER)
def show_event_duties(event_slug: str):
    return _duties_page(event_for(session, g.person, event_slug, Role.ORGANISER))


@bp.post("/<event_slug>/duties")
@duty(Role.ORGANISER)
@fresh
def offer_event_duty(event_slug: str):
    return _offer(event_for(session, g.person, event_slug, Role.ORGANISER))


@bp.post("/<event_slug>/duties/<int:duty_id>/end")
@duty(Role.ORGANISER)
def end_event_duty(event_slug: str, duty_id: int):
    return _end(event_for(session, g.person, event_slug, Role.ORGANISER), duty_id)


@bp.post("/<event_slug>/duties/invitations/<int:invitation_id>/withdraw")
@duty(Role.ORGANISER)
def withdraw_event_invitation(event_slug: str, invitation_id: int):
    return _withdraw(event_for(session, g.person, event_slug, Role.ORGANISER), invitation_id)


def _duties_page(event: Event | None, form: DutyForm | None = None, status: int = 200):
    now = clock.now()
    rows = current_app.config["LIMITS"].rows_per_page
    before = request.args.get("before", type=row_number)
    event_id = event.id if event else None
    found = queries.duties_page(session, event_id, before_id=before, rows=rows + 1)
    return page(
        "office/duties.html",
        is_fresh=is_fresh(),
        status=status,
        form=form or _form(event, now),
        person=g.person,
        duties=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        invitations=queries.open_invitations(session, event_id, now),
        today=london_day(now),
        is_held=is_held,
        duty_words=duty_words,
        **({"event": event} if event else {}),
    )


def _offer(event: Event | None):
    now = clock.now()
    form = _form(event, now)
    if not form.validate_on_submit():
        return _duties_page(event, form, status=422)
    actions.invite(
        session,
        email=form.email.data,
        role=form.chosen_role(),
        event_id=event.id if event else form.chosen_event(),
        ends_on=form.ends_on.data,
        scope=form.scope(),
        held=g.duties,
        event_slug=event.slug if event else None,
        secret=current_app.config["SECRET_KEY"],
        limits=current_app.config["LIMITS"],
        by_id=g.person.id,
        now=now,
    )
    flash("The invitation is on its way. The duty begins when it is accepted.")
    return _back(event)


def _end(event: Event | None, duty_id: int):
    duty = queries.duty_at_desk(session, duty_id, event.id if event else None)
    actions.end_duty(session, duty=duty, by_id=g.person.id, now=clock.now())
    flash(f"{duty.person.known_as} has this duty no more.")
    return _back(event)


def _withdraw(event: Event | None, invitation_id: int):
    invitation = queries.invitation_at_desk(session, invitation_id, event.id if event else None)
    actions.withdraw_invitation(session, invitation=invitation, by_id=g.person.id, now=clock.now())
    flash("The invitation is withdrawn: its link opens nothing any more.")
    return _back(event)


def _form(event: Event | None, now) -> DutyForm:
    """The form of one event, which asks for no other; or of all, with every event to choose from."""
    form = DutyForm()
    form.today = london_day(now)
    if event:
        del form.event
    else:
        runs = events_for(session, g.person, Role.ORGANISER, form.today)
        form.event.choices = [("", "All events"), *((str(each.id), each.name) for each in runs)]
    return form


def _back(event: Event | None):
    if event:
        return see_other("office.show_event_duties", event_slug=event.slug)
    return see_other("office.show_duties")
