"""How abstracts are judged: for anybody in plain words, and for the chair with this call's own reviewers."""

from flask import g

from abstracts import queries, rules
from abstracts.rules import strictness
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core.db import session
from core.web import page
from people.access import duty, open_to_all
from people.models import Role


@bp.get("/events/<event_slug>/abstracts/<call_slug>/judging")
@open_to_all
def show_judging(event_slug: str, call_slug: str):
    call = queries.public_call(session, event_slug, call_slug)
    rubric = queries.rubric_of(session, call)
    most = rules.MOST_POINTS * len(rubric.criteria)
    return page("abstracts/judging.html", event=call.event, call=call, rubric=rubric, most=most)


@bp.get(f"{OF_CALL}/board/method")
@duty(Role.ABSTRACT_CHAIR)
def show_method(event_slug: str, call_slug: str):
    call = queries.call_at_desk(session, event_of_chair(event_slug), call_slug)
    rubric, given = queries.rubric_of(session, call), queries.scores_given(session, call, chair_id=g.person.id)
    fair = queries.calibrated_scores(session, call, given, rubric)
    names = {each.reviewer.id: each.reviewer.person.known_as for each in queries.reviewers_of(session, call)}
    lines = queries.board_of(session, call, chair_id=g.person.id, fair=fair.abstracts) if fair else []
    return page(
        "abstracts/desk/method.html",
        person=g.person,
        event=call.event,
        call=call,
        rubric=rubric,
        most=rules.MOST_POINTS * len(rubric.criteria),
        reviewers=strictness.how_each_gives(fair.reviewers, names) if fair else [],
        example=strictness.most_moved(lines, given, fair.reviewers, names) if fair else None,
        hidden=queries.with_another_chair(session, call, chair_id=g.person.id),
    )
