"""Domain rule 41: what may tell the authors is shown to them, goes in all the same, and is flagged to the chair."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from abstracts.actions import note_findings
from abstracts.models import AbstractStatus, Finding, Flagged
from tests import factories as make
from tests.abstracts.pages import URL, a_text

TRUST = "Northmere Teaching Hospitals NHS Trust"


def findings(session, abstract) -> dict[tuple[str, str], Flagged]:
    rows = session.scalars(select(Finding).where(Finding.abstract_id == abstract.id, ~Finding.is_hint))
    return {(each.kind, each.words): each.state for each in rows}


@pytest.fixture
def heading(abstract):
    return f"heading_{abstract.sections[0].heading_id}"


@pytest.fixture
def abstract(open_call):
    abstract = make.an_abstract(open_call)
    abstract.authors[0].surname = "Exampleby"
    make.session.commit()
    return abstract


def test_rule_41_what_tells_is_shown_with_its_words_and_how_to_mend_it_and_goes_in_all_the_same(
    author, session, abstract, heading
):
    text = f"At {TRUST} Dr Exampleby led it; write to rowan@north.example."
    author.post(f"{URL}/1/text", data=a_text(abstract, **{heading: text}))

    page = author.get(f"{URL}/1/check").text
    answer = author.post(f"{URL}/1/check", data={"version": 3})

    for words in (TRUST, "Dr Exampleby", "rowan@north.example"):
        assert f"<mark>{words}</mark>" in page
    assert "Leave it out; we have yours." in page
    assert answer.status_code == 303
    assert findings(session, abstract) == {
        ("organisation", TRUST): Flagged.OPEN,
        ("name", "Dr Exampleby"): Flagged.OPEN,
        ("email", "rowan@north.example"): Flagged.OPEN,
    }
    assert "the chair is told" in author.get(f"{URL}/1").text


def test_rule_41_what_was_mended_is_flagged_no_more_and_what_is_new_is(author, session, abstract, heading):
    author.post(f"{URL}/1/text", data=a_text(abstract, **{heading: "Exampleby did it."}))
    author.post(f"{URL}/1/check", data={"version": 3})

    author.post(f"{URL}/1/text", data=a_text(abstract, version=4, **{heading: f"We at {TRUST} did it."}))

    assert {kind for kind, _ in findings(session, abstract)} >= {"organisation"}
    assert ("name", "Exampleby") not in findings(session, abstract)


def test_rule_41_what_the_chair_has_judged_stays_judged_where_its_words_moved(author, session, abstract, heading):
    section = abstract.sections[0]
    section.words = "Exampleby did it, said Exampleby."
    session.commit()
    first = min(note_findings(session, abstract=abstract, now=make.NOON), key=lambda each: each.start)
    first.state, first.judged_at = Flagged.HARMLESS, make.NOON
    section.words = f"First of all: {section.words}"

    kept = note_findings(session, abstract=abstract, now=make.NOON + timedelta(hours=1))

    assert [(each.start, each.state) for each in sorted(kept, key=lambda each: each.start)] == [
        (14, Flagged.HARMLESS),
        (37, Flagged.OPEN),
    ]
    assert len(session.scalars(select(Finding)).all()) == 2


def test_rule_41_asked_twice_it_finds_the_same_rows(session, abstract):
    abstract.sections[0].words = "Exampleby did it."
    session.commit()

    ids = [{each.id for each in note_findings(session, abstract=abstract, now=make.NOON)} for _ in range(2)]

    assert ids[0] == ids[1] != set()


def test_rule_41_a_program_that_looks_for_nothing_is_noticed(author, session, abstract, heading, monkeypatch):
    monkeypatch.setattr("abstracts.rules.guard.find_leaks", lambda *_: [])
    author.post(f"{URL}/1/text", data=a_text(abstract, **{heading: "Exampleby did it."}))

    author.post(f"{URL}/1/check", data={"version": 3})

    session.refresh(abstract)
    assert abstract.status is AbstractStatus.SUBMITTED
    assert findings(session, abstract) == {}  # and so nobody would be told
