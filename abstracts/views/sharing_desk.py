"""Sharing abstracts out among reviewers, first looked at and then done; how far they are, and changes by hand."""

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.models import Call, Stance
from abstracts.rules import Plan, ToShare
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL, ONE
from core import clock
from core.db import calls_outside, reading, session, transaction
from core.errors import Refusal
from core.web import ButtonForm, page, row_number, see_other
from core.words import count
from events.queries import event_for
from events.rules import local_day
from people.access import duty
from people.models import Person, Role


@bp.get(f"{OF_CALL}/sharing")
@duty(Role.ABSTRACT_CHAIR)
@calls_outside  # reckoning takes seconds
def show_sharing(event_slug: str, call_slug: str):
    person = g.person
    with reading():
        call = _call(person, event_slug, call_slug)
        given = _given(call)
    return _sharing_page(person, event_slug, call_slug, given, _best(given))


@bp.post(f"{OF_CALL}/sharing")
@duty(Role.ABSTRACT_CHAIR)
@calls_outside
def share_out(event_slug: str, call_slug: str):
    person, shown = g.person, request.form.get("seen", "")
    with transaction():
        call = _call(person, event_slug, call_slug, lock=True)
        actions.find_conflicts(session, call=call, now=clock.now())
        given = _given(call)
    plan = _best(given)
    if plan.pairs == given.kept:  # whoever pressed twice is there already (R7)
        return see_other("abstracts.show_progress", event_slug=event_slug, call_slug=call_slug)
    try:
        _keep_plan(person, event_slug, call_slug, given, plan, shown)
    except rules.SharedOutMeanwhile as refusal:
        return _sharing_page(person, event_slug, call_slug, given, plan, refusal)
    return see_other("abstracts.show_progress", event_slug=event_slug, call_slug=call_slug)


@bp.get(f"{ONE}/hand-on")
@duty(Role.ABSTRACT_CHAIR)
@calls_outside
def show_handing_on(event_slug: str, call_slug: str, reviewer_id: int):
    person = g.person
    with reading():
        call = _call(person, event_slug, call_slug)
        queries.reviewer_at_desk(session, call, reviewer_id)
        given = _given(call)
    return _handing_page(person, event_slug, call_slug, reviewer_id, given, _without(given, reviewer_id))


@bp.post(f"{ONE}/hand-on")
@duty(Role.ABSTRACT_CHAIR)
@calls_outside
def hand_on(event_slug: str, call_slug: str, reviewer_id: int):
    person, shown = g.person, request.form.get("seen", "")
    with transaction():
        call = _call(person, event_slug, call_slug, lock=True)
        queries.reviewer_at_desk(session, call, reviewer_id)
        actions.find_conflicts(session, call=call, now=clock.now())
        given = _given(call)
    plan = _without(given, reviewer_id)
    if plan.pairs == given.kept:  # whoever pressed twice is there already (R7)
        return see_other("abstracts.show_progress", event_slug=event_slug, call_slug=call_slug)
    try:
        _keep_plan(person, event_slug, call_slug, given, plan, shown)
    except rules.SharedOutMeanwhile as refusal:
        return _handing_page(person, event_slug, call_slug, reviewer_id, given, plan, refusal)
    return see_other("abstracts.show_progress", event_slug=event_slug, call_slug=call_slug)


@bp.get(f"{OF_CALL}/progress")
@duty(Role.ABSTRACT_CHAIR)
def show_progress(event_slug: str, call_slug: str):
    event, now = event_of_chair(event_slug), clock.now()
    call = queries.call_at_desk(session, event, call_slug)
    lines, workloads = queries.progress_of(session, call, chair_id=g.person.id), queries.reviewers_of(session, call)
    return page(
        "abstracts/desk/progress.html",
        form=ButtonForm(),
        person=g.person,
        event=event,
        call=call,
        lines=lines,
        workloads=[each for each in workloads if each.reviewer.stance is Stance.REVIEWING or each.given],
        wanted=queries.rubric_of(session, call).reviews_each,
        is_late=rules.is_late(call, now),
    )


