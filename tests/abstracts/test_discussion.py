"""Reviewers talk an abstract over under names that tell nothing, and the chair reads who is who."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select, true

from abstracts.actions import close_discussion, discuss
from abstracts.models import Conflict, Discussion, PastTotal, Pseudonym, Remark, Review, Tie
from abstracts.queries import talk_for
from core.outbox import OutgoingLetter, compose
from events.rules import at
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review
from tests.abstracts.test_review_pages import address, typed

HERON = "The heron stands still; who counted it?"
DISCUSSED = "abstracts/email/discussed"


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event())


@pytest.fixture
def rubric(call):
    return a_rubric(call)


@pytest.fixture
def abstract(call):
    return in_review(call)


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event, name="Dr Wren Ladychair")


@pytest.fixture
def own(a_reader, abstract, rubric):
    return a_reader(abstract, rubric, 14)


@pytest.fixture
def other(a_reader, abstract, rubric):
    return a_reader(abstract, rubric, 23)


@pytest.fixture
def opened(session, abstract, own, other, chair):
    discuss(session, abstract=abstract, words=HERON, is_opening=True, by_id=chair.id, now=make.NOON)
    session.commit()


def desk(abstract, page: str = "") -> str:
    return f"/desk/{abstract.call.event.slug}/abstracts/calls/{abstract.call.slug}/progress/{abstract.number}{page}"


def remarks(session) -> list[str]:
    return list(session.scalars(select(Remark.words).order_by(Remark.id)))


def name_of(session, review) -> str:
    return session.scalars(select(Pseudonym.name).where(Pseudonym.review_id == review.id)).one()


def test_the_chair_asks_and_the_reviewers_answer_under_their_names(browse, session, abstract, own, other, chair):
    browse(chair).post(desk(abstract, "/discussion"), data={"opens": "y", "words": HERON})
    answer = browse(own.reviewer.person).post(f"{address(own)}/discussion", data={"words": "We did."})
    page = browse(other.reviewer.person).get(address(other)).text
    at_desk = browse(chair).get(desk(abstract)).text

    assert answer.status_code == 303
    assert all(words in page for words in (HERON, "The chair", "We did.", f"<b>{name_of(session, own)}</b>"))
    assert f"You are <b>{name_of(session, other)}</b> here" in page
    assert not any(person.name in page for person in (own.reviewer.person, chair))
    assert all(words in at_desk for words in (own.reviewer.person.name, name_of(session, own), "We did."))


def test_pressing_twice_says_it_once(browse, session, opened, own):
    for _ in range(2):
        browse(own.reviewer.person).post(f"{address(own)}/discussion", data={"words": "We did."})

    assert remarks(session) == [HERON, "We did."]


def test_nothing_said_is_asked_for_again(browse, session, opened, own, abstract, chair):
    answers = [
        browse(own.reviewer.person).post(f"{address(own)}/discussion", data={"words": " "}),
        browse(chair).post(desk(abstract, "/discussion"), data={"words": ""}),
    ]

    assert [each.status_code for each in answers] == [422, 422]
    assert remarks(session) == [HERON]


def test_it_takes_two_submitted_reviews(browse, session, abstract, own, chair):
    answer = browse(chair).post(desk(abstract, "/discussion"), data={"opens": "y", "words": HERON})

    assert (answer.status_code, HERON in answer.text, remarks(session)) == (409, True, [])


def seen_before_ones_own(browse, late) -> list[int | bool]:
    """What a reviewer whose own review is not in reads of the discussion, and how they are answered who join it."""
    at_work = browse(late.reviewer.person)
    answer = at_work.post(f"{address(late)}/discussion", data={"words": "I think so too."})
    return [HERON in at_work.get(address(late)).text, answer.status_code]


def test_rule_43_nothing_of_a_discussion_is_seen_before_ones_own_review_is_in(
    browse, session, opened, a_reader, abstract
):
    late = a_reader(abstract)

    assert seen_before_ones_own(browse, late) == [False, 404]
    assert remarks(session) == [HERON]


def test_rule_43_a_planted_door_that_stands_open_is_seen(browse, session, opened, a_reader, abstract, monkeypatch):
    late = a_reader(abstract)
    monkeypatch.setattr("abstracts.rules.check_sees_others", lambda review: None)

    assert seen_before_ones_own(browse, late) == [False, 303]
    assert talk_for(session, late).remarks[0].words == HERON


def test_rule_43_a_chair_who_has_it_to_review_is_not_led_either(browse, opened, call, chair, abstract):
    a_review(abstract, a_reviewer(call, person_id=chair.id))

    page = browse(chair).get(desk(abstract)).text

    assert HERON not in page
    assert "14 of 25" not in page


def bound(review_or_abstract, person) -> None:
    about = {"person_id": person.id, "tie": Tie.ORGANISATION, "found_at": make.NOON}
    make.saved(Conflict(abstract_id=review_or_abstract, **about))


def answers_to_bound(browse, abstract, review, chair) -> list[int]:
    reader, at_desk = browse(review.reviewer.person), browse(chair)
    return [
        reader.get(address(review)).status_code,
        reader.post(f"{address(review)}/discussion", data={"words": "And I?"}).status_code,
        at_desk.get(desk(abstract)).status_code,
        at_desk.post(desk(abstract, "/discussion"), data={"words": "And I?"}).status_code,
        at_desk.post(desk(abstract, "/discussion/close")).status_code,
    ]


def test_rule_42_who_is_in_conflict_sees_none_of_it(browse, session, opened, abstract, other, chair):
    bound(abstract.id, other.reviewer.person)
    bound(abstract.id, chair)

    assert answers_to_bound(browse, abstract, other, chair) == [404] * 5
    assert remarks(session) == [HERON]


def test_rule_42_planted_queries_that_forget_conflicts_are_seen(browse, opened, abstract, other, chair, monkeypatch):
    bound(abstract.id, other.reviewer.person)
    bound(abstract.id, chair)
    monkeypatch.setattr("abstracts.queries.reviewing._IN_CONFLICT", Review.id < 0)
    monkeypatch.setattr("abstracts.queries.desk.is_open_to", lambda chair_id: true())

    assert answers_to_bound(browse, abstract, other, chair) == [200, 303, 200, 303, 303]


def test_rule_40_authors_see_none_of_it(browse, opened, abstract, own):
    at_home = browse(abstract.owner)
    home = f"/events/{abstract.call.event.slug}/abstracts/{abstract.call.slug}/{abstract.number}"

    assert HERON not in at_home.get(home).text
    assert at_home.get(address(own)).status_code == 404


def test_r_14_a_remark_has_its_day_and_not_its_hour(browse, opened, own):
    page = browse(own.reviewer.person).get(address(own)).text
    said = re.search(r'id="discussion".*?</ul>', page, re.DOTALL).group()

    assert HERON in said
    assert "4 May" in said
    assert not re.search(r"\d:\d\d|<time|datetime", said)


def test_letters_come_once_a_day_in_the_morning_and_tell_nothing(browse, app, session, opened, own, other, chair):
    for words in ("We did.", "Twice, in fact."):
        browse(own.reviewer.person).post(f"{address(own)}/discussion", data={"words": words})
    owed = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == DISCUSSED).order_by(OutgoingLetter.id))
    letters = {each.recipient: each for each in owed.all()}

    assert letters.keys() == {own.reviewer.person.email, other.reviewer.person.email}
    event = own.abstract.call.event
    assert {each.due_at for each in letters.values()} == {at(event, date(2026, 5, 5), make.NOON.time().replace(hour=8))}
    with app.test_request_context():
        mine, theirs = (compose(session, letters[each.reviewer.person.email], masked=False) for each in (own, other))
    text = theirs.subject + theirs.text + theirs.html
    assert f"abstract {own.abstract.number}" in text
    told = (HERON, "We did", own.abstract.title, chair.name, own.reviewer.person.name, name_of(session, own))
    assert not [each for each in told if each in text]
    assert f"abstract {own.abstract.number}" in mine.text  # the chair spoke to both


@pytest.mark.parametrize("reason", ["in conflict", "closed", "only their own"])
def test_a_letter_whose_reason_has_gone_is_not_sent(app, session, opened, own, abstract, chair, reason):
    letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.recipient == own.reviewer.person.email)).one()
    if reason == "in conflict":
        bound(abstract.id, own.reviewer.person)
    elif reason == "closed":
        close_discussion(session, abstract=abstract, by_id=chair.id, now=make.NOON)
    else:
        remark = session.scalars(select(Remark)).one()
        remark.by_id, remark.review_id = own.reviewer.person_id, own.id
    session.flush()

    with app.test_request_context():
        assert compose(session, letter, masked=False) is None


def test_what_is_said_too_late_comes_back_and_stands_nowhere(browse, session, opened, own, abstract, chair):
    browse(chair).post(desk(abstract, "/discussion/close"))

    answers = [
        browse(own.reviewer.person).post(f"{address(own)}/discussion", data={"words": "We did."}),
        browse(chair).post(desk(abstract, "/discussion"), data={"words": "We did."}),
    ]

    assert [(each.status_code, "We did." in each.text) for each in answers] == [(409, True), (409, True)]
    assert remarks(session) == [HERON]
    reopened = browse(chair).post(desk(abstract, "/discussion"), data={"words": "Once more.", "opens": "y"})
    assert reopened.status_code == 303
    assert session.scalars(select(Discussion.closed_at)).all() == [None]


def changed(browse, session, abstract, own, rubric, chair) -> str:
    """What the chair reads of the review after its writer has changed it, and then sends an old tab."""
    old = typed(own, rubric, 5)
    browse(own.reviewer.person).post(address(own), data=typed(own, rubric, 4))
    stale = browse(own.reviewer.person).post(address(own), data=old)
    return f"{stale.status_code} {browse(chair).get(desk(abstract)).text}"


def test_rev_5_a_changed_score_keeps_the_old_one_for_the_chair(
    browse, session, opened, abstract, own, other, rubric, chair
):
    read = changed(browse, session, abstract, own, rubric, chair)

    assert read.startswith("409")
    assert "20 of 25, changed from 14 to 20 after discussion." in read
    assert session.scalars(select(PastTotal.total)).all() == [14]
    assert "changed from" not in browse(other.reviewer.person).get(address(other)).text


def test_rev_5_a_planted_old_tab_that_overwrites_is_seen(
    browse, session, opened, abstract, own, other, rubric, chair, monkeypatch
):
    monkeypatch.setattr("abstracts.rules.check_review_version", lambda review, version: None)

    read = changed(browse, session, abstract, own, rubric, chair)

    assert "changed from 14 to 20 after discussion, changed from 20 to 25 after discussion." in read


def test_words_alone_change_no_total_and_a_change_before_the_discussion_says_so(
    browse, session, abstract, own, other, rubric, chair
):
    points = {each.criterion_id: each.points for each in own.scores}
    same = {f"criterion_{criterion_id}": str(number) for criterion_id, number in points.items()}
    at_work = browse(own.reviewer.person)
    at_work.post(address(own), data={"version": own.version, "to_authors": "Better.", **same})
    assert session.scalar(select(func.count(PastTotal.id))) == 0

    session.refresh(own)
    at_work.post(address(own), data=typed(own, rubric, 3))

    assert "15 of 25, changed from 14 to 15." in browse(chair).get(desk(abstract)).text


def test_the_discussion_costs_as_many_statements_with_three_remarks_as_with_one(
    browse, session, opened, own, other, chair, statements
):
    def asked() -> int:
        at_work = browse(own.reviewer.person)
        at_work.get(address(own))
        statements.clear()
        at_work.get(address(own))
        return len(statements)

    one = asked()
    for words in ("We did.", "Twice, in fact."):
        browse(other.reviewer.person).post(f"{address(other)}/discussion", data={"words": words})

    assert asked() == one <= 18
