"""The searches that somebody at the desk keeps under a name."""

from urllib.parse import urlencode

from flask import flash, g

from core import clock
from core.db import session
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from office.forms import ViewForm, search_in
from office.views.desk import bp
from people.access import duty
from people.models import Role
from registration import actions
from registration.models import SavedView
from registration.queries import view_at_desk, views_of


@bp.get("/<event_slug>/orders/views")
@duty(Role.ORGANISER)
def show_views(event_slug: str):
    return _views_page(event_for(session, g.person, event_slug, Role.ORGANISER), ViewForm(formdata=None))


@bp.post("/<event_slug>/orders/views")
@duty(Role.ORGANISER)
def save_view(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = ViewForm()
    asked = search_in(form.query.data or "").query()
    if not form.validate_on_submit():
        return _views_page(event, form, asked=asked)
    now, query = clock.now(), urlencode(asked)
    actions.save_view(session, event=event, person=g.person, name=form.name.data, query=query, now=now)
    flash("The view is kept: its name stands above the orders.")
    return see_other("office.show_orders", event_slug=event_slug, **asked)


@bp.post("/<event_slug>/orders/views/<int:view_id>/rename")
@duty(Role.ORGANISER)
def rename_view(event_slug: str, view_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    view, form = view_at_desk(session, g.person, event, view_id), ViewForm()
    if not form.validate_on_submit():
        return _views_page(event, form, renamed=view)
    others = views_of(session, g.person, event)
    actions.rename_view(session, view=view, others=others, name=form.name.data, now=clock.now())
    flash("The view has its new name.")
    return see_other("office.show_views", event_slug=event_slug)


@bp.post("/<event_slug>/orders/views/<int:view_id>/remove")
@duty(Role.ORGANISER)
def remove_view(event_slug: str, view_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    view = view_at_desk(session, g.person, event, view_id)
    actions.remove_view(session, view=view, now=clock.now())
    flash(f"“{view.name}” is removed. The orders themselves are as they were.")
    return see_other("office.show_views", event_slug=event_slug)


def _views_page(event: Event, form: ViewForm, *, asked: dict[str, str] | None = None, renamed: SavedView | None = None):
    """The views of who asks; with ``asked`` a new one whose name was not right, with ``renamed`` an old one."""
    return page(
        "office/views.html",
        status=422 if form.errors else 200,
        form=form,
        person=g.person,
        event=event,
        views=[(view, search_in(view.query).query()) for view in views_of(session, g.person, event)],
        asked=asked,
        asked_query=urlencode(asked or {}),
        renamed=renamed,
    )
