"""Who reads a position early, at the desk of its policy editors, its owner and its lead (domain rule 51)."""

from flask import flash, g

from core import clock
from core.cells import csv_answer, csv_of
from core.db import session
from core.errors import Refusal
from core.web import see_other
from people.access import fresh, signed_in_to_work
from policy import actions, queries, rules
from policy.forms import ExpiryForm, GuestForm, GuestListForm, RevokeForm, TermsForm
from policy.models import Grant, Launch
from policy.queries import AtDesk
from policy.queries.press import LINES_SHOWN
from policy.views import bp
from policy.views.desk import ONE as POSITION
from policy.views.desk import desk_page, today

DESK = f"{POSITION}/press"
ONE = f"{DESK}/<int:grant_id>"
LOG_HEAD = ("Copy", "Name", "Outlet", "Email", "Kind", "When (UTC)", "What")


def seen_launch(position_slug: str, *, lock: bool = False) -> tuple[AtDesk, Launch]:
    """The position and its launch, if who asks may decide who reads it early."""
    return queries.press_desk(session, g.person, position_slug, today(), lock=lock)


@bp.get(DESK)
@signed_in_to_work
def show_press(position_slug: str):
    return _page(seen_launch(position_slug)[0])


@bp.post(DESK)
@signed_in_to_work
def invite_guest(position_slug: str):
    (seen, launch), form = seen_launch(position_slug, lock=True), GuestForm()
    form.invited = queries.addresses_invited(session, launch)
    if not form.validate_on_submit():
        return _page(seen, inviting=form, status=422)
    return _invite(seen, form, [form.guest()])


@bp.post(f"{DESK}/list")
@signed_in_to_work
def invite_guests(position_slug: str):
    (seen, launch), form = seen_launch(position_slug, lock=True), GuestListForm()
    invited = queries.addresses_invited(session, launch)
    form.read = lambda text: rules.read_guests(text, invited)
    if not form.validate_on_submit():
        return _page(seen, listing=form, status=422)
    return _invite(seen, form, rules.read_guests(form.guests.data or "", invited))


@bp.post(f"{DESK}/terms")
@signed_in_to_work
def set_press_terms(position_slug: str):
    (seen, launch), form = seen_launch(position_slug, lock=True), TermsForm()
    if not form.validate_on_submit():
        return _page(seen, terms=form, status=422)
    try:
        told = actions.set_terms(
            session, launch=launch, terms=form.terms.data or "", by_id=g.person.id, now=clock.now()
        )
    except (rules.MayNotInvite, rules.LogIsFrozen) as refusal:
        return _page(seen, terms=form, refusal=refusal)
    flash(f"The terms are saved, and {told} are asked to accept them anew." if told else "The terms are saved.")
    return see_other("policy.show_press", position_slug=position_slug)


@bp.get(ONE)
@signed_in_to_work
def show_guest(position_slug: str, grant_id: int):
    seen, launch = seen_launch(position_slug)
    return _guest_page(seen, queries.guest_at_desk(session, launch, grant_id))


