"""WEB-2: of two windows on one abstract neither overwrites what the other saved, and nothing typed is lost."""

import re

import pytest

from tests import factories as make
from tests.abstracts.pages import URL, a_text, statements

HTMX = {"HX-Request": "true"}


def hidden(page: str) -> dict:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_web_2_the_second_window_is_shown_both_texts_and_nothing_is_overwritten(author, session, abstract):
    heading = f"heading_{abstract.sections[0].heading_id}"
    author.post(f"{URL}/1/text", data=a_text(abstract, title="Saved first"))

    answer = author.post(f"{URL}/1/text", data=a_text(abstract, **{"title": "Typed second", heading: "Mine too."}))

    assert answer.status_code == 409
    for text in ("Saved first", "Typed second", "What we say under Background.", "Mine too."):
        assert text in answer.text
    session.refresh(abstract)
    assert (abstract.title, abstract.version) == ("Saved first", 3)


def test_web_2_keeping_what_one_typed_keeps_all_of_it(author, session, abstract):
    author.post(f"{URL}/1/text", data=a_text(abstract, title="Saved first"))
    page = author.post(f"{URL}/1/text", data=a_text(abstract, title="Typed second", keywords="one\ntwo")).text
    assert hidden(page)["version"] == "3"

    kept = author.post(f"{URL}/1/text", data=hidden(page) | {"title": "Typed second", "keywords": "one\ntwo"})

    session.refresh(abstract)
    assert kept.status_code == 303
    assert (abstract.title, abstract.keywords, abstract.version) == ("Typed second", "one\ntwo", 4)
    assert abstract.category is not None
    assert {each.words for each in abstract.sections} == {
        f"What we say under {each.heading.name}." for each in abstract.sections
    }


def test_web_2_the_same_of_the_statements(author, session, abstract):
    author.post(f"{URL}/1/statements", data=statements(abstract, funding="First", lead="student"))

    answer = author.post(f"{URL}/1/statements", data=statements(abstract, funding="Second", licence=""))

    assert answer.status_code == 409
    for text in ("First", "Second", "A student", "Ticked"):
        assert text in answer.text
    session.refresh(abstract)
    assert abstract.funding == "First"


def test_web_2_a_window_that_saves_by_itself_says_so_and_leads_to_the_comparison(author, session, abstract):
    author.post(f"{URL}/1/text", data=a_text(abstract, title="Saved first"))

    answer = author.post(f"{URL}/1/text", data=a_text(abstract, title="Typed second", do="autosave"), headers=HTMX)

    assert answer.status_code == 422
    assert "changed in another window" in answer.text
    assert 'id="version" value="2"' in answer.text  # not the newer one, or the next would overwrite it
    assert "Compare the two" in answer.text
    session.refresh(abstract)
    assert abstract.title == "Saved first"


def test_web_2_what_was_looked_over_is_what_is_submitted(author, session, abstract):
    author.post(f"{URL}/1/text", data=a_text(abstract, title="Changed since"))

    answer = author.post(f"{URL}/1/check", data={"version": 2})

    assert answer.status_code == 409
    assert "Changed since" in answer.text
    session.refresh(abstract)
    assert abstract.submitted_at is None


def test_web_2_a_program_that_asks_no_version_is_noticed(author, session, abstract, monkeypatch):
    monkeypatch.setattr("abstracts.actions.writing.rules.check_version", lambda *_: None)
    author.post(f"{URL}/1/text", data=a_text(abstract, title="Saved first"))

    author.post(f"{URL}/1/text", data=a_text(abstract, title="Typed second"))

    session.refresh(abstract)
    assert abstract.title == "Typed second"  # and so the first would be gone


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_web_2_no_version_that_was_made_up_lets_anything_in(author, session, abstract, version):
    answer = author.post(f"{URL}/1/text", data=a_text(abstract, title="Newer", version=version))

    assert answer.status_code in (409, 422)
    session.refresh(abstract)
    assert abstract.title == "Rounds that listen 1"


def test_two_people_do_not_meet_in_one_abstract(browse, abstract):
    assert browse(make.a_person()).post(f"{URL}/1/text", data=a_text(abstract)).status_code == 404
