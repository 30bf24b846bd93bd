"""What the rubric's rule suggests for all that is undecided: looked at first, kept by one press, each undoable."""

from flask import g, request

from abstracts import actions, queries, rules
from abstracts.forms import DECISION_WORDS
from abstracts.models import Call
from abstracts.rules import suggesting
from abstracts.rules.suggesting import Suggestions
from abstracts.views import bp
from abstracts.views.board_desk import tell_decided, tie_words
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core import clock
from core.db import session
from core.web import ButtonForm, page, see_other
from people.access import duty
from people.models import Role


@bp.get(f"{OF_CALL}/board/suggestion")
@duty(Role.ABSTRACT_CHAIR)
def show_suggestion(event_slug: str, call_slug: str):
    call = queries.call_at_desk(session, event_of_chair(event_slug), call_slug)
    return _suggestion_page(call, _suggested(call))


@bp.post(f"{OF_CALL}/board/suggestion")
@duty(Role.ABSTRACT_CHAIR)
def keep_suggestion(event_slug: str, call_slug: str):
    call = queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=True)
    found = _suggested(call)
    if not found.decided:  # whoever pressed twice is there already (R7)
        return see_other("abstracts.show_board", event_slug=event_slug, call_slug=call_slug)
    try:
        suggesting.check_same_suggestions(request.form.get("seen", ""), found)
    except suggesting.ChangedSinceSuggested as refusal:
        return _suggestion_page(call, found, str(refusal))
    chosen = {each.line.abstract.id: each.decision for each in found.decided}
    locked = queries.ticked_abstracts(session, call.event, chosen, chair_id=g.person.id, lock=True)
    abstracts = [each for each in locked if suggesting.takes_suggestion(each)]
    about = {"by_id": g.person.id, "now": clock.now()}
    tell_decided(actions.decide_each(session, chosen={**chosen}, abstracts=abstracts, **about))
    return see_other("abstracts.show_board", event_slug=event_slug, call_slug=call_slug)


def _suggested(call: Call) -> Suggestions:
    """From what this chair may see alone (domain rule 42)."""
    rubric, lines = queries.rubric_of(session, call), queries.board_of(session, call, chair_id=g.person.id)
    room = rules.budget(rubric, (each.abstract.decision for each in lines))
    return suggesting.suggestions(lines, call, room)


def _suggestion_page(call: Call, found: Suggestions, refusal: str = ""):
    rubric = queries.rubric_of(session, call)
    return page(
        "abstracts/desk/suggestion.html",
        status=suggesting.ChangedSinceSuggested.status if refusal else 200,
        form=ButtonForm(),
        person=g.person,
        event=call.event,
        call=call,
        rubric=rubric,
        found=found,
        seen=suggesting.mark_of_suggestions(found),
        tie_words=tie_words(rubric),
        hidden=queries.with_another_chair(session, call, chair_id=g.person.id),
        choices=DECISION_WORDS,
        refusal=refusal,
    )
