"""Who reads a position early, at the desk of its policy editors, its owner and its lead (domain rule 51)."""

from collections.abc import Callable
from functools import wraps

from flask import flash, g, url_for

from core import clock
from core.cells import csv_answer, csv_of
from core.db import session
from core.errors import Refusal
from core.web import page, see_other, sign_in_first
from people.access import fresh, owes_second_factor, signed_in
from people.models import Role
from people.rules import holds_duty
from policy import actions, queries, rules
from policy.forms import ExpiryForm, GuestForm, GuestListForm, RevokeForm, TermsForm
from policy.models import Grant, Language, Launch
from policy.queries.press import LINES_SHOWN
from policy.views import bp

DESK = "/desk/policy/<position_slug>/press"
ONE = f"{DESK}/<int:grant_id>"
LOG_HEAD = ("Copy", "Name", "Outlet", "Email", "Kind", "When (UTC)", "What")


def at_desk(view: Callable) -> Callable:
    """For who is signed in, and has proved the second factor that one of their duties wants; a query says who may."""

    @wraps(view)
    def proved(**values):
        if owes_second_factor():
            return sign_in_first(url_for("people.show_confirm"))
        return view(**values)

    return signed_in(proved)


def desk_launch(position_slug: str, *, lock: bool = False) -> Launch:
    """The launch of that position, if who asks may decide who reads it early."""
    is_editor = holds_duty(g.duties, Role.POLICY_EDITOR, None)
    return queries.press_desk(session, g.person, position_slug, is_editor=is_editor, lock=lock)


@bp.get(DESK)
@at_desk
def show_press(position_slug: str):
    return _page(desk_launch(position_slug))


@bp.post(DESK)
@at_desk
def invite_guest(position_slug: str):
    launch, form = desk_launch(position_slug, lock=True), GuestForm()
    form.invited = queries.addresses_invited(session, launch)
    if not form.validate_on_submit():
        return _page(launch, inviting=form, status=422)
    return _invite(launch, form, [form.guest()])


@bp.post(f"{DESK}/list")
@at_desk
def invite_guests(position_slug: str):
    launch, form = desk_launch(position_slug, lock=True), GuestListForm()
    invited = queries.addresses_invited(session, launch)
    form.read = lambda text: rules.read_guests(text, invited)
    if not form.validate_on_submit():
        return _page(launch, listing=form, status=422)
    return _invite(launch, form, rules.read_guests(form.guests.data or "", invited))


@bp.post(f"{DESK}/terms")
@at_desk
def set_press_terms(position_slug: str):
    launch, form = desk_launch(position_slug, lock=True), TermsForm()
    if not form.validate_on_submit():
        return _page(launch, terms=form, status=422)
    try:
        told = actions.set_terms(
            session, launch=launch, terms=form.terms.data or "", by_id=g.person.id, now=clock.now()
        )
    except (rules.MayNotInvite, rules.LogIsFrozen) as refusal:
        return _page(launch, terms=form, refusal=refusal)
    flash(f"The terms are saved, and {told} are asked to accept them anew." if told else "The terms are saved.")
    return see_other("policy.show_press", position_slug=position_slug)


@bp.get(ONE)
@at_desk
def show_guest(position_slug: str, grant_id: int):
    launch = desk_launch(position_slug)
    return _guest_page(launch, queries.guest_at_desk(session, launch, grant_id))


