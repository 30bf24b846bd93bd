"""Who is in conflict with an abstract, for a chair who is not (domain rule 42)."""

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.models import Abstract
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.guard_desk import ONE
from core import clock
from core.db import session
from core.web import ButtonForm, page, row_number, see_other
from people.access import duty
from people.models import Role

DEEDS = {"lift": actions.lift_conflict, "pin": actions.pin_conflict, "unpin": actions.unpin_conflict}
DONE = {"lift": "The conflict is lifted.", "pin": "The conflict is pinned: it stays.", "unpin": "It may be lifted now."}


@bp.get(f"{ONE}/conflicts")
@duty(Role.ABSTRACT_CHAIR)
def show_conflicts(event_slug: str, call_slug: str, number: int):
    event = event_of_chair(event_slug)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id)
    tied = queries.conflicts_of(session, abstract)
    barred = {person.id for person, ties in tied if rules.standing(ties)}
    known = queries.reviewers_of(session, abstract.call)
    return page(
        "abstracts/desk/conflicts.html",
        form=ButtonForm(),
        person=g.person,
        event=event,
        call=abstract.call,
        abstract=abstract,
        tied=tied,
        free=[each.reviewer for each in known if each.reviewer.person_id not in barred],
        may_lift=rules.may_lift,
    )


@bp.post(f"{ONE}/conflicts")
@duty(Role.ABSTRACT_CHAIR)
def set_conflict(event_slug: str, call_slug: str, number: int):
    abstract = _locked(event_slug, call_slug, number)
    reviewer_id = request.form.get("reviewer", 0, type=row_number)
    reviewer = queries.reviewer_at_desk(session, abstract.call, reviewer_id)
    given = {"person_id": reviewer.person_id, "by_id": g.person.id, "now": clock.now()}
    actions.set_conflict(session, abstract=abstract, **given)
    flash(f"{reviewer.person.known_as} is kept from this abstract.")
    return _back(event_slug, call_slug, number)


@bp.post(f"{ONE}/conflicts/<int:conflict_id>")
@duty(Role.ABSTRACT_CHAIR)
def change_conflict(event_slug: str, call_slug: str, number: int, conflict_id: int):
    abstract = _locked(event_slug, call_slug, number)
    conflict, to = queries.conflict_at_desk(session, abstract, conflict_id), request.form.get("to", "")
    deed = to if to in DEEDS else "pin"  # what changes least of who reads it
    DEEDS[deed](session, abstract=abstract, conflict=conflict, by_id=g.person.id, now=clock.now())
    flash(DONE[deed])
    return _back(event_slug, call_slug, number)


def _locked(event_slug: str, call_slug: str, number: int) -> Abstract:
    event, asked = event_of_chair(event_slug), {"chair_id": g.person.id, "lock": True}
    return queries.abstract_at_desk(session, event, call_slug, number, **asked)


def _back(event_slug: str, call_slug: str, number: int):
    return see_other("abstracts.show_conflicts", event_slug=event_slug, call_slug=call_slug, number=number)
