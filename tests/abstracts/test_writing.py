"""From the empty page to the submission: what is in the tables afterwards."""

from datetime import timedelta

import pytest

from abstracts.actions import save_wording, start_abstract, submit_abstract
from abstracts.models import AbstractStatus
from abstracts.queries import own_abstract
from abstracts.rules import CallClosed, ChangedElsewhere, NotComplete, Wording
from core.errors import NotFound
from tests import factories as make

SECOND = timedelta(seconds=1)


@pytest.fixture
def call(session):
    return make.a_call(make.an_event())


def test_two_abstracts_of_a_call_have_two_numbers_and_a_double_click_begins_one(session, call):
    first, second = make.a_person(name="Rowan Exampleby"), make.a_person()

    begun = [start_abstract(session, call=call, owner=owner, now=make.NOON) for owner in (first, first, second)]

    assert [each.number for each in begun] == [1, 1, 2]
    assert [(each.given_names, each.surname) for each in begun[0].authors] == [("Rowan", "Exampleby")]


def test_rule_38_the_second_before_it_closes_is_in_time_and_the_instant_itself_is_not(app, session, call):
    on_time, late = make.an_abstract(call), make.an_abstract(call)

    with app.app_context():
        submit_abstract(session, abstract=on_time, version=2, by_id=None, now=call.closes_at - SECOND)
    with pytest.raises(CallClosed):
        submit_abstract(session, abstract=late, version=2, by_id=None, now=call.closes_at)

    assert (on_time.status, late.status) == (AbstractStatus.SUBMITTED, AbstractStatus.DRAFT)


def test_rule_39_a_word_too_many_stays_a_draft(session, call):
    abstract = make.an_abstract(call)
    text = "one " * 251
    sections = {each.id: text if not number else "" for number, each in enumerate(call.headings)}
    wording = Wording(title="A", category_id=call.categories[0].id, sections=sections)
    save_wording(session, abstract=abstract, wording=wording, version=2, by_id=None, now=make.NOON)

    with pytest.raises(NotComplete, match="251 words in all; at most 250"):
        submit_abstract(session, abstract=abstract, version=3, by_id=None, now=make.NOON)

    assert abstract.status is AbstractStatus.DRAFT


def test_a_window_that_read_an_older_version_overwrites_nothing(session, call):
    abstract = make.an_abstract(call)
    save_wording(session, abstract=abstract, wording=Wording(title="Mine"), version=2, by_id=None, now=make.NOON)

    with pytest.raises(ChangedElsewhere):
        save_wording(session, abstract=abstract, wording=Wording(title="Yours"), version=2, by_id=None, now=make.NOON)

    assert abstract.title == "Mine"


def test_only_who_writes_it_finds_it(session, call):
    abstract = make.an_abstract(call)

    found = own_abstract(session, abstract.owner, call.event.slug, call.slug, abstract.number, lock=True)

    assert found is abstract
    with pytest.raises(NotFound, match="no such abstract"):
        own_abstract(session, make.a_person(), call.event.slug, call.slug, abstract.number)
