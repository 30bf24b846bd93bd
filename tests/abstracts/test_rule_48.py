"""Domain rule 48: the book holds what is accepted, licensed and not withdrawn, and nobody reads it under embargo.

The condition lives in the query (R15), so each way to the book is asked one second before the embargo ends, and at it.
"""

import io
from datetime import timedelta

import pypdf
import pytest
from PIL import Image
from sqlalchemy import select

from abstracts import actions
from abstracts.models import Abstract, AbstractStatus, Agreement, Decision
from abstracts.queries import books as reading
from events.models import Visibility
from tests import factories as make
from tests.abstracts.printing import BEFORE, a_figure, a_supplement, an_accepted, an_entry
from tests.conftest import words

SECOND = timedelta(seconds=1)
PARTS = ("", "/authors", ".pdf", "/1", "/1/cite.txt", "/1/cite.bib", "/1/cite.ris", "/1/figure", "?q=listen")
WAYS: tuple[dict, ...] = (
    {},
    {"method": "HEAD"},
    {"headers": {"Range": "bytes=0-99"}},
    {"headers": {"If-None-Match": "*", "If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"}},
    {"headers": {"HX-Request": "true"}},
)


@pytest.fixture
def kept(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")


@pytest.fixture
def pixel() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (9, 9), "#7b1a50").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def book(call, kept, pixel):
    """One abstract with a figure in a book whose embargo ends at NOON; the address of the book."""
    a_supplement(call)
    abstract = an_accepted(call)
    a_figure(abstract, pixel)
    an_entry(abstract)
    return address_of(call)


def address_of(call, more: str = "") -> str:
    return f"/events/{call.event.slug}/abstracts/{call.slug}/book{more}"


@pytest.mark.parametrize("part", PARTS)
def test_rule_48_one_second_before_the_embargo_ends_there_is_nothing(browse, book, at, part):
    at(make.NOON - SECOND)
    nowhere = book.replace("/call-", "/no-call-")

    for way in WAYS:
        answer, of_nothing = (browse().open(f"{each}{part}", **way) for each in (book, nowhere))
        assert answer.status_code == of_nothing.status_code == 404
        assert words(answer) == words(of_nothing)
        assert "isten" not in answer.text


@pytest.mark.parametrize("part", PARTS)
def test_rule_48_at_the_instant_it_is_public_with_no_job_needed(browse, book, at, part):
    at(make.NOON)

    answer = browse().get(f"{book}{part}")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("part", PARTS)
def test_rule_48_an_embargo_that_no_query_asks_would_be_noticed(browse, book, at, monkeypatch, part):
    at(make.NOON - SECOND)
    asked = reading.whole_book
    monkeypatch.setattr(reading, "whole_book", lambda _now: asked(make.NOON))

    assert browse().get(f"{book}{part}").status_code == 200


@pytest.fixture
def shown(call, kept, now):
    """The titles that can be read anywhere, among one that may be and others that each lack one thing."""
    a_supplement(call)
    an_entry(an_accepted(call, title="Fit to print"))
    an_entry(an_accepted(call, title="Not in the book"), published_at=None)
    others = {"Waitlisted": AbstractStatus.WAITLISTED, "Declined": AbstractStatus.DECLINED}
    for title, status in others.items():
        an_entry(an_accepted(call, title=title, status=status, decision=Decision.DECLINED))
    an_entry(an_accepted(call, title="Withdrawn", status=AbstractStatus.WITHDRAWN))
    an_entry(an_accepted(call, title="Not licensed", licence_agreed_at=None))
    disowned = an_accepted(call, title="Disowned", authors=2)
    disowned.authors[1].agreement = Agreement.DECLINED
    an_entry(disowned)
    books = [call]
    for title, event_is, book_is, call_is in (
        ("Draft event", {"visibility": Visibility.DRAFT}, {}, {}),
        ("Not published", {}, {"published_at": None}, {}),
        ("Not released", {}, {}, {"released_at": None}),
        ("Under embargo", {}, {}, {"embargo_until": make.NOON + SECOND}),
    ):
        other = make.a_call(make.an_event(**event_is))
        a_supplement(other, **book_is)
        for name, value in call_is.items():
            setattr(other, name, value)
        an_entry(an_accepted(other, title=title))
        books.append(other)
    make.session.commit()

    def titles(browser) -> set[str]:
        pages = [address_of(each, page) for each in books for page in ("", *(f"/{n}" for n in range(1, 8)))]
        text = " ".join(browser.get(each).text for each in pages)
        return {title for title in TITLES if f">{title}<" in text}

    return titles


TITLES = {
    *("Fit to print", "Not in the book", "Waitlisted", "Declined", "Withdrawn", "Not licensed", "Disowned"),
    *("Draft event", "Not published", "Not released", "Under embargo"),
}


def test_rule_48_only_what_is_accepted_licensed_agreed_and_out_is_read(browse, shown):
    assert shown(browse()) == {"Fit to print"}


@pytest.mark.parametrize("conditions", ["whole_book", "each_in_it"])
@pytest.mark.parametrize("which", range(4))
def test_rule_48_each_condition_that_is_left_out_would_be_noticed(browse, shown, monkeypatch, conditions, which):
    asked = getattr(reading, conditions)
    monkeypatch.setattr(reading, conditions, lambda now: asked(now)[:which] + asked(now)[which + 1 :])

    assert shown(browse()) > {"Fit to print"}


def test_rule_48_the_pdf_holds_what_the_pages_do(browse, call, shown):
    pdf = pypdf.PdfReader(io.BytesIO(browse().get(address_of(call, ".pdf")).data))
    text = "".join(page.extract_text() for page in pdf.pages)

    assert {title for title in TITLES if title in text} == {"Fit to print"}


def test_a_book_that_is_taken_back_before_is_not_read(browse, call, book, session, at):
    at(make.NOON - SECOND)
    actions.take_book_back(session, call=call, by_id=None, now=make.NOON - SECOND)
    at(make.NOON)

    assert browse().get(book).status_code == 404


def test_an_author_who_withdraws_before_the_embargo_ends_is_not_in_it(browse, call, book, session, at):
    abstract = session.scalars(select(Abstract)).one()
    actions.withdraw_abstract(session, abstract=abstract, version=abstract.version, by_id=abstract.owner_id, now=BEFORE)
    at(make.NOON)

    assert [browse().get(f"{book}{part}").status_code for part in ("/1", "/1/figure", "/1/cite.bib")] == [404] * 3


def test_what_is_read_is_called_published_by_the_worker_and_then_no_author_withdraws_it(call, book, session, at):
    abstract = session.scalars(select(Abstract)).one()

    assert actions.call_published(session, now=make.NOON - SECOND) == 0
    assert actions.call_published(session, now=make.NOON) == 1
    assert actions.call_published(session, now=make.NOON) == 0
    assert abstract.status is AbstractStatus.PUBLISHED
