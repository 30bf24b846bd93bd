"""HotCRP's papers as ours: what each field becomes, and what is said to be left out."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from abstracts.actions import import_abstracts, look_at_import
from abstracts.models import Abstract, AbstractStatus, AskedAs, CallQuestion
from abstracts.rules.exchange import record_of
from abstracts.rules.hotcrp import parted
from abstracts.rules.importing import Does
from abstracts.rules.incoming import NotAbstracts
from people.models import Person
from tests import factories as make

TEXT = "**Background** Why we did it.\nApproach: How.\n\nRESULTS:\n12 of 14: better.\nLearning - slowly"
PAPER = {
    "object": "paper",
    "pid": 7,
    "title": "Huddles  at handover",
    "abstract": TEXT,
    "authors": [
        {"name": "Moss Pretendre", "email": "moss@north.example", "affiliation": "Halcyon Medical School"},
        {"first": "Elder", "last": "Mannequin", "email": "elder@north.example", "contact": True},
        {"name": "Proxy-Ames, Laurel", "email": "laurel@north.example"},
    ],
    "topics": ["Green", "Leadership research"],
    "status": "submitted",
    "submitted_at": 1_600_000_000,
    "pc_conflicts": {"sage@north.example": "collaborator", "iris@north.example": False},
    "submission": {"mimetype": "application/pdf", "hash": "sha2-00", "size": 9},
    "options": {"who_paid": "Nobody", "calories": 900},
    "tags": [],
}


@pytest.fixture
def call(session):
    call = make.a_call(make.an_event(slug="leaders-2027"), slug="abstracts")
    make.saved(CallQuestion(call_id=call.id, label="Who paid?", asked_as=AskedAs.WORDS))
    session.expire_all()
    return call


def taken(session, call, *papers, **how):
    content = json.dumps(list(papers)).encode()
    plan = import_abstracts(session, event=call.event, content=content, by_id=None, now=make.NOON, **how)
    session.expire_all()
    return plan


def test_a_paper_becomes_an_abstract(session, call):
    plan = taken(session, call, PAPER)

    abstract = session.scalars(select(Abstract)).one()
    record = record_of(abstract)
    assert (record.ref, record.title, record.category) == ("hotcrp:7", "Huddles at handover", "Green")
    assert record.sections == {
        "Background": "Why we did it.",
        "Approach": "How.",
        "Results": "12 of 14: better.",
        "Learning": "slowly",
    }
    assert [(each.given_names, each.surname, each.is_presenter, each.is_corresponding) for each in record.authors] == [
        ("Moss", "Pretendre", True, False),
        ("Elder", "Mannequin", False, True),
        ("Laurel", "Proxy-Ames", False, False),
    ]
    assert record.authors[0].organisation == "Halcyon Medical School"
    assert record.answers == {"Who paid?": "Nobody"}
    assert (record.status, record.submitted_at) == (
        AbstractStatus.SUBMITTED,
        datetime.fromtimestamp(1_600_000_000, UTC),
    )
    assert session.scalars(select(Person.email)).all() == ["elder@north.example"]
    assert {each.what for each in plan.leftovers} == {
        "the further topic “Leadership research”",
        "the paper’s file",
        "the field “calories”",
        "reviewers’ conflicts",
    }


def test_the_same_papers_again_change_nothing(session, call):
    taken(session, call, PAPER)

    assert taken(session, call, PAPER).how_many(Does.NOTHING) == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"status": "draft"}, AbstractStatus.DRAFT),
        ({"status": "accepted"}, AbstractStatus.SUBMITTED),
        ({"status": "withdrawn"}, AbstractStatus.WITHDRAWN),
        ({"status": {"submitted": True}}, AbstractStatus.SUBMITTED),
        ({"status": "submitted", "withdrawn": True, "withdrawn_at": 1_600_000_001}, AbstractStatus.WITHDRAWN),
        ({"status": None, "draft": True}, AbstractStatus.DRAFT),
    ],
    ids=str,
)
def test_where_a_paper_stands_is_read_however_it_is_said(session, call, said, status):
    taken(session, call, PAPER | said)

    assert session.scalars(select(Abstract.status)).all() == [status]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("No heading at all.", {"Background": "No heading at all."}),
        ("First.\nResults: More.", {"Background": "First.", "Results": "More."}),
        ("Results were good.", {"Background": "Results were good."}),
        ("Background\nWhy.\nBackground: Again.", {"Background": "Why.\n\nAgain."}),
        ("", {}),
    ],
)
def test_a_text_is_parted_where_a_heading_begins_a_line(text, sections):
    assert parted(text, ["Background", "Results"]) == sections


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"authors": [{"name": "Moss"}]}, "authors, 1, email: Write the email address in full"),
        ({"authors": [{"email": "a@north.example"}]}, "authors, 1, surname: must not be empty"),
        ({"authors": "Moss <moss@north.example>"}, "authors: Input should be a valid tuple"),
        ({"authors": ["Moss"]}, "authors, 1: Input should be a valid dictionary"),
        ({"abstract": 5}, "Input should be a valid string"),
        ({"title": ["x"]}, "title: Input should be a valid string"),
        ({"pid": "new"}, "ref: must not be empty"),
        ({"topics": ["Purple"]}, "no category “Purple”"),
        ({"abstract": "one " * 251}, "251 words in all; the call allows 250"),
    ],
)
def test_what_is_wrong_with_a_paper_is_said_by_its_place(session, call, changes, says):
    content = json.dumps([PAPER, PAPER | {"pid": 8} | changes]).encode()

    plan = look_at_import(session, event=call.event, content=content)

    assert [each.place for each in plan.problems] == [2]
    assert says in plan.problems[0].says


@pytest.mark.parametrize(
    "packed", [PAPER, [PAPER], {"ok": True, "papers": [PAPER]}], ids=["one", "a list", "an answer"]
)
def test_papers_come_alone_listed_or_in_an_answer(session, call, packed):
    plan = look_at_import(session, event=call.event, content=json.dumps(packed).encode())

    assert [each.does for each in plan.steps] == [Does.ADDS]


def test_papers_need_a_call_where_there_are_several(session, call):
    second = make.a_call(call.event, slug="late")

    with pytest.raises(NotAbstracts, match="Say with --call"):
        taken(session, call, PAPER)
    taken(session, call, PAPER, to_call="late")

    assert session.scalars(select(Abstract.call_id)).all() == [second.id]


def test_a_list_of_something_else_is_refused(session, call):
    with pytest.raises(NotAbstracts, match="each paper an object"):
        taken(session, call, PAPER, "x")
