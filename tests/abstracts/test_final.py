"""The final version: once, within the call's limits, until its date, and beside what was judged (domain rule 39)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from abstracts import rules
from abstracts.models import FinalVersion, OfferAnswer, Presenting
from abstracts.queries import final_version_of
from abstracts.rules.final import word_changes
from people.models import Role
from tests import factories as make
from tests.abstracts.accepting import a_released_call, accepted

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
UNTIL = make.NOON + 5 * DAY


@pytest.fixture
def call(session):
    call = a_released_call(supplement_at=make.NOON + 20 * DAY)
    make.saved(Presenting(call_id=call.id, final_until=UNTIL))
    return call


@pytest.fixture
def abstract(call):
    return accepted(call, answer=OfferAnswer.TAKEN)


def address(abstract) -> str:
    return f"/events/{abstract.call.event.slug}/abstracts/{abstract.call.slug}/{abstract.number}/final"


def typed(abstract, **changes) -> dict:
    words = {f"heading_{each.heading_id}": each.words for each in abstract.sections}
    return {"title": "Rounds that listened", **words} | changes


@pytest.mark.parametrize(("moment", "status"), [(UNTIL - SECOND, 303), (UNTIL, 409)])
def test_it_is_taken_before_its_date_and_what_was_judged_stays(browse, session, abstract, at, moment, status):
    at(moment)

    answer = browse(abstract.owner).post(address(abstract), data=typed(abstract))

    session.expire_all()
    assert answer.status_code == status
    assert abstract.title.startswith("Rounds that listen ")
    sent = final_version_of(session, abstract)
    assert rules.final_words(abstract, sent)[0] == ("Rounds that listened" if status == 303 else abstract.title)


def test_the_day_of_the_supplement_ends_it_too(session, call, abstract):
    call.supplement_at = make.NOON + DAY
    presenting = session.scalars(select(Presenting)).one()

    assert rules.may_send_final(abstract, presenting, None, make.NOON + DAY - SECOND)
    assert not rules.may_send_final(abstract, presenting, None, make.NOON + DAY)


def test_it_is_sent_once_and_pressing_twice_is_once(browse, session, abstract, now):
    author, first = browse(abstract.owner), typed(abstract)

    answers = [author.post(address(abstract), data=each) for each in (first, first, typed(abstract, title="Third"))]

    assert [each.status_code for each in answers] == [303, 303, 409]
    assert session.scalars(select(FinalVersion.title)).all() == ["Rounds that listened"]


def too_long(abstract) -> dict:
    return typed(abstract, **{f"heading_{abstract.sections[0].heading_id}": "word " * 251})


def test_rule_39_its_limits_are_asked_again_and_all_that_was_typed_is_kept(browse, session, abstract, now):
    answer = browse(abstract.owner).post(address(abstract), data=too_long(abstract))

    assert answer.status_code == 422
    assert "at most 250 are allowed" in answer.text
    assert "word word word" in answer.text
    assert session.scalars(select(FinalVersion)).all() == []


def test_rule_39_a_final_version_without_limits_is_noticed(browse, session, abstract, now, monkeypatch):
    monkeypatch.setattr("abstracts.rules.check_final", lambda *_: None)

    answer = browse(abstract.owner).post(address(abstract), data=too_long(abstract))

    assert answer.status_code == 303  # which the test above would see


def test_the_chair_sees_what_was_changed(browse, session, call, abstract, now):
    chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
    browse(abstract.owner).post(address(abstract), data=typed(abstract))

    there = f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/presenters/{abstract.number}"
    page = browse(chair).get(there).text

    assert "<ins>listened</ins>" in page
    assert "<del>listen" in page


def test_words_are_compared_run_by_run():
    assert word_changes("we asked forty people twice", "we asked fifty people") == [
        ("", "we asked"),
        ("del", "forty"),
        ("ins", "fifty"),
        ("", "people"),
        ("del", "twice"),
    ]


def test_where_nobody_opened_it_none_is_taken(browse, session, now):
    abstract = accepted(a_released_call(), answer=OfferAnswer.TAKEN)

    assert browse(abstract.owner).post(address(abstract), data=typed(abstract)).status_code == 409
