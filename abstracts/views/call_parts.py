"""What a call is made of, and the codes by which one comes late, at the chair's desk."""

from datetime import datetime, timedelta

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.forms import LateEntryForm, PartForm, part_form
from abstracts.models import Call
from abstracts.rules import PartKind
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from events.models import Event
from people.access import duty
from people.models import Role

KINDS = "<any(categories,headings,questions):kind>"


@bp.get("/desk/<event_slug>/abstracts/calls/<call_slug>/parts")
@duty(Role.ABSTRACT_CHAIR)
def show_call_parts(event_slug: str, call_slug: str):
    event = event_of_chair(event_slug)
    return _parts_page(event, queries.call_at_desk(session, event, call_slug))


@bp.post(f"/desk/<event_slug>/abstracts/calls/<call_slug>/{KINDS}")
@duty(Role.ABSTRACT_CHAIR)
def add_part(event_slug: str, call_slug: str, kind: str):
    event = event_of_chair(event_slug)
    call = queries.call_at_desk(session, event, call_slug, lock=True)
    form = part_form(of := PartKind(kind))
    if not form.validate_on_submit():
        return _parts_page(event, call, form, of)
    given = {"wording": form.wording(), "by_id": g.person.id, "now": clock.now()}
    try:
        actions.add_part(session, call=call, kind=of, **given)
    except rules.WrongCall as refusal:
        return _parts_page(event, call, form, of, refusal)
    flash(f"The {rules.PART_WORDS[of]} is added.")
    return see_other("abstracts.show_call_parts", event_slug=event_slug, call_slug=call_slug)


@bp.get(f"/desk/<event_slug>/abstracts/calls/<call_slug>/{KINDS}/<int:part_id>")
@duty(Role.ABSTRACT_CHAIR)
def show_part(event_slug: str, call_slug: str, kind: str, part_id: int):
    event = event_of_chair(event_slug)
    call, of = queries.call_at_desk(session, event, call_slug), PartKind(kind)
    return _part_page(event, call, of, part_id, part_form(of, queries.part_at_desk(call, of, part_id)))


@bp.post(f"/desk/<event_slug>/abstracts/calls/<call_slug>/{KINDS}/<int:part_id>")
@duty(Role.ABSTRACT_CHAIR)
def change_part(event_slug: str, call_slug: str, kind: str, part_id: int):
    event = event_of_chair(event_slug)
    call, of = queries.call_at_desk(session, event, call_slug, lock=True), PartKind(kind)
    part, form = queries.part_at_desk(call, of, part_id), part_form(of)
    if not form.validate_on_submit():
        return _part_page(event, call, of, part_id, form, status=422)
    given = {"wording": form.wording(), "shown": form.seen.data or "", "by_id": g.person.id, "now": clock.now()}
    given["is_sure"] = "is_sure" in form and form.is_sure.data
    try:
        actions.change_part(session, call=call, kind=of, part=part, **given)
    except (rules.WrongCall, rules.NotSure, rules.ChangedMeanwhile) as refusal:
        form.seen.data = rules.mark_of_part(part) if isinstance(refusal, rules.ChangedMeanwhile) else form.seen.data
        return _part_page(event, call, of, part_id, form, refusal=refusal)
    flash(f"The {rules.PART_WORDS[of]} is saved.")
    return see_other("abstracts.show_call_parts", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"/desk/<event_slug>/abstracts/calls/<call_slug>/{KINDS}/<int:part_id>/move")
@duty(Role.ABSTRACT_CHAIR)
def move_part(event_slug: str, call_slug: str, kind: str, part_id: int):
    call, of = queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=True), PartKind(kind)
    part, by = queries.part_at_desk(call, of, part_id), -1 if request.form.get("to") == "up" else 1
    actions.move_part(session, call=call, kind=of, part=part, by=by, by_id=g.person.id, now=clock.now())
    flash(f"“{rules.name_of_part(part)}” stands {'earlier' if by < 0 else 'later'} now.")
    return see_other("abstracts.show_call_parts", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"/desk/<event_slug>/abstracts/calls/<call_slug>/{KINDS}/<int:part_id>/retire")
