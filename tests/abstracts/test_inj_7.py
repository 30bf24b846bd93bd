"""INJ-7, INJ-1: whatever is typed into an abstract is kept as typed or refused with a sentence, and no page breaks."""

import html
import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from abstracts.models import Abstract, CallQuestion
from core.fields import in_paragraphs, readable
from tests import factories as make
from tests.abstracts.pages import URL, a_text, statements
from tests.rig.payloads import PAYLOADS

NASTY = (
    "\u202eturned\u202c \u2066set apart\u2069 \u200fright",
    "👩🏽‍⚕️👨‍👩‍👧‍👦 e\u0301\u0301\u0301 Z\u0351\u036b\u0343 ﷽ 𝕏 \U0010ffff",
    "مستشفى\u200cها و\u200dה שלום",
    "\x01\x07\x08\x1b[31m\x7f\x80\x9f bell",
    "one\r\ntwo\rthree\ntwo\u2028three\u2029four\x0bfive\x0csix\x85seven",
    "\ufeff\ufffe\uffff\ufdd0 \u00ad\u2060\u180e",
    "=cmd|' /C calc'!A0 +1 -1 @x \t=1",
    "%00%0d%0aSet-Cookie: a=b ${jndi:ldap://x} {{7*7}} %s {0.__class__}",
    "' OR 1=1; DROP TABLE abstracts; --",
    " \t \n ",
    "x" * 19_999,
    "é" * 20_001,
)
typed_texts = st.one_of(st.text(max_size=200), st.sampled_from(NASTY), st.sampled_from(PAYLOADS))
SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sendable(text: str) -> str:
    # A browser sends no half of a pair, and a zero character ends any request (400), which test_gate has.
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def each_nasty(function):
    """Of the programs every fifth: all go through every box in a browser, in tests/journeys/test_payloads.py."""
    for text in (*NASTY, *PAYLOADS[::5]):
        function = example(text)(function)
    return function


def shown(page: str, name: str) -> str:
    """What the box of that name holds on the page, as a browser reads it."""
    box = re.search(rf'<textarea[^>]* name="{name}"[^>]*>(.*?)</textarea>', page, re.S)
    if box:
        return html.unescape(box[1].removeprefix("\r\n"))
    (value,) = re.findall(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    return html.unescape(value)


@SETTINGS
@each_nasty
@given(typed_texts)
def test_inj_7_every_box_of_the_text_keeps_what_was_typed_or_says_why_not(author, session, abstract, text):
    session.refresh(abstract)
    text, headings = sendable(text), [f"heading_{each.heading_id}" for each in abstract.sections]
    typed = a_text(abstract, title=text, keywords=text, **dict.fromkeys(headings, text))

    answer = author.post(f"{URL}/1/text", data=typed)

    session.expire_all()
    if answer.status_code == 422:
        assert "more than 20,000 characters" in answer.text
        assert shown(answer.text, headings[0]).strip() == (in_paragraphs(text) or "")
        return
    assert answer.status_code == 303
    assert abstract.title == (readable(text) or "")
    assert {each.words for each in abstract.sections} == {in_paragraphs(text) or ""}
    page = author.get(f"{URL}/1/text")
    assert page.status_code == 200
    assert shown(page.text, headings[0]) == (in_paragraphs(text) or "")
    for part in ("", "/check"):
        assert author.get(f"{URL}/1{part}").status_code == 200


@pytest.fixture
def question(open_call):
    return make.saved(CallQuestion(call_id=open_call.id, label="What else?", is_for_reviewers=True))


@SETTINGS
@each_nasty
@given(typed_texts)
def test_inj_7_every_box_of_the_statements_does_the_same(author, session, question, abstract, text):
    session.refresh(abstract)
    text, asked = sendable(text), f"question_{question.id}"
    typed = dict.fromkeys(("conflicts", "funding", "ethics_reference", asked), text)

    answer = author.post(f"{URL}/1/statements", data=statements(abstract, **typed, ethics="approved"))

    session.expire_all()
    if answer.status_code == 422:
        assert "more than 20,000 characters" in answer.text
        return
    assert answer.status_code == 303
    assert (abstract.conflicts, abstract.funding) == (in_paragraphs(text) or "",) * 2
    assert abstract.ethics_reference == (readable(text) or "")
    for part in ("/statements", "/check"):
        assert author.get(f"{URL}/1{part}").status_code == 200


@SETTINGS
@each_nasty
@given(typed_texts)
def test_inj_7_what_is_no_choice_and_no_version_is_none(author, session, abstract, text):
    text = sendable(text)
    wrong = dict.fromkeys(("category", "preference", "do"), text)

    text_page = author.post(f"{URL}/1/text", data=a_text(abstract, version=text, **wrong))
    wrong = dict.fromkeys(("ethics", "consent", "lead", "nation", "licence", "do"), text)
    declared = author.post(f"{URL}/1/statements", data=statements(abstract, **wrong | {"version": text}))
    submitted = author.post(f"{URL}/1/check", data={"version": text})

    assert {text_page.status_code, declared.status_code, submitted.status_code} <= {303, 409, 422}


@SETTINGS
@each_nasty
@given(typed_texts)
def test_inj_7_no_address_breaks_anything(author, abstract, text):
    for path in (f"{URL}/{quote(sendable(text)[:500], safe='')}", f"/events/{quote(sendable(text)[:500])}/abstracts/"):
        assert author.get(path).status_code in {200, 303, 308, 404, 405}


def test_inj_7_a_zero_character_is_a_broken_request_and_changes_nothing(author, session, abstract):
    assert author.post(f"{URL}/1/text", data=a_text(abstract, title="a\0b")).status_code == 400

    session.refresh(abstract)
    assert abstract.version == 2


def test_inj_7_bytes_that_are_no_text_are_kept_by_their_numbers(author, session, abstract):
    body = f"version=2&title=%ff%fe%c3%28&keywords=a&category={abstract.category_id}"

    answer = author.post(f"{URL}/1/text", data=body, content_type="application/x-www-form-urlencoded")

    session.refresh(abstract)
    assert answer.status_code == 303
    assert abstract.title == "%FF%FE%C3("


def test_inj_7_a_planted_form_that_loses_what_joins_letters_is_noticed(author, session, abstract, monkeypatch):
    monkeypatch.setattr("core.fields._steers", lambda letter: not letter.isprintable())

    @settings(max_examples=1, deadline=None, phases=(Phase.explicit,), database=None)
    @example(NASTY[2])
    @given(typed_texts)
    def kept(text):
        author.post(f"{URL}/1/text", data=a_text(abstract, title=text))
        session.expire_all()
        assert session.scalars(select(Abstract.title)).one() == text

    with pytest.raises(AssertionError):
        kept()
