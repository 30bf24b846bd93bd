"""The desk of a roundtable: whom to ask, and who comes."""

from datetime import timedelta

from flask import flash, g

from core import clock
from core.cells import csv_answer, csv_of
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from core.words import count
from events.models import Event
from events.queries import event_for, events_for
from people.access import duty, fresh
from people.models import Role
from people.rules import london_day
from policy import actions, queries, rules
from policy.forms import InviteesForm, RoundtableForm, SeatsForm, TicksForm, WaveForm
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
    event, roundtable = at_desk(event_slug)
    return _roundtable_page(event, roundtable)


@bp.post(f"{DESK}/people")
@duty(Role.ORGANISER)
def list_invitees(event_slug: str):
    event, roundtable = at_desk(event_slug, lock=True)
    form = InviteesForm()
    if not form.validate_on_submit():
        return _roundtable_page(event, roundtable, listing=form, status=422)
    people = form.listed
    added = actions.list_invitees(session, roundtable=roundtable, people=people, by_id=g.person.id, now=clock.now())
    flash(f"{added} of {len(people)} are new on the list. Nobody is asked yet.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.post(f"{DESK}/balance")
@duty(Role.ORGANISER)
def look_at_balance(event_slug: str):
    """The balance with who is ticked and typed and not sent yet. It keeps nothing."""
    event, roundtable = at_desk(event_slug)
    ticks, listing = TicksForm(), InviteesForm()
    listing.validate()  # lines that cannot be read yet are not counted
    return _roundtable_page(event, roundtable, ticks=ticks, listing=listing, looking=True)


@bp.post(f"{DESK}/people/waves")
@duty(Role.ORGANISER)
def move_to_wave(event_slug: str):
    event, roundtable = at_desk(event_slug, lock=True)
    ticks = TicksForm()
    if not ticks.validate_on_submit():
        return _roundtable_page(event, roundtable, ticks=ticks, status=422)
    invitees, wave = queries.invitees_ticked(session, roundtable, ticks.ticked.data or ()), ticks.to_wave.data or 1
    try:
        about = {"invitees": invitees, "wave": wave, "by_id": g.person.id, "now": clock.now()}
        actions.move_to_wave(session, roundtable=roundtable, **about)
    except rules.WrongInviteeMove as refusal:
        return _roundtable_page(event, roundtable, ticks=ticks, refusal=refusal)
    flash(f"{count(len(invitees), 'person', 'people')} will be asked with wave {wave}.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.post(f"{DESK}/wave-<int:wave>")
@duty(Role.ORGANISER)
@fresh
def invite_wave(event_slug: str, wave: int):
    event, roundtable = at_desk(event_slug, lock=True)
    form, now = WaveForm(), clock.now()
    if not form.validate_on_submit():
        return _roundtable_page(event, roundtable, asking=form, status=422)
    given = {"wave": wave, "reply_by": form.reply_by.data, "by_id": g.person.id, "now": now, "today": london_day(now)}
    try:
        asked = actions.invite_wave(session, roundtable=roundtable, **given)
    except (rules.NobodyToInvite, rules.TooLate) as refusal:
        return _roundtable_page(event, roundtable, asking=form, refusal=refusal)
    flash(f"{count(asked, 'letter')} will go out in the next minutes.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.post(f"{DESK}/seats")
@duty(Role.ORGANISER)
def set_seats(event_slug: str):
    event, roundtable = at_desk(event_slug, lock=True)
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
    _, roundtable = at_desk(event_slug, lock=True)
    invitee = queries.invitee_at_desk(session, roundtable, invitee_id)
    actions.release_invitee(session, invitee=invitee, by_id=g.person.id, now=clock.now())
    flash(f"{invitee.name} is asked no more.")
    return see_other("policy.show_roundtable", event_slug=event_slug)


@bp.get(f"{DESK}/attendance.csv")
@duty(Role.ORGANISER)
@fresh
def download_attendance(event_slug: str):
    """Who comes: under the Chatham House Rule it leaves in its owner's hands alone (domain rule 55)."""
    _, roundtable = at_desk(event_slug)
    rules.check_is_owner(roundtable, g.person.id)
    head = ("Name", "Role", "Nation", "Sector", "Career stage", "Answer")
    rows = [_row(each) for each in queries.invitees_of(session, roundtable)]
    return csv_answer("attendance.csv", csv_of(head, rows))


def at_desk(event_slug: str, *, lock: bool = False) -> tuple[Event, Roundtable]:
    """The event and its roundtable, to who organises it; to others there is none."""
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
    ticks: TicksForm | None = None,
    asking: WaveForm | None = None,
    seating: SeatsForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
    looking: bool = False,
):
    invitees = queries.invitees_of(session, roundtable)
    ticked = set(ticks.ticked.data or ()) if ticks else set()
    reply_by = london_day(clock.now()) + REPLY_IN
    seating = seating or SeatsForm(formdata=None, seats=roundtable.seats)
    return page(
        "policy/desk/roundtable.html",
        fragment="balance" if looking else None,
        status=refusal.status if refusal else status,
        form=listing or InviteesForm(formdata=None),
        ticks=ticks or TicksForm(formdata=None),
        asking=asking or WaveForm(formdata=None, reply_by=min(reply_by, event.first_day)),
        seating=seating,
        sent=seating if looking else listing or ticks or asking or seating,
        refusal=str(refusal or ""),
        person=g.person,
        event=event,
        roundtable=roundtable,
        invitees=invitees,
        ticked=ticked,
        stage_words=rules.STAGE_WORDS,
        wave=rules.next_wave(invitees),
        balance=rules.balance(invitees, ticked=ticked, typed=listing.listed if listing else ()),
        may_export=roundtable.owner_id == g.person.id or not roundtable.is_unattributed,
    )
