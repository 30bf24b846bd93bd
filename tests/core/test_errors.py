"""How the application says no: the same plain words as a page and as a line."""

import pytest
from structlog.testing import capture_logs
from werkzeug.exceptions import ImATeapot

from core.errors import NotAllowed, NotFound, Refusal, TooMany
from tests.conftest import words

HTMX = {"HX-Request": "true"}


def raises(error):
    def view():
        raise error

    return view


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("error", "status", "heading", "message"),
    [
        (Refusal("It is taken."), 409, "That is not possible now", "It is taken."),
        (NotAllowed("It is not yours."), 403, "That is not allowed", "It is not yours."),
        (TooMany("Wait a while."), 429, "Too many tries", "Wait a while."),
        (NotFound("Never shown."), 404, "There is no page at this address", "The link may be old"),
        (ImATeapot(), 418, "I&#39;m a teapot", "teapot"),
        (ZeroDivisionError("ash@north.example"), 500, "Something went wrong at our end", "We have been told."),
    ],
    ids=["a rule", "not allowed", "too many", "not found", "HTTP", "a bug"],
)
def test_each_no_has_its_status_and_its_words(toys, view, headers, error, status, heading, message):
    answer = view(raises(error)).get("/toy", headers=headers)

    assert answer.status_code == status
    assert heading in answer.text
    assert message in answer.text
    assert ("<title>" in answer.text) is (headers == {})
    assert 'role="alert"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.vary
    assert "ash@north.example" not in answer.text
    assert "Never shown" not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_is_missing_and_what_is_not_theirs_read_the_same(view, headers):
    client = view(raises(NotFound("There is no such order.")))

    assert words(client.get("/toy", headers=headers)) == words(client.get("/nowhere", headers=headers))


def test_a_refused_form_leads_back_to_its_own_page_and_to_no_other_site(view):
    client = view(raises(Refusal("It is taken.")))

    assert (
        'href="http://localhost/toy?step=2"'
        in client.post("/toy", headers={"Referer": "http://localhost/toy?step=2"}).text
    )
    for headers in ({"Referer": "http://elsewhere.example/"}, {"Referer": "http://localhost.elsewhere.example/"}, {}):
        assert "elsewhere" not in (answer := client.post("/toy", headers=headers)).text
        assert "See all events" in answer.text


def test_the_reference_on_the_page_is_the_one_in_the_log(view):
    with capture_logs() as lines:
        answer = view(raises(ZeroDivisionError())).get("/toy")

    reference = answer.headers["X-Request-Id"]
    assert reference in answer.text
    assert [(line["event"], line["request_id"]) for line in lines] == [("fault", reference), ("request", reference)]


def test_a_refusal_is_shown_as_text(view):
    answer = view(raises(Refusal("<script>alert(1)</script>"))).get("/toy")

    assert "<script>alert" not in answer.text
