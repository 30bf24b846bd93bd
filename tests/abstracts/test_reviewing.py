"""A reviewer's own work: what they may open, what is kept of it, and when they see what others thought."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from abstracts.actions import decline_review, save_review, submit_review
from abstracts.models import AbstractStatus, Conflict, Review, ReviewStatus, Score, Stance, Tie
from abstracts.queries import others_reviews, queue_of, review_for, reviewing, tallies
from abstracts.rules import Judgement, NotScored, Recommendation, ReviewChanged, ReviewClosed
from core.errors import NotFound
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review


@pytest.fixture
def call(session):
    return make.a_call(make.an_event())


@pytest.fixture
def rubric(call):
    return a_rubric(call)


@pytest.fixture
def review(call, rubric):
    return a_review(in_review(call), a_reviewer(call))


def opened(session, review) -> Review:
    call = review.abstract.call
    return review_for(session, review.reviewer.person, call.event.slug, call.slug, review.abstract.number, lock=True)


def all_points(rubric, points: int = 4) -> dict[int, int]:
    return {each.id: points for each in rubric.criteria}


def conflict(review, **changes) -> Conflict:
    given = {"abstract_id": review.abstract_id, "person_id": review.reviewer.person_id, "found_at": make.NOON}
    return make.saved(Conflict(**given | {"tie": Tie.ORGANISATION} | changes))


SHUT = {
    "somebody else's": lambda review: setattr(review.reviewer, "person_id", make.a_person().id),
    "in conflict": conflict,
    "declined": lambda review: setattr(review, "status", ReviewStatus.DECLINED),
    "no longer a reviewer": lambda review: setattr(review.reviewer, "stance", Stance.DECLINED),
    "not in review": lambda review: setattr(review.abstract, "status", AbstractStatus.SUBMITTED),
}


def test_a_reviewer_opens_what_was_given_to_them(session, review):
    assert opened(session, review) is review


@pytest.mark.parametrize("shut", SHUT.values(), ids=SHUT.keys())
def test_rule_42_what_a_reviewer_may_not_open_does_not_exist_for_them(session, review, shut):
    person = review.reviewer.person
    shut(review)
    session.commit()
    call = review.abstract.call

    with pytest.raises(NotFound, match="no such abstract"):
        review_for(session, person, call.event.slug, call.slug, review.abstract.number)


def test_rule_42_a_query_that_forgets_conflicts_is_noticed(session, review, monkeypatch):
    conflict(review)
    monkeypatch.setattr(reviewing, "_IN_CONFLICT", Review.id < 0)

    assert opened(session, review) is review


def test_a_lifted_conflict_opens_it_again(session, review):
    conflict(review, lifted_at=make.NOON)

    assert opened(session, review) is review


def test_what_is_saved_is_kept_and_the_same_again_changes_nothing(session, review, rubric):
    judged = Judgement(points={rubric.criteria[0].id: 3}, confidence=2, to_chair="Seen before?")
    for _ in range(2):
        save_review(session, review=review, rubric=rubric, judgement=judged, version=1, now=make.NOON)

    assert (review.status, review.version, review.to_chair) == (ReviewStatus.STARTED, 2, "Seen before?")
    assert session.scalar(select(func.count(Score.id))) == 1


def test_points_that_are_taken_back_are_gone(session, review, rubric):
    save_review(
        session, review=review, rubric=rubric, judgement=Judgement(all_points(rubric)), version=1, now=make.NOON
    )
    save_review(session, review=review, rubric=rubric, judgement=Judgement(), version=2, now=make.NOON)

    assert session.scalar(select(func.count(Score.id))) == 0


def test_rev_5_a_window_of_before_overwrites_nothing(session, review, rubric):
    save_review(
        session, review=review, rubric=rubric, judgement=Judgement(all_points(rubric)), version=1, now=make.NOON
    )

    with pytest.raises(ReviewChanged) as refused:
        save_review(session, review=review, rubric=rubric, judgement=Judgement(), version=1, now=make.NOON)

    assert refused.value.version == 2
    assert session.scalar(select(func.count(Score.id))) == 5


def test_rev_5_there_is_one_review_of_each_reviewer_and_abstract(session, review):
    with pytest.raises(IntegrityError):
        a_review(review.abstract, review.reviewer)
    session.rollback()


def test_rule_44_a_review_that_lacks_points_is_not_submitted_and_loses_nothing(session, review, rubric):
    some = Judgement(dict(list(all_points(rubric).items())[:3]))
    save_review(session, review=review, rubric=rubric, judgement=some, version=1, now=make.NOON)

    with pytest.raises(NotScored, match="2 left to score"):
        submit_review(session, review=review, rubric=rubric, judgement=some, version=2, now=make.NOON)

    assert review.status is ReviewStatus.STARTED


def test_rule_44_drafts_are_in_no_mean(session, call, rubric):
    abstract = in_review(call)
    for total in (20, 22, 18):
        a_review(abstract, a_reviewer(call), rubric, total)
    unfinished = a_review(abstract, a_reviewer(call))
    save_review(
        session, review=unfinished, rubric=rubric, judgement=Judgement(all_points(rubric, 0)), version=1, now=make.NOON
    )

    found = tallies(session, call)[abstract.id]

    assert sorted(found.totals) == [18, 20, 22]
    assert found.recommendation is Recommendation.ORAL


def test_rule_43_others_are_seen_once_ones_own_is_in_and_by_no_name(session, call, rubric, review):
    a_review(review.abstract, a_reviewer(call), rubric, 20)
    a_review(review.abstract, a_reviewer(call))

    with pytest.raises(NotFound, match="once your own review is in"):
        others_reviews(session, review)
    submit_review(
        session, review=review, rubric=rubric, judgement=Judgement(all_points(rubric)), version=1, now=make.NOON
    )
    session.expire_all()
    session.refresh(review)
    (seen,) = others_reviews(session, review)

    assert (seen.total, vars(seen).keys()) == (20, {"name", "total", "to_authors"})


def test_rule_43_a_page_that_shows_others_at_once_is_noticed(session, call, rubric, review, monkeypatch):
    a_review(review.abstract, a_reviewer(call), rubric, 20)
    monkeypatch.setattr("abstracts.rules.check_sees_others", lambda review: None)

    assert len(others_reviews(session, review)) == 1


def test_nothing_changes_once_the_abstract_is_no_longer_in_review(session, review, rubric):
    review.abstract.status = AbstractStatus.SUBMITTED

    with pytest.raises(ReviewClosed, match="no longer in review"):
        save_review(session, review=review, rubric=rubric, judgement=Judgement(), version=1, now=make.NOON)


def test_rule_42_who_declines_for_a_conflict_never_sees_it_again(session, review, rubric):
    decline_review(session, review=review, reason="I wrote with them.", is_conflict=True, now=make.NOON)

    assert session.scalars(select(Conflict.tie)).all() == [Tie.BY_REVIEWER]
    with pytest.raises(NotFound):
        opened(session, review)


def test_a_submitted_review_is_not_declined(session, review, rubric):
    submit_review(
        session, review=review, rubric=rubric, judgement=Judgement(all_points(rubric)), version=1, now=make.NOON
    )

    with pytest.raises(ReviewClosed, match="have submitted"):
        decline_review(session, review=review, reason="", is_conflict=False, now=make.NOON)


def test_the_queue_begins_with_the_least_reviewed_and_each_reviewer_has_another_order(session, call, rubric):
    read, *unread = abstracts = [in_review(call) for _ in range(13)]
    a_review(read, a_reviewer(call), rubric, 20)
    readers = [a_reviewer(call) for _ in range(6)]
    for reader in readers:
        for abstract in abstracts:
            a_review(abstract, reader)

    orders = [[each.abstract_id for each in queue_of(session, reader.person, call.event.slug)] for reader in readers]

    assert all(order[-1] == read.id for order in orders)
    assert all(sorted(order[:-1]) == [each.id for each in unread] for order in orders)
    assert max(Counter(order[0] for order in orders).values()) < 4
    assert orders == [
        [each.abstract_id for each in queue_of(session, reader.person, call.event.slug)] for reader in readers
    ]


def test_the_queue_is_asked_in_two_statements_however_long(session, call, statements):
    def asked(count: int) -> int:
        reader = a_reviewer(call)
        for _ in range(count):
            a_review(in_review(call), reader)
        person, slug = reader.person, call.event.slug
        session.refresh(person)
        statements.clear()
        for each in queue_of(session, person, slug):
            assert each.abstract.number
        return len(statements)

    assert asked(1) == asked(30) == 2
