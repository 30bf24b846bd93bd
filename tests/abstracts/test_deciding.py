"""Decisions: on enough reviews, quietly, and out once (domain rules 44 and 45)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from abstracts.actions import decide_on_reviews, deciding, release_decisions, write_letter
from abstracts.documents import decided_letter
from abstracts.models import AbstractStatus, Decision, Review
from abstracts.queries import board_of, comments_for_authors, scores_given
from abstracts.rules import (
    LettersAreOut,
    NotAllDecided,
    Recommendation,
    TooFewReviews,
    histogram,
    shown_status,
)
from abstracts.rules.desk import WrongMessage
from core.outbox import OutgoingLetter
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review


@pytest.fixture
def rubric(call):
    return a_rubric(call)


@pytest.fixture
def readers(call):
    return [a_reviewer(call) for _ in range(3)]


def reviewed(call, rubric, readers, *totals: int, **changes):
    abstract = in_review(call, **changes)
    for reader, total in zip(readers, totals, strict=False):
        a_review(abstract, reader, rubric, total)
    return abstract


def decide(session, abstract, decision=Decision.ORAL):
    decide_on_reviews(session, abstract=abstract, decision=decision, by_id=None, now=make.NOON)


def decided_letters(session) -> int:
    return session.scalar(select(func.count(OutgoingLetter.id)).where(OutgoingLetter.kind == "abstracts/email/decided"))


def test_rule_44_two_reviews_decide_nothing_and_three_do(session, call, rubric, readers):
    two, three = reviewed(call, rubric, readers, 20, 22), reviewed(call, rubric, readers, 20, 22, 18)

    with pytest.raises(TooFewReviews, match="2 of at least 3"):
        decide(session, two)
    decide(session, three)

    assert (two.status, three.status) == (AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED)


def test_rule_44_a_decision_that_does_not_count_reviews_is_noticed(session, call, rubric, readers, monkeypatch):
    monkeypatch.setattr(deciding.rules, "check_enough_reviews", lambda rubric, found: None)
    two = reviewed(call, rubric, readers, 20, 22)

    decide(session, two)

    assert two.status is AbstractStatus.DECIDED


def test_a_call_without_a_rubric_is_decided_by_its_chair_alone(session, call):
    abstract = in_review(call)

    decide(session, abstract)

    assert abstract.decision is Decision.ORAL


def test_the_board_ranks_and_says_what_the_rubric_recommends(session, call, rubric, readers):
    wide = reviewed(call, rubric, readers, 11, 21, 19)
    low, high = reviewed(call, rubric, readers, 10, 12, 11), reviewed(call, rubric, readers, 22, 23, 24)
    early = reviewed(call, rubric, readers, 18, 18, 18)
    late = reviewed(call, rubric, readers, 18, 18, 18, submitted_at=make.NOON + timedelta(hours=1))
    unread = in_review(call)

    board = board_of(session, call)

    assert [each.abstract.id for each in board] == [each.id for each in (high, early, late, wide, low, unread)]
    assert [each.tally.recommendation for each in board] == [
        Recommendation.ORAL,
        Recommendation.POSTER,
        Recommendation.POSTER,
        Recommendation.TO_CHAIR,
        Recommendation.BELOW,
        Recommendation.WAITING,
    ]
    assert sorted(total for _, _, total in scores_given(session, call))[:3] == [10, 11, 11]
    assert sum(histogram([each.tally for each in board], 25)) == 5


def test_rule_45_a_decision_shows_as_in_review_until_it_is_released(session, call, rubric, readers):
    abstract = reviewed(call, rubric, readers, 20, 20, 20)
    decide(session, abstract)

    assert shown_status(abstract) is AbstractStatus.IN_REVIEW
    release_decisions(session, call=call, by_id=None, now=make.NOON)

    assert shown_status(abstract) is AbstractStatus.ACCEPTED


def test_rule_45_decisions_go_out_once_and_each_author_who_is_written_to_has_one_letter(session, call, rubric, readers):
    decisions = [Decision.ORAL, Decision.POSTER, Decision.DECLINED, Decision.WAITLISTED]
    abstracts = [reviewed(call, rubric, readers, 20, 20, 20) for _ in decisions]
    for abstract, decision in zip(abstracts, decisions, strict=True):
        decide(session, abstract, decision)

    counts = [release_decisions(session, call=call, by_id=None, now=make.NOON) for _ in range(2)]

    assert counts == [4, 0]
    assert [each.status for each in abstracts] == [
        AbstractStatus.ACCEPTED,
        AbstractStatus.ACCEPTED,
        AbstractStatus.DECLINED,
        AbstractStatus.WAITLISTED,
    ]
    assert decided_letters(session) == 8  # who sent it in, and who is written to


def test_rule_45_nothing_goes_out_while_one_is_undecided(session, call, rubric, readers):
    decide(session, reviewed(call, rubric, readers, 20, 20, 20))
    in_review(call)

    with pytest.raises(NotAllDecided, match="1 abstract is in review"):
        release_decisions(session, call=call, by_id=None, now=make.NOON)

    assert decided_letters(session) == 0


def test_rule_45_a_release_that_forgets_it_was_done_is_noticed(session, call, rubric, readers):
    """The letters' own keys hold even then; the statuses show it."""
    decide(session, reviewed(call, rubric, readers, 20, 20, 20))
    release_decisions(session, call=call, by_id=None, now=make.NOON)
    call.released_at = None
    decide(session, reviewed(call, rubric, readers, 20, 20, 20))

    assert release_decisions(session, call=call, by_id=None, now=make.NOON) == 1


