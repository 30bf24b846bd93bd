"""No page of a reviewer can be searched, filtered or sorted, whatever its address asks for (REV-2)."""

import pytest
from flask import request

from abstracts import queries
from abstracts.models import Abstract
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review
from tests.rig.crawl import said


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug="leaders-2027"), slug="research")


@pytest.fixture
def reader(call):
    """A reviewer of one abstract, who bids on another; both have canaries of authors."""
    person = make.a_person(role=Role.REVIEWER, event=call.event)
    rubric, reviewer = a_rubric(call), a_reviewer(call, person_id=person.id)
    a_review(in_review(call), reviewer, rubric)
    in_review(call)
    return person


PAGES = ("/me", "/events/leaders-2027/abstracts/reviews", "/events/leaders-2027/abstracts/reviews/research")
FILTERS = ("q", "author", "status", "decision", "reviewer", "sort", "before")


@pytest.fixture
def told_apart(browse, session, call, reader):
    """The forbidden filters by which a reviewer's page answers one value otherwise than another."""

    def found() -> set[tuple[str, str]]:
        browser, author = browse(reader), session.query(Abstract).first().authors[0]
        values = (author.surname, "nobody", "1")
        seen = set()
        for page in (*PAGES, "/events/leaders-2027/abstracts/research/1/review"):
            answers = {
                (name, value): browser.get(page, query_string={name: value}) for name in FILTERS for value in values
            }
            plain_answer = said(browser.get(page))
            seen |= {(page, name) for (name, _), answer in answers.items() if said(answer) != plain_answer}
        return seen

    return found


def test_rev_2_a_reviewers_pages_answer_every_value_of_a_filter_alike(told_apart):
    assert told_apart() == set()


def test_rev_2_a_planted_queue_that_can_be_searched_by_author_is_noticed(told_apart, monkeypatch):
    asked = queries.queue_of

    def searched(unit, person, slug):
        sought = request.args.get("author", "")
        return [each for each in asked(unit, person, slug) if sought in _surname(unit, each.abstract_id)]

    monkeypatch.setattr("abstracts.views.reviewing.queries.queue_of", searched)

    assert told_apart() == {(PAGES[1], "author")}


def _surname(unit, abstract_id: int) -> str:
    return unit.get(Abstract, abstract_id, populate_existing=True).authors[0].surname
