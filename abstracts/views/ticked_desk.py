"""What is done to several abstracts at once: a page that says what will happen, and then the deed; and messages."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.actions import Outcome
from abstracts.documents import message_draft
from abstracts.forms import (
    ABSTRACT_ACT_WORDS,
    AbstractAct,
    AbstractSearchForm,
    MessageForm,
    TickedAbstractsForm,
    search_for,
)
from abstracts.models import Abstract, AbstractStatus, CallCategory, Finding
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from core.words import count
from events.models import Event
from people.access import duty, fresh
from people.models import Role

# Why an abstract is left out of it, as far as it can be said beforehand.
WHY_NOT: dict[AbstractAct, Callable[[Abstract, list[Finding], CallCategory | None], str]] = {
    AbstractAct.REVIEW: lambda abstract, findings, _: rules.why_not_to_review(abstract, findings),
    AbstractAct.BACK: lambda abstract, *_: (
        "" if abstract.status is AbstractStatus.IN_REVIEW else f"It is {abstract.status.value}, not in review."
    ),
    AbstractAct.CATEGORY: lambda abstract, _, category: rules.why_not_to_category(abstract, category),
}
DONE = {
    AbstractAct.REVIEW: ("{} is in review.", "{} are in review."),
    AbstractAct.BACK: ("{} is submitted again, and its author may mend it.", "{} are submitted again."),
    AbstractAct.CATEGORY: ("{} is moved.", "{} are moved."),
}


@bp.get("/desk/<event_slug>/abstracts/ticked")
@duty(Role.ABSTRACT_CHAIR)
def show_ticked_abstracts(event_slug: str):
    event, form = event_of_chair(event_slug), TickedAbstractsForm(request.args)
    if form.chosen_act() is AbstractAct.MESSAGE:
        return see_other("abstracts.show_message", event_slug=event_slug, abstract=form.ids())
    return _ticked_page(event, form)


@bp.post("/desk/<event_slug>/abstracts/ticked")
@duty(Role.ABSTRACT_CHAIR)
def change_ticked_abstracts(event_slug: str):
    event, form = event_of_chair(event_slug), TickedAbstractsForm()
    ids, act = form.ids(), form.chosen_act()
    rules.check_abstracts_ticked(ids)
    category = _category(event, form.category_id())
    if not form.validate_on_submit() or act is AbstractAct.MESSAGE or (act is AbstractAct.CATEGORY and not category):
        return _ticked_page(event, form)
    abstracts = queries.ticked_abstracts(session, event, ids, chair_id=g.person.id, lock=True)
    given = {"abstracts": abstracts, "by_id": g.person.id, "now": clock.now()}
    if act is AbstractAct.REVIEW:
        outcome = actions.send_each_to_review(session, **given)
    elif act is AbstractAct.BACK:
        outcome = actions.take_each_back(session, **given)
    else:
        outcome = actions.move_each(session, category=category, **given)
    _tell(act, outcome)
    return see_other("abstracts.show_abstracts", event_slug=event_slug)


@bp.get("/desk/<event_slug>/abstracts/message")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def show_message(event_slug: str):
    """A message to those who are named in the address, or else to the authors of all that its search finds."""
    event, search = event_of_chair(event_slug), AbstractSearchForm(request.args)
    form = MessageForm(formdata=None)
    form.abstract.data = TickedAbstractsForm(request.args).ids()
    form.query.data = urlencode(search.query())
    return _message_page(event, form)


@bp.post("/desk/<event_slug>/abstracts/message")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def send_message(event_slug: str):
    event, form = event_of_chair(event_slug), MessageForm()
    if not form.validate_on_submit():
        return _message_page(event, form, status=422)
    try:
        rules.check_message(form.subject.data or "", form.words.data or "")
    except rules.WrongMessage as refusal:
        return _message_page(event, form, refusal=refusal)
    if request.form.get("do") != "send":
        return _message_page(event, form, is_preview=True)
    given = {"subject": form.subject.data, "words": form.words.data, "by_id": g.person.id, "now": clock.now()}
    letters = actions.send_message(session, abstracts=_written_about(event, form), **given)
    flash(f"{count(letters, 'letter is', 'letters are')} on {'its' if letters == 1 else 'their'} way.")
    return see_other("abstracts.show_messages", event_slug=event_slug)


def _category(event: Event, category_id: int | None) -> CallCategory | None:
    offered = (each for call in queries.calls_of(session, event) for each in call.categories)
    return next((each for each in offered if each.id == category_id), None)


def _tell(act: AbstractAct, outcome: Outcome) -> None:
    if number := len(outcome.done):
        flash(DONE[act][number > 1].format(count(number, "abstract")))
    for reason, abstracts in outcome.refused.items():
        numbers = ", ".join(f"{each.call.name} {each.number}" for each in abstracts)
        flash(f"Not done for {numbers}. {reason}", "bad")


def _ticked_page(event: Event, form: TickedAbstractsForm):
    ids, act = form.ids(), form.chosen_act()
    if ids:
        rules.check_abstracts_ticked(ids)
    abstracts = queries.ticked_abstracts(session, event, ids, chair_id=g.person.id)
    calls = {each.call.id: each.call for each in abstracts}
    form.offer([*calls.values()])
    findings = queries.findings_by_abstract(session, abstracts)
    category, is_asked = _category(event, form.category_id()), act is AbstractAct.CATEGORY
    why_not = WHY_NOT.get(act, lambda *_: "")
    # Which category is only being chosen: nobody is left out of it yet.
    reasons = {
        each.id: "" if is_asked and not category else why_not(each, findings[each.id], category) for each in abstracts
    }
    return page(
        "abstracts/desk/ticked.html",
        form=form,
        person=g.person,
        event=event,
        abstracts=abstracts,
        act=act.value,
        act_words=ABSTRACT_ACT_WORDS[act],
        category=category,
        reasons=reasons,
        to_do=[each for each in abstracts if not reasons[each.id]],
    )


def _written_about(event: Event, form: MessageForm) -> list[Abstract]:
    """Those that are named; if none is, those that the search finds."""
    ids = form.ids()
    if not ids:
        calls = queries.calls_of(session, event)
        wanted = search_for(form.query.data or "").wanted()
        ids = queries.wanted_ids(session, event, calls, wanted, chair_id=g.person.id)
    return queries.ticked_abstracts(session, event, ids, chair_id=g.person.id)


def _message_page(
    event: Event, form: MessageForm, *, status: int = 200, refusal: Refusal | None = None, is_preview: bool = False
):
    abstracts = _written_about(event, form)
    written = (form.subject.data or "", form.words.data or "")
    to = rules.addressees(abstracts, once_each=not rules.is_about_one(*written))
    shown = None
    if is_preview and to:
        about = next(each for each in abstracts if each.id == to[0].abstract_id)
        shown = message_draft(rules.Written(*written), about, to[0].name).context
    return page(
        "abstracts/desk/message.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        abstracts=abstracts,
        is_searched=not form.ids(),
        asked=search_for(form.query.data or "").query(),
        letters=len(to),
        first=to[0] if to else None,
        shown=shown,
        placeholders=rules.PLACEHOLDERS,
        refusal=str(refusal or ""),
    )
