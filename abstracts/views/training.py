"""Where a reviewer practises."""

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import PracticeForm, practice_form
from abstracts.models import Reviewer, TrainingAbstract
from abstracts.rules.training import PractisedAlready, panel
from abstracts.views import bp
from core import clock
from core.db import session
from core.web import page, see_other
from people.access import duty
from people.models import Role

PRACTICE = "/events/<event_slug>/abstracts/<call_slug>/practice/<int:number>"


@bp.get(PRACTICE)
@duty(Role.REVIEWER)
def show_practice(event_slug: str, call_slug: str, number: int):
    training, reviewer = queries.practice_for(session, g.person, event_slug, call_slug, number)
    return _practice_page(training, reviewer)


@bp.post(PRACTICE)
@duty(Role.REVIEWER)
def practise(event_slug: str, call_slug: str, number: int):
    training, reviewer = queries.practice_for(session, g.person, event_slug, call_slug, number, lock=True)
    rubric = queries.rubric_of(session, training.call)
    form, now = practice_form(rubric), clock.now()
    if not form.validate_on_submit():
        return _practice_page(training, reviewer, form, status=422)
    given = {"training": training, "reviewer": reviewer, "rubric": rubric, "points": form.points()}
    try:
        actions.practise(session, **given, now=now)
    except rules.NotScored as refusal:
        for criterion, field in form.criteria:
            if criterion.id in refusal.criterion_ids:
                field.errors = [f"Score “{criterion.name}”, or give 0 if you cannot judge it."]
        return _practice_page(training, reviewer, form, status=refusal.status)
    except PractisedAlready as refusal:
        return _practice_page(training, reviewer, status=refusal.status, refusal=str(refusal))
    flash("Thank you. This is what the panel made of it.")
    return see_other("abstracts.show_practice", event_slug=event_slug, call_slug=call_slug, number=number)


def _practice_page(
    training: TrainingAbstract,
    reviewer: Reviewer,
    form: PracticeForm | None = None,
    *,
    status: int = 200,
    refusal: str = "",
):
    rubric = queries.rubric_of(session, training.call)
    own = queries.practised_by(session, training, reviewer)
    most = rules.MOST_POINTS * len(rubric.criteria)
    totals = queries.totals_of_practice(session, training) if own else []  # nobody is led by the panel
    return page(
        "abstracts/practice.html",
        status=status,
        form=form or practice_form(rubric),
        event=training.call.event,
        training=training,
        rubric=rubric,
        own=own,
        most=most,
        panel=panel(totals, most),
        mean=rules.mean_of(totals) if totals else None,
        reviewers=len(totals),
        here={"event_slug": training.call.event.slug, "call_slug": training.call.slug, "number": training.number},
        refusal=refusal,
    )
