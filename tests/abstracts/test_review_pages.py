"""A reviewer at work: the queue, the page, and what never stands on either."""

import pytest
from sqlalchemy import func, select

from abstracts.models import Conflict, Redaction, ReviewStatus, Score, Tie
from people.models import Duty, Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review

HTMX = {"HX-Request": "true"}


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event())


@pytest.fixture
def rubric(call):
    return a_rubric(call)


@pytest.fixture
def reviewer(call):
    reviewer = a_reviewer(call)
    make.saved(Duty(person_id=reviewer.person_id, event_id=call.event_id, role=Role.REVIEWER))
    return reviewer


@pytest.fixture
def review(call, rubric, reviewer):
    return a_review(in_review(call, title="Rounds that listen"), reviewer)


@pytest.fixture
def at_work(browse, reviewer):
    return browse(reviewer.person)


def address(review) -> str:
    call = review.abstract.call
    return f"/events/{call.event.slug}/abstracts/{call.slug}/{review.abstract.number}/review"


def typed(review, rubric, points: int | None = 4, **changes) -> dict:
    scores = {f"criterion_{each.id}": str(points) for each in rubric.criteria} if points is not None else {}
    return {"version": review.version, "to_authors": "Say how they were chosen.", **scores, **changes}


def test_the_queue_leads_to_the_abstract_and_the_page_has_its_words(at_work, review):
    queue = at_work.get(f"/events/{review.abstract.call.event.slug}/abstracts/reviews").text
    page = at_work.get(address(review)).text

    assert address(review) in queue
    assert "0 of 1 reviewed" in queue
    assert "Rounds that listen" in page
    assert "What we say under Impact." in page


def test_rule_40_no_page_of_a_reviewer_says_who_wrote_it(at_work, call, rubric, reviewer):
    abstract = in_review(call, owner=make.a_person(name="Dr Canary Owner", email="owner@canary.example"), authors=0)
    abstract.ethics_reference, abstract.funding, abstract.conflicts = (
        "REC 21/CANARY/1",
        "Canary Fund",
        "Canary interest",
    )
    make.an_author(
        abstract, surname="Canaryby", email="a@canary.example", organisation="Canary NHS Trust", town="Canary Wharf"
    )
    review = a_review(abstract, reviewer)

    answers = [
        at_work.get(f"/events/{call.event.slug}/abstracts/reviews"),
        at_work.get(address(review)),
        at_work.post(address(review), data=typed(review, rubric, None)),
        at_work.post(address(review), data=typed(review, rubric, None, do="autosave"), headers=HTMX),
        at_work.post(f"{address(review)}/decline", data={}),
    ]

    assert [each.status_code for each in answers] == [200, 200, 422, 200, 422]
    assert not any("canary" in (each.text + str(each.headers)).lower() for each in answers)
    # The check can fail: what may be read is there.
    assert all(abstract.title in answers[place].text for place in (1, 2, 4))


def test_rev_5_what_the_chair_emptied_stays_empty(at_work, session, review):
    for field in ("title", *(f"heading_{each.id}" for each in review.abstract.call.headings)):
        make.saved(Redaction(abstract_id=review.abstract_id, field=field, of_version=2, made_at=make.NOON))

    page = at_work.get(address(review)).text

    assert "Rounds that listen" not in page
    assert "What we say under" not in page


def test_a_review_is_submitted_and_the_next_one_follows(at_work, session, call, rubric, reviewer, review):
    another = a_review(in_review(call), reviewer)

    answer = at_work.post(address(review), data=typed(review, rubric, confidence="2"))

    session.refresh(review)
    assert (answer.status_code, answer.location) == (303, address(another))
    assert (review.status, review.confidence, review.to_authors) == (
        ReviewStatus.SUBMITTED,
        2,
        "Say how they were chosen.",
    )
    assert session.scalar(select(func.sum(Score.points))) == 20


def test_after_the_last_one_the_queue_says_thank_you(at_work, review, rubric):
    answer = at_work.post(address(review), data=typed(review, rubric), follow_redirects=True)

    assert "Every review is in" in answer.text


def test_rule_44_what_lacks_points_comes_back_with_all_that_was_typed(at_work, session, review, rubric):
    some = typed(review, rubric)
    del some[f"criterion_{rubric.criteria[1].id}"]

    answer = at_work.post(address(review), data=some)

    assert answer.status_code == 422
    assert "Score “Clarity”, or give 0 if you cannot judge it." in answer.text
    assert "Say how they were chosen." in answer.text
    assert session.scalar(select(func.count(Score.id))) == 0


def test_it_saves_by_itself_however_incomplete(at_work, session, review, rubric):
    answer = at_work.post(address(review), data=typed(review, rubric, None, do="autosave"), headers=HTMX)

    session.refresh(review)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="saved"')
    assert 'value="2"' in answer.text
    assert review.status is ReviewStatus.STARTED


def test_rev_5_an_old_tab_is_told_and_overwrites_nothing(at_work, session, review, rubric):
    old = typed(review, rubric, 1)
    at_work.post(address(review), data=typed(review, rubric, 4))

    answer = at_work.post(address(review), data=old)

    assert answer.status_code == 409
    assert "in another window" in answer.text
    assert session.scalar(select(func.sum(Score.points))) == 20


def test_rule_43_others_show_only_once_ones_own_is_in(at_work, call, rubric, review):
    other = a_review(review.abstract, a_reviewer(call), rubric, 21)
    other.to_authors = "The heron stands still."
    make.saved(other)

    before = at_work.get(address(review)).text
    at_work.post(address(review), data=typed(review, rubric))
    after = at_work.get(address(review)).text

    assert "The heron" not in before
    assert "The heron stands still." in after
    assert "21 of 25" in after
    assert other.reviewer.person.name not in after


def test_rule_42_who_declares_a_conflict_gives_it_back_and_cannot_open_it_again(at_work, session, review):
    given = {"is_meant": "y", "is_conflict": "y", "reason": "We share an office."}

    answer = at_work.post(f"{address(review)}/decline", data=given)

    assert answer.status_code == 303
    assert session.scalars(select(Conflict.tie)).all() == [Tie.BY_REVIEWER]
    assert at_work.get(address(review)).status_code == 404


def test_giving_back_by_a_slip_of_the_hand_asks_first(at_work, session, review):
    answer = at_work.post(f"{address(review)}/decline", data={})

    session.refresh(review)
    assert (answer.status_code, review.status) == (422, ReviewStatus.ASSIGNED)


def test_rule_42_nobody_else_opens_it(browse, call, review):
    colleague = a_reviewer(call)
    make.saved(Duty(person_id=colleague.person_id, event_id=call.event_id, role=Role.REVIEWER))
    chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)

    assert [browse(each).get(address(review)).status_code for each in (colleague.person, chair)] == [404, 404]


def test_a_page_of_one_review_costs_few_statements(at_work, review, rubric, statements):
    at_work.get(address(review))
    statements.clear()

    at_work.get(address(review))

    assert len(statements) <= 14, statements
