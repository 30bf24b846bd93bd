"""The exhibitors of an event, who scans for them, and what copies they took."""

from flask import current_app, flash, g

from core import clock
from core.db import session
from core.web import page, see_other
from events.actions import add_exhibitor as add_to_event
from events.actions import change_exhibitor as change_in_event
from events.models import Event, Exhibitor
from events.queries import event_for, exhibitor_at_desk
from office import queries, rules
from office.forms import ChangedExhibitorForm, ExhibitorForm, ExhibitorPersonForm
from office.views.desk import bp
from people.access import duty, fresh
from people.actions import invite
from people.models import Role
from people.rules import london_day
from registration.queries import asks_role, count_leads, exhibitors_at_desk, exports_of, how_many_left
from registration.rules import sharing_words

ALL = "/<event_slug>/exhibitors"
ONE = f"{ALL}/<int:exhibitor_id>"


@bp.get(ALL)
@duty(Role.ORGANISER)
def show_exhibitors(event_slug: str):
    return _list_page(_event(event_slug), ExhibitorForm())


@bp.post(ALL)
@duty(Role.ORGANISER)
def add_exhibitor(event_slug: str):
    event, form = _event(event_slug), ExhibitorForm()
    if not form.validate_on_submit():
        return _list_page(event, form, status=422)
    made = add_to_event(
        session,
        event=event,
        name=form.name.data,
        stand=form.stand.data or "",
        promise=form.promise.data,
        by_id=g.person.id,
        now=clock.now(),
    )
    flash(f"{made.name} is there. Invite whoever scans badges for it.")
    return see_other("office.show_exhibitor", event_slug=event_slug, exhibitor_id=made.id)


@bp.get(ONE)
@duty(Role.ORGANISER)
def show_exhibitor(event_slug: str, exhibitor_id: int):
    event = _event(event_slug)
    exhibitor = exhibitor_at_desk(session, event, exhibitor_id)
    return _one_page(event, exhibitor, ChangedExhibitorForm(obj=exhibitor), ExhibitorPersonForm())


@bp.post(ONE)
@duty(Role.ORGANISER)
def change_exhibitor(event_slug: str, exhibitor_id: int):
    event, form = _event(event_slug), ChangedExhibitorForm()
    exhibitor = exhibitor_at_desk(session, event, exhibitor_id, lock=True)
    if not form.validate_on_submit():
        return _one_page(event, exhibitor, form, ExhibitorPersonForm(formdata=None), status=422)
    change_in_event(
        session,
        exhibitor=exhibitor,
        seen=form.promise_version.data,
        name=form.name.data,
        stand=form.stand.data or "",
        promise=form.promise.data,
        is_open=form.is_open.data,
        by_id=g.person.id,
        now=clock.now(),
    )
    flash("Saved.")
    return see_other("office.show_exhibitor", event_slug=event_slug, exhibitor_id=exhibitor_id)


@bp.post(f"{ONE}/people")
@duty(Role.ORGANISER)
@fresh
def invite_exhibitor(event_slug: str, exhibitor_id: int):
    event, form = _event(event_slug), ExhibitorPersonForm()
    exhibitor = exhibitor_at_desk(session, event, exhibitor_id)
    if not form.validate_on_submit():
        return _one_page(event, exhibitor, ChangedExhibitorForm(formdata=None, obj=exhibitor), form, status=422)
    invite(
        session,
        email=form.email.data,
        role=Role.EXHIBITOR,
        event_id=event.id,
        ends_on=rules.last_day_of_people(event),
        scope=exhibitor.name,
        held=g.duties,
        event_slug=event_slug,
        secret=current_app.config["SECRET_KEY"],
        limits=current_app.config["LIMITS"],
        by_id=g.person.id,
        now=clock.now(),
    )
    flash("The invitation is on its way. They can scan once they have accepted it.")
    return see_other("office.show_exhibitor", event_slug=event_slug, exhibitor_id=exhibitor_id)


def _event(event_slug: str) -> Event:
    return event_for(session, g.person, event_slug, Role.ORGANISER)


def _list_page(event: Event, form: ExhibitorForm, status: int = 200):
    return page(
        "office/exhibitors.html",
        status=status,
        form=form,
        event=event,
        person=g.person,
        exhibitors=exhibitors_at_desk(session, event),
    )


def _one_page(
    event: Event, exhibitor: Exhibitor, form: ChangedExhibitorForm, invitation: ExhibitorPersonForm, status: int = 200
):
    return page(
        "office/exhibitor.html",
        status=status,
        form=invitation if invitation.errors else form,
        place=form,
        invitation=invitation,
        event=event,
        person=g.person,
        exhibitor=exhibitor,
        words=sharing_words(exhibitor, with_role=asks_role(session, event.id)),
        earlier=count_leads(session, exhibitor)[1],
        people=queries.people_of(session, exhibitor, london_day(g.asked_at)),
        invited=queries.invited_by(session, exhibitor, g.asked_at),
        until=rules.last_day_of_people(event),
        exports=exports_of(session, exhibitor),
        left=how_many_left(session, exhibitor),
    )
