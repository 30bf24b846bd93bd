"""The desk of a roundtable: whom to ask, who comes, what they read before, and the note."""

from datetime import timedelta

from flask import flash, g

from core import clock, files
from core.cells import csv_answer, csv_of
from core.db import calls_outside, reading, session, transaction
from core.errors import Refusal
from core.web import page, see_other
from events.models import Event
from events.queries import event_for, events_for
from people.access import duty, fresh
from people.models import Role
from people.rules import london_day
from policy import actions, queries, rules
from policy.forms import (
    InviteesForm,
    NoteForm,
    RoundtableForm,
    RoundtablePaperForm,
    SeatsForm,
    WaveForm,
)
from policy.models import Invitee, Roundtable
from policy.views import bp

DESK = "/desk/<event_slug>/roundtable"
REPLY_IN = timedelta(days=14)


@bp.get("/desk/roundtables/")
@duty(Role.ORGANISER, everywhere=True)
def show_roundtables():
    held = queries.roundtables_of(session, events_for(session, g.person, Role.ORGANISER, london_day(clock.now())))
    return page("policy/desk/roundtables.html", told=True, person=g.person, roundtables=held)


@bp.get("/desk/roundtables/new")
@duty(Role.ORGANISER, everywhere=True)
def show_new_roundtable():
    return page("policy/desk/new_roundtable.html", form=RoundtableForm(), person=g.person)


@bp.post("/desk/roundtables/new")
@duty(Role.ORGANISER, everywhere=True)
def make_roundtable():
    form = RoundtableForm()
    if not form.validate_on_submit():
        return page("policy/desk/new_roundtable.html", status=422, form=form, person=g.person)
    made = actions.make_roundtable(session, made=form.made(), by_id=g.person.id, now=clock.now())
    flash("The roundtable is made, and nobody is told of it. List whom to ask.")
    return see_other("policy.show_roundtable", event_slug=made.event.slug)


@bp.get(DESK)
@duty(Role.ORGANISER)
def show_roundtable(event_slug: str):
    event, roundtable = _at_desk(event_slug)
    return _roundtable_page(event, roundtable)


