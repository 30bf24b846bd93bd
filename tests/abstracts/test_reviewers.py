"""Somebody is asked to review, answers, and bids on what they may; the chair mends and ends it."""

import re

import pytest
from sqlalchemy import func, select, true

from abstracts.models import Bid, Conflict, Expertise, Redaction, Review, Reviewer, ReviewStatus, Stance, Tie, Wish
from abstracts.queries import others_reviews, review_for
from core.diary import DiaryEntry
from core.errors import NotFound
from core.outbox import LetterStatus, OutgoingLetter, compose
from people.models import Duty, Person, Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review

SLUG, CALL = "leaders-2027", "research"
DESK = f"/desk/{SLUG}/abstracts/calls/{CALL}"
OWN = f"/events/{SLUG}/abstracts/reviews/{CALL}"
YES = {"organisation": "Mereport Deanery", "least": "1", "most": "4"}


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug=SLUG), slug=CALL)


@pytest.fixture
def chair(browse, call):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))


@pytest.fixture
def asked(session, call):
    return a_reviewer(call, stance=Stance.INVITED)


@pytest.fixture
def at_home(browse, asked):
    return browse(asked.person)


def canary(call, **changes):
    """An abstract in review of which only the blind half may be read."""
    owner = make.a_person(name="Dr Canary Owner", email="owner@canary.example")
    abstract = in_review(call, owner=owner, authors=0, funding="Canary Fund", **changes)
    make.an_author(
        abstract, surname="Canaryby", email="a@canary.example", organisation="Canary NHS Trust", town="Canary Wharf"
    )
    return abstract


def test_who_is_asked_gets_one_letter_a_day_and_becomes_known(chair, session, letters):
    for _ in range(2):
        assert chair.post(f"{DESK}/reviewers", data={"email": "New@South.example", "name": "Dr New"}).status_code == 303

    reviewer = session.scalars(select(Reviewer)).one()
    assert (reviewer.person.name, reviewer.stance) == ("Dr New", Stance.INVITED)
    assert letters("review_asked") == ["New@South.example"]


def test_an_address_that_is_none_comes_back_with_what_was_typed(chair, session):
    answer = chair.post(f"{DESK}/reviewers", data={"email": "nowhere", "name": "Dr New"})

    assert (answer.status_code, "Dr New" in answer.text) == (422, True)
    assert session.scalar(select(func.count(Reviewer.id))) == 0


def test_who_reviews_is_not_asked_again(chair, call, letters):
    reviewer = a_reviewer(call)

    answer = chair.post(f"{DESK}/reviewers", data={"email": reviewer.person.email})

    assert (answer.status_code, letters("review_asked")) == (409, [])


def test_yes_gives_the_duty_and_what_they_know(at_home, session, call, asked):
    category = call.categories[0].id

    answer = at_home.post(OWN, data={**YES, f"level_{category}": "3", "interests": "Rotas"})

    session.refresh(asked)
    assert answer.status_code == 303
    assert (asked.stance, asked.organisation, asked.least, asked.most) == (Stance.REVIEWING, "Mereport Deanery", 1, 4)
    assert session.execute(select(Expertise.category_id, Expertise.level)).all() == [(category, 3)]
    assert session.scalars(select(Duty.role).where(Duty.person_id == asked.person_id)).all() == [Role.REVIEWER]
    assert {"took a duty", "reviewer reviewing"} <= set(session.scalars(select(DiaryEntry.act)))


def test_yes_twice_is_yes(at_home, session, asked):
    for _ in range(2):
        assert at_home.post(OWN, data=YES).status_code == 303

    assert session.scalar(select(func.count(Duty.id)).where(Duty.person_id == asked.person_id)) == 1


@pytest.mark.parametrize("wrong", [{"organisation": ""}, {"least": "5"}, {"most": "many"}])
def test_what_is_wrongly_typed_comes_back(at_home, session, asked, wrong):
    answer = at_home.post(OWN, data={**YES, "interests": "Herons", **wrong})

    session.refresh(asked)
    assert (answer.status_code, "Herons" in answer.text, asked.stance) == (422, True, Stance.INVITED)


