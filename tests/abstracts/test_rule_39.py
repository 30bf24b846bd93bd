"""Domain rule 39: every limit is kept by the server, by one counting rule; a draft may be longer and loses nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from abstracts.models import AbstractStatus
from abstracts.rules import COUNTING, count_letters, count_words
from core.fields import in_paragraphs, readable
from tests import factories as make
from tests.abstracts.pages import URL, a_text, statements


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("well-being and 30–40%", 3),
        ("n = 12", 2),
        ("n=12", 1),
        ("a – b", 2),
        ("• first\n• second", 2),
        ("no\u00a0break\u2009thin\u3000wide", 4),
        ("zero\u200bwidth", 1),
        ("ward\u2014round", 1),
        ("مرحبا بالعالم", 2),
        ("naïve café", 2),
        ("\u202eturned\u202c \u2066here\u2069", 2),
        ("bell\x07 \x07", 1),
    ],
)
def test_rule_39_words_are_counted_as_the_published_rule_says(text, words):
    assert count_words(text) == words


@given(st.text())
@example("a\x1cb\x85c\x0bd\x0ce\u2028f")
@example("\x07 \x1b \u202a")
def test_rule_39_tidying_a_text_changes_no_count(text):
    assert count_words(in_paragraphs(text) or "") == count_words(text)


def first_heading(abstract) -> str:
    return f"heading_{abstract.sections[0].heading_id}"


def rest_empty(abstract) -> dict:
    return {f"heading_{each.heading_id}": "x" for each in abstract.sections[1:]}


TOO_MUCH = {
    "title": (lambda a: {"title": "é" * 160}, lambda a: {"title": "é" * 161}, "The title has 161 characters"),
    "words": (
        lambda a: rest_empty(a) | {first_heading(a): "one " * 246},
        lambda a: rest_empty(a) | {first_heading(a): "one " * 247},
        "251 words in all",
    ),
    "heading": (
        lambda a: {first_heading(a): "one " * 80},
        lambda a: {first_heading(a): "one " * 81},
        "81 words under Background",
    ),
    "an empty heading": (lambda a: {first_heading(a): "x"}, lambda a: {first_heading(a): "– •"}, "Write something"),
    "keywords": (lambda a: {"keywords": "a, b, c"}, lambda a: {"keywords": "a, b, c, d"}, "4 keywords; at most 3"),
    "a keyword": (lambda a: {"keywords": "k" * 60}, lambda a: {"keywords": "k" * 61}, "at most 60 characters"),
    "no keyword": (lambda a: {"keywords": "a"}, lambda a: {"keywords": " , "}, "at least one keyword"),
    "no category": (
        lambda a: {"category": str(a.call.categories[0].id)},
        lambda a: {"category": "999999"},
        "Choose a category",
    ),
    "no preference": (lambda a: {}, lambda a: {"preference": "video"}, "how you would like to present"),
}


@pytest.mark.parametrize("limit", TOO_MUCH)
def test_rule_39_up_to_the_limit_it_goes_in_and_beyond_it_stays_a_draft(author, session, abstract, limit):
    fits, exceeds, said = TOO_MUCH[limit]
    abstract.call.headings[0].word_limit = 80 if limit == "heading" else None
    session.commit()

    assert author.post(f"{URL}/1/text", data=a_text(abstract, **exceeds(abstract))).status_code == 303
    session.refresh(abstract)
    refused = author.post(f"{URL}/1/check", data={"version": abstract.version})
    assert (refused.status_code, said in refused.text) == (422, True)

    assert author.post(f"{URL}/1/text", data=a_text(abstract, **fits(abstract))).status_code == 303
    session.refresh(abstract)
    assert author.post(f"{URL}/1/check", data={"version": abstract.version}).status_code == 303


def test_rule_39_the_statement_of_interests_has_its_own_limit(author, session, abstract):
    for words, status in ((101, 422), (100, 303)):
        author.post(f"{URL}/1/statements", data=statements(abstract, conflicts="one " * words))
        session.refresh(abstract)
        assert author.post(f"{URL}/1/check", data={"version": abstract.version}).status_code == status


def test_rule_39_more_authors_than_the_call_takes_are_refused(browse, session, open_call):
    for authors, status in ((12, 422), (11, 303)):
        abstract = make.an_abstract(open_call, authors=authors)
        answer = browse(abstract.owner).post(f"{URL}/{abstract.number}/check", data={"version": 2})
        assert answer.status_code == status


def test_rule_39_a_submitted_abstract_cannot_grow_beyond_its_limits(browse, session, open_call):
    abstract = make.an_abstract(open_call, status=AbstractStatus.SUBMITTED)

    answer = browse(abstract.owner).post(f"{URL}/1/text", data=a_text(abstract, title="é" * 161))

    assert answer.status_code == 422


def test_rule_39_a_program_that_checks_no_limit_is_noticed(author, session, abstract, monkeypatch):
    monkeypatch.setattr("abstracts.actions.writing.rules.check_complete", lambda _: None)
    author.post(f"{URL}/1/text", data=a_text(abstract, title="é" * 161))

    author.post(f"{URL}/1/check", data={"version": 3})

    session.refresh(abstract)
    assert abstract.status is AbstractStatus.SUBMITTED  # and so too long a title would be in


def test_rule_39_the_rule_is_published_and_each_page_shows_its_counts(browse, author, abstract):
    assert COUNTING in browse().get(URL).text.replace("&#34;", '"')
    page = author.get(f"{URL}/1/text").text
    assert "20 of 160 characters" in page
    assert "25 of 250 words" in page
    assert "0 of 100 words" in author.get(f"{URL}/1/statements").text


def test_rule_39_a_title_is_counted_in_characters_and_not_in_bytes():
    assert count_letters(readable("  é🎉\u00a0 x ") or "") == 4
