"""The desk of a roundtable: what is read before, and the note of what was said."""

from flask import flash, g

from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.errors import Refusal
from core.web import page, see_other
from events.models import Event
from people.access import duty, fresh
from people.models import Role
from policy import actions, queries, rules
from policy.forms import NoteForm, RoundtablePaperForm
from policy.models import Roundtable
from policy.views import bp
from policy.views.roundtables import DESK, at_desk


@bp.get(f"{DESK}/papers")
@duty(Role.ORGANISER)
def show_roundtable_papers(event_slug: str):
    event, roundtable = at_desk(event_slug)
    return _papers_page(event, roundtable, RoundtablePaperForm(formdata=None))


@bp.post(f"{DESK}/papers")
@duty(Role.ORGANISER)
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def add_roundtable_paper(event_slug: str):
    with reading():
        event, roundtable = at_desk(event_slug)
        form = RoundtablePaperForm()
    if not form.validate_on_submit():
        with reading():
            event, roundtable = at_desk(event_slug)
            return _papers_page(event, roundtable, form, status=422)
    key = files.store().write(form.upload.content)
    with transaction():
        _, roundtable = at_desk(event_slug, lock=True)
        now = clock.now()
        kept = files.add(session, key=key, upload=form.upload, purpose="roundtable paper", now=now)
        title = form.title.data or ""
        actions.add_paper(session, roundtable=roundtable, title=title, file=kept, by_id=g.person.id, now=now)
        flash("The paper is there for all who have a seat.")
    return see_other("policy.show_roundtable_papers", event_slug=event_slug)


@bp.get(f"{DESK}/papers/<int:paper_id>")
@duty(Role.ORGANISER)
def download_roundtable_paper_at_desk(event_slug: str, paper_id: int):
    _, roundtable = at_desk(event_slug)
    return files.answer_with(queries.roundtable_paper_at_desk(session, roundtable, paper_id).file)


@bp.get(f"{DESK}/note")
@duty(Role.ORGANISER)
def show_note(event_slug: str):
    event, roundtable = at_desk(event_slug)
    form = NoteForm(formdata=None)
    form.show(roundtable)
    return _note_page(event, roundtable, form)


@bp.post(f"{DESK}/note")
@duty(Role.ORGANISER)
def write_note(event_slug: str):
    event, roundtable = at_desk(event_slug, lock=True)
    form = NoteForm()
    if not form.validate_on_submit():
        return _note_page(event, roundtable, form, status=422)
    given = {"words": form.words.data or "", "actions": form.follows(), "version": int(form.version.data or 0)}
    try:
        actions.write_note(session, roundtable=roundtable, by_id=g.person.id, now=clock.now(), **given)
    except (rules.NoteChanged, rules.NoteIsShared) as refusal:
        form.version.data = str(roundtable.note_version)
        return _note_page(event, roundtable, form, refusal=refusal, is_changed=isinstance(refusal, rules.NoteChanged))
    flash("The note is saved.")
    return see_other("policy.show_note", event_slug=event_slug)


@bp.post(f"{DESK}/note/approve")
@duty(Role.ORGANISER)
def approve_note(event_slug: str):
    return _with_note(event_slug, actions.approve_note, "The note is approved. Nobody has it yet.")


@bp.post(f"{DESK}/note/share")
@duty(Role.ORGANISER)
@fresh
def share_note(event_slug: str):
    return _with_note(event_slug, actions.share_note, "The note is shared with those who have a seat.")


def _with_note(event_slug: str, act, done: str):
    event, roundtable = at_desk(event_slug, lock=True)
    try:
        act(session, roundtable=roundtable, by_id=g.person.id, now=clock.now())
    except rules.NoteNotReady as refusal:
        form = NoteForm(formdata=None)
        form.show(roundtable)
        return _note_page(event, roundtable, form, refusal=refusal)
    flash(done)
    return see_other("policy.show_note", event_slug=event_slug)


def _papers_page(event: Event, roundtable: Roundtable, form: RoundtablePaperForm, *, status: int = 200):
    about = {"person": g.person, "event": event, "roundtable": roundtable}
    return page("policy/desk/roundtable_papers.html", status=status, form=form, **about)


def _note_page(
    event: Event,
    roundtable: Roundtable,
    form: NoteForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    is_changed: bool = False,
):
    return page(
        "policy/desk/roundtable_note.html",
        status=refusal.status if refusal else status,
        form=form,
        refusal=str(refusal or ""),
        is_changed=is_changed,
        person=g.person,
        event=event,
        roundtable=roundtable,
    )
