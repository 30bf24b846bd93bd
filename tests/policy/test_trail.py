"""Where a position was and will be taken up: on its page and on those of the events, and of a hidden one nowhere."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from events.models import Visibility
from policy.models import Comment, Mention, MentionKind, PollAnswer, Position
from tests import factories as make
from tests.conftest import words
from tests.policy.following import a_comment, a_mention, a_poll, answered
from tests.policy.launching import a_position, a_scheduled_launch
from tests.policy.test_desk import an_editor
from tests.policy.test_rule_50 import SECOND, stop_the_clock

LIFTS = make.NOON


def a_told_launch(event, *, title: str = "Quorsum"):
    """One with a trail, a comment and a closed poll, whose embargo lifts at noon."""
    launch = a_scheduled_launch(position=a_position(title=title), lifts_at=LIFTS)
    a_mention(launch, event)
    a_comment(launch)
    answered(a_poll(launch, closes_in=-SECOND), 12, 11, 10)
    return launch


@pytest.fixture
def annual():
    return make.an_event(visibility=Visibility.PUBLIC, name="Leaders in Mereport")


def pages(launch, annual) -> dict[str, str]:
    slug = launch.position.slug
    return {
        "position": f"/policy/{slug}",
        "comments": f"/policy/{slug}/comments",
        "event": f"/events/{annual.slug}/",
        "launch's event": f"/events/{launch.event.slug}/",
    }


def test_rule_49_before_its_instant_an_event_shows_nothing_of_what_will_be_taken_up_there(browse, annual, monkeypatch):
    stop_the_clock(monkeypatch, LIFTS - SECOND)
    before = browse().get(f"/events/{annual.slug}/").data
    launch = a_told_launch(annual)
    assert browse().get(f"/events/{annual.slug}/").data == before
    assert browse(make.a_person()).get(pages(launch, annual)["comments"]).status_code == 404

    stop_the_clock(monkeypatch, LIFTS)
    said = words(browse().get(f"/events/{annual.slug}/"))
    assert "Policy in four nations" in said
    assert "Quorsum" in said
    assert browse(make.a_person()).get(pages(launch, annual)["comments"]).status_code == 200


def test_rule_49_a_trail_that_forgets_the_instant_is_noticed(browse, annual, monkeypatch):
    stop_the_clock(monkeypatch, LIFTS - SECOND)
    a_told_launch(annual)
    monkeypatch.setattr("policy.queries.embargo.is_visible", lambda now: Position.id > 0)
    assert "Quorsum" in words(browse().get(f"/events/{annual.slug}/"))


def test_rule_49_nobody_comments_or_answers_before_the_instant(browse, session, annual, monkeypatch):
    stop_the_clock(monkeypatch, LIFTS - SECOND)
    launch = a_scheduled_launch(lifts_at=LIFTS)
    poll, member = a_poll(launch), make.a_person(name="Dr Lark Sayso")
    make.a_membership(person_id=member.id)
    at = f"/policy/{launch.position.slug}"
    assert browse(member).post(f"{at}/comments", data={"words": "So."}).status_code == 404
    assert browse(member).post(f"{at}/polls/{poll.id}", data={"choice": "0"}).status_code == 404
    assert session.scalars(select(Comment)).all() == session.scalars(select(PollAnswer)).all() == []


def test_a_position_names_its_launch_and_its_public_stops_in_their_order(browse, annual, monkeypatch):
    stop_the_clock(monkeypatch, LIFTS)
    launch = a_told_launch(annual)
    launch.event.visibility, launch.event.name = Visibility.PUBLIC, "Leading in Strathfell"
    private = make.an_event(visibility=Visibility.DRAFT, name="A round table")
    a_mention(launch, private, kind=MentionKind.DISCUSSED, session="")
    said = words(browse().get(f"/policy/{launch.position.slug}"))
    assert "Leading in Strathfell" in said
    assert "Leaders in Mereport" in said
    assert "A round table" not in said


def test_a_change_of_the_trail_draws_an_event_anew_within_the_same_minute(browse, session, annual, monkeypatch):
    stop_the_clock(monkeypatch, LIFTS)
    launch = a_scheduled_launch(position=a_position(title="Quorsum"), lifts_at=LIFTS - timedelta(days=1))
    mention = a_mention(launch, annual, session="An early talk")
    assert "An early talk" in words(browse().get(f"/events/{annual.slug}/"))
    mention.session = "A later talk"
    session.commit()
    assert "A later talk" in words(browse().get(f"/events/{annual.slug}/"))
    session.delete(mention)
    session.commit()
    assert "Quorsum" not in words(browse().get(f"/events/{annual.slug}/"))


def test_four_nations_stand_together_as_far_as_they_are_public(browse, annual, monkeypatch):
    stop_the_clock(monkeypatch, LIFTS)
    for title, after in (("One", -1), ("Two", -1), ("Three", 0), ("Hidden", 1)):
        launch = a_scheduled_launch(position=a_position(title=title), lifts_at=LIFTS + after * SECOND)
        a_mention(launch, annual)
    page = browse().get(f"/events/{annual.slug}/").text
    assert page.count("Policy in four nations") == 1
    assert [title in page for title in (">One<", ">Two<", ">Three<", "Hidden")] == [True, True, True, False]


def test_a_page_costs_the_same_however_much_was_said_of_it(browse, session, annual, monkeypatch, statements):
    stop_the_clock(monkeypatch, LIFTS)
    asked = []
    launch = a_told_launch(annual)
    for _ in range(2):
        session.expire_all()
        statements.clear()
        browse().get(f"/policy/{launch.position.slug}")
        asked.append(len(statements))
        for _ in range(3):
            a_mention(launch, make.an_event(visibility=Visibility.PUBLIC))
            a_comment(launch)
            answered(a_poll(launch, closes_in=-SECOND), 10, 10, 10)
    assert asked[0] == asked[1]
    assert asked[0] <= 14


def test_the_desk_adds_and_removes_and_refuses_a_day_without_the_event(browse, session, annual):
    launch = a_scheduled_launch()
    at, editor = f"/desk/policy/{launch.position.slug}/trail", an_editor()
    typed = {"event": annual.id, "kind": "reiterated", "session": "A talk", "on": annual.first_day.isoformat()}
    assert browse(editor).post(at, data=typed).status_code == 303
    again = browse(editor).post(at, data=typed)
    assert (again.status_code, "on the trail already" in words(again)) == (422, True)
    wrong = browse(editor).post(at, data=typed | {"session": "Kept", "on": "2031-01-01"})
    assert (wrong.status_code, 'value="Kept"' in wrong.text) == (422, True)
    (mention,) = session.scalars(select(Mention)).all()
    assert browse(editor).post(f"{at}/{mention.id}/remove").status_code == 303
    assert "A talk" not in words(browse(editor).get(at))
