"""An event's own page at the desk: its particulars, who finds it, and in Wales the wish for Welsh."""

from flask import flash, g

from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from events import actions
from events import rules as of_events
from events.models import Event
from events.queries import event_for
from office import queries, rules
from office.forms import EventForm, ShownForm, event_form
from office.views.desk import bp
from people.access import duty
from people.models import Role

AT = "/<event_slug>/event"


@bp.get(AT)
@duty(Role.ORGANISER)
def show_event_at_desk(event_slug: str):
    return _event_page(event_for(session, g.person, event_slug, Role.ORGANISER))


@bp.post(AT)
@duty(Role.ORGANISER)
def change_event(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    form = event_form(event, in_wales=rules.is_in_wales(event), is_sent=True)
    if not form.validate_on_submit():
        return _event_page(event, form, status=422)
    said = {"particulars": form.particulars(), "version": form.version.data}
    try:
        changed = actions.change_event(session, event=event, **said, by_id=g.person.id, now=clock.now())
    except of_events.ChangedMeanwhile as refusal:
        form.version.data = event.version
        return _event_page(event, form, refusal=refusal)
    if {"first_day", "last_day", "doors_open"} & set(changed):
        flash("The event is saved. Its sale and its launch keep their moments: look at them next.")
    else:
        flash("The event is saved." if changed else "Nothing was different.")
    return see_other("office.show_event_at_desk", event_slug=event_slug)


@bp.post(f"{AT}/shown")
@duty(Role.ORGANISER)
def change_visibility(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    form = ShownForm()
    if not form.validate_on_submit():
        return _event_page(event, shown=form, status=422)
    to, is_booked = form.chosen(), queries.has_been_booked(session, event)
    about = {"to": to, "is_booked": is_booked, "version": form.version.data}
    try:
        actions.show_as(session, event=event, **about, by_id=g.person.id, now=clock.now())
    except (of_events.ChangedMeanwhile, of_events.WrongVisibility) as refusal:
        form.version.data = event.version
        return _event_page(event, shown=form, refusal=refusal)
    flash(f"The event is {to.value} from now on." if to.value != "draft" else "The event is a draft again.")
    return see_other("office.show_event_at_desk", event_slug=event_slug)


def _event_page(
    event: Event,
    form: EventForm | None = None,
    shown: ShownForm | None = None,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
):
    in_wales = rules.is_in_wales(event)
    written = form or event_form(event, in_wales=in_wales, is_sent=False)
    wish = queries.welsh_wish(session, event)
    return page(
        "office/event.html",
        status=refusal.status if refusal else status,
        form=shown or written,
        written=written,
        shown=shown or ShownForm(formdata=None, version=event.version, shown=event.visibility.value),
        person=g.person,
        event=event,
        may_show=event.visibility in of_events.SHOWN_BY_HAND,
        in_wales=in_wales,
        wish=wish,
        interprets=wish is not None and rules.wants_interpreter(wish.wishes, wish.booked),
        refusal=str(refusal or ""),
    )
