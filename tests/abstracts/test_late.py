"""Who is late is written to, and what they have not begun goes to others after a look."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, true

from abstracts.models import Conflict, Review, ReviewStatus, Tie
from abstracts.rules import without_reader
from people.models import Duty, Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review

DAY = timedelta(days=1)


@pytest.fixture
def call(session, now):
    call = make.a_call(make.an_event())
    call.reviews_due_at = make.NOON
    return make.saved(call)


@pytest.fixture
def rubric(call):
    return a_rubric(call, reviews_each=1, least_reviews=1)


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def at_desk(browse, chair):
    return browse(chair)


@pytest.fixture
def late(call, rubric):
    """Somebody with three abstracts: one submitted, one begun, one not begun."""
    reviewer = a_reviewer(call, most=3)
    a_review(in_review(call), reviewer, rubric, 20)
    begun = a_review(in_review(call), reviewer)
    begun.status = ReviewStatus.STARTED
    make.saved(begun)
    a_review(in_review(call), reviewer)
    return reviewer


def desk(call, page: str) -> str:
    return f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/{page}"


def handing(reviewer) -> str:
    return desk(reviewer.call, f"reviewers/{reviewer.id}/hand-on")


def seen(page) -> str:
    return page.text.split('name="seen" value="')[1].split('"')[0]


def who_has(session) -> list[tuple[int, int]]:
    """Abstracts' ids and their reviewers', in order."""
    found = select(Review.abstract_id, Review.reviewer_id).order_by(Review.abstract_id, Review.reviewer_id)
    return [tuple(each) for each in session.execute(found)]


def test_all_who_are_late_are_written_to_once_a_day(at_desk, at, letters, call, rubric, late):
    done = a_reviewer(call)
    a_review(in_review(call), done, rubric, 20)

    for moment in (make.NOON, make.NOON + DAY / 24, make.NOON + DAY):
        at(moment)
        assert at_desk.post(desk(call, "chase")).status_code == 303

    assert letters("reviews_due") == [late.person.email] * 2
    assert "written to" in at_desk.get(desk(call, "progress")).text


def test_nobody_is_late_before_reviews_are_due(at_desk, at, letters, call, late):
    at(make.NOON - DAY)

    answer = at_desk.post(desk(call, "chase"))

    assert (answer.status_code, "not due yet" in answer.text, letters("reviews_due")) == (409, True, [])
    assert "Write to all who are late" not in at_desk.get(desk(call, "progress")).text


def test_what_is_not_begun_goes_to_who_was_shown_and_the_rest_stays(at_desk, session, call, late):
    other = a_reviewer(call)
    *kept, (waiting, _) = who_has(session)

    page = at_desk.get(handing(late))
    answers = [at_desk.post(handing(late), data={"seen": seen(page)}) for _ in range(2)]

    assert f"goes to {other.person.name}" in page.text
    assert [each.status_code for each in answers] == [303, 303]
    assert who_has(session) == [*kept, (waiting, other.id)]


def test_what_nobody_else_can_take_stays(at_desk, session, call, late):
    a_reviewer(call, most=0)
    before = who_has(session)

    page = at_desk.get(handing(late)).text
    at_desk.post(handing(late), data={"seen": "whatever"})

    assert "Nobody else can take abstract 3: it stays with" in page
    assert who_has(session) == before


def handed_to(at_desk, session, call, late) -> set[int]:
    """To whom the late reviewer's abstract goes when the one who has room is in conflict with it."""
    tied = a_reviewer(call)
    (waiting,) = session.scalars(select(Review.abstract_id).where(Review.status == ReviewStatus.ASSIGNED))
    make.saved(Conflict(abstract_id=waiting, person_id=tied.person_id, tie=Tie.ORGANISATION, found_at=make.NOON))
    page = at_desk.get(handing(late))
    at_desk.post(handing(late), data={"seen": seen(page) if 'name="seen"' in page.text else ""})
    return {reviewer_id for abstract_id, reviewer_id in who_has(session) if abstract_id == waiting} - {late.id}


def test_rule_42_nothing_is_handed_on_to_who_is_in_conflict_with_it(at_desk, session, call, late):
    assert handed_to(at_desk, session, call, late) == set()


def test_rule_42_a_planted_handing_on_that_asks_for_no_conflict_is_seen(at_desk, session, call, late, monkeypatch):
    monkeypatch.setattr(
        "abstracts.rules.without_reader",
        lambda given, reader_id: replace(without_reader(given, reader_id), barred=frozenset()),
    )

    assert len(handed_to(at_desk, session, call, late)) == 1


def numbers_shown(at_desk, session, call, late, chair) -> bool:
    a_reviewer(call)
    (waiting,) = session.scalars(select(Review.abstract_id).where(Review.status == ReviewStatus.ASSIGNED))
    make.saved(Conflict(abstract_id=waiting, person_id=chair.id, tie=Tie.BY_CHAIR, found_at=make.NOON))
    return "Abstract 3" in at_desk.get(handing(late)).text


def test_rule_42_a_bound_chair_does_not_read_who_has_it(at_desk, session, call, late, chair):
    assert not numbers_shown(at_desk, session, call, late, chair)


def test_rule_42_a_planted_list_that_forgets_the_chair_is_seen(at_desk, session, call, late, chair, monkeypatch):
    monkeypatch.setattr("abstracts.queries.progress.is_open_to", lambda chair_id: true())

    assert numbers_shown(at_desk, session, call, late, chair)


def test_what_changed_since_the_look_is_looked_at_again(at_desk, session, call, late):
    a_reviewer(call)
    mark, before = seen(at_desk.get(handing(late))), who_has(session)
    in_review(call)

    answer = at_desk.post(handing(late), data={"seen": mark})

    assert (answer.status_code, "Something has changed" in answer.text) == (409, True)
    assert who_has(session) == before


def asked(browser, address: str, statements) -> int:
    browser.get(address)
    statements.clear()
    assert browser.get(address).status_code == 200
    return len(statements)


def test_progress_costs_as_many_statements_with_three_rows_as_with_one(at_desk, call, rubric, statements):
    a_review(in_review(call), a_reviewer(call), rubric, 20)
    one = asked(at_desk, desk(call, "progress"), statements)
    for _ in range(2):
        a_review(in_review(call), a_reviewer(call), rubric, 20)

    assert asked(at_desk, desk(call, "progress"), statements) == one == 13


def test_bids_cost_as_many_statements_with_three_abstracts_as_with_one(browse, call, statements):
    reader = a_reviewer(call)
    make.saved(Duty(person_id=reader.person_id, event_id=call.event_id, role=Role.REVIEWER))
    at_work, bids = browse(reader.person), f"/events/{call.event.slug}/abstracts/reviews/{call.slug}"
    in_review(call)
    one = asked(at_work, bids, statements)
    for _ in range(2):
        in_review(call)

    assert asked(at_work, bids, statements) == one == 13
