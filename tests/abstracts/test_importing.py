"""Abstracts from a file: all of it or nothing, once however often, and what an export holds comes in again whole."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from abstracts.actions import import_abstracts, look_at_import, save_wording
from abstracts.models import (
    Abstract,
    AbstractAnswer,
    AbstractStatus,
    Agreement,
    CallQuestion,
    Decision,
    Ethics,
    Finding,
    Lead,
    PatientConsent,
    Preference,
)
from abstracts.queries.exchange import abstracts_to_export
from abstracts.rules import Wording, exchange, importing
from abstracts.rules.exchange import json_of, record_of
from abstracts.rules.importing import Does
from abstracts.rules.incoming import LARGEST, MOST_PARTS, PARTS_EACH, NotAbstracts
from core.outbox import OutgoingLetter
from members.models import Nation
from people.models import Duty, Person, SignIn
from tests import factories as make

LATER = make.NOON + timedelta(hours=1)


@pytest.fixture
def call(session):
    return make.a_call(make.an_event(slug="leaders-2027"), slug="abstracts")


def a_record(**changes) -> dict:
    given = {
        "ref": "old-1",
        "status": "submitted",
        "title": "Rounds that listen",
        "category": "Green",
        "keywords": ["rounds"],
        "sections": {"Background": "Why.", "Results": "What."},
        "authors": [{"surname": "Exampleby", "email": "rowan@north.example", "is_corresponding": True}],
    }
    return given | changes


def a_file(*records: dict) -> bytes:
    return json.dumps({"format": "plenary abstracts", "version": 1, "abstracts": list(records)}).encode()


def taken(session, call, *records: dict, now=make.NOON, **how):
    return import_abstracts(session, event=call.event, content=a_file(*records), by_id=None, now=now, **how)


def faults(session, call, *records: dict, **how) -> list[str]:
    plan = look_at_import(session, event=call.event, content=a_file(*records), **how)
    return [each.says for each in plan.problems]


def one(session) -> Abstract:
    return session.scalars(select(Abstract)).one()


def everything(session, call):
    """One abstract for each status, with all that an abstract may have."""
    question = make.saved(CallQuestion(call_id=call.id, label="Who paid?", is_for_reviewers=True))
    decided = {"decision": Decision.POSTER, "decided_at": LATER}
    first = None
    for status in AbstractStatus:
        more = decided if status in exchange.DECIDED else {}
        abstract = make.an_abstract(call, authors=3, status=status, **more)
        abstract.ethics, abstract.ethics_reference = Ethics.APPROVED, "REC 00/ZZ/0000"
        abstract.consent, abstract.lead = PatientConsent.GIVEN, Lead.STUDENT
        abstract.conflicts, abstract.funding = "None,\nbut “=1+1”", "'A charity"
        abstract.preference, abstract.nation = Preference.POSTER, Nation.WALES
        abstract.title = f"Ŵyn a’r {status.value} 👩🏽‍⚕️ =cmd|x"
        abstract.authors[1].agreement, abstract.authors[1].answered_at = Agreement.CONFIRMED, LATER
        abstract.authors[2].second_organisation, abstract.authors[2].orcid = "Halcyon", "0000-0000-0000-0001"
        make.saved(AbstractAnswer(abstract_id=abstract.id, question_id=question.id, value="Nobody"))
        first = first or abstract
    abstract.merged_into_id = first.id
    session.commit()
    session.expire_all()


def test_what_one_event_exports_another_imports_whole(session, call):
    everything(session, call)
    exported = json_of("leaders-2027", abstracts_to_export(session, call.event), LATER)
    other = make.a_call(make.an_event(slug="other-2028"), slug="abstracts")
    make.saved(CallQuestion(call_id=other.id, label="Who paid?"))
    session.expire_all()

    plan = import_abstracts(session, event=other.event, content=exported, by_id=None, now=LATER)
    session.expire_all()

    before = [record_of(each) for each in abstracts_to_export(session, call.event)]
    after = [record_of(each) for each in abstracts_to_export(session, other.event)]
    assert plan.how_many(Does.ADDS) == len(AbstractStatus)
    assert [each.model_dump() for each in after] == [each.model_dump() for each in before]
    again = json_of("leaders-2027", abstracts_to_export(session, other.event), LATER)
    assert json.loads(again)["abstracts"] == json.loads(exported)["abstracts"]


@pytest.mark.parametrize("lost", ["conflicts", "answers", "authors"])
def test_a_field_that_an_export_forgets_is_noticed(session, call, monkeypatch, lost):
    kept = exchange.record_of

    def forgetful(abstract, _contents=None):
        return kept(abstract).model_copy(update={lost: type(getattr(kept(abstract), lost))()})

    monkeypatch.setattr(exchange, "record_of", forgetful)
    with pytest.raises((AssertionError, NotAbstracts)):
        test_what_one_event_exports_another_imports_whole(session, call)


def test_the_same_file_again_changes_nothing(session, call):
    taken(session, call, a_record(), a_record(ref="old-2"))
    session.expire_all()

    plan = taken(session, call, a_record(), a_record(ref="old-2"), now=LATER)

    assert plan.how_many(Does.NOTHING) == 2
    assert {(each.version, each.saved_at) for each in session.scalars(select(Abstract))} == {(2, make.NOON)}


def test_an_export_that_comes_back_to_its_own_event_changes_nothing(session, call):
    everything(session, call)
    exported = json_of("leaders-2027", abstracts_to_export(session, call.event), LATER)

    plan = import_abstracts(session, event=call.event, content=exported, by_id=None, now=LATER)

    assert plan.how_many(Does.NOTHING) == len(AbstractStatus)


def test_a_newer_file_brings_up_what_nobody_has_touched_here(session, call):
    taken(session, call, a_record(status="draft"))
    author = {"surname": "Samplewick", "email": "hazel@north.example", "is_presenter": True}
    newer = a_record(title="Rounds that hear", sections={"Impact": "More."}, authors=[author])

    session.expire_all()
    plan = taken(session, call, newer, now=LATER)
    session.expire_all()

    abstract = one(session)
    assert plan.how_many(Does.CHANGES) == 1
    assert (abstract.title, abstract.version, abstract.status) == ("Rounds that hear", 3, AbstractStatus.SUBMITTED)
    assert record_of(abstract).sections == {"Impact": "More."}
    assert [each.surname for each in abstract.authors] == ["Samplewick"]
    assert taken(session, call, newer, now=LATER).how_many(Does.NOTHING) == 1


def test_what_its_author_changed_here_stays(app, session, call):
    taken(session, call, a_record(status="draft"))
    session.expire_all()
    with app.app_context():
        save_wording(session, abstract=one(session), wording=Wording(title="Mine"), version=2, by_id=None, now=LATER)
    session.commit()

    plan = taken(session, call, a_record(title="Theirs", status="draft"), now=LATER + timedelta(hours=1))

    assert plan.how_many(Does.KEEPS) == 1
    assert one(session).title == "Mine"


def test_a_rule_that_trusts_every_file_is_noticed(app, session, call, monkeypatch):
    monkeypatch.setattr(importing, "_deed", lambda record, abstract, _: Does.CHANGES if abstract else Does.ADDS)

    with pytest.raises(AssertionError):
        test_what_its_author_changed_here_stays(app, session, call)


def test_what_was_withdrawn_there_is_withdrawn_here_and_never_comes_back(session, call):
    for status in ("submitted", "withdrawn", "submitted"):
        taken(session, call, a_record(status=status))
        session.expire_all()

    assert one(session).status is AbstractStatus.WITHDRAWN


def test_r10_somebody_named_in_a_file_gets_no_right_and_no_letter(session, call):
    known = make.a_person(email="rowan@north.example")
    taken(session, call, a_record(), a_record(ref="2", owner={"email": "New@North.example", "name": "Dr New"}))

    people = session.scalars(select(Person).order_by(Person.id)).all()
    owners = session.scalars(select(Abstract.owner_id).order_by(Abstract.id)).all()
    assert [each.email_key for each in people] == ["rowan@north.example", "new@north.example"]
    assert owners == [known.id, people[1].id]
    assert all(session.scalar(select(func.count(each.id))) == 0 for each in (Duty, SignIn, OutgoingLetter))


def test_rule_41_what_an_imported_text_tells_of_its_authors_is_for_the_chair_to_see(session, call):
    taken(session, call, a_record(sections={"Results": "As Exampleby has shown."}), a_record(ref="2", status="draft"))

    found = session.execute(select(Finding.kind, Finding.words)).all()
    assert [tuple(each) for each in found] == [("name", "Exampleby")]


BAD = {
    "no name of its own": (a_record(ref=""), "ref: must not be empty."),
    "a word for a list": (a_record(keywords="rounds"), "keywords: Input should be a valid tuple."),
    "an unknown field": (a_record(titel="x"), "titel: Extra inputs are not permitted."),
    "no address": (a_record(authors=[{"surname": "A", "email": "a"}]), "authors, 1, email: Write the email address"),
    "nobody": (a_record(authors=[]), "neither an owner nor an author"),
    "one address twice": (
        a_record(authors=[{"surname": each, "email": "a@b.example"} for each in "AB"]),
        "Two of its authors have the same address.",
    ),
    "two presenters": (
        a_record(authors=[{"surname": e, "email": f"{e}@b.example", "is_presenter": True} for e in "AB"]),
        "more than one presenter",
    ),
    "an unknown heading": (
        a_record(sections={"Methods": "x"}),
        "The call has no heading “Methods”; it has: Background",
    ),
    "an unknown question": (a_record(answers={"Why?": "x"}), "The call asks no question “Why?”."),
    "an unknown category": (a_record(category="Purple"), "no category “Purple”; --add-categories adds it."),
    "too many words": (a_record(sections={"Results": "one " * 251}), "251 words in all; the call allows 250."),
    "a long title": (a_record(title="x" * 161), "161 characters in the title; the call allows 160."),
    "a status without a decision": (a_record(status="accepted"), "so it must have a decision."),
    "a character that nothing stores": (a_record(title="a\0b"), "title: holds a character that cannot be stored."),
    "half a letter": (a_record(title="a\ud800"), "title: holds a character that cannot be stored."),
    "no object": ("x", "Input should be a valid dictionary"),
    "a time without a zone": (a_record(submitted_at="2026-11-13T12:00:00"), "submitted_at: Input should have timezone"),
    "a swollen record": (a_record(keywords=["x"] * PARTS_EACH), "It has more parts than an abstract has."),
    "another call": (a_record(call="posters"), "The event has no call “posters”."),
}


@pytest.mark.parametrize(("record", "says"), BAD.values(), ids=list(BAD))
def test_a_bad_record_is_named_and_keeps_all_others_out(session, call, record, says):
    plan = look_at_import(session, event=call.event, content=a_file(a_record(), record))

    assert {each.place for each in plan.problems} <= {1, 2}
    assert any(says in each.says for each in plan.problems if each.place == 2)
    with pytest.raises(NotAbstracts, match="nothing of it was taken"):
        taken(session, call, a_record(), record)
    assert session.scalar(select(func.count(Abstract.id))) == 0


def test_every_problem_of_a_file_is_told_at_once(session, call):
    assert len(faults(session, call, *(bad for bad, _ in BAD.values()))) >= len(BAD)


def test_rule_47_two_posters_of_one_presenter_are_told_and_not_taken(session, call):
    presents = {"surname": "A", "email": "a@north.example", "is_presenter": True}
    poster = {"status": "accepted", "decision": "poster", "decided_at": "2026-05-01T12:00:00Z", "authors": [presents]}

    assert faults(session, call, a_record(**poster), a_record(ref="2", **poster)) == [
        "Its presenter has another poster in this event; each has one."
    ]
    taken(session, call, a_record(**poster))
    assert len(faults(session, call, a_record(ref="2", **poster))) == 1
    assert faults(session, call, a_record(**poster)) == []
    nobody = [presents | {"is_presenter": False}]
    assert faults(session, call, a_record(ref="3", **poster | {"authors": nobody})) == [
        "It is a poster, and nobody presents it."
    ]


def test_a_category_that_is_wanted_is_added_once(session, call):
    records = (a_record(category="Purple"), a_record(ref="2", category="purple"))

    taken(session, call, *records, adds_categories=True)
    session.expire_all()

    assert [each.name for each in call.categories] == ["Leadership research", "Green", "Purple"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a JSON file"),
        (b"{", "not a JSON file"),
        (b"\xff\xfe", "not a JSON file"),
        (b"NaN", "not a JSON file"),
        (b"9" * 5000, "not a JSON file"),
        (b"[]", "neither a HotCRP"),
        (b'{"format": "plenary abstracts", "version": 2}', "another version"),
        (b'{"format": "plenary abstracts", "version": 1, "abstracts": {}}', "must be a list"),
        (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
        (b"[" * (MOST_PARTS + 1), "more parts"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b" " * (LARGEST + 1), "larger than 16 MB"),
    ],
    ids=["empty", "cut", "utf-16", "nan", "figures", "list", "version", "object", "deep", "parts", "deeper", "large"],
)
def test_inj_4_a_file_that_is_none_is_refused_in_one_sentence(session, call, content, says):
    with pytest.raises(NotAbstracts, match=says):
        look_at_import(session, event=call.event, content=content)
