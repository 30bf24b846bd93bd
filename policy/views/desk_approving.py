"""Approval at the desk: who is asked in which order, and their yes."""

from flask import flash, g

from core import clock
from core.db import session
from core.errors import Refusal
from core.web import ButtonForm, see_other
from people.access import fresh, signed_in_to_work
from policy import actions, queries, rules
from policy.forms import ApproversForm, SeenForm
from policy.models import PositionStatus
from policy.queries import AtDesk
from policy.views import bp
from policy.views.desk import ONE, at_desk, desk_page, today

APPROVALS = f"{ONE}/approvals"


@bp.get(APPROVALS)
@signed_in_to_work
def show_approvals(position_slug: str):
    return _approvals_page(at_desk(position_slug), ApproversForm())


@bp.post(APPROVALS)
@signed_in_to_work
def send_for_approval(position_slug: str):
    seen = queries.run_at_desk(session, g.person, position_slug, today())
    form = ApproversForm()
    if not form.validate_on_submit():
        return _approvals_page(seen, form, status=422)
    try:
        asked = actions.send_for_approval(
            session, seen=seen, addresses=form.listed(), by_id=g.person.id, now=clock.now()
        )
    except (rules.NobodyToApprove, rules.NotApproved) as refusal:
        return _approvals_page(seen, form, refusal=refusal)
    flash(f"It is with {asked[0].person.known_as}, who has a letter. The others are asked in turn.")
    return see_other("policy.show_approvals", position_slug=position_slug)


@bp.post(f"{APPROVALS}/approve")
@signed_in_to_work
@fresh
def approve_position(position_slug: str):
    seen = queries.position_at_desk(session, g.person, position_slug, today(), lock=True)
    form = SeenForm()
    if not form.validate_on_submit():
        return _approvals_page(seen, ApproversForm(formdata=None), status=422, refusal="Load this page again.")
    try:
        is_whole = actions.approve_position(session, seen=seen, person=g.person, mark=form.seen.data, now=clock.now())
    except rules.ChangedMeanwhile:
        words = "Its words were changed since you opened this page. Read them again, then approve them."
        return _approvals_page(seen, ApproversForm(formdata=None), status=409, refusal=words)
    flash("You have approved it" + (", and so have all." if is_whole else ". The next is asked."))
    return see_other("policy.show_approvals", position_slug=position_slug)


@bp.post(f"{APPROVALS}/back")
@signed_in_to_work
def send_back(position_slug: str):
    seen = queries.position_at_desk(session, g.person, position_slug, today(), lock=True)
    slug = seen.position.slug
    stays = seen.may_write
    actions.send_back(session, seen=seen, by=g.person, now=clock.now())
    flash("It is a draft again, and who was asked is told.")
    return see_other("policy.show_approvals", position_slug=slug) if stays else see_other("office.show_desk")


def _approvals_page(seen: AtDesk, form: ApproversForm, *, status: int = 200, refusal: Refusal | str = ""):
    position, turn = seen.position, rules.whose_turn(seen.position)
    is_asked = turn is not None and turn.person_id == g.person.id
    return desk_page(
        "policy/desk/approvals.html",
        seen,
        status=status,
        refusal=refusal,
        form=form,
        button=ButtonForm(),
        approve=SeenForm(formdata=None, seen=rules.digest(position)),
        approvals=rules.approvals_in_hand(position),
        turn=turn,
        is_asked=is_asked,
        may_ask=seen.may_run
        and not rules.approvals_in_hand(position)
        and (position.status is PositionStatus.DRAFT or rules.is_an_update(position)),
        may_send_back=(seen.may_run or is_asked) and position.status is not PositionStatus.SCHEDULED,
        digest=rules.digest(position),
    )
