"""Two abstracts that turn out to be one."""

import pytest
from sqlalchemy import select

from abstracts.actions import merge_abstracts
from abstracts.models import AbstractStatus, Agreement, Decision, Finding
from abstracts.rules import MayNotMerge
from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, compose
from tests import factories as make

BY = {"by_id": None, "now": make.NOON}


@pytest.fixture(autouse=True)
def _in_the_application(app):
    with app.app_context():
        yield


@pytest.fixture
def pair(session, call):
    """One with two authors, and another that shares the second of them and has two of its own."""
    keep = make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)
    other = make.an_abstract(call, authors=0, status=AbstractStatus.IN_REVIEW)
    for position, email in enumerate(("new@x.example", keep.authors[1].email, "newer@x.example"), start=1):
        make.an_author(other, position=position, email=email, agreement=Agreement.CONFIRMED)
    session.refresh(other)
    return keep, other


def test_the_other_is_withdrawn_and_its_authors_are_named_after_ones_own(session, pair, letters):
    keep, other = pair
    before = [each.email for each in keep.authors]

    added = merge_abstracts(session, keep=keep, other=other, **BY)

    session.expire_all()
    assert (other.status, other.merged_into_id, other.withdrawn_at) == (AbstractStatus.WITHDRAWN, keep.id, make.NOON)
    assert [each.email for each in keep.authors] == [*before, "new@x.example", "newer@x.example"]
    assert [each.position for each in keep.authors] == [1, 2, 3, 4]
    assert sum(each.is_presenter for each in keep.authors) == 1
    assert [each.agreement for each in added] == [Agreement.WAITING] * 2
    assert letters("named") == ["new@x.example", "newer@x.example"]
    assert letters("merged") == [other.owner.email]
    assert letters("withdrawn") == []


def test_the_letter_names_both_numbers_and_is_the_owners_alone(session, pair):
    keep, other = pair
    merge_abstracts(session, keep=keep, other=other, **BY)

    letter = session.query(OutgoingLetter).filter_by(kind="abstracts/email/merged").one()
    text = compose(session, letter, masked=False).text

    assert f"Abstract {other.number}" in text
    assert f"Number {keep.number}" in text


def test_rule_41_a_name_in_the_text_is_flagged_once_it_is_an_authors(session, pair):
    keep, other = pair
    keep.sections[0].words = "As Bracken Sandboxe of Halcyon told us, rounds are calmer."
    other.authors[0].given_names, other.authors[0].surname = "Bracken", "Sandboxe"
    session.flush()

    merge_abstracts(session, keep=keep, other=other, **BY)

    found = session.scalars(select(Finding.words).where(Finding.abstract_id == keep.id)).all()
    assert any("Sandboxe" in each for each in found)


def test_merged_twice_nothing_changes(session, pair, letters):
    keep, other = pair
    merge_abstracts(session, keep=keep, other=other, **BY)

    assert merge_abstracts(session, keep=keep, other=other, **BY) == []
    assert len(keep.authors) == 4
    assert session.query(DiaryEntry).filter_by(act="merged two abstracts").count() == 1


def test_no_more_are_added_than_the_call_takes(session):
    call = make.a_call(make.an_event(), coauthor_limit=2)
    keep = make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)
    other = make.an_abstract(call, authors=3, status=AbstractStatus.SUBMITTED)
    first = other.authors[0].email_key

    assert [each.email_key for each in merge_abstracts(session, keep=keep, other=other, **BY)] == [first]
    assert len(keep.authors) == 3


@pytest.mark.parametrize("status", sorted(AbstractStatus, key=lambda each: each.value))
def test_only_what_is_sent_in_and_not_decided_is_merged(session, call, status, pair):
    keep, _ = pair
    one = make.an_abstract(call, status=status, decision=Decision.ORAL)
    may = status in (AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW)

    for kept, gone in ((keep, one), (one, make.an_abstract(call, status=AbstractStatus.SUBMITTED))):
        if may:
            merge_abstracts(session, keep=kept, other=gone, **BY)
            break
        with pytest.raises(MayNotMerge):
            merge_abstracts(session, keep=kept, other=gone, **BY)


def test_two_calls_and_one_with_itself_are_not_merged(session, pair):
    keep, _ = pair
    elsewhere = make.an_abstract(make.a_call(keep.call.event), status=AbstractStatus.SUBMITTED)

    for other in (elsewhere, keep):
        with pytest.raises(MayNotMerge):
            merge_abstracts(session, keep=keep, other=other, **BY)


def test_the_diary_has_ids_only(session, pair):
    keep, other = pair
    merge_abstracts(session, keep=keep, other=other, **BY)

    entries = session.query(DiaryEntry).filter_by(object_kind="abstract").all()
    said = repr([(each.act, each.before, each.after) for each in entries])
    assert "example" not in said
    assert "listen" not in said