def test_no_takes_the_duty_and_what_was_not_submitted_away(browse, session, call):
    reviewer, rubric = a_reviewer(call), a_rubric(call)
    make.saved(Duty(person_id=reviewer.person_id, event_id=call.event_id, role=Role.REVIEWER))
    a_review(in_review(call), reviewer)
    done = a_review(in_review(call), reviewer, rubric, 20)

    browse(reviewer.person).post(f"{OWN}/decline", data={"is_meant": "y", "reason": "I am moving."})

    session.refresh(reviewer)
    assert (reviewer.stance, reviewer.reason) == (Stance.DECLINED, "I am moving.")
    assert session.scalars(select(Review.id)).all() == [done.id]
    assert session.scalar(select(func.count(Duty.id)).where(Duty.person_id == reviewer.person_id)) == 0


def test_no_by_a_slip_of_the_hand_asks_first(at_home, session, asked):
    assert at_home.post(f"{OWN}/decline", data={}).status_code == 422


def test_nobody_else_sees_the_page(browse, call, asked):
    assert browse(make.a_person()).get(OWN).status_code == 404


def test_who_was_ended_cannot_come_back_by_themselves(browse, chair, session, call, asked):
    chair.post(f"{DESK}/reviewers/{asked.id}/end")

    assert browse(asked.person).post(OWN, data=YES).status_code == 409


def test_web_2_a_chair_does_not_overwrite_what_somebody_just_said(at_home, chair, session, asked):
    at_home.post(OWN, data=YES)

    answer = chair.post(f"{DESK}/reviewers/{asked.id}", data={"least": 0, "most": 9, "seen": "old"})

    session.refresh(asked)
    assert (answer.status_code, asked.most) == (409, 4)


def letter_of(app, session, kind: str, reviewer: Reviewer) -> str:
    about = {"kind": f"abstracts/email/{kind}", "about": {"reviewer_id": reviewer.id}, "key": kind}
    times = {"queued_at": make.NOON, "due_at": make.NOON}
    letter = make.saved(OutgoingLetter(recipient="x@y.example", status=LetterStatus.WAITING, **about, **times))
    with app.app_context():
        return repr(compose(session, letter, masked=False))


def everything(app, browser, session, reviewer: Reviewer) -> list[str]:
    """Every page, header and letter that somebody who is asked gets."""
    letters = [letter_of(app, session, "review_asked", reviewer)]
    answers = [browser.get(OWN), browser.post(OWN, data={}), browser.post(f"{OWN}/decline", data={})]
    answers += [browser.post(OWN, data=YES), browser.get(OWN)]
    answers += [browser.post(f"{OWN}/wishes", data={"wish_1": "eager"}), browser.get(OWN)]
    answers += [browser.get(f"/events/{SLUG}/abstracts/reviews")]
    letters += [letter_of(app, session, "reviews_due", reviewer)]
    assert all(len(each) > 500 for each in letters)
    return [*letters, *(f"{each.headers}{each.text}" for each in answers)]


def test_rule_40_nothing_that_who_is_asked_receives_says_who_wrote_what(app, at_home, session, call, asked):
    abstract = canary(call, title="Rounds that listen")
    a_review(abstract, asked)

    received = everything(app, at_home, session, asked)

    assert not [each for each in received if "canary" in each.lower()]
    assert sum("Rounds that listen" in each for each in received) == 2


def test_rule_40_a_redacted_title_is_what_one_bids_on(browse, call):
    reviewer, abstract = a_reviewer(call), in_review(call, title="The Northmere way")
    made = {"field": "title", "of_version": 2, "made_at": make.NOON}
    make.saved(Redaction(abstract_id=abstract.id, words="The [place] way", **made))

    page = browse(reviewer.person).get(OWN).text

    assert "The [place] way" in page
    assert "Northmere" not in page


def test_rule_40_a_planted_title_of_the_authors_is_seen(app, at_home, session, call, asked, monkeypatch):
    abstract = canary(call)
    a_review(abstract, asked)
    leaky = [type("Line", (), {"id": abstract.id, "number": 1, "title": "By Canaryby", "category": ""})()]
    monkeypatch.setattr("abstracts.views.invited.queries.biddable", lambda *_: leaky)

    assert [each for each in everything(app, at_home, session, asked) if "canary" in each.lower()]


