"""A call's prizes at the chair's desk, and where a chair works."""

from flask import flash, g

from abstracts import actions, queries
from abstracts.forms import PrizeForm, WinnerForm, WorkplaceForm
from abstracts.models import Call
from abstracts.queries.prizes import prize_at_desk, prize_lines
from abstracts.rules import prizes as rules
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from core.words import count
from events.models import Event
from people.access import duty, fresh
from people.models import Role

PRIZES = f"{OF_CALL}/prizes"


@bp.get(PRIZES)
@duty(Role.ABSTRACT_CHAIR)
def show_prizes(event_slug: str, call_slug: str):
    call = queries.call_at_desk(session, event_of_chair(event_slug), call_slug)
    return _prizes_page(call, PrizeForm())


@bp.post(PRIZES)
@duty(Role.ABSTRACT_CHAIR)
def add_prize(event_slug: str, call_slug: str):
    call, form = _locked(event_slug, call_slug), PrizeForm()
    form.offer(call)
    if not form.validate_on_submit():
        return _prizes_page(call, form, status=422)
    given = {"name": form.name.data, "lead": form.chosen_lead(), "question_id": form.question_id()}
    try:
        actions.add_prize(session, call=call, by_id=g.person.id, now=clock.now(), **given)
    except rules.PrizeOfThatName as refusal:
        return _prizes_page(call, form, refusal=refusal)
    flash(f"{form.name.data} is a prize of this call.")
    return _back(event_slug, call_slug)


@bp.post(f"{PRIZES}/announce")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def announce_prizes(event_slug: str, call_slug: str):
    call = _locked(event_slug, call_slug)
    told = actions.announce_prizes(session, call=call, by_id=g.person.id, now=clock.now())
    flash(f"{count(told, 'prize is', 'prizes are')} announced." if told else "There was nothing left to announce.")
    return _back(event_slug, call_slug)


@bp.post(f"{PRIZES}/<int:prize_id>")
@duty(Role.ABSTRACT_CHAIR)
def choose_winner(event_slug: str, call_slug: str, prize_id: int):
    call = _locked(event_slug, call_slug)
    line = prize_at_desk(session, call, prize_id, chair_id=g.person.id)
    given = {"abstract_id": WinnerForm().abstract_id(), "by_id": g.person.id, "now": clock.now()}
    actions.choose_winner(session, line=line, **given)
    flash(f"{line.prize.name}: kept. Nobody is told yet.")
    return _back(event_slug, call_slug)


@bp.post(f"{PRIZES}/<int:prize_id>/remove")
@duty(Role.ABSTRACT_CHAIR)
def remove_prize(event_slug: str, call_slug: str, prize_id: int):
    call = _locked(event_slug, call_slug)
    line = prize_at_desk(session, call, prize_id, chair_id=g.person.id)
    actions.remove_prize(session, line=line, by_id=g.person.id, now=clock.now())
    flash(f"{line.prize.name} is no prize of this call any more.")
    return _back(event_slug, call_slug)


@bp.get("/desk/<event_slug>/abstracts/workplace")
@duty(Role.ABSTRACT_CHAIR)
def show_workplace(event_slug: str):
    event = event_of_chair(event_slug)
    return _workplace_page(event, WorkplaceForm(obj=queries.workplace_of(session, event, g.person.id)))


@bp.post("/desk/<event_slug>/abstracts/workplace")
@duty(Role.ABSTRACT_CHAIR)
def save_workplace(event_slug: str):
    event, form = event_of_chair(event_slug), WorkplaceForm()
    if not form.validate_on_submit():
        return _workplace_page(event, form, status=422)
    given = {"organisation": form.organisation.data, "second_organisation": form.second_organisation.data or ""}
    found = actions.save_workplace(session, event=event, person_id=g.person.id, now=clock.now(), **given)
    ties = f"{count(found, 'tie')} to abstracts came to light: another chair sees to those." if found else ""
    flash(f"Saved. {ties or 'It ties you to no more abstracts than were known.'}")
    return see_other("abstracts.show_workplace", event_slug=event_slug)


def _locked(event_slug: str, call_slug: str) -> Call:
    return queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=True)


def _back(event_slug: str, call_slug: str):
    return see_other("abstracts.show_prizes", event_slug=event_slug, call_slug=call_slug)


def _prizes_page(call: Call, form: PrizeForm, *, status: int = 200, refusal: Refusal | None = None):
    form.offer(call)
    lines = prize_lines(session, call, chair_id=g.person.id)
    return page(
        "abstracts/desk/prizes.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=call.event,
        call=call,
        lines=lines,
        who_may_win=rules.who_may_win,
        to_announce=len(rules.to_announce([each.prize for each in lines if not each.is_bound])),
        refusal=str(refusal or ""),
    )


def _workplace_page(event: Event, form: WorkplaceForm, *, status: int = 200):
    return page("abstracts/desk/workplace.html", status=status, form=form, person=g.person, event=event)
