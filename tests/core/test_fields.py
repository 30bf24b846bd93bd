import pytest

from core.fields import in_paragraphs, readable
from people.models import Role
from tests import factories as make


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  Dr  Ash\r\nFictum ", "Dr Ash Fictum", id="one line"),
        pytest.param("\x1b[31mDr Ash", "[31mDr Ash", id="no colour for a terminal"),
        pytest.param("Dr \u202etcif\u202c hsA", "Dr tcif hsA", id="nothing turned round"),
        pytest.param("\u2066Dr\u2069 Ash", "Dr Ash", id="nothing set apart"),
        pytest.param("\u202e\u200b", "", id="nothing that shows"),
        pytest.param(" \u00a0 ", "", id="spaces alone"),
        pytest.param("شیوا می\u200cخواهم", "شیوا می\u200cخواهم", id="a joiner that a script needs"),
        pytest.param("Siân 👩\u200d⚕️", "Siân 👩\u200d⚕️", id="a joined emoji"),
        pytest.param("דָּנָה", "דָּנָה", id="from right to left"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_a_name_is_kept_as_it_shows(typed, kept):
    assert readable(typed) == kept


@pytest.mark.parametrize("name", ["   ", "\u200b", "\u202e"])
def test_nobody_books_under_a_name_that_does_not_show(browse, session, now, name):
    event = make.an_event(slug="leaders-2027")
    typed = make.a_booking(make.a_product(event), name=name)

    answer = browse().post("/events/leaders-2027/tickets", data=typed)

    assert answer.status_code == 422
    assert "Write your name." in answer.text


@pytest.mark.parametrize("number", ["2147483648", "9" * 30, "-1"])
@pytest.mark.parametrize("path", ["/desk/letters/{}", "/desk/letters?before={}", "/desk/leaders-2027/orders?before={}"])
def test_a_number_that_no_table_can_have_is_no_fault(browse, session, now, path, number):
    make.an_event(slug="leaders-2027")
    organiser = make.a_person(role=Role.ORGANISER)

    assert browse(organiser).get(path.format(number)).status_code in {200, 404}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("  two  spaces stay\tand tabs  \n\n next ", "two  spaces stay\tand tabs\n\n next"),
        ("bell\x07 \x1b[31mred\x9b", "bell [31mred"),
        ("\u202eturned\u202c \u2066apart\u2069", "turned apart"),
        ("می\u200cخواهم 👩🏽‍⚕️ \u200fשלום", "می\u200cخواهم 👩🏽‍⚕️ \u200fשלום"),
        ("unit\x1fseparator", "unit separator"),
    ],
)
def test_a_long_text_is_kept_as_typed_without_what_steers(typed, kept):
    assert in_paragraphs(typed) == kept
    assert in_paragraphs(kept) == kept
