"""How many abstracts there are of each kind, and two that turn out to be one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from abstracts.models import AbstractStatus, Lead, Likeness, Preference
from abstracts.rules import counts_in_all
from abstracts.rules.figures import (
    Bar,
    Sent,
    by_category,
    by_day,
    by_lead,
    by_nation,
    by_preference,
    by_status,
    sent_in_of,
)
from core.diary import DiaryEntry
from members.models import Nation
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_likeness
from tests.rig.plans import asked

DESK = "/desk/leaders-2027/abstracts"
DRAFT, WITHDRAWN = AbstractStatus.DRAFT, AbstractStatus.WITHDRAWN


def one(**changes) -> Sent:
    given = {"category": "Green", "status": SUBMITTED, "preference": Preference.POSTER, "lead": Lead.STUDENT}
    return Sent(**given | {"nation": Nation.WALES, "submitted_at": make.NOON} | changes)


def numbers(bars: list[Bar]) -> dict[str, int]:
    return {each.words: each.number for each in bars}


def test_drafts_and_what_was_withdrawn_count_as_statuses_only():
    facts = [one(), one(status=DRAFT), one(status=WITHDRAWN), one(status=AbstractStatus.ACCEPTED)]

    assert numbers(by_status(facts)) == {"Draft": 1, "Submitted": 1, "Withdrawn": 1, "Accepted": 1}
    assert len(sent_in_of(facts)) == 2


def test_a_category_that_nobody_chose_is_there_with_none_and_one_that_is_gone_too():
    bars = by_category([one(), one(category="Old"), one(category="")], ["Policy", "Green"])

    assert numbers(bars) == {"Policy": 0, "Green": 1, "Old": 1, "Not said": 1}
    assert [each.words for each in bars] == ["Policy", "Green", "Old", "Not said"]


def test_the_other_charts_name_every_answer_and_what_was_not_said():
    facts = [one(), one(lead=None, nation=None, preference=None)]

    assert numbers(by_lead(facts)) == {"A student": 1, "A trainee": 0, "Neither": 0, "Not said": 1}
    assert numbers(by_nation(facts))["Northern Ireland"] == 0
    assert numbers(by_nation(facts))["Not said"] == 1
    assert numbers(by_preference(facts)) == {"Poster": 1, "Oral or poster": 0, "Not said": 1}


def test_days_are_those_of_the_events_clocks_without_a_gap():
    late = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # half past midnight in London, on the day clocks go back
    facts = [one(submitted_at=late), one(submitted_at=late + timedelta(days=2)), one(submitted_at=None)]

    bars = by_day(facts, "Europe/London")

    assert [(each.words, each.number) for each in bars] == [
        ("Sunday 25 October 2026", 1),
        ("Monday 26 October 2026", 1),
    ]
    assert by_day([one(submitted_at=None)], "Europe/London") == []


def test_of_many_days_the_last_are_drawn():
    facts = [one(submitted_at=make.NOON + timedelta(days=each)) for each in (0, 300)]

    bars = by_day(facts, "Europe/London")

    assert len(bars) == 120
    assert bars[-1].words.endswith("28 February 2027")
    assert date(2027, 2, 28) == (make.NOON + timedelta(days=300)).date()


def test_counts_of_several_calls_are_one():
    assert counts_in_all([{DRAFT: 1, SUBMITTED: 0}, {DRAFT: 2}]) == {DRAFT: 3}


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def call(event):
    return make.a_call(event, slug="main", name="Main")


@pytest.fixture
def chair(browse, event):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_page_of_figures_asks_as_often_however_many_there_are(engine, call, chair, rows):
    for _ in range(rows):
        make.an_abstract(call, status=SUBMITTED)
    with asked(engine) as few:
        page = chair.get(f"{DESK}/statistics").text

    assert len(few) <= 7
    assert page.count("<svg") == page.count("The same figures as a table") + 1 == 7  # and the mark of the house
    assert f">{rows} abstract{'' if rows == 1 else 's'} sent in." in page.replace("<p>", ">")


def test_figures_of_one_call_leave_the_others_out(event, call, chair):
    make.an_abstract(call, status=SUBMITTED)
    other = make.a_call(event, slug="other")
    make.an_abstract(other, status=SUBMITTED)

    assert "2 abstracts sent in" in chair.get(f"{DESK}/statistics").text
    assert "1 abstract sent in" in chair.get(f"{DESK}/statistics?call=other").text
    assert "2 abstracts sent in" in chair.get(f"{DESK}/statistics?call=nowhere").text


def test_two_that_are_alike_are_said_to_be_two(session, call, chair):
    first, second = (make.an_abstract(call, status=SUBMITTED) for _ in range(2))
    pair = a_likeness(first, second)

    answer = chair.post(f"{DESK}/main/{second.number}/likenesses/{pair.id}/dismiss")

    assert answer.status_code == 303
    session.expire_all()
    assert session.get_one(Likeness, pair.id).dismissed_at == make.NOON
    assert "Two, not one" in chair.get(f"{DESK}/main/{first.number}").text


def test_two_that_are_one_are_merged_and_both_pages_say_so(session, call, chair):
    keep, other = (make.an_abstract(call, status=SUBMITTED, authors=2) for _ in range(2))
    a_likeness(keep, other)

    answer = chair.post(f"{DESK}/main/{keep.number}/merge", data={"other": other.id})

    assert answer.status_code == 303
    session.expire_all()
    assert (other.status, other.merged_into_id, len(keep.authors)) == (WITHDRAWN, keep.id, 4)
    assert f"abstract {keep.number}</a>" in chair.get(f"{DESK}/main/{other.number}").text
    assert "merged two abstracts" in session.scalars(select(DiaryEntry.act)).all()


@pytest.mark.parametrize("other", ["another event’s", "nothing", "itself"])
def test_what_cannot_be_merged_is_not(session, call, chair, other):
    keep = make.an_abstract(call, status=SUBMITTED)
    foreign = make.an_abstract(make.a_call(make.an_event()), status=SUBMITTED)
    number = {"another event’s": foreign.id, "nothing": "x", "itself": keep.id}[other]

    answer = chair.post(f"{DESK}/main/{keep.number}/merge", data={"other": number})

    assert answer.status_code == (409 if other == "itself" else 404)
    session.expire_all()
    assert (keep.status, foreign.status) == (SUBMITTED, SUBMITTED)
