"""Domain rule 43 for a chair who reviews: the desk tells nothing of what others thought before their own is in."""

import pytest
from sqlalchemy import false

from abstracts.models import AbstractStatus, Decision, ReviewStatus
from abstracts.queries import board_of, owes_review, scores_given
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review
from tests.conftest import words


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def owed(call, chair, now):
    """The chair's review of an abstract that two others think the best of three."""
    rubric = a_rubric(call, least_reviews=2)
    readers = [a_reviewer(call) for _ in range(2)]
    best = None
    for totals in ((23, 24), (15, 16), (7, 8)):
        abstract = in_review(call)
        best = best or abstract
        for reader, total in zip(readers, totals, strict=True):
            a_review(abstract, reader, rubric, total)
    review = a_review(best, a_reviewer(call, person_id=chair.id))
    return review


def is_untold(session, call, chair, abstract) -> bool:
    """Whether no figure of the board comes from what others thought of that abstract; the others have theirs."""
    lines = {line.abstract.id: line for line in board_of(session, call, chair_id=chair.id)}
    line = lines.pop(abstract.id)
    given = {abstract_id for abstract_id, _, _ in scores_given(session, call, chair_id=chair.id)}
    assert [each.place for each in lines.values()] in ([1, 2], [2, 3])
    told = line.place is not None or line.tally.totals or line.tally.mean is not None or abstract.id in given
    return line.owes and not told and [each.place for each in lines.values()] == [1, 2]


def test_rule_43_nothing_on_the_board_tells_a_chair_what_others_thought_before(session, call, chair, owed):
    assert is_untold(session, call, chair, owed.abstract)
    assert owes_review(session, owed.abstract, chair.id)

    owed.status, owed.submitted_at = ReviewStatus.SUBMITTED, make.NOON
    session.flush()

    assert not is_untold(session, call, chair, owed.abstract)
    assert not owes_review(session, owed.abstract, chair.id)


def test_rule_43_a_board_that_does_not_ask_would_be_noticed(session, call, chair, owed, monkeypatch):
    monkeypatch.setattr("abstracts.queries.board.is_owed_by", lambda _chair_id: false())

    assert not is_untold(session, call, chair, owed.abstract)


def test_another_chair_and_a_shell_read_all_of_it(session, call, owed):
    other = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)

    for chair_id in (other.id, None):
        assert board_of(session, call, chair_id=chair_id)[0].abstract is owed.abstract


def test_a_quiet_decision_tells_nothing_either_and_its_release_ends_it(session, call, chair, owed):
    owed.abstract.decision, owed.abstract.decided_at = Decision.ORAL, make.NOON
    owed.abstract.status = AbstractStatus.DECIDED
    assert owes_review(session, owed.abstract, chair.id)

    owed.abstract.status = AbstractStatus.ACCEPTED
    assert not owes_review(session, owed.abstract, chair.id)


@pytest.mark.parametrize("page", ["board", "board/suggestion"])
def test_the_pages_say_when_it_can_be_read(browse, call, chair, owed, page):
    answer = browse(chair).get(f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/{page}")

    assert "fter your own review" in words(answer)
    assert "23.5" not in answer.text
    assert "15.5" in answer.text