@bp.post(f"{ONE}/remind")
@signed_in_to_work
def remind_guest(position_slug: str, grant_id: int):
    _, grant = _locked(position_slug, grant_id)
    is_written = actions.remind_guest(session, grant=grant, by_id=g.person.id, now=clock.now())
    said = "A letter is on its way to" if is_written else "No letter was needed: one went today, or all is accepted by"
    flash(f"{said} {grant.name}.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.post(f"{ONE}/revoke")
@signed_in_to_work
def revoke_access(position_slug: str, grant_id: int):
    seen, grant = _locked(position_slug, grant_id)
    form = RevokeForm()
    if not form.validate_on_submit():
        return _guest_page(seen, grant, status=422)
    actions.revoke_access(session, grant=grant, tell=form.tell.data, by_id=g.person.id, now=clock.now())
    flash(f"{grant.name} can open nothing any more.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.post(f"{ONE}/give-back")
@signed_in_to_work
def give_back_access(position_slug: str, grant_id: int):
    _, grant = _locked(position_slug, grant_id)
    actions.give_back_access(session, grant=grant, by_id=g.person.id, now=clock.now())
    flash(f"{grant.name} has access again.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.post(f"{ONE}/until")
@signed_in_to_work
def reset_expiry(position_slug: str, grant_id: int):
    seen, grant = _locked(position_slug, grant_id)
    form = ExpiryForm()
    if not form.validate_on_submit():
        return _guest_page(seen, grant, expiry=form, status=422)
    until = rules.end_of(form.until.data)
    try:
        actions.reset_expiry(session, grant=grant, expires_at=until, by_id=g.person.id, now=clock.now())
    except (rules.WrongExpiry, rules.LogIsFrozen) as refusal:
        return _guest_page(seen, grant, expiry=form, refusal=refusal)
    flash("Saved.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.get(f"{DESK}/log")
@signed_in_to_work
def show_press_log(position_slug: str):
    seen, launch = seen_launch(position_slug)
    return desk_page(
        "policy/desk/press_log.html",
        seen,
        openings=queries.openings_of(session, launch, most=LINES_SHOWN),
        most=LINES_SHOWN,
        moves=queries.moves_of(session, launch),
    )


@bp.get(f"{DESK}/log.csv")
@signed_in_to_work
@fresh
def download_press_log(position_slug: str):
    _, launch = seen_launch(position_slug)
    rows = [
        (who.copy_number, who.name, who.outlet, who.email, who.kind.value, f"{at:%Y-%m-%d %H:%M:%S}", what)
        for who, at, what in queries.whole_log(session, launch)
    ]
    return csv_answer(f"press-log-{position_slug}.csv", csv_of(LOG_HEAD, rows))


def _invite(seen: AtDesk, form: GuestForm | GuestListForm, guests: list[rules.TypedGuest]):
    given = {"kind": form.guest_kind, "expires_at": form.expires_at, "by_id": g.person.id, "now": clock.now()}
    try:
        made = actions.invite_guests(session, launch=queries.launch_of(seen), guests=guests, **given)
    except (rules.MayNotInvite, rules.WrongExpiry) as refusal:
        typed = {"inviting": form} if isinstance(form, GuestForm) else {"listing": form}
        return _page(seen, refusal=refusal, **typed)
    whom = made[0].name if len(made) == 1 else f"{len(made)} people"
    flash(f"{whom} can accept the terms now: a letter is on its way.")
    return see_other("policy.show_press", position_slug=seen.position.slug)


def _locked(position_slug: str, grant_id: int) -> tuple[AtDesk, Grant]:
    # The launch too, so that nothing is done with a grant while somebody opens it or a breach makes the record.
    seen, launch = seen_launch(position_slug, lock=True)
    return seen, queries.guest_at_desk(session, launch, grant_id)


def _page(
    seen: AtDesk,
    *,
    inviting: GuestForm | None = None,
    listing: GuestListForm | None = None,
    terms: TermsForm | None = None,
    status: int = 200,
    refusal: Refusal | str = "",
):
    now, launch = clock.now(), queries.launch_of(seen)
    guests = queries.guests_of(session, launch)
    return desk_page(
        "policy/desk/press.html",
        seen,
        status=status,
        refusal=refusal,
        form=inviting or listing or terms or GuestForm(formdata=None),
        guests=[(each, rules.standing_of(each.grant, now)) for each in guests],
        may_invite=rules.is_waiting(launch, now),
        is_public=rules.is_public(launch.position, launch, now),
        has_accepted_guests=any(each.grant.accepted_at for each in guests),
        inviting=inviting or GuestForm(formdata=None),
        listing=listing or GuestListForm(formdata=None),
        terms=terms or TermsForm(formdata=None, terms=launch.terms or rules.USUAL_TERMS),
    )


def _guest_page(
    seen: AtDesk, grant: Grant, *, expiry: ExpiryForm | None = None, status: int = 200, refusal: Refusal | str = ""
):
    now, launch = clock.now(), grant.launch
    return desk_page(
        "policy/desk/press_guest.html",
        seen,
        status=status,
        refusal=refusal,
        form=expiry or ExpiryForm(formdata=None, until=rules.last_day_before(grant.expires_at)),
        grant=grant,
        standing=rules.standing_of(grant, now),
        openings=queries.openings_of(session, launch, grant=grant, most=LINES_SHOWN),
        steps=[each for each in queries.steps_of(session, launch) if each.grant_id == grant.id],
        revoking=RevokeForm(formdata=None, tell=True),
    )