@bp.post(f"{OF_CALL}/progress/<int:number>/give")
@duty(Role.ABSTRACT_CHAIR)
def give_review(event_slug: str, call_slug: str, number: int):
    event = event_of_chair(event_slug)
    call = queries.call_at_desk(session, event, call_slug, lock=True)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id)
    reviewer_id = request.form.get("reviewer", 0, type=row_number)
    reviewer = queries.reviewer_at_desk(session, call, reviewer_id)
    actions.give_by_hand(session, abstract=abstract, reviewer=reviewer, by_id=g.person.id, now=clock.now())
    flash(f"{reviewer.person.known_as} has abstract {number} to review.")
    return see_other("abstracts.show_reviews_of", event_slug=event_slug, call_slug=call_slug, number=number)


@bp.post(f"{OF_CALL}/progress/<int:number>/take/<int:reviewer_id>")
@duty(Role.ABSTRACT_CHAIR)
def take_review(event_slug: str, call_slug: str, number: int, reviewer_id: int):
    event = event_of_chair(event_slug)
    queries.call_at_desk(session, event, call_slug, lock=True)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id)
    review = queries.review_at_desk(session, abstract, reviewer_id)
    actions.take_by_hand(session, abstract=abstract, review=review, by_id=g.person.id, now=clock.now())
    flash(f"Abstract {number} is theirs no longer.")
    return see_other("abstracts.show_reviews_of", event_slug=event_slug, call_slug=call_slug, number=number)


def _call(person: Person, event_slug: str, call_slug: str, *, lock: bool = False) -> Call:
    event = event_for(session, person, event_slug, Role.ABSTRACT_CHAIR)
    return queries.call_at_desk(session, event, call_slug, lock=lock)


def _given(call: Call) -> ToShare:
    """What a plan goes by now, with ties that nobody has written down yet."""
    given = queries.to_share_out(session, call, local_day(call.event, clock.now()))
    return rules.with_barred(given, queries.barred_now(session, call))


def _best(given: ToShare) -> Plan:
    # Here, since SciPy and scikit-learn take a second to import and nothing else needs them.
    from abstracts.solver.sharing import plan

    return plan(given)


def _without(given: ToShare, reviewer_id: int) -> Plan:
    return rules.handed_on(given, _best(rules.without_reader(given, reviewer_id)), reviewer_id)


def _keep_plan(person: Person, event_slug: str, call_slug: str, given: ToShare, plan: Plan, shown: str) -> None:
    """The call is shared out by ``plan``. Raises SharedOutMeanwhile if ``shown`` is not the mark of ``given``."""
    if shown != rules.mark_of_shares(given):
        raise rules.SharedOutMeanwhile("Something has changed since you looked. This is how it would be now.")
    with transaction():
        call, now = _call(person, event_slug, call_slug, lock=True), clock.now()
        about = {"given": given, "plan": plan, "by_id": person.id, "today": local_day(call.event, now), "now": now}
        come, gone = actions.share_out(session, call=call, **about)
        flash(f"{count(come, 'review')} given{f', {gone} taken away' if gone else ''}.")


def _sharing_page(
    person: Person, event_slug: str, call_slug: str, given: ToShare, plan: Plan, refusal: Refusal | None = None
):
    with reading():
        call = _call(person, event_slug, call_slug)
        return page(
            "abstracts/desk/sharing.html",
            status=refusal.status if refusal else 200,
            form=ButtonForm(),
            person=person,
            event=call.event,
            call=call,
            given=given,
            plan=plan,
            loads=rules.loads_of(given, plan),
            told=rules.told_of_plan(given, plan),
            come=len(plan.pairs - given.kept),
            gone=len(given.kept - plan.pairs),
            seen=rules.mark_of_shares(given),
            refusal=str(refusal or ""),
        )


def _handing_page(
    person: Person,
    event_slug: str,
    call_slug: str,
    reviewer_id: int,
    given: ToShare,
    plan: Plan,
    refusal: Refusal | None = None,
):
    with reading():
        call = _call(person, event_slug, call_slug)
        seen = queries.numbers_in_review(session, call, chair_id=person.id)
        return page(
            "abstracts/desk/hand_on.html",
            status=refusal.status if refusal else 200,
            form=ButtonForm(),
            person=person,
            event=call.event,
            call=call,
            reviewer=queries.reviewer_at_desk(session, call, reviewer_id),
            handing=rules.handing(given, plan, reviewer_id, seen),
            is_any=plan.pairs != given.kept,
            seen=rules.mark_of_shares(given),
            refusal=str(refusal or ""),
        )
