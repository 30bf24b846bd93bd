"""The chair shares out, follows who has what, and mends it by hand; conflicts are set, lifted and pinned."""

import pytest
from sqlalchemy import func, select

from abstracts.models import Conflict, Criterion, Review, ReviewStatus, Score, Tie
from abstracts.queries import rubric_of
from abstracts.rules import mark_of_rubric
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import CRITERIA, a_review, a_reviewer, a_rubric, in_review

SLUG, CALL = "leaders-2027", "research"
DESK = f"/desk/{SLUG}/abstracts/calls/{CALL}"
NUMBERS = {"reviews_each": 3, "least_reviews": 3, "oral_from": 20, "poster_from": 13, "wide_from": 8}
NUMBERS |= {"oral_slots": 24, "poster_boards": 180}


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug=SLUG), slug=CALL)


@pytest.fixture
def known(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def chair(browse, known):
    return browse(known)


@pytest.fixture
def rubric(call):
    return a_rubric(call, reviews_each=2, least_reviews=2)


def seen(chair) -> str:
    return chair.get(f"{DESK}/sharing").text.split('name="seen" value="')[1].split('"')[0]


def shared(session) -> set[tuple[int, int]]:
    return {tuple(each) for each in session.execute(select(Review.abstract_id, Review.reviewer_id))}


def test_what_is_looked_at_is_done_and_pressing_twice_does_it_once(chair, session, call, rubric):
    readers, abstracts = [a_reviewer(call) for _ in range(3)], [in_review(call) for _ in range(3)]
    mark = seen(chair)

    answers = [chair.post(f"{DESK}/sharing", data={"seen": mark}) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert len(shared(session)) == 6
    assert {each for each, _ in shared(session)} == {each.id for each in abstracts}
    assert {each for _, each in shared(session)} <= {each.id for each in readers}


def test_a_look_changes_nothing(chair, session, call, rubric):
    a_reviewer(call, organisation="Northmere Hospital"), in_review(call)

    assert chair.get(f"{DESK}/sharing").status_code == 200
    assert (shared(session), session.scalar(select(func.count(Conflict.id)))) == (set(), 0)


def test_what_changed_since_the_look_is_looked_at_again(chair, session, call, rubric):
    a_reviewer(call), a_reviewer(call), in_review(call)
    mark = seen(chair)
    in_review(call)

    answer = chair.post(f"{DESK}/sharing", data={"seen": mark})

    assert (answer.status_code, "Something has changed" in answer.text) == (409, True)
    assert shared(session) == set()
    assert chair.post(f"{DESK}/sharing", data={"seen": seen(chair)}).status_code == 303


def test_rule_42_a_tie_that_nobody_wrote_down_yet_bars_already_in_the_preview(chair, session, call, rubric):
    a_reviewer(call, organisation="Northmere Hospital"), a_reviewer(call), in_review(call)

    page = chair.get(f"{DESK}/sharing").text
    chair.post(f"{DESK}/sharing", data={"seen": seen(chair)})

    assert "Abstract 1 lacks 1." in page
    assert "Abstract 1 needs 1 who are not in conflict with it." in page
    assert len(shared(session)) == 1
    assert Tie.ORGANISATION in session.scalars(select(Conflict.tie)).all()


def given_by_hand(chair, session, call) -> int:
    """How the chair is answered who gives an abstract to somebody of the same trust."""
    tied, abstract = a_reviewer(call, organisation="Northmere Hospital"), in_review(call)
    return chair.post(f"{DESK}/progress/{abstract.number}/give", data={"reviewer": tied.id}).status_code


def test_rule_42_a_conflict_is_not_given_by_hand(chair, session, call):
    assert given_by_hand(chair, session, call) == 409
    assert shared(session) == set()


def test_rule_42_a_planted_hand_that_asks_for_no_conflict_is_seen(chair, session, call, monkeypatch):
    monkeypatch.setattr("abstracts.rules.reviewers.standing", lambda _: [])

    assert given_by_hand(chair, session, call) == 303


def test_one_is_given_by_hand_once_and_taken_away(chair, session, call, rubric):
    reader, abstract = a_reviewer(call), in_review(call)
    for _ in range(2):
        chair.post(f"{DESK}/progress/{abstract.number}/give", data={"reviewer": reader.id})
    assert shared(session) == {(abstract.id, reader.id)}

    chair.post(f"{DESK}/progress/{abstract.number}/take/{reader.id}")

    assert shared(session) == set()


def test_what_is_in_stays(chair, session, call, rubric):
    reader, abstract = a_reviewer(call), in_review(call)
    a_review(abstract, reader, rubric, 20)

    assert chair.post(f"{DESK}/progress/{abstract.number}/take/{reader.id}").status_code == 409
    assert session.scalar(select(func.count(Score.id))) == 5


def test_the_board_counts_and_names_who_is_late(chair, call, rubric, at):
    reader, done = a_reviewer(call), a_reviewer(call)
    abstract = in_review(call, title="Rounds that listen")
    a_review(abstract, reader), a_review(abstract, done, rubric, 20)
    call.reviews_due_at = make.NOON
    make.saved(call)

    page = chair.get(f"{DESK}/progress").text

    assert "1 of 2 reviews in" in page
    assert page.count(">Late<") == 2  # the reviewer, and the abstract
    assert "Rounds that listen" in page


def test_rule_42_the_board_leaves_out_what_the_chair_is_in_conflict_with(chair, known, call, rubric):
    abstract = in_review(call, title="The canary abstract")
    a_review(abstract, a_reviewer(call))
    make.saved(Conflict(abstract_id=abstract.id, person_id=known.id, tie=Tie.BY_CHAIR, found_at=make.NOON))

    assert "canary" not in chair.get(f"{DESK}/progress").text
    assert chair.get(f"{DESK}/progress/{abstract.number}").status_code == 404


def test_a_chase_goes_once_a_day_and_to_nobody_who_is_done(chair, call, rubric, letters):
    late, done = a_reviewer(call), a_reviewer(call)
    abstract = in_review(call)
    a_review(abstract, late), a_review(abstract, done, rubric, 20)

    for each in (late, late, done):
        assert chair.post(f"{DESK}/reviewers/{each.id}/chase").status_code == 303

    assert letters("reviews_due") == [late.person.email]


def conflict_of(session, call, **changes) -> tuple[Conflict, str]:
    reader, abstract = a_reviewer(call), in_review(call)
    given = {"tie": Tie.ORGANISATION, "found_at": make.NOON}
    conflict = make.saved(Conflict(abstract_id=abstract.id, person_id=reader.person_id, **given | changes))
    return conflict, f"/desk/{SLUG}/abstracts/{CALL}/{abstract.number}/conflicts"


def test_rule_42_a_chair_without_one_lifts_a_conflict(chair, session, call):
    conflict, address = conflict_of(session, call)

    assert chair.post(f"{address}/{conflict.id}", data={"to": "lift"}).status_code == 303

    session.refresh(conflict)
    assert conflict.lifted_at == make.NOON


@pytest.mark.parametrize("changes", [{"is_pinned": True}, {"tie": Tie.AUTHOR}], ids=["pinned", "of an author"])
def test_rule_42_some_conflicts_are_never_lifted(chair, session, call, changes):
    conflict, address = conflict_of(session, call, **changes)

    assert chair.post(f"{address}/{conflict.id}", data={"to": "lift"}).status_code == 409

    session.refresh(conflict)
    assert conflict.lifted_at is None


def lifted_by_a_bound_chair(chair, known, session, call) -> int:
    conflict, address = conflict_of(session, call)
    tie = {"tie": Tie.BY_REVIEWER, "found_at": make.NOON}
    make.saved(Conflict(abstract_id=conflict.abstract_id, person_id=known.id, **tie))
    return chair.post(f"{address}/{conflict.id}", data={"to": "lift"}).status_code


def test_rule_42_a_chair_with_one_lifts_none(chair, known, session, call):
    assert lifted_by_a_bound_chair(chair, known, session, call) == 404


def test_rule_42_a_planted_chair_who_is_not_asked_is_seen(chair, known, session, call, monkeypatch):
    monkeypatch.setattr("abstracts.queries.desk.is_open_to", lambda _: Conflict.id.is_(None) | True)
    monkeypatch.setattr("abstracts.rules.conflicts.check_is_unbound", lambda _: None)

    assert lifted_by_a_bound_chair(chair, known, session, call) == 303


def test_rule_42_what_the_chair_sets_takes_the_review_away(chair, session, call):
    reader, abstract = a_reviewer(call), in_review(call)
    a_review(abstract, reader)

    chair.post(f"/desk/{SLUG}/abstracts/{CALL}/{abstract.number}/conflicts", data={"reviewer": reader.id})

    assert session.scalars(select(Conflict.tie)).all() == [Tie.BY_CHAIR]
    assert shared(session) == set()


def a_rubric_typed(session, call, *names: str, **changes) -> dict:
    rows = {f"name_{row}": name for row, name in enumerate((*names, *[""] * (8 - len(names))), start=1)}
    return {**NUMBERS, **rows, "breaks_ties": "1", "seen": mark_of_rubric(rubric_of(session, call)), **changes}


def test_a_rubric_begins_with_the_five_of_the_domain(chair, session, call):
    page = chair.get(f"{DESK}/rubric").text

    assert "Importance to leadership" in page
    assert chair.post(f"{DESK}/rubric", data=a_rubric_typed(session, call, "One", "Two", oral_from=9, poster_from=6))
    assert session.scalars(select(Criterion.name).order_by(Criterion.position)).all() == ["One", "Two"]


def test_criteria_are_reworded_after_the_first_score_and_none_comes_or_goes(chair, session, call, rubric):
    a_review(in_review(call), a_reviewer(call), rubric, 20)

    fewer = chair.post(f"{DESK}/rubric", data=a_rubric_typed(session, call, "One", oral_from=4, poster_from=3))
    swapped = chair.post(f"{DESK}/rubric", data=a_rubric_typed(session, call, *reversed(CRITERIA)))

    assert (fewer.status_code, swapped.status_code) == (409, 303)
    assert session.scalars(select(Criterion.name).order_by(Criterion.position)).all() == [*reversed(CRITERIA)]


@pytest.mark.parametrize(
    "wrong",
    [{"least_reviews": 4}, {"oral_from": 26}, {"poster_from": 21}, {"name_2": "importance"}, {"wide_from": "some"}],
    ids=["more than each gets", "more than there is", "a poster above an oral", "one name twice", "no number"],
)
def test_a_wrong_rubric_comes_back_as_it_was_typed(chair, session, call, wrong):
    answer = chair.post(f"{DESK}/rubric", data=a_rubric_typed(session, call, *CRITERIA) | wrong)

    assert (answer.status_code, "Trustworthiness" in answer.text) == (422, True)
    assert session.scalars(select(Criterion)).all() == []


def test_what_was_given_and_not_begun_goes_when_a_reviewer_is_ended(chair, session, call, rubric):
    reader, abstract = a_reviewer(call), in_review(call)
    a_review(abstract, reader)

    chair.post(f"{DESK}/reviewers/{reader.id}/end")

    assert session.scalars(select(Review).where(Review.status == ReviewStatus.ASSIGNED)).all() == []
