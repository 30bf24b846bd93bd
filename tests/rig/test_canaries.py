"""The scanner sees a secret in every disguise, and nothing in a clean place."""

import base64
import html
import json
import quopri
from email.message import EmailMessage
from urllib.parse import quote, quote_plus, urlencode

import httpx
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.rig.canaries import a_canary, assert_unseen, files_under, sightings

CANARY = "Reviewer O'Brien & Sŵn 7f3a"
AS_JINJA_ESCAPES = html.escape(CANARY).replace("&#x27;", "&#39;")
AS_REFERENCES = html.escape(CANARY).encode("ascii", "xmlcharrefreplace").decode()


def disguises_of(place, canary=CANARY):
    return {sighting.disguise for sighting in sightings([canary], {"place": place})}


@pytest.mark.parametrize(
    ("text", "disguise"),
    [
        pytest.param(f"<p>{CANARY}</p>", "as it is", id="raw text"),
        pytest.param(CANARY.upper(), "as it is", id="in capitals"),
        pytest.param(html.escape(CANARY), "HTML-escaped", id="as Python escapes HTML"),
        pytest.param(html.escape(CANARY).replace("&#x27;", "&#39;"), "HTML-escaped", id="as Jinja escapes HTML"),
        pytest.param(AS_REFERENCES, "HTML-escaped", id="as references"),
        pytest.param(f"/search?q={quote(CANARY)}", "URL-encoded", id="in a path"),
        pytest.param(f"/search?q={quote(CANARY).lower()}", "URL-encoded", id="in lower case"),
        pytest.param(f"a=1&{urlencode({'q': CANARY})}", "URL-encoded", id="in a query"),
        pytest.param(quote_plus(CANARY), "URL-encoded", id="with plus signs"),
        pytest.param(json.dumps({"name": CANARY}), "JSON-escaped", id="in JSON"),
        pytest.param(CANARY.encode("utf-16"), "UTF-16", id="in UTF-16 with its mark"),
        pytest.param(CANARY.encode("utf-16-be"), "UTF-16", id="in UTF-16, big end first"),
        pytest.param(quopri.encodestring(CANARY.encode()), "quoted-printable", id="quoted-printable"),
        pytest.param(CANARY.encode().hex(), "hexadecimal", id="in hexadecimal"),
        pytest.param(CANARY.replace(" ", "\r\n ", 1), "as it is, line-folded", id="folded at a space"),
        pytest.param(CANARY[:12] + "\r\n " + CANARY[12:], "as it is, line-folded", id="folded within a word"),
        pytest.param(CANARY[:12] + "=\n" + CANARY[12:], "as it is, line-folded", id="softly broken"),
    ],
)
def test_a_planted_secret_is_found(text, disguise):
    assert disguise in disguises_of(text)


@pytest.mark.parametrize("before", [b"", b"x", b"xx"], ids=["at once", "after one byte", "after two bytes"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("text", [CANARY.encode(), CANARY.encode("utf-16-le")], ids=["UTF-8", "UTF-16"])
def test_base64_hides_nothing_at_any_alignment(before, encode, text):
    assert any("base64" in disguise for disguise in disguises_of(encode(before + text + b" and more")))


def test_base64_in_lines_hides_nothing():
    assert disguises_of(base64.encodebytes(b"Dear all, " * 9 + CANARY.encode())) == {"base64, line-folded"}


@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_base64_hides_nothing_whatever_stands_around_it(before, after):
    assert disguises_of(base64.b64encode(before + CANARY.encode() + after))


@pytest.mark.parametrize(
    "place",
    [
        "",
        b"\x00\xff" * 500,
        "Reviewer O'Brien & Swn 7f3a",
        html.escape("Reviewer O’Brien & Sŵn 7f3a"),
        "7f3a",
    ],
    ids=["nothing", "bytes", "another spelling", "another apostrophe", "the end alone"],
)
def test_a_clean_place_is_clean(place):
    assert disguises_of(place) == set()


def test_a_mail_is_opened_before_it_is_searched():
    message = EmailMessage()
    message["Subject"] = "Your review"
    message.set_content("See the file.")
    message.add_attachment(f"\N{ZERO WIDTH SPACE}{CANARY}", filename="review.txt", cte="base64")

    assert "as it is" in disguises_of(message)


def test_a_subject_in_another_script_is_seen():
    message = EmailMessage()
    message["Subject"] = CANARY
    message.set_content("Nothing here.")

    assert disguises_of(message)


def test_the_headers_of_an_answer_are_searched():
    answer = httpx.Response(200, headers={"X-Debug": quote(CANARY)}, content=b"clean")

    assert disguises_of(answer) == {"URL-encoded"}


def test_the_body_of_an_answer_is_searched():
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: {"name": CANARY})

    assert "JSON-escaped" in disguises_of(app.test_client().get("/"))


def test_files_are_searched_and_named(tmp_path):
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "today").write_bytes(CANARY.encode("utf-16"))
    (tmp_path / "clean").write_text("clean")

    (sighting,) = sightings([CANARY], files_under(tmp_path))

    assert (sighting.place, sighting.disguise) == ("log/today", "UTF-16")


def test_a_sighting_fails_the_test_and_says_where():
    with pytest.raises(AssertionError, match="in the programme, as it is"):
        assert_unseen([CANARY], {"the programme": CANARY})


def test_clean_places_pass():
    assert_unseen([a_canary(), a_canary("title")], {"the programme": a_canary()})


def test_a_short_secret_is_refused_since_it_may_stand_anywhere():
    with pytest.raises(ValueError, match="too short"):
        sightings(["1234567"], {})
