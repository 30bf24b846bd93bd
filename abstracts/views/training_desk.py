"""Practice abstracts of a call, at its chair's desk."""

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import TrainingForm, training_form
from abstracts.models import Call, TrainingAbstract
from abstracts.rules.training import MOST_TRAINING, ScoredInPractice, TooMuchTraining
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from people.access import duty
from people.models import Role

ONE = f"{OF_CALL}/practice/<int:number>"


@bp.get(f"{OF_CALL}/practice")
@duty(Role.ABSTRACT_CHAIR)
def show_training(event_slug: str, call_slug: str):
    return _list_page(_call(event_slug, call_slug), training_form())


@bp.post(f"{OF_CALL}/practice")
@duty(Role.ABSTRACT_CHAIR)
def add_training(event_slug: str, call_slug: str):
    call, form = _call(event_slug, call_slug, lock=True), training_form()
    if not form.validate_on_submit():
        return _list_page(call, form, status=422)
    try:
        actions.add_training(session, call=call, **_typed(form))
    except TooMuchTraining as refusal:
        return _list_page(call, form, refusal=refusal)
    flash("Every reviewer of the call finds it at the top of their list.")
    return see_other("abstracts.show_training", event_slug=event_slug, call_slug=call_slug)


@bp.get(ONE)
@duty(Role.ABSTRACT_CHAIR)
def show_training_abstract(event_slug: str, call_slug: str, number: int):
    call = _call(event_slug, call_slug)
    training = queries.training_at_desk(session, call, number)
    return _one_page(call, training, training_form(training))


@bp.post(ONE)
@duty(Role.ABSTRACT_CHAIR)
def change_training(event_slug: str, call_slug: str, number: int):
    call = _call(event_slug, call_slug)
    training = queries.training_at_desk(session, call, number, lock=True)
    form = training_form(training)
    if not form.validate_on_submit():
        return _one_page(call, training, form, status=422)
    given = {"training": training, "call": call, "version": form.version.data, **_typed(form)}
    try:
        actions.change_training(session, **given)
    except (ScoredInPractice, rules.ChangedMeanwhile) as refusal:
        form.version.data = training.version
        return _one_page(call, training, form, refusal=refusal)
    flash("The practice abstract is saved.")
    return see_other("abstracts.show_training", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{ONE}/remove")
@duty(Role.ABSTRACT_CHAIR)
def remove_training(event_slug: str, call_slug: str, number: int):
    call = _call(event_slug, call_slug)
    training = queries.training_at_desk(session, call, number, lock=True)
    actions.remove_training(session, training=training, call=call, by_id=g.person.id, now=clock.now())
    flash("The practice abstract is gone.")
    return see_other("abstracts.show_training", event_slug=event_slug, call_slug=call_slug)


def _call(event_slug: str, call_slug: str, *, lock: bool = False) -> Call:
    return queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=lock)


def _typed(form: TrainingForm) -> dict:
    words = {"title": form.title.data or "", "words": form.words.data or ""}
    return words | {"by_id": g.person.id, "now": clock.now()}


def _list_page(call: Call, form: TrainingForm, *, status: int = 200, refusal: Refusal | None = None):
    return page(
        "abstracts/desk/training.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=call.event,
        call=call,
        lines=queries.training_of(session, call),
        most=MOST_TRAINING,
        refusal=str(refusal or ""),
    )


def _one_page(
    call: Call, training: TrainingAbstract, form: TrainingForm, *, status: int = 200, refusal: Refusal | None = None
):
    return page(
        "abstracts/desk/training_abstract.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=call.event,
        call=call,
        training=training,
        scored_by=queries.scored_in_practice(session, training),
        refusal=str(refusal or ""),
    )