@bp.post(f"{ONE}/remind")
@at_desk
def remind_guest(position_slug: str, grant_id: int):
    grant = _locked(position_slug, grant_id)
    is_written = actions.remind_guest(session, grant=grant, by_id=g.person.id, now=clock.now())
    said = "A letter is on its way to" if is_written else "No letter was needed: one went today, or all is accepted by"
    flash(f"{said} {grant.name}.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.post(f"{ONE}/revoke")
@at_desk
def revoke_access(position_slug: str, grant_id: int):
    grant, form = _locked(position_slug, grant_id), RevokeForm()
    if not form.validate_on_submit():
        return _guest_page(grant.launch, grant, status=422)
    actions.revoke_access(session, grant=grant, tell=form.tell.data, by_id=g.person.id, now=clock.now())
    flash(f"{grant.name} can open nothing any more.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.post(f"{ONE}/give-back")
@at_desk
def give_back_access(position_slug: str, grant_id: int):
    grant = _locked(position_slug, grant_id)
    actions.give_back_access(session, grant=grant, by_id=g.person.id, now=clock.now())
    flash(f"{grant.name} has access again.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.post(f"{ONE}/until")
@at_desk
def reset_expiry(position_slug: str, grant_id: int):
    grant, form = _locked(position_slug, grant_id), ExpiryForm()
    if not form.validate_on_submit():
        return _guest_page(grant.launch, grant, expiry=form, status=422)
    until = rules.end_of(form.until.data)
    try:
        actions.reset_expiry(session, grant=grant, expires_at=until, by_id=g.person.id, now=clock.now())
    except (rules.WrongExpiry, rules.LogIsFrozen) as refusal:
        return _guest_page(grant.launch, grant, expiry=form, refusal=refusal)
    flash("Saved.")
    return see_other("policy.show_guest", position_slug=position_slug, grant_id=grant_id)


@bp.get(f"{DESK}/log")
@at_desk
def show_press_log(position_slug: str):
    launch = desk_launch(position_slug)
    return page(
        "policy/desk/press_log.html",
        person=g.person,
        launch=launch,
        title=title_of(launch),
        openings=queries.openings_of(session, launch, most=LINES_SHOWN),
        most=LINES_SHOWN,
        moves=queries.moves_of(session, launch),
    )


@bp.get(f"{DESK}/log.csv")
@at_desk
@fresh
def download_press_log(position_slug: str):
    launch = desk_launch(position_slug)
    rows = [
        (who.copy_number, who.name, who.outlet, who.email, who.kind.value, f"{at:%Y-%m-%d %H:%M:%S}", what)
        for who, at, what in queries.whole_log(session, launch)
    ]
    return csv_answer(f"press-log-{position_slug}.csv", csv_of(LOG_HEAD, rows))


def title_of(launch: Launch) -> str:
    """What the position is called at the desk: in English, as of the version in hand."""
    text = launch.position.text_in(Language.ENGLISH, launch.position.version)
    return text.title if text else launch.position.slug


def _invite(launch: Launch, form: GuestForm | GuestListForm, guests: list[rules.TypedGuest]):
    given = {"kind": form.guest_kind, "expires_at": form.expires_at, "by_id": g.person.id, "now": clock.now()}
    try:
        made = actions.invite_guests(session, launch=launch, guests=guests, **given)
    except (rules.MayNotInvite, rules.WrongExpiry) as refusal:
        typed = {"inviting": form} if isinstance(form, GuestForm) else {"listing": form}
        return _page(launch, refusal=refusal, **typed)
    whom = made[0].name if len(made) == 1 else f"{len(made)} people"
    flash(f"{whom} can accept the terms now: a letter is on its way.")
    return see_other("policy.show_press", position_slug=launch.position.slug)


def _locked(position_slug: str, grant_id: int) -> Grant:
    # The launch too, so that nothing is done with a grant while a breach makes the record.
    return queries.guest_at_desk(session, desk_launch(position_slug, lock=True), grant_id, lock=True)


def _page(
    launch: Launch,
    *,
    inviting: GuestForm | None = None,
    listing: GuestListForm | None = None,
    terms: TermsForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
):
    now = clock.now()
    guests = queries.guests_of(session, launch)
    return page(
        "policy/desk/press.html",
        status=refusal.status if refusal else status,
        form=inviting or listing or terms or GuestForm(formdata=None),
        person=g.person,
        launch=launch,
        title=title_of(launch),
        guests=[(each, rules.standing_of(each.grant, now)) for each in guests],
        may_invite=rules.is_waiting(launch, now),
        is_public=rules.is_public(launch.position, launch, now),
        has_accepted_guests=any(each.grant.accepted_at for each in guests),
        inviting=inviting or GuestForm(formdata=None),
        listing=listing or GuestListForm(formdata=None),
        terms=terms or TermsForm(formdata=None, terms=launch.terms or rules.USUAL_TERMS),
        usual=rules.usual_expiry(launch.lifts_at) if launch.lifts_at else None,
        refusal=str(refusal or ""),
    )


def _guest_page(
    launch: Launch,
    grant: Grant,
    *,
    expiry: ExpiryForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
):
    now = clock.now()
    form = expiry or ExpiryForm(formdata=None, until=rules.last_day_before(grant.expires_at))
    return page(
        "policy/desk/press_guest.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        launch=launch,
        title=title_of(launch),
        grant=grant,
        standing=rules.standing_of(grant, now),
        openings=queries.openings_of(session, launch, grant=grant, most=LINES_SHOWN),
        steps=[each for each in queries.steps_of(session, launch) if each.grant_id == grant.id],
        revoking=RevokeForm(formdata=None, tell=True),
        refusal=str(refusal or ""),
    )
