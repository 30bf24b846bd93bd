"""After acceptance, at the chair's desk: who takes their place, who is registered to present, and what hangs where."""

from datetime import datetime

from flask import flash, g, request

from abstracts import actions as of_abstracts
from abstracts import rules
from abstracts.models import Abstract, Call, Decision
from abstracts.queries import call_at_desk, offered_in, presenting_of, waitlisted_in
from abstracts.rules import Standing
from core import clock
from core.db import session
from core.web import ButtonForm, page, see_other
from core.words import count
from events.queries import event_for
from office import queries
from office.forms import (
    PresentingForm,
    StandingForm,
    moment_of,
)
from office.views.desk import bp
from people.access import duty
from people.models import Role

OF_CALL = "/<event_slug>/abstracts/calls/<call_slug>/presenters"


@bp.get(OF_CALL)
@duty(Role.ABSTRACT_CHAIR)
def show_presenters(event_slug: str, call_slug: str):
    call = _call(event_slug, call_slug)
    rows = _standings(call, clock.now())
    form = StandingForm(request.args)
    wanted = form.wanted()
    return page(
        "office/presenters.html",
        form=ButtonForm(),
        person=g.person,
        event=call.event,
        call=call,
        search=form,
        wanted=wanted,
        rows=[row for row in rows if wanted in (None, row[1])],
        counts={each: sum(standing is each for _, standing in rows) for each in Standing},
        to_chase=sum(standing in rules.TO_CHASE and wanted in (None, standing) for _, standing in rows),
        without_board=sum(rules.gets_board(abstract) for abstract, _ in rows),
        waitlisted=waitlisted_in(session, call, chair_id=g.person.id),
        standing_words=rules.STANDING_WORDS,
        presenter_of=rules.presenter_of,
    )


@bp.post(f"{OF_CALL}/chase")
@duty(Role.ABSTRACT_CHAIR)
def chase_presenters(event_slug: str, call_slug: str):
    call, now = _call(event_slug, call_slug), clock.now()
    wanted = StandingForm(request.args).wanted()
    late = [row for row, at in _standings(call, now) if at in rules.TO_CHASE and wanted in (None, at)]
    letters = of_abstracts.chase(session, abstracts=late, by_id=g.person.id, now=now)
    flash(f"{count(letters, 'letter')} on the way." if letters else "All of them have had a letter today.")
    return see_other("office.show_presenters", **here(call), standing=wanted.value if wanted else None)


@bp.post(f"{OF_CALL}/boards")
@duty(Role.ABSTRACT_CHAIR)
def give_boards(event_slug: str, call_slug: str):
    call = _call(event_slug, call_slug, lock=True)
    given = of_abstracts.give_boards(session, call=call, by_id=g.person.id, now=clock.now())
    flash(f"{count(given, 'board')} given. What was given before stays." if given else "Every poster has its board.")
    return see_other("office.show_boards", **here(call))


@bp.get(f"{OF_CALL}/boards")
@duty(Role.ABSTRACT_CHAIR)
def show_boards(event_slug: str, call_slug: str):
    call = _call(event_slug, call_slug)
    offered = offered_in(session, call, chair_id=g.person.id)
    hung = [each for each in offered if each.offer and each.offer.board and each.decision is Decision.POSTER]
    return page(
        "office/boards.html",
        told=True,
        person=g.person,
        event=call.event,
        call=call,
        abstracts=sorted(hung, key=lambda each: each.offer.board),
        hanging=presenting_of(session, call).hanging,
        presenter_of=rules.presenter_of,
    )


@bp.get(f"{OF_CALL}/asked")
@duty(Role.ABSTRACT_CHAIR)
def show_presenting(event_slug: str, call_slug: str):
    call, form = _call(event_slug, call_slug), PresentingForm()
    form.show(call.event, presenting_of(session, call))
    return _presenting_page(call, form)


@bp.post(f"{OF_CALL}/asked")
@duty(Role.ABSTRACT_CHAIR)
def set_presenting(event_slug: str, call_slug: str):
    call, form = _call(event_slug, call_slug, lock=True), PresentingForm()
    if not form.validate_on_submit():
        return _presenting_page(call, form, status=422)
    wanted = {
        "issues_codes": form.issues_codes.data,
        "swap_until": moment_of(call.event, form.swap_until),
        "final_until": moment_of(call.event, form.final_until),
        "board_prefix": rules.plain_board(form.board_prefix.data or ""),
        "hanging": form.hanging.data or "",
    }
    of_abstracts.set_presenting(session, call=call, wanted=wanted, by_id=g.person.id, now=clock.now())
    flash("Saved.")
    return see_other("office.show_presenters", **here(call))


def _call(event_slug: str, call_slug: str, *, lock: bool = False) -> Call:
    event = event_for(session, g.person, event_slug, Role.ABSTRACT_CHAIR)
    return call_at_desk(session, event, call_slug, lock=lock)


def _standings(call: Call, now: datetime) -> list[tuple[Abstract, Standing]]:
    registered = queries.registered_presenters(session, call)
    offered = offered_in(session, call, chair_id=g.person.id)
    return [(each, rules.standing_of(each, each.id in registered, now)) for each in offered]


def here(call: Call) -> dict:
    """The parts of the call's own address."""
    return {"event_slug": call.event.slug, "call_slug": call.slug}


def _presenting_page(call: Call, form: PresentingForm, *, status: int = 200):
    context = {"person": g.person, "event": call.event, "call": call}
    return page("office/presenting.html", status=status, form=form, **context)