@bp.post(f"{DESK}/people")
@duty(Role.ORGANISER)
def list_invitees(event_slug: str):
    event, roundtable = _at_desk(event_slug, lock=True)
    form = InviteesForm()
    if not form.validate_on_submit():
        return _roundtable_page(event, roundtable, listing=form, status=422)
    people = form.invitees()
    added = actions.list_invitees(session, roundtable=roundtable, people=people, by_id=g.person.id, now=clock.now())
    flash(f"{added} of {len(people)} are new on the list. Nobody is asked yet.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.post(f"{DESK}/wave-<int:wave>")
@duty(Role.ORGANISER)
def invite_wave(event_slug: str, wave: int):
    event, roundtable = _at_desk(event_slug, lock=True)
    form, now = WaveForm(), clock.now()
    if not form.validate_on_submit():
        return _roundtable_page(event, roundtable, asking=form, status=422)
    given = {"wave": wave, "reply_by": form.reply_by.data, "by_id": g.person.id, "now": now, "today": london_day(now)}
    try:
        asked = actions.invite_wave(session, roundtable=roundtable, **given)
    except (rules.NobodyToInvite, rules.TooLate) as refusal:
        return _roundtable_page(event, roundtable, asking=form, refusal=refusal)
    flash(f"{asked} people are asked.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.post(f"{DESK}/seats")
@duty(Role.ORGANISER)
def set_seats(event_slug: str):
    event, roundtable = _at_desk(event_slug, lock=True)
    form = SeatsForm()
    if not form.validate_on_submit():
        return _roundtable_page(event, roundtable, seating=form, status=422)
    try:
        about = {"seats": form.seats.data or 0, "by_id": g.person.id, "now": clock.now()}
        actions.set_seats(session, roundtable=roundtable, **about)
    except rules.SeatsTaken as refusal:
        return _roundtable_page(event, roundtable, seating=form, refusal=refusal)
    flash("The seats are set.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.post(f"{DESK}/people/<int:invitee_id>/release")
@duty(Role.ORGANISER)
def release_invitee(event_slug: str, invitee_id: int):
    _, roundtable = _at_desk(event_slug, lock=True)
    invitee = queries.invitee_at_desk(session, roundtable, invitee_id)
    actions.release_invitee(session, invitee=invitee, by_id=g.person.id, now=clock.now())
    flash(f"{invitee.name} is asked no more.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.get(f"{DESK}/attendance.csv")
@duty(Role.ORGANISER)
@fresh
def download_attendance(event_slug: str):
    """Who comes: under the Chatham House Rule it leaves in its owner's hands alone (domain rule 55)."""
    _, roundtable = _at_desk(event_slug)
    rules.check_is_owner(roundtable, g.person.id)
    head = ("Name", "Role", "Nation", "Sector", "Career stage", "Answer")
    rows = [_row(each) for each in queries.invitees_of(session, roundtable)]
    return csv_answer("attendance.csv", csv_of(head, rows))


@bp.get(f"{DESK}/papers")
@duty(Role.ORGANISER)
def show_roundtable_papers(event_slug: str):
    event, roundtable = _at_desk(event_slug)
    return _papers_page(event, roundtable, RoundtablePaperForm(formdata=None))


@bp.post(f"{DESK}/papers")
@duty(Role.ORGANISER)
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def add_roundtable_paper(event_slug: str):
    with reading():
        event, roundtable = _at_desk(event_slug)
        form = RoundtablePaperForm()
    if not form.validate_on_submit():
        with reading():
            event, roundtable = _at_desk(event_slug)
            return _papers_page(event, roundtable, form, status=422)
    key = files.store().write(form.upload.content)
    with transaction():
        _, roundtable = _at_desk(event_slug, lock=True)
        now = clock.now()
        kept = files.add(session, key=key, upload=form.upload, purpose="roundtable paper", now=now)
        title = form.title.data or ""
        actions.add_paper(session, roundtable=roundtable, title=title, file=kept, by_id=g.person.id, now=now)
        flash("The paper is there for all who have a seat.")
    return see_other("policy.show_roundtable_papers", event_slug=event_slug)


@bp.get(f"{DESK}/papers/<int:paper_id>")
@duty(Role.ORGANISER)
def download_paper_at_desk(event_slug: str, paper_id: int):
    _, roundtable = _at_desk(event_slug)
    return files.answer_with(queries.paper_at_desk(session, roundtable, paper_id).file)


@bp.get(f"{DESK}/note")
@duty(Role.ORGANISER)
def show_note(event_slug: str):
    event, roundtable = _at_desk(event_slug)
    form = NoteForm(formdata=None)
    form.show(roundtable)
    return _note_page(event, roundtable, form)


@bp.post(f"{DESK}/note")
@duty(Role.ORGANISER)
def write_note(event_slug: str):
    event, roundtable = _at_desk(event_slug, lock=True)
    form = NoteForm()
    if not form.validate_on_submit():
        return _note_page(event, roundtable, form, status=422)
    given = {"words": form.words.data or "", "actions": form.follows(), "version": int(form.version.data or 0)}
    try:
        actions.write_note(session, roundtable=roundtable, by_id=g.person.id, now=clock.now(), **given)
    except (rules.NoteChanged, rules.NoteIsShared) as refusal:
        form.version.data = str(roundtable.note_version)
        return _note_page(event, roundtable, form, refusal=refusal, theirs=roundtable.note)
    flash("The note is saved.")
    return see_other("policy.show_note", event_slug=event_slug)


@bp.post(f"{DESK}/note/approve")
@duty(Role.ORGANISER)
def approve_note(event_slug: str):
    return _with_note(event_slug, actions.approve_note, "The note is approved. Nobody has it yet.")


@bp.post(f"{DESK}/note/share")
@duty(Role.ORGANISER)
def share_note(event_slug: str):
    return _with_note(event_slug, actions.share_note, "The note is shared with those who have a seat.")


def _with_note(event_slug: str, act, done: str):
    event, roundtable = _at_desk(event_slug, lock=True)
    try:
        act(session, roundtable=roundtable, by_id=g.person.id, now=clock.now())
    except rules.NoteNotReady as refusal:
        form = NoteForm(formdata=None)
        form.show(roundtable)
        return _note_page(event, roundtable, form, refusal=refusal)
    flash(done)
    return see_other("policy.show_note", event_slug=event_slug)


def _at_desk(event_slug: str, *, lock: bool = False) -> tuple[Event, Roundtable]:
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return event, queries.roundtable_at_desk(session, event, lock=lock)


def _row(invitee: Invitee) -> tuple[str, ...]:
    kinds = (invitee.nation, invitee.sector, invitee.stage, invitee.status)
    return (invitee.name, invitee.role, *(each.value for each in kinds))


def _roundtable_page(
    event: Event,
    roundtable: Roundtable,
    *,
    listing: InviteesForm | None = None,
    asking: WaveForm | None = None,
    seating: SeatsForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
):
    invitees = queries.invitees_of(session, roundtable)
    reply_by = london_day(clock.now()) + REPLY_IN
    return page(
        "policy/desk/roundtable.html",
        status=refusal.status if refusal else status,
        form=listing or InviteesForm(formdata=None),
        asking=asking or WaveForm(formdata=None, reply_by=min(reply_by, event.first_day)),
        seating=seating or SeatsForm(formdata=None, seats=roundtable.seats),
        sent=next((each for each in (listing, asking, seating) if each), None),
        refusal=str(refusal or ""),
        person=g.person,
        event=event,
        roundtable=roundtable,
        invitees=invitees,
        wave=rules.next_wave(invitees),
        balance=rules.balance(invitees),
        is_owner=roundtable.owner_id == g.person.id or not roundtable.is_unattributed,
    )


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
    theirs: str = "",
):
    return page(
        "policy/desk/roundtable_note.html",
        status=refusal.status if refusal else status,
        form=form,
        refusal=str(refusal or ""),
        theirs=theirs,
        person=g.person,
        event=event,
        roundtable=roundtable,
    )
