"""The chair's board, the letters and the release, through their pages."""

import re

import pytest
from sqlalchemy import func, select

from abstracts.models import AbstractStatus, Conflict, Decision, Tie
from core.outbox import OutgoingLetter
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review
from tests.conftest import words


@pytest.fixture
def rubric(call, now):
    return a_rubric(call)


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def at_desk(browse, chair):
    return browse(chair)


@pytest.fixture
def reviewed(call, rubric):
    """Three abstracts with three reviews each."""
    readers = [a_reviewer(call) for _ in range(3)]
    abstracts = []
    for totals in ((22, 23, 24), (14, 15, 16), (5, 6, 7)):
        abstracts.append(in_review(call))
        for reader, total in zip(readers, totals, strict=True):
            a_review(abstracts[-1], reader, rubric, total)
    return abstracts


def shown(answer) -> str:
    """What is read on the page, without its tags and tokens."""
    return re.sub(r"<[^>]*>", " ", words(answer))


def address(call, page: str) -> str:
    return f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/{page}"


def test_the_board_ranks_with_both_means_and_names_no_reviewer(at_desk, call, reviewed):
    page = at_desk.get(address(call, "board")).text

    places = [page.index(each.title) for each in reviewed]
    assert places == sorted(places)
    assert "23.0" in page
    assert "If all were equally strict" in page
    assert not any(word in page for word in ("reader1@", "reader2@", "reader3@"))


def test_rule_45_a_decision_is_kept_and_its_author_sees_nothing_of_it(at_desk, browse, session, call, reviewed):
    abstract = reviewed[0]
    home = f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}"
    before = shown(browse(abstract.owner).get(home))

    answer = at_desk.post(address(call, f"board/{abstract.number}"), data={"decision": "oral"})

    session.refresh(abstract)
    assert (answer.status_code, abstract.decision) == (303, Decision.ORAL)
    assert shown(browse(abstract.owner).get(home)) == before
    at_desk.post(address(call, f"board/{reviewed[1].number}"), data={"decision": "poster"})
    at_desk.post(address(call, f"board/{reviewed[2].number}"), data={"decision": "declined"})
    at_desk.post(address(call, "release"))
    assert shown(browse(abstract.owner).get(home)) != before  # the comparison can fail


def test_a_decision_is_taken_back_while_nobody_knows_it(at_desk, session, call, reviewed):
    there = address(call, f"board/{reviewed[0].number}")
    at_desk.post(there, data={"decision": "oral"})

    at_desk.post(there, data={"decision": ""})

    session.refresh(reviewed[0])
    assert (reviewed[0].status, reviewed[0].decision) == (AbstractStatus.IN_REVIEW, None)


def test_rule_44_too_few_reviews_are_said_on_the_board(at_desk, call, rubric, reviewed):
    unread = in_review(call)

    answer = at_desk.post(address(call, f"board/{unread.number}"), data={"decision": "poster"})

    assert answer.status_code == 409
    assert "0 of at least 3 reviews are in" in answer.text


def test_rule_42_a_bound_chair_neither_sees_nor_decides(at_desk, chair, session, call, reviewed):
    tie = {"tie": Tie.ORGANISATION, "found_at": make.NOON}
    make.saved(Conflict(abstract_id=reviewed[1].id, person_id=chair.id, **tie))

    page = at_desk.get(address(call, "board")).text
    answer = at_desk.post(address(call, f"board/{reviewed[1].number}"), data={"decision": "poster"})

    session.refresh(reviewed[1])
    assert reviewed[1].title not in page
    assert reviewed[0].title in page
    assert (answer.status_code, reviewed[1].decision) == (404, None)


def test_rule_45_the_release_waits_for_the_last_decision_and_happens_once(at_desk, session, call, reviewed):
    early = at_desk.post(address(call, "release"))
    for abstract, decision in zip(reviewed, ("oral", "poster", "declined"), strict=True):
        at_desk.post(address(call, f"board/{abstract.number}"), data={"decision": decision})

    first, second = (at_desk.post(address(call, "release")) for _ in range(2))

    assert (early.status_code, first.status_code, second.status_code) == (409, 303, 303)
    session.expire_all()
    assert [each.status.value for each in reviewed] == ["accepted", "accepted", "declined"]
    letters = select(func.count(OutgoingLetter.id)).where(OutgoingLetter.kind == "abstracts/email/decided")
    assert session.scalar(letters) == 6
    assert "The decisions are out" in at_desk.get(address(call, "release")).text


def test_a_letter_is_read_and_changed_before_it_goes(at_desk, call, reviewed):
    before = at_desk.get(address(call, "release/poster")).text
    wrong = at_desk.post(address(call, "release/poster"), data={"subject": "Hello", "words": "Dear {surname}"})

    at_desk.post(address(call, "release/poster"), data={"subject": "Come and show it", "words": "Number {number}."})

    assert "is accepted for {call} as a poster" in before
    assert wrong.status_code == 422
    assert "Dear {surname}" in wrong.text
    assert "Come and show it" in at_desk.get(address(call, "release")).text
