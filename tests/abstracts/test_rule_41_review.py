"""What may tell who wrote it goes to no reviewer before the chair has judged it (domain rule 41)."""

import pytest
from sqlalchemy import select

from abstracts.models import AbstractStatus, Review
from abstracts.queries import barred_now, biddable, to_share_out
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import a_finding
from tests.abstracts.judging import a_reviewer

SLUG, CALL = "leaders-2027", "research"
DESK = f"/desk/{SLUG}/abstracts/calls/{CALL}"


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug=SLUG), slug=CALL)


@pytest.fixture
def flagged(call):
    abstract = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
    a_finding(abstract)
    return abstract


@pytest.fixture
def given(browse, call, flagged):
    """How the chair is answered who gives it to a reviewer by hand."""

    def answer() -> int:
        chair = browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))
        address = f"{DESK}/progress/{flagged.number}/give"
        return chair.post(address, data={"reviewer": a_reviewer(call).id}).status_code

    return answer


def test_rule_41_what_is_flagged_is_not_given_by_hand(session, given):
    assert given() == 409
    assert session.scalars(select(Review)).all() == []


def test_rule_41_a_planted_hand_that_does_not_look_is_seen(given, monkeypatch):
    monkeypatch.setattr("abstracts.actions.assigning.rules.check_may_give", lambda *_: None)

    assert given() == 303


def test_rule_41_what_is_flagged_is_neither_shared_out_nor_bid_on(session, call, flagged):
    reviewer = a_reviewer(call)

    assert to_share_out(session, call, make.NOON.date()).abstracts == ()
    assert biddable(session, reviewer) == []
    assert (flagged.id, reviewer.id) not in barred_now(session, call)
