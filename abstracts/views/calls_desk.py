"""An event's calls at its chair's desk, and how each is set."""

from datetime import timedelta

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import CallForm, NewCallForm
from abstracts.models import Call
from abstracts.views import bp
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty
from people.models import Role

WEEKS = timedelta(weeks=6)


@bp.get("/desk/<event_slug>/abstracts/calls")
@duty(Role.ABSTRACT_CHAIR)
def show_calls_at_desk(event_slug: str):
    event = event_of_chair(event_slug)
    calls = queries.calls_counted(session, event, chair_id=g.person.id)
    return page("abstracts/desk/calls.html", told=True, person=g.person, event=event, calls=calls, now=clock.now())


@bp.get("/desk/<event_slug>/abstracts/calls/new")
@duty(Role.ABSTRACT_CHAIR)
def show_new_call(event_slug: str):
    event, form, now = event_of_chair(event_slug), NewCallForm(), clock.now()
    form.suggest(event, now, now + WEEKS)
    return _new_call_page(event, form)


@bp.post("/desk/<event_slug>/abstracts/calls/new")
@duty(Role.ABSTRACT_CHAIR)
def make_call(event_slug: str):
    event = event_of_chair(event_slug)
    form = NewCallForm()
    if not form.validate_on_submit():
        return _new_call_page(event, form, status=422)
    try:
        call = actions.make_call(
            session,
            event=event,
            settings=form.settings(event),
            categories=(form.categories.data or "").splitlines(),
            headings=(form.headings.data or "").splitlines(),
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.WrongCall as refusal:
        return _new_call_page(event, form, status=refusal.status, refusal=str(refusal))
    flash(f"{call.name} is made. Look at its categories, headings and questions.")
    return see_other("abstracts.show_call_parts", event_slug=event_slug, call_slug=call.slug)


@bp.get("/desk/<event_slug>/abstracts/calls/<call_slug>")
@duty(Role.ABSTRACT_CHAIR)
def show_call_settings(event_slug: str, call_slug: str):
    event = event_of_chair(event_slug)
    call, form = queries.call_at_desk(session, event, call_slug), CallForm()
    form.show(event, call)
    return _call_page(event, call, form)


@bp.post("/desk/<event_slug>/abstracts/calls/<call_slug>")
@duty(Role.ABSTRACT_CHAIR)
def change_call(event_slug: str, call_slug: str):
    event = event_of_chair(event_slug)
    call = queries.call_at_desk(session, event, call_slug, lock=True)
    form = CallForm()
    if not form.validate_on_submit():
        return _call_page(event, call, form, status=422)
    try:
        actions.change_call(
            session,
            call=call,
            settings=form.settings(event, call),
            shown=form.seen.data or "",
            is_sure=form.is_sure.data,
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.ChangedMeanwhile as refusal:
        form.seen.data = rules.mark_of_settings(call)
        theirs = rules.told_apart(form.settings(event, call), rules.settings_of(call))
        return _call_page(event, call, form, refusal=refusal, theirs=theirs)
    except (rules.WrongCall, rules.NotSure) as refusal:
        return _call_page(event, call, form, refusal=refusal)
    flash(f"{call.name} is saved.")
    return see_other("abstracts.show_call_settings", event_slug=event_slug, call_slug=call.slug)


def event_of_chair(event_slug: str) -> Event:
    """The event, if who asks chairs its abstracts."""
    return event_for(session, g.person, event_slug, Role.ABSTRACT_CHAIR)


def _new_call_page(event: Event, form: NewCallForm, *, status: int = 200, refusal: str = ""):
    context = {"person": g.person, "event": event, "refusal": refusal}
    return page("abstracts/desk/new_call.html", status=status, form=form, **context)


def _call_page(
    event: Event,
    call: Call,
    form: CallForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    theirs: tuple[str, ...] = (),
):
    return page(
        "abstracts/desk/call.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        call=call,
        refusal=str(refusal or ""),
        asks_sure=isinstance(refusal, rules.NotSure),
        theirs=theirs,
    )
