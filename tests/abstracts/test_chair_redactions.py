"""Reviewers never read the original of what was redacted (REV-5); and what was found is marked where it stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abstracts import rules
from abstracts.actions import redact_field
from abstracts.models import AbstractAnswer, AbstractFile, CallQuestion, Exhibit, Finding
from abstracts.queries import blind_abstract
from core.files import StoredFile
from tests import factories as make
from tests.abstracts.chair import SUBMITTED

SECRET = "Zzyzx"
BY = {"by_id": None, "now": make.NOON}


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event())


def full_of_secrets(call, session):
    """An abstract of which every text that reaches reviewers holds a word that tells."""
    question = make.saved(CallQuestion(call_id=call.id, label="Where?", is_for_reviewers=True))
    session.refresh(call)
    abstract = make.an_abstract(call, title=f"{SECRET} title", keywords=f"{SECRET}\nwards", status=SUBMITTED)
    for section in abstract.sections:
        section.words = f"{SECRET} at work."
    make.saved(AbstractAnswer(abstract_id=abstract.id, question_id=question.id, value=f"In {SECRET}"))
    for number, exhibit in enumerate(Exhibit):
        kept = {"name": "a.png", "kind": "image/png", "bytes": 1, "sha256": "0" * 64, "purpose": "abstract"}
        file = make.saved(StoredFile(key=f"{number}" * 32, stored_at=make.NOON, **kept))
        about = {"caption": f"{SECRET} shown", "words": SECRET}
        make.saved(AbstractFile(abstract_id=abstract.id, exhibit=exhibit, file_id=file.id, **about))
    session.refresh(abstract)
    return abstract


def read(session, abstract) -> str:
    return repr(blind_abstract(session, abstract.id))


def test_rev_5_reviewers_never_read_the_original_of_a_redacted_field(session, call):
    """Whatever fields are redacted in whatever words, what tells is read from the others alone."""
    abstract = full_of_secrets(call, session)
    fields = [*rules.blind_texts(abstract)]
    assert len(fields) == 12  # title, five headings, keywords, an answer, and twice a caption and a file

    def check(redacted: dict[str, str]) -> None:
        undone = session.begin_nested()
        for field, words in redacted.items():
            redact_field(session, abstract=abstract, field=field, words=words, version=2, shown="", **BY)
        blind = blind_abstract(session, abstract.id)
        left = [each for each in fields if each not in redacted and not rules.is_file_field(each)]
        assert read(session, abstract).count(SECRET) == len(left)
        withheld = {file.exhibit.value for file in blind.files if file.file_id is None}
        assert withheld == {each for each in redacted if rules.is_file_field(each)}
        undone.rollback()
        session.expire_all()

    once = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None, "max_examples": 40}
    choices = st.dictionaries(st.sampled_from(fields), st.sampled_from(["", "Less", "A [hospital]\nof two lines"]))
    settings(**once)(given(choices)(check))()


def test_rev_5_a_planted_projection_that_falls_through_is_seen(session, call, monkeypatch):
    abstract = full_of_secrets(call, session)
    redact_field(session, abstract=abstract, field="title", words="", version=2, shown="", **BY)
    monkeypatch.setattr("abstracts.queries.blind.rules.TITLE", "no such field")

    assert f"{SECRET} title" in read(session, abstract)


def test_what_is_marked_is_what_stands_there():
    found = [
        Finding(words="Ash", start=0, end=3, kind="surname", field="title"),
        Finding(words="sh F", start=1, end=5, kind="surname", field="title"),  # overlaps
        Finding(words="Gone", start=4, end=8, kind="surname", field="title"),  # the text was changed
        Finding(words="Fictum", start=4, end=10, kind="surname", field="title"),
    ]

    pieces = rules.marked("Ash Fictum writes", found)

    assert [(words, each is not None) for words, each in pieces] == [
        ("Ash", True),
        (" ", False),
        ("Fictum", True),
        (" writes", False),
    ]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_pieces_put_together_are_the_text_whatever_was_found(text, places):
    found = [Finding(words=text[start:end], start=start, end=end, kind="x", field="title") for start, end in places]

    assert "".join(words for words, _ in rules.marked(text, found)) == text
