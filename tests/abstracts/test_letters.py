"""Letters about abstracts: each once, each true when it goes, and none with what somebody else must not read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from abstracts.actions import (
    add_author,
    merge_abstracts,
    save_wording,
    submit_abstract,
    withdraw_abstract,
)
from abstracts.models import AbstractStatus
from abstracts.rules import AuthorDetails, Wording
from core.outbox import OutgoingLetter, compose, queue_letter_once
from people.models import Role
from tests import factories as make

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TRAP = "https://evil.example/\nBcc: all@evil.example <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _in_the_application(app):
    with app.app_context():
        yield


@pytest.fixture
def sent_in(session, call):
    """A submitted abstract with a second author, of an event with a chair."""
    make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
    abstract = make.an_abstract(call, authors=2)
    submit_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=make.NOON)
    return abstract


def retitle(session, abstract, title: str, now) -> None:
    wording = Wording(title=title, category_id=abstract.category_id, preference=abstract.preference, keywords=("a",))
    save_wording(session, abstract=abstract, wording=wording, version=abstract.version, by_id=None, now=now)


def composed(session, kind: str):
    found = select(OutgoingLetter).where(OutgoingLetter.kind == f"abstracts/email/{kind}")
    return [compose(session, each, masked=False) for each in session.scalars(found.order_by(OutgoingLetter.id))]


def test_the_receipt_says_number_title_moment_and_what_comes_next(session, sent_in):
    sent_in.call.decisions_at = make.NOON + timedelta(days=30)

    (letter,) = composed(session, "submitted")

    for words in (
        f"number is {sent_in.number}",
        sent_in.title,
        "4 May 2026, 13:00",
        "the 2 other authors",
        "until the call closes, 5 May 2026, 13:00",
        "the decision by 3 June 2026, 13:00",
        f"/abstracts/{sent_in.call.slug}/{sent_in.number}",
    ):
        assert words in letter.text
    assert f"abstract {sent_in.number} is in" in letter.subject
    assert sent_in.title in letter.html


def test_submitted_twice_each_letter_is_owed_once(session, sent_in, letters):
    submit_abstract(session, abstract=sent_in, version=sent_in.version, by_id=None, now=make.NOON)

    assert letters("submitted") == [sent_in.owner.email]
    assert len(letters("named")) == 2  # the factory's authors have other addresses than the owner


def test_changes_after_submission_are_told_once_an_hour_at_its_end(session, sent_in, letters):
    for minutes, title in ((1, "One"), (2, "Two"), (59, "Three"), (61, "Four")):
        retitle(session, sent_in, title, make.NOON + minutes * MINUTE)
    add_author(
        session,
        abstract=sent_in,
        details=AuthorDetails("Ash", "Fictum", "ash@x.example", "Halcyon"),
        version=sent_in.version,
        by_id=None,
        now=make.NOON + 62 * MINUTE,
    )

    assert letters("changed") == [sent_in.owner.email] * 2
    due = session.scalars(select(OutgoingLetter.due_at).where(OutgoingLetter.kind == "abstracts/email/changed")).all()
    assert sorted(due) == [make.NOON + HOUR, make.NOON + 2 * HOUR]
    assert all("Four" in each.text for each in composed(session, "changed"))  # what is then true
    withdraw_abstract(session, abstract=sent_in, version=sent_in.version, by_id=None, now=make.NOON)
    assert composed(session, "changed") == [None, None]


def test_a_draft_that_changes_is_told_to_nobody(session, call, letters):
    retitle(session, make.an_abstract(call), "Other", make.NOON)

    assert letters("changed") == []


def test_a_letter_that_is_there_is_not_owed_again_and_fails_nothing(session, sent_in):
    about = {"kind": "abstracts/email/withdrawn", "to": "a@x.example", "key": "once", "abstract_id": sent_in.id}

    owed = [queue_letter_once(session, now=make.NOON, **about) for _ in "123"]

    assert owed == [True, False, False]


def test_a_kind_that_nothing_composes_cannot_be_owed(session):
    with pytest.raises(LookupError):
        queue_letter_once(session, kind="abstracts/email/nothing", to="a@x.example", key="1", now=make.NOON)


def test_rule_40_the_chairs_letter_names_the_abstract_and_no_author(session, sent_in):
    withdraw_abstract(session, abstract=sent_in, version=sent_in.version, by_id=None, now=make.NOON)

    (letter,) = composed(session, "withdrawn_chair")

    assert f"Abstract {sent_in.number}" in letter.text
    for words in (sent_in.title, sent_in.owner.email, *(each.surname for each in sent_in.authors)):
        assert words not in letter.subject + letter.text + letter.html


def test_r17_no_letter_takes_markup_links_or_headers_from_what_was_typed(session, call):
    owner = make.a_person(name=TRAP)
    keep, other = (make.an_abstract(call, owner, authors=2, title=TRAP) for _ in range(2))
    for each in (keep, other):
        each.authors[1].given_names = TRAP
        submit_abstract(session, abstract=each, version=each.version, by_id=None, now=make.NOON)
    merge_abstracts(session, keep=keep, other=other, by_id=None, now=make.NOON)
    every = [each for kind in ("submitted", "named", "merged") for each in composed(session, kind) if each]

    assert len(every) >= 5
    for letter in every:
        assert "\n" not in letter.subject
        assert "evil" not in letter.subject
        assert "https://evil.example" not in letter.text
        assert "<script>" not in letter.html


def test_whoever_is_owner_and_author_gets_no_letter_to_confirm(session, call, letters):
    owner = make.a_person()
    abstract = make.an_abstract(call, owner, authors=0)
    make.an_author(abstract, email=owner.email)
    session.refresh(abstract)
    submit_abstract(session, abstract=abstract, version=abstract.version, by_id=owner.id, now=make.NOON)

    assert letters("named") == []
    assert "other author" not in composed(session, "submitted")[0].text
    assert abstract.status is AbstractStatus.SUBMITTED
