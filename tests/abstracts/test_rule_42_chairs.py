"""A chair who is bound touches nothing of the abstract: not at the desk, in a list, a message or an export."""

import pytest
from sqlalchemy import true

from abstracts.models import AbstractStatus, Conflict, Tie
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_finding, a_likeness

SLUG, CALL = "leaders-2027", "research"
DESK = f"/desk/{SLUG}/abstracts"
QUERIES = ("desk", "desk_list", "exchange")


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug=SLUG), slug=CALL)


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event, name="Prof Chair")


@pytest.fixture
def abstract(call):
    return make.an_abstract(call, title="The canary abstract", status=SUBMITTED)


def bind(abstract, person, **changes) -> Conflict:
    given = {"tie": Tie.BY_CHAIR, "found_at": make.NOON}
    return make.saved(Conflict(abstract_id=abstract.id, person_id=person.id, **given | changes))


def doors(abstract) -> list[tuple[str, str, dict]]:
    """Every way to one abstract that the desk has."""
    finding, one = a_finding(abstract), f"{DESK}/{CALL}/{abstract.number}"
    alike = a_likeness(abstract, make.an_abstract(abstract.call, status=SUBMITTED, title="Another"))
    return [
        ("GET", one, {}),
        ("GET", f"{one}/redact/title", {}),
        ("POST", f"{one}/redact/title", {"words": "Less", "version": 2, "seen": ""}),
        ("POST", f"{one}/redact/title/remove", {}),
        ("POST", f"{one}/findings/{finding.id}", {"to": "harmless"}),
        ("POST", f"{one}/likenesses/{alike.id}/dismiss", {}),
        ("POST", f"{one}/merge", {"other": alike.second_id}),
    ]


def opened(browser, abstract) -> set[str]:
    """The ways that are not barred."""
    return {
        address
        for method, address, data in doors(abstract)
        if browser.open(address, method=method, data=data).status_code != 404
    }


def named_on(browser, abstract) -> set[str]:
    """The pages on which its title stands."""
    ticked = f"abstract={abstract.id}"
    pages = [DESK, f"{DESK}?q=canary", f"{DESK}/ticked?act=review&{ticked}", f"{DESK}/export.csv"]
    pages += [f"{DESK}/message?{ticked}", f"{DESK}/message?q=canary"]
    answers = {each: browser.get(each) for each in pages}
    assert {each.status_code for each in answers.values()} == {200}
    return {each for each, answer in answers.items() if "The canary abstract" in answer.text}


def test_rule_42_a_chair_in_conflict_opens_it_nowhere_and_another_does(browse, call, chair, abstract):
    another = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
    bind(abstract, chair)

    assert opened(browse(chair), abstract) == set()
    assert browse(another).get(f"{DESK}/{CALL}/{abstract.number}").status_code == 200


def test_rule_42_no_list_message_or_export_has_it(browse, chair, abstract):
    assert len(named_on(browse(chair), abstract)) == 4  # a message names nobody's title

    bind(abstract, chair)

    assert named_on(browse(chair), abstract) == set()


def test_rule_42_a_chair_who_is_an_author_is_bound_without_a_word(browse, chair, abstract):
    make.an_author(abstract, position=2, email=chair.email)

    assert opened(browse(chair), abstract) == set()
    assert named_on(browse(chair), abstract) == set()


def test_rule_42_a_chair_who_sent_it_in_is_bound(browse, call, chair):
    assert opened(browse(chair), make.an_abstract(call, chair, status=SUBMITTED)) == set()


def test_rule_42_a_lifted_conflict_binds_nobody(browse, chair, abstract):
    bind(abstract, chair, lifted_at=make.NOON)

    assert browse(chair).get(f"{DESK}/{CALL}/{abstract.number}").status_code == 200


def test_rule_42_a_bound_chair_decides_nothing_by_ticking_it(browse, session, chair, abstract):
    bind(abstract, chair)

    browse(chair).post(f"{DESK}/ticked", data={"act": "review", "abstract": abstract.id})

    session.refresh(abstract)
    assert abstract.status is AbstractStatus.SUBMITTED


def test_rule_42_no_page_of_another_shows_that_it_is_alike(browse, chair, abstract):
    other = make.an_abstract(abstract.call, title="Another", status=SUBMITTED)
    a_likeness(abstract, other)
    bind(abstract, chair)

    assert "The canary abstract" not in browse(chair).get(f"{DESK}/{CALL}/{other.number}").text


def test_rule_42_who_is_bound_by_one_of_two_does_not_say_that_they_stand_apart(browse, session, chair, abstract):
    other = make.an_abstract(abstract.call, title="Another", status=SUBMITTED)
    alike = a_likeness(abstract, other)
    bind(abstract, chair)

    answer = browse(chair).post(f"{DESK}/{CALL}/{other.number}/likenesses/{alike.id}/dismiss")

    session.refresh(alike)
    assert (answer.status_code, alike.dismissed_at) == (404, None)


def test_rule_42_a_planted_desk_that_does_not_ask_is_seen(browse, chair, abstract, monkeypatch):
    for each in QUERIES:
        monkeypatch.setattr(f"abstracts.queries.{each}.is_open_to", lambda *_: true())
    bind(abstract, chair)

    assert len(named_on(browse(chair), abstract)) == 4
    assert len(opened(browse(chair), abstract)) > 4