@duty(Role.ABSTRACT_CHAIR)
def retire_part(event_slug: str, call_slug: str, kind: str, part_id: int):
    call, of = queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=True), PartKind(kind)
    part, is_retired = queries.part_at_desk(call, of, part_id), request.form.get("to") != "back"
    given = {"part": part, "is_retired": is_retired, "by_id": g.person.id, "now": clock.now()}
    actions.retire_part(session, call=call, kind=of, **given)
    name = rules.name_of_part(part)
    flash(f"“{name}” is retired: nobody is offered it." if is_retired else f"“{name}” is offered again.")
    return see_other("abstracts.show_call_parts", event_slug=event_slug, call_slug=call_slug)


@bp.get("/desk/<event_slug>/abstracts/calls/<call_slug>/late")
@duty(Role.ABSTRACT_CHAIR)
def show_late_entries(event_slug: str, call_slug: str):
    event, form = event_of_chair(event_slug), LateEntryForm()
    call, now = queries.call_at_desk(session, event, call_slug), clock.now()
    form.ends_at.show(event, max(call.closes_at, now) + timedelta(days=3))
    return _late_page(event, call, form, now)


@bp.post("/desk/<event_slug>/abstracts/calls/<call_slug>/late")
@duty(Role.ABSTRACT_CHAIR)
def make_late_entry(event_slug: str, call_slug: str):
    event, form = event_of_chair(event_slug), LateEntryForm()
    call, now = queries.call_at_desk(session, event, call_slug), clock.now()
    if not form.validate_on_submit():
        return _late_page(event, call, form, now, status=422)
    given = {"words": form.words.data, "uses": form.uses.data, "ends_at": form.ends_at.moment(event)}
    try:
        entry = actions.make_late_entry(session, call=call, by_id=g.person.id, now=now, **given)
    except rules.WrongCall as refusal:
        return _late_page(event, call, form, now, status=refusal.status, refusal=str(refusal))
    flash(f"The code is {entry.code}. It stays in the list here, so it may be looked up again.")
    return see_other("abstracts.show_late_entries", event_slug=event_slug, call_slug=call_slug)


@bp.post("/desk/<event_slug>/abstracts/calls/<call_slug>/late/<int:entry_id>/end")
@duty(Role.ABSTRACT_CHAIR)
def end_late_entry(event_slug: str, call_slug: str, entry_id: int):
    call = queries.call_at_desk(session, event_of_chair(event_slug), call_slug)
    entry = queries.late_entry_at_desk(session, call, entry_id)
    actions.end_late_entry(session, call=call, entry=entry, by_id=g.person.id, now=clock.now())
    flash(f"The code {entry.code} is good no longer.")
    return see_other("abstracts.show_late_entries", event_slug=event_slug, call_slug=call_slug)


def _parts_page(
    event: Event,
    call: Call,
    form: PartForm | None = None,
    wrong: PartKind | None = None,
    refusal: Refusal | None = None,
):
    """The parts of a call; with a form that came back ``wrong`` the same page with its errors."""
    forms = {each: form if form and each is wrong else part_form(each) for each in PartKind}
    return page(
        "abstracts/desk/parts.html",
        status=422 if form else 200,
        form=form or forms[PartKind.CATEGORY],
        person=g.person,
        event=event,
        call=call,
        forms=forms,
        parts={each: rules.parts_of(call, each) for each in PartKind},
        part_words=rules.PART_WORDS,
        name_of=rules.name_of_part,
        wrong=wrong,
        refusal=str(refusal or ""),
    )


def _part_page(
    event: Event,
    call: Call,
    kind: PartKind,
    part_id: int,
    form: PartForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
):
    part = queries.part_at_desk(call, kind, part_id)
    return page(
        "abstracts/desk/part.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        call=call,
        kind=kind,
        part=part,
        name=rules.name_of_part(part),
        part_word=rules.PART_WORDS[kind],
        refusal=str(refusal or ""),
        asks_sure=isinstance(refusal, rules.NotSure),
    )


def _late_page(event: Event, call: Call, form: LateEntryForm, now: datetime, *, status: int = 200, refusal: str = ""):
    return page(
        "abstracts/desk/late.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        call=call,
        entries=queries.late_entries_of(session, call),
        now=now,
        refusal=refusal,
    )
