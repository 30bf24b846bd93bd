"""The chair's board: what reviews come to, decisions made quietly, their letters, and their one release."""

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.actions import Outcome
from abstracts.forms import (
    BOARD_FLAG_WORDS,
    DECISION_WORDS,
    BoardForm,
    DecisionForm,
    DecisionLetterForm,
    TickedDecisionForm,
)
from abstracts.models import Call, Decision, Rubric
from abstracts.rules import board as on_board
from abstracts.rules.board import TieRule
from abstracts.rules.deciding import places_of
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core import clock
from core.db import session
from core.errors import NotFound, Refusal
from core.web import ButtonForm, page, see_other
from core.words import count
from people.access import duty, fresh
from people.models import Role


@bp.get(f"{OF_CALL}/board")
@duty(Role.ABSTRACT_CHAIR)
def show_board(event_slug: str, call_slug: str):
    return _board_page(_call(event_slug, call_slug))


@bp.post(f"{OF_CALL}/board/<int:number>")
@duty(Role.ABSTRACT_CHAIR)
def decide_abstract(event_slug: str, call_slug: str, number: int):
    event = event_of_chair(event_slug)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id, lock=True)
    form, now = DecisionForm(), clock.now()
    if not form.validate_on_submit():
        return _board_page(abstract.call, status=422, refusal="Choose one of the decisions.")
    decision, about = form.chosen(), {"abstract": abstract, "by_id": g.person.id, "now": now}
    try:
        if decision is None:
            actions.undo_decision(session, **about)
        else:
            actions.decide_on_reviews(session, decision=decision, **about)
    except (rules.TooFewReviews, rules.SecondPoster, rules.NobodyPresents, rules.WrongMove) as refusal:
        return _board_page(abstract.call, status=refusal.status, refusal=f"Abstract {number}: {refusal}")
    flash(f"Abstract {number}: {DECISION_WORDS[decision].lower() if decision else 'not decided'}. Nobody is told yet.")
    return _back(event_slug, call_slug, f"abstract-{number}")


@bp.post(f"{OF_CALL}/board/ticked")
@duty(Role.ABSTRACT_CHAIR)
def decide_ticked(event_slug: str, call_slug: str):
    call, form = _call(event_slug, call_slug), TickedDecisionForm()
    if not form.validate_on_submit():
        return _board_page(call, status=422, refusal="Choose one of the decisions.")
    rules.check_abstracts_ticked(form.ids())
    ticked = queries.ticked_abstracts(session, call.event, form.ids(), chair_id=g.person.id, lock=True)
    abstracts, decision = [each for each in ticked if each.call_id == call.id], form.chosen()
    chosen = {each.id: decision for each in abstracts}
    about = {"by_id": g.person.id, "now": clock.now()}
    tell_decided(actions.decide_each(session, chosen=chosen, abstracts=abstracts, **about))
    return _back(event_slug, call_slug, "board-title")


@bp.get(f"{OF_CALL}/release")
@duty(Role.ABSTRACT_CHAIR)
def show_release(event_slug: str, call_slug: str):
    return _release_page(_call(event_slug, call_slug))


@bp.post(f"{OF_CALL}/release")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def release_decisions(event_slug: str, call_slug: str):
    call = _call(event_slug, call_slug, lock=True)
    try:
        out = actions.release_decisions(session, call=call, by_id=g.person.id, now=clock.now())
    except rules.NotAllDecided as refusal:
        return _release_page(call, status=refusal.status, refusal=str(refusal))
    flash(f"The decisions are out: {out} of them." if out else "The decisions were out already.")
    return see_other("abstracts.show_release", event_slug=event_slug, call_slug=call_slug)


@bp.get(f"{OF_CALL}/release/<kind>")
@duty(Role.ABSTRACT_CHAIR)
def show_decision_letter(event_slug: str, call_slug: str, kind: str):
    call, decision = _call(event_slug, call_slug), _decision(kind)
    subject, words = rules.words_of_letter(queries.letters_of_call(session, call), decision)
    return _letter_page(call, decision, DecisionLetterForm(subject=subject, words=words))


