"""What people say to a position: the desk reads it first, and it carries the name of who said it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from policy import queries, rules
from policy.models import Comment, PositionStatus
from tests import factories as make
from tests.conftest import words
from tests.policy.following import DAY, a_comment
from tests.policy.launching import a_scheduled_launch
from tests.policy.test_desk import an_editor
from tests.policy.test_rule_50 import stop_the_clock


@pytest.fixture
def live(monkeypatch):
    stop_the_clock(monkeypatch, make.NOON)
    return a_scheduled_launch(lifts_at=make.NOON - DAY)


@pytest.fixture
def reader():
    return make.a_person(name="Dr Lark Sayso")


def page_of(live) -> str:
    return f"/policy/{live.position.slug}"


def says(browse, live, person, said: str = "Sic est."):
    return browse(person).post(f"{page_of(live)}/comments", data={"words": said})


def test_a_comment_waits_for_the_desk_is_shown_with_its_name_and_can_be_hidden(browse, session, live, reader):
    assert says(browse, live, reader).status_code == 303
    assert "Sic est." not in words(browse().get(page_of(live)))
    said = session.scalars(select(Comment)).one()
    desk, editor = f"/desk/policy/{live.position.slug}/comments", an_editor()
    assert "Waits for you" in words(browse(editor).get(desk))

    browse(editor).post(f"{desk}/{said.id}/show")
    shown = words(browse().get(page_of(live)))
    assert "Sic est." in shown
    assert "Dr Lark Sayso" in shown
    assert reader.email not in shown

    browse(editor).post(f"{desk}/{said.id}/hide")
    assert "Sic est." not in words(browse().get(page_of(live)))
    assert "Not shown" in words(browse(reader).get(f"{page_of(live)}/comments"))


def test_a_query_that_forgets_what_the_desk_has_not_read_is_noticed(browse, live, monkeypatch):
    a_comment(live, shown=False)
    monkeypatch.setattr("policy.queries.shown_comments", queries.comments_at_desk)
    assert "Sic est." in words(browse().get(page_of(live)))


def test_who_said_it_withdraws_it_and_nobody_else_does(browse, session, live, reader):
    said = a_comment(live, person=reader)
    at = f"{page_of(live)}/comments/{said.id}/withdraw"
    assert browse(make.a_person()).post(at).status_code == 404
    assert browse(reader).post(at).status_code == 303
    assert session.scalars(select(Comment)).all() == []


def test_who_has_no_name_is_asked_for_one_and_no_address_is_shown(browse, session, live):
    nameless = make.a_person(name="")
    answer = says(browse, live, nameless)
    assert (answer.status_code, "what you are called" in words(answer)) == (409, True)
    assert session.scalars(select(Comment)).all() == []
    a_comment(live, person=nameless)
    assert nameless.email not in words(browse().get(page_of(live)))


@pytest.mark.parametrize(
    ("said", "status"),
    [("a" * rules.LONGEST_COMMENT, 303), ("a" * (rules.LONGEST_COMMENT + 1), 422), ("  ", 422)],
    ids=["as long as may be", "one letter longer", "nothing"],
)
def test_a_comment_has_a_length(browse, live, reader, said, status):
    assert says(browse, live, reader, said).status_code == status


def test_after_some_in_an_hour_the_next_one_waits_and_what_was_typed_stays(browse, live, reader, monkeypatch):
    for _ in range(rules.COMMENTS_AN_HOUR):
        assert says(browse, live, reader).status_code == 303
    refused = says(browse, live, reader, "Once more.")
    assert (refused.status_code, "Once more." in refused.text) == (429, True)
    stop_the_clock(monkeypatch, make.NOON + timedelta(hours=1))
    assert says(browse, live, reader, "Once more.").status_code == 303


def test_an_archived_position_takes_no_more_and_a_withdrawn_one_shows_none(browse, session, live, reader):
    a_comment(live)
    live.position.status = PositionStatus.ARCHIVED
    session.commit()
    assert says(browse, live, reader).status_code == 409
    assert "Sic est." in words(browse().get(page_of(live)))
    live.position.status, live.position.withdrawn_at = PositionStatus.WITHDRAWN, make.NOON
    session.commit()
    assert says(browse, live, reader).status_code == 404
    assert "Sic est." not in words(browse().get(page_of(live)))