def not_offered(browse, call) -> set[str]:
    """Titles that somebody of Northmere, who is an author of one, may not bid on, and yet finds on their page."""
    reviewer = a_reviewer(call, organisation="Northmere Hospital")
    own = in_review(call, title="My own words", authors=0)
    make.an_author(own, email=reviewer.person.email, organisation="Elsewhere")
    in_review(call, title="My trust’s words")
    told = in_review(call, title="A friend’s words", authors=0)
    tie = {"tie": Tie.BY_AUTHOR, "found_at": make.NOON}
    make.saved(Conflict(abstract_id=told.id, person_id=reviewer.person_id, **tie))
    free = in_review(call, title="Free words", authors=0)
    make.an_author(free, organisation="Strathfell Health Board", email="x@fell.example")
    page = browse(reviewer.person).get(OWN).text
    assert "Free words" in page
    return {each for each in ("My own words", "My trust’s words", "A friend’s words") if each in page}


def test_rule_42_own_and_conflicted_abstracts_are_not_offered(browse, call):
    assert not_offered(browse, call) == set()


def test_rule_42_a_planted_list_that_asks_for_no_conflict_is_seen(browse, call, monkeypatch):
    monkeypatch.setattr("abstracts.queries.reviewers.barred_now", lambda *_: frozenset())
    monkeypatch.setattr("abstracts.queries.reviewers.or_", lambda *_: ~true())

    assert len(not_offered(browse, call)) == 3


def test_bids_and_conflicts_are_kept(browse, session, call):
    reviewer = a_reviewer(call)
    gladly, tied = in_review(call), in_review(call)
    a_review(tied, reviewer)

    browse(reviewer.person).post(
        f"{OWN}/wishes", data={f"wish_{gladly.id}": "eager", f"wish_{tied.id}": "conflict", "wish_999": "eager"}
    )

    assert session.execute(select(Bid.abstract_id, Bid.wish)).all() == [(gladly.id, Wish.EAGER)]
    assert session.execute(select(Conflict.abstract_id, Conflict.tie)).all() == [(tied.id, Tie.BY_REVIEWER)]
    assert session.scalars(select(Review)).all() == []
    with pytest.raises(NotFound):
        review_for(session, session.get_one(Person, reviewer.person_id), SLUG, CALL, tied.number)


def test_rule_42_nobody_bids_on_what_they_are_not_offered(browse, session, call):
    reviewer, mine = a_reviewer(call), in_review(call, authors=0)
    make.an_author(mine, email=reviewer.person.email)

    browse(reviewer.person).post(f"{OWN}/wishes", data={f"wish_{mine.id}": "eager"})

    assert session.scalars(select(Bid)).all() == []


def test_rule_43_who_is_asked_sees_no_score(browse, call):
    rubric, reviewer = a_rubric(call), a_reviewer(call)
    abstract = in_review(call)
    other = a_review(abstract, a_reviewer(call), rubric, 23)
    other.to_authors = "The heron stands still."
    make.saved(other)
    a_review(abstract, reviewer)

    page = re.sub(r"<[^>]*>", " ", browse(reviewer.person).get(OWN).text)  # a token could hold any figure

    assert not [each for each in ("23", "heron", other.reviewer.person.name) if each in page]
    assert other.status is ReviewStatus.SUBMITTED


def told_before(session, call) -> list[str]:
    """What a reviewer whose own review is not in is told of others'."""
    rubric, abstract = a_rubric(call), in_review(call)
    other = a_review(abstract, a_reviewer(call), rubric, 23)
    other.to_authors = "The heron stands still."
    make.saved(other)
    try:
        return [each.to_authors for each in others_reviews(session, a_review(abstract, a_reviewer(call)))]
    except NotFound:
        return []


def test_rule_43_nothing_of_others_is_read_before_ones_own_is_in(session, call):
    assert told_before(session, call) == []


def test_rule_43_a_planted_look_at_others_is_seen(session, call, monkeypatch):
    monkeypatch.setattr("abstracts.queries.reviewing.rules.check_sees_others", lambda _: None)

    assert told_before(session, call) == ["The heron stands still."]
