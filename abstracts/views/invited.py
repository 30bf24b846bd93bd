"""Where somebody who is asked to review answers, says what they know, and bids; authors are hidden (rule 40)."""

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.forms import BID_WORDS, DeclineReviewingForm, ReviewerForm, read_bids, reviewer_form
from abstracts.models import Reviewer, Stance
from abstracts.views import bp
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from people.access import signed_in

HERE = "/events/<event_slug>/abstracts/reviews/<call_slug>"


@bp.get(HERE)
@signed_in
def show_reviewing(event_slug: str, call_slug: str):
    reviewer = queries.reviewer_for(session, g.person, event_slug, call_slug)
    return _page(reviewer, reviewer_form(reviewer, own=True))


@bp.post(HERE)
@signed_in
def accept_reviewing(event_slug: str, call_slug: str):
    reviewer = queries.reviewer_for(session, g.person, event_slug, call_slug, lock=True)
    form, was = reviewer_form(reviewer, own=True), reviewer.stance
    if not form.validate_on_submit():
        return _page(reviewer, form, status=422)
    try:
        actions.accept_reviewing(session, reviewer=reviewer, profile=form.profile(), now=clock.now())
    except rules.WrongLoad as refusal:
        return _page(reviewer, form, refusal=refusal)
    flash("Saved." if was is Stance.REVIEWING else "Thank you. Say below what you would read.")
    return see_other("abstracts.show_reviewing", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{HERE}/decline")
@signed_in
def decline_reviewing(event_slug: str, call_slug: str):
    reviewer = queries.reviewer_for(session, g.person, event_slug, call_slug, lock=True)
    form = DeclineReviewingForm()
    if not form.validate_on_submit():
        return _page(reviewer, reviewer_form(reviewer, own=True, formdata=None), status=422, declining=form)
    actions.decline_reviewing(session, reviewer=reviewer, reason=form.reason.data or "", now=clock.now())
    flash("Thank you for saying so. You can change your mind here.")
    return see_other("abstracts.show_reviewing", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{HERE}/wishes")
@signed_in
def save_bids(event_slug: str, call_slug: str):
    reviewer = queries.reviewer_for(session, g.person, event_slug, call_slug, lock=True)
    wishes, conflicts = read_bids(request.form, {each.id for each in queries.biddable(session, reviewer)})
    actions.save_bids(session, reviewer=reviewer, wishes=wishes, conflicts=conflicts, now=clock.now())
    flash("Your wishes are saved. Those you are in conflict with are off your list.")
    return see_other("abstracts.show_reviewing", event_slug=event_slug, call_slug=call_slug)


def _page(
    reviewer: Reviewer,
    form: ReviewerForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    declining: DeclineReviewingForm | None = None,
):
    is_reviewing = reviewer.stance is Stance.REVIEWING
    return page(
        "abstracts/reviewing.html",
        status=refusal.status if refusal else status,
        form=form,
        event=reviewer.call.event,
        call=reviewer.call,
        reviewer=reviewer,
        declining=declining or DeclineReviewingForm(formdata=None),
        lines=queries.biddable(session, reviewer) if is_reviewing else [],
        bids={key: each.value for key, each in queries.bids_of(session, reviewer).items()} if is_reviewing else {},
        bid_words=BID_WORDS,
        refusal=str(refusal or ""),
    )
