"""A call's reviewers and its rubric, at its chair's desk."""

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import InviteForm, ReviewerForm, RubricForm, reviewer_form, rubric_form
from abstracts.models import Call, Reviewer, Stance
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from core.words import count
from events.models import Event
from people.access import duty
from people.models import Role

OF_CALL = "/desk/<event_slug>/abstracts/calls/<call_slug>"
ONE = f"{OF_CALL}/reviewers/<int:reviewer_id>"


@bp.get(f"{OF_CALL}/reviewers")
@duty(Role.ABSTRACT_CHAIR)
def show_reviewers(event_slug: str, call_slug: str):
    event = event_of_chair(event_slug)
    return _reviewers_page(event, queries.call_at_desk(session, event, call_slug), InviteForm())


@bp.post(f"{OF_CALL}/reviewers")
@duty(Role.ABSTRACT_CHAIR)
def invite_reviewer(event_slug: str, call_slug: str):
    event, form = event_of_chair(event_slug), InviteForm()
    call = queries.call_at_desk(session, event, call_slug)
    if not form.validate_on_submit():
        return _reviewers_page(event, call, form, status=422)
    given = {"email": form.email.data, "name": form.name.data or "", "by_id": g.person.id, "now": clock.now()}
    try:
        reviewer = actions.invite_reviewer(session, call=call, **given)
    except rules.ReviewsAlready as refusal:
        return _reviewers_page(event, call, form, refusal=refusal)
    flash(f"{reviewer.person.known_as} is asked, by a letter to {reviewer.person.email}.")
    return see_other("abstracts.show_reviewers", event_slug=event_slug, call_slug=call_slug)


@bp.get(ONE)
@duty(Role.ABSTRACT_CHAIR)
def show_reviewer(event_slug: str, call_slug: str, reviewer_id: int):
    event = event_of_chair(event_slug)
    reviewer = queries.reviewer_at_desk(session, queries.call_at_desk(session, event, call_slug), reviewer_id)
    return _reviewer_page(event, reviewer, reviewer_form(reviewer))


@bp.post(ONE)
@duty(Role.ABSTRACT_CHAIR)
def change_reviewer(event_slug: str, call_slug: str, reviewer_id: int):
    event, reviewer = _locked(event_slug, call_slug, reviewer_id)
    form = reviewer_form(reviewer)
    if not form.validate_on_submit():
        return _reviewer_page(event, reviewer, form, status=422)
    given = {"profile": form.profile(), "shown": form.seen.data or "", "by_id": g.person.id, "now": clock.now()}
    try:
        actions.change_reviewer(session, reviewer=reviewer, **given)
    except (rules.WrongLoad, rules.ReviewerChanged) as refusal:
        if isinstance(refusal, rules.ReviewerChanged):
            form.seen.data = rules.mark_of_reviewer(reviewer)
        return _reviewer_page(event, reviewer, form, refusal=refusal)
    flash(f"What is known of {reviewer.person.known_as} is saved.")
    return see_other("abstracts.show_reviewers", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{ONE}/end")
@duty(Role.ABSTRACT_CHAIR)
def end_reviewer(event_slug: str, call_slug: str, reviewer_id: int):
    _, reviewer = _locked(event_slug, call_slug, reviewer_id)
    actions.end_reviewer(session, reviewer=reviewer, by_id=g.person.id, now=clock.now())
    flash(f"{reviewer.person.known_as} reviews no more. What they had left can be shared out again.")
    return see_other("abstracts.show_reviewers", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{ONE}/chase")
@duty(Role.ABSTRACT_CHAIR)
def chase_reviewer(event_slug: str, call_slug: str, reviewer_id: int):
    _, reviewer = _locked(event_slug, call_slug, reviewer_id)
    is_written = actions.chase_reviewer(session, reviewer=reviewer, by_id=g.person.id, now=clock.now())
    name = reviewer.person.known_as
    flash(f"A letter to {name} is on its way." if is_written else f"{name} has had a letter today, or has none left.")
    return see_other("abstracts.show_progress", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{OF_CALL}/chase")
@duty(Role.ABSTRACT_CHAIR)
def chase_late(event_slug: str, call_slug: str):
    call = queries.call_at_desk(session, event_of_chair(event_slug), call_slug)
    written = actions.chase_late(session, call=call, by_id=g.person.id, now=clock.now())
    flash(f"{count(written, 'letter')} on the way. Who had one today gets none.")
    return see_other("abstracts.show_progress", event_slug=event_slug, call_slug=call_slug)


@bp.get(f"{OF_CALL}/rubric")
@duty(Role.ABSTRACT_CHAIR)
def show_rubric(event_slug: str, call_slug: str):
    event = event_of_chair(event_slug)
    call = queries.call_at_desk(session, event, call_slug)
    return _rubric_page(event, call, rubric_form(queries.rubric_of(session, call)))


@bp.post(f"{OF_CALL}/rubric")
@duty(Role.ABSTRACT_CHAIR)
def set_rubric(event_slug: str, call_slug: str):
    event = event_of_chair(event_slug)
    call = queries.call_at_desk(session, event, call_slug, lock=True)
    form = rubric_form(queries.rubric_of(session, call))
    if not form.validate_on_submit():
        return _rubric_page(event, call, form, status=422)
    given = {"numbers": form.rubric_numbers(), "criteria": form.criteria(), "shown": form.seen.data or ""}
    try:
        actions.set_rubric(session, call=call, by_id=g.person.id, now=clock.now(), **given)
    except (rules.WrongRubric, rules.RubricInUse, rules.ChangedMeanwhile) as refusal:
        if isinstance(refusal, rules.ChangedMeanwhile):
            form.seen.data = rules.mark_of_rubric(queries.rubric_of(session, call))
        return _rubric_page(event, call, form, refusal=refusal)
    flash("The rubric is saved.")
    return see_other("abstracts.show_rubric", event_slug=event_slug, call_slug=call_slug)


def _locked(event_slug: str, call_slug: str, reviewer_id: int) -> tuple[Event, Reviewer]:
    event = event_of_chair(event_slug)
    call = queries.call_at_desk(session, event, call_slug)
    return event, queries.reviewer_at_desk(session, call, reviewer_id, lock=True)


def _reviewers_page(event: Event, call: Call, form: InviteForm, *, status: int = 200, refusal: Refusal | None = None):
    asked = queries.reviewers_of(session, call)
    return page(
        "abstracts/desk/reviewers.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        call=call,
        workloads=asked,
        counts={each: sum(one.reviewer.stance is each for one in asked) for each in Stance},
        level_words=rules.LEVEL_WORDS,
        refusal=str(refusal or ""),
    )


def _reviewer_page(
    event: Event, reviewer: Reviewer, form: ReviewerForm, *, status: int = 200, refusal: Refusal | None = None
):
    return page(
        "abstracts/desk/reviewer.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        call=reviewer.call,
        reviewer=reviewer,
        refusal=str(refusal or ""),
    )


def _rubric_page(event: Event, call: Call, form: RubricForm, *, status: int = 200, refusal: Refusal | None = None):
    return page(
        "abstracts/desk/rubric.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        call=call,
        is_scored=queries.is_scored(session, call),
        refusal=str(refusal or ""),
    )
