"""Domain rule 41: what may tell who wrote it is settled before review; and reviewers read redactions only (REV-5)."""

import pytest
from sqlalchemy import select

from abstracts import rules
from abstracts.actions import judge_finding, redact_field, remove_redaction, send_each_to_review, send_to_review
from abstracts.models import (
    AbstractStatus,
    Finding,
    Flagged,
    Redaction,
)
from abstracts.queries import blind_abstract
from abstracts.rules import StillFlagged
from core.diary import DiaryEntry
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_finding, a_leak

DESK = "/desk/leaders-2027/abstracts"
SECRET = "Zzyzx"
BY = {"by_id": None, "now": make.NOON}


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def call(event):
    return make.a_call(event, slug="main")


@pytest.fixture
def abstract(call):
    return make.an_abstract(call, status=SUBMITTED)


@pytest.fixture
def chair(browse, event):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


@pytest.fixture
def one(abstract):
    return f"{DESK}/main/{abstract.number}"


def in_review(session, abstract) -> bool:
    session.refresh(abstract)
    return abstract.status is AbstractStatus.IN_REVIEW


@pytest.mark.parametrize(
    ("state", "is_hint", "may"),
    [
        (Flagged.OPEN, False, False),
        (Flagged.OPEN, True, True),
        (Flagged.HARMLESS, False, True),
        (Flagged.REDACTED, False, True),
    ],
    ids=["open", "a hint", "judged harmless", "redacted"],
)
def test_rule_41_only_what_is_settled_or_a_hint_lets_an_abstract_go_to_review(abstract, state, is_hint, may):
    finding = Finding(state=state, is_hint=is_hint, words="Exampleby", field="title", start=0, end=9)

    assert rules.may_go_to_review(abstract, [finding]) is may
    assert bool(rules.why_not_to_review(abstract, [finding])) is not may


@pytest.mark.parametrize("status", [each for each in AbstractStatus if each is not SUBMITTED])
def test_rule_41_nothing_but_what_was_submitted_goes_to_review(abstract, status):
    abstract.status = status

    assert not rules.may_go_to_review(abstract, [])


def test_rule_41_an_abstract_with_an_open_passage_stays_and_the_others_go(session, call, abstract):
    plain = make.an_abstract(call, status=SUBMITTED)
    a_leak(abstract)

    outcome = send_each_to_review(session, abstracts=[abstract, plain], **BY)

    assert (in_review(session, abstract), in_review(session, plain)) == (False, True)
    assert outcome.done == [plain]
    assert outcome.refused == {"1 passage may tell who wrote it: judge or redact it first.": [abstract]}


def test_rule_41_the_deed_itself_refuses_whoever_asks_for_it(session, abstract):
    a_leak(abstract)

    with pytest.raises(StillFlagged):
        send_to_review(session, abstract=abstract, **BY)


def test_rule_41_a_planted_deed_that_forgets_to_ask_is_seen(session, abstract, monkeypatch):
    a_finding(abstract)
    monkeypatch.setattr("abstracts.rules.check_may_go_to_review", lambda *_: None)

    outcome = send_each_to_review(session, abstracts=[abstract], **BY)

    assert outcome.refused != {"1 passage may tell who wrote it: judge or redact it first.": [abstract]}
    assert in_review(session, abstract)


def test_rule_41_what_came_in_without_being_looked_through_is_looked_through_before_it_goes(session, abstract):
    abstract.sections[0].words = f"As {abstract.authors[0].surname} found."
    session.commit()

    outcome = send_each_to_review(session, abstracts=[abstract], **BY)

    assert outcome.done == []
    (found,) = session.scalars(select(Finding))
    assert abstract.authors[0].surname.startswith(found.words)
    assert not in_review(session, abstract)


def test_rule_41_what_is_found_again_where_it_was_redacted_holds_nothing_up(session, abstract):
    abstract.title = f"{abstract.authors[0].surname} on rounds"
    session.commit()
    redact_field(session, abstract=abstract, field="title", words="[Name] on rounds", version=2, shown="", **BY)

    send_each_to_review(session, abstracts=[abstract], **BY)

    assert [each.state for each in session.scalars(select(Finding))] == [Flagged.REDACTED]
    assert in_review(session, abstract)


def test_rule_41_the_list_and_the_page_say_so_before_anybody_is_given_it(chair, one, abstract):
    a_finding(abstract)

    assert "May tell who wrote it</span>" in chair.get(DESK).text
    page = chair.get(one).text
    assert "Not to review yet." in page
    assert "Send it to review" not in page