def letter_to(app, session, abstract):
    with app.app_context():
        return decided_letter(session, masked=False, abstract_id=abstract.id)


def test_rule_40_the_letter_has_the_comments_and_nobody_of_those_who_made_them(app, session, call, rubric, readers):
    abstract = reviewed(call, rubric, readers, 20, 20, 20)
    said = {readers[0].id: "Clear.", readers[1].id: "Say how many."}
    for review in session.scalars(select(Review).where(Review.abstract_id == abstract.id)):
        review.to_authors = said.get(review.reviewer_id, "")
    session.commit()
    decide(session, abstract, Decision.POSTER)

    before = letter_to(app, session, abstract)
    release_decisions(session, call=call, by_id=None, now=make.NOON)
    draft = letter_to(app, session, abstract)

    assert before is None
    assert sorted(draft.context["comments"]) == ["Clear.", "Say how many."]
    assert draft.context["subject"] == "Your abstract is accepted as a poster"
    assert str(abstract.number) in draft.context["words"]
    assert not any(reader.person.name in str(draft.context["words"]) for reader in readers)
    assert comments_for_authors(session, abstract.id) == draft.context["comments"]


def test_a_letter_reads_as_the_chair_wrote_it_until_it_is_out(app, session, call, rubric, readers):
    abstract = reviewed(call, rubric, readers, 20, 20, 20)
    said = {"subject": "News of {number}", "words": "{title} is in."}
    with pytest.raises(WrongMessage):
        write_letter(
            session, call=call, decision=Decision.ORAL, subject="Hello", words="{surname}", by_id=None, now=make.NOON
        )
    for _ in range(2):
        write_letter(session, call=call, decision=Decision.ORAL, **said, by_id=None, now=make.NOON)
    decide(session, abstract)
    release_decisions(session, call=call, by_id=None, now=make.NOON)

    draft = letter_to(app, session, abstract)

    assert (draft.context["subject"], draft.context["words"]) == (
        f"News of {abstract.number}",
        f"{abstract.title} is in.",
    )
    with pytest.raises(LettersAreOut):
        write_letter(session, call=call, decision=Decision.ORAL, **said, by_id=None, now=make.NOON)
