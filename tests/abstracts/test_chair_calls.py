"""Calls at the desk: made, set, changed by two at once, made shorter, closed early; their parts; late codes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from abstracts import rules
from abstracts.actions import make_late_entry
from abstracts.models import AbstractAnswer, AbstractStatus, AskedAs, Call, CallHeading, Editing, LateEntry
from core.diary import DiaryEntry
from core.words import PLAIN_LETTERS
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED

CALLS = "/desk/leaders-2027/abstracts/calls"
NEW = {
    "name": "Main call",
    "slug": "main",
    "opens_at": "2026-09-01T09:00",
    "closes_at": "2026-11-13T12:00",
    "editing": "locked on submission",
    "title_letters": "160",
    "word_limit": "250",
    "conflict_word_limit": "100",
    "coauthor_limit": "10",
    "keyword_limit": "3",
    "offers_oral": "y",
    "offers_poster": "y",
    "takes_figure": "y",
    "takes_table": "y",
    "licence": "I grant the journal a licence.",
    "categories": "Green\nLeadership research\n",
    "headings": "Background\nResults",
}


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def chair(browse, event):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


@pytest.fixture
def made(session, chair, event) -> Call:
    assert chair.post(f"{CALLS}/new", data=NEW | {"opens_at": "2026-04-01T09:00"}).status_code == 303
    return session.scalars(select(Call)).one()


def typed(call: Call, **changes) -> dict:
    """What a page that was just opened would send, with these changes."""
    return NEW | {"opens_at": "2026-04-01T09:00", "seen": rules.mark_of_settings(call)} | changes


def test_a_call_is_made_with_its_dates_on_the_clocks_of_the_event(made):
    assert made.opens_at == datetime(2026, 4, 1, 8, 0, tzinfo=UTC)  # summer time
    assert made.closes_at == datetime(2026, 11, 13, 12, 0, tzinfo=UTC)
    assert made.editing is Editing.LOCKED
    assert not made.is_public
    assert [each.name for each in made.categories] == ["Green", "Leadership research"]
    assert [(each.name, each.is_required) for each in made.headings] == [("Background", True), ("Results", True)]


@pytest.mark.parametrize(
    ("typed_at", "utc"),
    [("2027-03-28T01:30", "2027-03-28T01:30+00:00"), ("2026-10-25T01:30", "2026-10-25T00:30+00:00")],
    ids=["an hour that is skipped is the one after", "an hour that comes twice is the first"],
)
def test_a_clock_change_is_read_by_the_one_rule(session, chair, typed_at, utc):
    chair.post(f"{CALLS}/new", data=NEW | {"closes_at": typed_at})

    assert session.scalars(select(Call)).one().closes_at == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"slug": "Main Call"},
        {"slug": "calls"},
        {"closes_at": "2026-09-01T09:00"},
        {"closes_at": "soon"},
        {"word_limit": "0"},
        {"offers_oral": "", "offers_poster": ""},
        {"decisions_at": "2026-10-01T09:00"},
        {"categories": "Green\ngreen"},
        {"editing": "whenever"},
    ],
    ids=str,
)
def test_a_call_that_cannot_be_is_refused_with_all_that_was_typed(session, chair, wrong):
    answer = chair.post(f"{CALLS}/new", data=NEW | {"introduction": "Keep this."} | wrong)

    assert answer.status_code == 422
    assert "Keep this." in answer.text
    assert session.scalars(select(Call)).all() == []


def test_two_calls_of_an_event_have_two_addresses(session, chair, made):
    assert chair.post(f"{CALLS}/new", data=NEW).status_code == 422
    assert len(session.scalars(select(Call)).all()) == 1


def test_its_page_shows_what_is_set_and_saves_what_is_typed(session, chair, made):
    page = chair.get(f"{CALLS}/main").text
    assert 'value="2026-11-13T12:00"' in page
    assert 'value="locked on submission"' in page.partition("checked")[0].rpartition("<input")[2] + page

    later = typed(made, closes_at="2026-11-20T12:00", is_public="y", editing="open to the deadline")
    assert chair.post(f"{CALLS}/main", data=later).status_code == 303

    session.refresh(made)
    assert (made.closes_at.day, made.is_public, made.editing) == (20, True, Editing.OPEN)
    told = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "changed a call")).one()
    assert "licence" not in told.after
    assert told.after["closes_at"] != told.before["closes_at"]


def test_web_2_of_two_who_change_a_call_the_second_is_told_and_overwrites_nothing(session, chair, made):
    mine, yours = typed(made, word_limit="300"), typed(made, name="Other", closes_at="2026-11-20T12:00")
    assert chair.post(f"{CALLS}/main", data=mine).status_code == 303

    answer = chair.post(f"{CALLS}/main", data=yours)

    assert answer.status_code == 409
    assert 'value="Other"' in answer.text
    assert "What differs" in answer.text
    assert '<a href="#word_limit">' in answer.text
    session.refresh(made)
    assert (made.name, made.word_limit) == ("Main call", 300)
    session.refresh(made)
    assert chair.post(f"{CALLS}/main", data=yours | {"seen": rules.mark_of_settings(made)}).status_code == 303


def test_web_2_a_planted_check_that_lets_everybody_overwrite_is_seen(session, chair, made, monkeypatch):
    yours = typed(made, name="Other")
    chair.post(f"{CALLS}/main", data=typed(made, word_limit="300"))
    monkeypatch.setattr("abstracts.rules.check_mark", lambda *_: None)

    assert chair.post(f"{CALLS}/main", data=yours).status_code == 303
    session.refresh(made)
    assert made.word_limit == 250  # what the other had saved is gone


def test_to_close_at_once_must_be_said_yes_to(session, chair, made):
    early = typed(made, closes_at="2026-05-04T12:59")  # one minute ago

    answer = chair.post(f"{CALLS}/main", data=early)
    assert answer.status_code == 422
    assert "The call closes at once" in answer.text
    assert chair.post(f"{CALLS}/main", data=early | {"is_sure": "y"}).status_code == 303
    session.refresh(made)
    assert made.closes_at == make.NOON - timedelta(minutes=1)


def test_another_address_must_be_said_yes_to_once_something_was_begun(session, chair, made):
    assert chair.post(f"{CALLS}/main", data=typed(made, slug="first")).status_code == 303
    session.refresh(made)
    make.an_abstract(made)

    answer = chair.post(f"{CALLS}/first", data=typed(made, slug="second"))

    assert answer.status_code == 422
    assert "links in letters that were sent lead nowhere" in answer.text
    assert chair.post(f"{CALLS}/first", data=typed(made, slug="second", is_sure="y")).status_code == 303


def test_a_limit_below_what_was_sent_says_how_many_it_would_exceed(session, chair, made):
    make.an_abstract(made, status=SUBMITTED, authors=3)  # ten words in all
    make.an_abstract(made, status=SUBMITTED)
    make.an_abstract(made, authors=3)  # a draft, which is not sent in
    make.an_abstract(made, authors=3, status=AbstractStatus.WITHDRAWN)

    answer = chair.post(f"{CALLS}/main", data=typed(made, word_limit="10", coauthor_limit="1"))

    assert answer.status_code == 422
    assert "1 abstract sent in has more than 1 co-author." in answer.text
    assert "more than 10 words" not in answer.text
    sure = typed(made, word_limit="10", coauthor_limit="1", is_sure="y")
    assert chair.post(f"{CALLS}/main", data=sure).status_code == 303


def test_a_heading_that_gets_a_limit_says_so_too(session, chair, made):
    heading = made.headings[0]
    make.an_abstract(made, status=SUBMITTED)
    data = {"headings-name": "Background", "headings-word_limit": "2", "headings-seen": rules.mark_of_part(heading)}
    path = f"{CALLS}/main/headings/{heading.id}"

    assert "1 abstract sent in has more than 2 words there." in chair.post(path, data=data).text
    assert chair.post(path, data=data | {"headings-is_sure": "y"}).status_code == 303
    session.refresh(heading)
    assert heading.word_limit == 2


def test_parts_are_added_changed_moved_and_retired_and_have_one_name_each(session, chair, made):
    parts = f"{CALLS}/main/parts"
    assert chair.post(f"{CALLS}/main/categories", data={"categories-name": "Policy"}).status_code == 303
    assert chair.post(f"{CALLS}/main/categories", data={"categories-name": "POLICY"}).status_code == 422
    question = {"questions-label": "", "questions-name": "Where?", "questions-asked_as": "choice"}
    assert chair.post(f"{CALLS}/main/questions", data=question).status_code == 422  # without options
    options = question | {"questions-options": "A ward\r\n\r\nA practice", "questions-is_for_reviewers": "y"}
    assert chair.post(f"{CALLS}/main/questions", data=options).status_code == 303

    session.refresh(made)
    (asked,) = made.questions
    assert (asked.asked_as, asked.choices, asked.is_for_reviewers) == (AskedAs.CHOICE, ["A ward", "A practice"], True)
    policy = made.categories[-1]
    chair.post(f"{CALLS}/main/categories/{policy.id}/move", data={"to": "up"})
    chair.post(f"{CALLS}/main/categories/{policy.id}/retire")
    session.expire_all()
    assert [each.name for each in made.categories] == ["Green", "Policy", "Leadership research"]
    assert policy.is_retired
    assert "Retired" in chair.get(parts).text
    chair.post(f"{CALLS}/main/categories/{policy.id}/retire", data={"to": "back"})
    session.expire_all()
    assert not policy.is_retired


def test_web_2_a_part_that_another_renamed_meanwhile_is_not_overwritten(session, chair, made):
    heading = made.headings[0]
    path, seen = f"{CALLS}/main/headings/{heading.id}", rules.mark_of_part(heading)
    first = {"headings-name": "Aims", "headings-is_required": "y", "headings-seen": seen}
    assert chair.post(path, data=first).status_code == 303

    assert chair.post(path, data=first | {"headings-name": "Why"}).status_code == 409
    session.expire_all()
    assert [each.name for each in session.scalars(select(CallHeading).order_by(CallHeading.id))] == ["Aims", "Results"]


def test_an_answered_question_stays_the_kind_it_is(session, chair, made):
    chair.post(f"{CALLS}/main/questions", data={"questions-name": "Is it new?", "questions-asked_as": "tick"})
    session.refresh(made)
    (asked,) = made.questions
    abstract = make.an_abstract(made)
    make.saved(AbstractAnswer(abstract_id=abstract.id, question_id=asked.id, value="yes"))
    data = {"questions-name": "Is it new?", "questions-asked_as": "words", "questions-seen": rules.mark_of_part(asked)}

    assert chair.post(f"{CALLS}/main/questions/{asked.id}", data=data).status_code == 422


def test_a_late_code_is_eight_plain_letters_for_somebody_and_ends(session, chair, made):
    late = f"{CALLS}/main/late"
    data = {"words": "The journal’s authors", "uses": "3", "ends_at": "2026-11-20T12:00"}

    assert chair.post(late, data=data).status_code == 303

    entry = session.scalars(select(LateEntry)).one()
    assert len(entry.code) == 8
    assert {*entry.code} <= {*PLAIN_LETTERS}
    page = chair.get(late).text
    assert f"{entry.code[:4]} {entry.code[4:]}" in page  # whole, and whenever it is looked up
    assert "0 of 3 abstracts begun" in page
    chair.post(f"{late}/{entry.id}/end")
    session.refresh(entry)
    assert entry.closes_at == make.NOON
    with pytest.raises(rules.WrongLateCode):
        rules.check_late_entry(entry, make.NOON)


@pytest.mark.parametrize("ends_at", ["2026-11-13T12:00", "2026-05-01T09:00", "", "soon"])
def test_a_late_code_that_lets_nobody_come_later_is_not_made(session, chair, made, ends_at):
    answer = chair.post(f"{CALLS}/main/late", data={"words": "Ash", "uses": "1", "ends_at": ends_at})

    assert answer.status_code == 422
    assert session.scalars(select(LateEntry)).all() == []


def test_of_a_call_that_is_over_a_late_code_must_reach_beyond_now(session, made):
    made.closes_at = make.NOON - timedelta(days=3)

    with pytest.raises(rules.WrongCall, match="over already"):
        make_late_entry(
            session, call=made, words="", uses=1, ends_at=make.NOON - timedelta(days=1), by_id=1, now=make.NOON
        )