def test_a_passage_is_judged_harmless_and_looked_at_again(session, chair, one, abstract):
    finding = a_finding(abstract)

    assert chair.post(f"{one}/findings/{finding.id}", data={"to": "harmless"}).status_code == 303
    session.expire_all()
    assert finding.state is Flagged.HARMLESS
    assert "Send it to review" in chair.get(one).text
    chair.post(f"{one}/findings/{finding.id}", data={"to": "open"})
    session.expire_all()
    assert finding.state is Flagged.OPEN
    acts = session.scalars(select(DiaryEntry.act).where(DiaryEntry.object_id == abstract.id)).all()
    assert acts.count("judged a passage") == 2


def test_a_passage_that_is_open_again_stays_settled_where_it_is_redacted(session, abstract):
    finding = a_finding(abstract, state=Flagged.HARMLESS)
    redact_field(session, abstract=abstract, field="title", words="", version=2, shown="", **BY)
    assert finding.state is Flagged.HARMLESS

    judge_finding(session, abstract=abstract, finding=finding, is_harmless=False, **BY)

    assert finding.state is Flagged.REDACTED


@pytest.mark.parametrize(
    ("words", "state"),
    [("", Flagged.REDACTED), ("That listen", Flagged.REDACTED), ("ROUNDS that listen", Flagged.OPEN)],
    ids=["nothing", "without it", "with it still"],
)
def test_a_passage_is_settled_once_what_reviewers_read_is_without_it(session, abstract, words, state):
    finding = a_finding(abstract)  # of its first word, Rounds

    redact_field(session, abstract=abstract, field="title", words=words, version=2, shown="", **BY)

    assert finding.state is state
    assert blind_abstract(session, abstract.id).title == words


def test_a_redaction_that_is_taken_back_opens_the_passage_again(session, abstract):
    finding = a_finding(abstract)
    redact_field(session, abstract=abstract, field="title", words="", version=2, shown="", **BY)

    remove_redaction(session, abstract=abstract, field="title", **BY)
    remove_redaction(session, abstract=abstract, field="title", **BY)  # once more changes nothing (R7)

    assert finding.state is Flagged.OPEN
    assert blind_abstract(session, abstract.id).title == abstract.title
    assert session.scalars(select(Redaction)).all() == []


def test_rev_5_an_old_tab_gets_both_and_overwrites_neither_the_author_nor_another_chair(session, chair, one, abstract):
    typed = {"words": "Mine", "version": 2, "seen": ""}
    assert chair.post(f"{one}/redact/title", data=typed).status_code == 303

    answer = chair.post(f"{one}/redact/title", data=typed | {"words": "Yours"})
    assert answer.status_code == 409
    assert "Another chair has redacted this meanwhile" in answer.text
    assert ">\nYours</textarea>" in answer.text.replace("\r\n", "\n") or "Yours</textarea>" in answer.text
    abstract.version += 1
    session.commit()
    answer = chair.post(f"{one}/redact/keywords", data=typed)
    assert answer.status_code == 409
    assert blind_abstract(session, abstract.id).title == "Mine"
    page = chair.get(one).text
    assert "The author has changed the abstract since." in page


def test_rev_5_an_empty_redaction_is_empty_on_the_desk_too(chair, one, abstract, session):
    heading = abstract.sections[0]
    field = rules.heading_field(heading.heading_id)

    chair.post(f"{one}/redact/{field}", data={"words": "", "version": 2, "seen": ""})

    assert "Reviewers read nothing here." in chair.get(one).text
    assert dict(blind_abstract(session, abstract.id).sections)["Background"] == ""
    form = chair.get(f"{one}/redact/{field}").text
    assert "What we say under Background." not in form.partition("<textarea")[2].partition("</textarea>")[0]


@pytest.mark.parametrize("field", ["conflicts", "funding", "heading_999999", "figure", "authors", "number"])
def test_what_reviewers_do_not_read_cannot_be_redacted(chair, one, abstract, field):
    assert chair.get(f"{one}/redact/{field}").status_code == 404
    assert chair.post(f"{one}/redact/{field}", data={"words": "", "version": 2}).status_code == 404
    assert chair.post(f"{one}/redact/{field}/remove").status_code == 404


def test_the_diary_tells_of_a_redaction_without_its_words(session, chair, one, abstract):
    chair.post(f"{one}/redact/title", data={"words": "Quite other words", "version": 2, "seen": ""})

    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "redacted a field")).one()
    assert entry.after == {"field": "title", "version": 2}
