"""The demo's review: who reviews, who is in conflict, and how far they are."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from abstracts.models import Abstract, Call, Conflict, Review, Reviewer, ReviewStatus, Stance, Tie
from abstracts.queries import (
    being_discussed,
    discussion_of,
    heard_in,
    judgements_of,
    practice_of,
    queue_of,
    reviewed_by,
    rubric_of,
    tallies,
    totals_of_practice,
    training_of,
)
from abstracts.rules import Recommendation
from core.db import session
from demo import data
from demo.in_review import ELSEWHERE
from people.models import Duty, Person, Role

SLUG = "leaders-2027"


def reviewers(call: Call) -> list[Reviewer]:
    return list(session.scalars(select(Reviewer).where(Reviewer.call_id == call.id)))


def test_eighteen_review_of_whom_four_share_a_trust_with_an_author_and_one_is_an_author(demo, closed):
    found = reviewers(closed)
    conflicts = session.scalars(select(Conflict).join(Abstract).where(Abstract.call_id == closed.id)).all()
    ids = {each.person_id for each in found}

    assert len(found) == 18
    assert {each.stance for each in found} == {Stance.REVIEWING}
    assert len({each.person_id for each in conflicts if each.tie is Tie.ORGANISATION and each.person_id in ids}) == 4
    assert len({each.person_id for each in conflicts if each.tie is Tie.AUTHOR}) == 1
    assert sum(each.organisation in ELSEWHERE for each in found) == 14


def test_rule_42_a_chair_is_recused_on_one_abstract_and_another_chairs_it(demo, closed):
    chairs = set(session.scalars(select(Duty.person_id).where(Duty.role == Role.ABSTRACT_CHAIR)))
    recused = session.scalars(select(Conflict).where(Conflict.tie == Tie.BY_CHAIR)).all()

    assert len(chairs) == 2
    assert [each.person_id in chairs for each in recused] == [True]
    assert {each.by_id for each in recused} == chairs - {each.person_id for each in recused}


def test_rule_42_nobody_has_what_they_are_in_conflict_with(demo, closed):
    tied = select(Conflict.abstract_id, Conflict.person_id).where(Conflict.lifted_at.is_(None))
    given = select(Review.abstract_id, Reviewer.person_id).join(Reviewer, Reviewer.id == Review.reviewer_id)

    assert not {tuple(each) for each in session.execute(tied)} & {tuple(each) for each in session.execute(given)}


def test_each_has_three_and_about_two_thirds_are_in(demo, closed):
    rows = session.scalars(select(Review).join(Abstract).where(Abstract.call_id == closed.id)).all()
    counted = Counter(each.status for each in rows)

    assert set(Counter(each.abstract_id for each in rows).values()) == {3}
    assert 0.6 < counted[ReviewStatus.SUBMITTED] / len(rows) < 0.72
    assert counted[ReviewStatus.STARTED] > 5
    assert len(rubric_of(session, closed).criteria) == 5
    assert len({each.mean for each in tallies(session, closed).values() if each.mean}) > 10


def test_who_signs_in_as_a_reviewer_has_some_left(demo):
    address = next(each.address for each in data.SIGN_INS if each.goes_to.endswith("/reviews"))
    person = session.scalars(select(Person).where(Person.email == address)).one()

    assert 2 <= len(queue_of(session, person, SLUG)) <= 6


def test_reviews_came_after_the_call_had_closed_and_within_a_week(demo, closed):
    when = session.scalars(select(Review.submitted_at).where(Review.submitted_at.is_not(None))).all()

    assert min(when) > closed.closes_at
    assert max(when) < closed.closes_at + timedelta(days=8)


def test_rule_44_the_readers_widest_abstract_is_being_talked_over(demo, closed):
    reader = session.scalars(select(Person).where(Person.email_key == "hazel.readworth@readers.example")).one()
    open_ones = being_discussed(session, [each.abstract_id for each in reviewed_by(session, reader, SLUG)])
    (abstract_id,) = open_ones
    discussion = discussion_of(session, abstract_id)
    said = heard_in(session, discussion)
    changes = [each.changes for each in judgements_of(session, session.get_one(Abstract, abstract_id), discussion)]

    assert tallies(session, closed)[abstract_id].recommendation is Recommendation.TO_CHAIR
    assert len(said) >= 3
    assert [each.is_after_discussion for one in changes for each in one] == [True]


def test_one_practice_abstract_waits_for_the_reader_alone(demo, closed):
    (training, scored_by), *more = training_of(session, closed)
    reader = session.scalars(select(Person).where(Person.email_key == "hazel.readworth@readers.example")).one()

    assert (scored_by, more) == (17, [])
    assert practice_of(session, reader, SLUG) == [(training, False)]
    assert len(set(totals_of_practice(session, training))) > 4