@bp.post(f"{OF_CALL}/release/<kind>")
@duty(Role.ABSTRACT_CHAIR)
def write_decision_letter(event_slug: str, call_slug: str, kind: str):
    call, decision, form = _call(event_slug, call_slug, lock=True), _decision(kind), DecisionLetterForm()
    if not form.validate_on_submit():
        return _letter_page(call, decision, form, status=422)
    written = {"subject": form.subject.data, "words": form.words.data or ""}
    try:
        actions.write_letter(session, call=call, decision=decision, **written, by_id=g.person.id, now=clock.now())
    except (rules.WrongMessage, rules.LettersAreOut) as refusal:
        return _letter_page(call, decision, form, status=refusal.status, refusal=str(refusal))
    flash("The letter reads like that from now on.")
    return see_other("abstracts.show_release", event_slug=event_slug, call_slug=call_slug)


def _call(event_slug: str, call_slug: str, *, lock: bool = False) -> Call:
    return queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=lock)


def _decision(kind: str) -> Decision:
    try:
        return Decision(kind)
    except ValueError:
        raise NotFound("There is no such letter.") from None


def _back(event_slug: str, call_slug: str, place: str):
    """To the board as it was looked at, where the row is."""
    asked = BoardForm(request.args).query()
    return see_other("abstracts.show_board", event_slug=event_slug, call_slug=call_slug, _anchor=place, **asked)


def tell_decided(outcome: Outcome) -> None:
    """Flash what became of several decisions."""
    if number := len(outcome.done):
        flash(f"{count(number, 'decision is', 'decisions are')} kept. Nobody is told yet.")
    for reason, abstracts in outcome.refused.items():
        flash(f"Not done for {', '.join(str(each.number) for each in abstracts)}. {reason}", "bad")


def _board_page(call: Call, *, status: int = 200, refusal: str = ""):
    rubric, search = queries.rubric_of(session, call), BoardForm(request.args)
    search.offer(call)
    fair = queries.calibrated_scores(session, call, queries.scores_given(session, call, chair_id=g.person.id), rubric)
    lines = queries.board_of(session, call, chair_id=g.person.id, fair=fair.abstracts if fair else None)
    most = rules.MOST_POINTS * len(rubric.criteria)
    return page(
        "abstracts/desk/board.html",
        status=status,
        form=ButtonForm(),
        person=g.person,
        event=call.event,
        call=call,
        search=search,
        asked=search.query(),
        all_lines=lines,
        lines=on_board.wanted_lines(lines, search.wanted(), rubric),
        hidden=queries.with_another_chair(session, call, chair_id=g.person.id),
        workplace=queries.workplace_of(session, call.event, g.person.id),
        rubric=rubric,
        places=places_of(rubric, len(fair.abstracts)) if fair else {},
        most=most,
        budget=rules.budget(rubric, (each.abstract.decision for each in lines)),
        histogram=rules.histogram([each.tally for each in lines], most),
        balances=on_board.balances(lines, call.categories),
        tie_words=tie_words(rubric),
        flags_of=on_board.flags_of,
        flag_words=BOARD_FLAG_WORDS,
        in_a_hundred=on_board.in_a_hundred,
        suggested=rules.SUGGESTED,
        choices=DECISION_WORDS,
        refusal=refusal,
    )


def tie_words(rubric: Rubric) -> dict[TieRule, str]:
    """What a place was settled by, in words; the criterion by its name."""
    names = [each.name for each in rubric.criteria if each.breaks_ties]
    return {TieRule.CRITERION: f"by {names[0]}" if names else "by who came first", TieRule.TIME: "by who came first"}


def _release_page(call: Call, *, status: int = 200, refusal: str = ""):
    letters = queries.letters_of_call(session, call)
    return page(
        "abstracts/desk/release.html",
        status=status,
        form=ButtonForm(),
        person=g.person,
        event=call.event,
        call=call,
        undecided=queries.undecided_in(session, call, chair_id=g.person.id),
        counts=queries.decisions_counted(session, call, chair_id=g.person.id),
        hidden=queries.with_another_chair(session, call, chair_id=g.person.id),
        letters={each: rules.words_of_letter(letters, each) for each in DECISION_WORDS},
        choices=DECISION_WORDS,
        refusal=refusal,
    )


def _letter_page(
    call: Call, decision: Decision, form: DecisionLetterForm, *, status: int = 200, refusal: Refusal | str = ""
):
    return page(
        "abstracts/desk/decision_letter.html",
        status=status,
        form=form,
        person=g.person,
        event=call.event,
        call=call,
        decision=decision,
        words=DECISION_WORDS[decision],
        placeholders=rules.PLACEHOLDERS,
        refusal=str(refusal),
    )
