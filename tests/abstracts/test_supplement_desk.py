"""The chair's supplement: what goes in, what is left out and why, downloads, publishing, DOIs, prizes, retracting."""

import io
import re
import zipfile
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select

from abstracts.models import AbstractStatus, Agreement, Supplement, SupplementEntry
from core.diary import DiaryEntry
from people.models import Role
from tests import factories as make
from tests.abstracts.printing import BEFORE, a_supplement, an_accepted, an_entry
from tests.conftest import words

KINDS = ("pdf", "docx", "csv", "zip")


@pytest.fixture
def call(session, now):
    """Its decisions are out, and its embargo ends in an hour."""
    call = make.a_call(make.an_event())
    a_supplement(call, published_at=None)
    call.embargo_until = make.NOON + timedelta(hours=1)
    session.commit()
    return call


@pytest.fixture
def at_desk(browse, call):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))


@pytest.fixture
def unfit(call):
    """Accepted abstracts that the journal may not print, by their titles, and why not."""
    long, disowned = an_accepted(call, title="Too long"), an_accepted(call, title="Disowned", authors=2)
    long.sections[0].words = "word " * 300
    disowned.authors[1].agreement = Agreement.DECLINED
    an_accepted(call, title="Not licensed", licence_agreed_at=None)
    make.session.commit()
    return {
        "Too long": "words in all; at most 250 are allowed. Ask its authors for a version that fits.",
        "Not licensed": "Its authors have not agreed to the licence.",
        "Disowned": "says that they are no author of it.",
    }


def desk(call, more: str = "") -> str:
    return f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/supplement{more}"


def book(call, more: str = "") -> str:
    return f"/events/{call.event.slug}/abstracts/{call.slug}/book{more}"


def shown(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", words(answer)))


def told_in(content: bytes, kind: str) -> str:
    """All words of a download."""
    if kind == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", " ")
    if kind == "csv":
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        inner = {name: files.read(name) for name in files.namelist() if not name.endswith(".jpeg")}
    return "".join(told_in(each, "docx") if name.endswith(".docx") else each.decode() for name, each in inner.items())


def test_it_says_what_is_left_out_and_what_to_do_about_it(at_desk, call, unfit):
    an_accepted(call, title="Fit to print")

    text = shown(at_desk.get(desk(call)))

    out, _, rest = text.partition("For the journal")
    for title, why in unfit.items():
        assert title in out
        assert why in out
    assert "Fit to print" in rest
    assert "Under embargo until" in text


@pytest.mark.parametrize("kind", KINDS)
def test_rule_48_no_download_holds_what_does_not_fit_and_each_is_in_the_diary(at_desk, call, session, unfit, kind):
    an_accepted(call, title="Fit to print")
    for title, status in (("Waitlisted", AbstractStatus.WAITLISTED), ("Withdrawn", AbstractStatus.WITHDRAWN)):
        an_accepted(call, title=title, status=status)

    answer = at_desk.get(f"{desk(call)}.{kind}")

    text = told_in(answer.data, kind)
    assert "Fit to print" in text
    assert [title for title in (*unfit, "Waitlisted", "Withdrawn") if title in text] == []
    assert answer.headers["Cache-Control"] == "private, no-store"
    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "exported the supplement")).one()
    assert entry.after == {"abstracts": 1, "kind": kind}


@pytest.mark.parametrize("kind", KINDS)
def test_rule_48_a_download_that_asks_for_nothing_would_be_noticed(at_desk, call, unfit, kind, monkeypatch):
    monkeypatch.setattr("abstracts.queries.books.why_left_out", lambda _abstract: ())

    text = told_in(at_desk.get(f"{desk(call)}.{kind}").data, kind)

    assert all(title in text for title in unfit)


def test_publishing_opens_the_book_at_the_end_of_the_embargo_and_not_before(at_desk, browse, call, at, unfit):
    an_accepted(call, title="Fit to print")

    assert at_desk.post(desk(call, "/publish")).status_code == 303
    assert browse().get(book(call)).status_code == 404

    at(call.embargo_until)
    text = browse().get(book(call)).text
    assert "Fit to print" in text
    assert [title for title in unfit if title in text] == []


def test_publishing_again_brings_the_book_up_to_date(at_desk, session, call):
    first, second = an_accepted(call), an_accepted(call, licence_agreed_at=None)
    at_desk.post(desk(call, "/publish"))
    first.authors[0].agreement, second.licence_agreed_at = Agreement.DECLINED, make.NOON
    session.commit()

    at_desk.post(desk(call, "/publish"))

    entries = session.scalars(select(SupplementEntry).order_by(SupplementEntry.abstract_id))
    assert [(each.abstract_id, each.published_at is None) for each in entries] == [(first.id, True), (second.id, False)]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"released_at": None}, "The decisions are not out yet."),
        ({"embargo_until": None}, "until when the journal’s embargo lasts"),
        ({"licence": ""}, "No abstract may be printed yet."),
    ],
    ids=["not released", "no embargo", "no licence"],
)
def test_what_is_not_ready_is_not_published(at_desk, session, call, changed, why):
    an_accepted(call)
    for name, value in changed.items():
        setattr(call, name, value)
    session.commit()

    answer = at_desk.post(desk(call, "/publish"))

    assert answer.status_code == 409
    assert why in answer.text
    assert session.scalars(select(Supplement.published_at)).one() is None


def test_a_book_is_taken_back_until_it_is_read(at_desk, call, at):
    an_accepted(call)
    at_desk.post(desk(call, "/publish"))
    assert at_desk.post(desk(call, "/take-back")).status_code == 303
    at_desk.post(desk(call, "/publish"))
    at(call.embargo_until)

    answer = at_desk.post(desk(call, "/take-back"))

    assert answer.status_code == 409
    assert "Retract an abstract" in answer.text


def test_the_issue_of_the_journal_is_cited_as_it_is_set(at_desk, call):
    an_accepted(call)
    typed = {"journal": "BMJ Leader", "issn": "2398-631X", "year": "2027", "volume": "12", "issue": "Suppl 2"}

    assert at_desk.post(desk(call), data=typed).status_code == 303
    assert "Cited as BMJ Leader 2027;12(Suppl 2)" in shown(at_desk.get(desk(call)))
    wrong = at_desk.post(desk(call), data=typed | {"issn": "12"})
    assert (wrong.status_code, "An ISSN has eight characters" in wrong.text) == (422, True)


def test_dois_come_line_by_line_and_all_or_none(at_desk, session, call):
    abstracts = [an_accepted(call), an_accepted(call)]
    lines = "number,doi\n1,https://doi.org/10.1136/leader-2027-1\n\n2;10.1136/leader-2027-2\n"

    wrong = at_desk.post(desk(call, "/dois"), data={"lines": f"{lines}9,10.1136/x"})
    assert (wrong.status_code, "Line 5: there is no abstract “9”" in wrong.text) == (422, True)
    assert session.scalars(select(SupplementEntry)).all() == []

    assert at_desk.post(desk(call, "/dois"), data={"lines": lines}).status_code == 303
    entries = session.scalars(select(SupplementEntry).order_by(SupplementEntry.abstract_id)).all()
    assert [each.doi for each in entries] == ["10.1136/leader-2027-1", "10.1136/leader-2027-2"]
    assert [each.abstract_id for each in entries] == [each.id for each in abstracts]


def test_a_prize_and_a_doi_are_written_at_an_abstract(at_desk, session, call):
    abstract = an_accepted(call)

    typed = {"doi": "10.1136/leader-2027-1", "prize": "Best talk"}
    assert at_desk.post(desk(call, "/1"), data=typed).status_code == 303
    assert at_desk.post(desk(call, "/1"), data=typed | {"doi": "javascript:beacon()"}).status_code == 422

    entry = session.scalars(select(SupplementEntry)).one()
    assert (entry.abstract_id, entry.doi, entry.prize, entry.published_at) == (abstract.id, *typed.values(), None)


def test_rule_42_nobody_gives_a_prize_to_their_own(browse, call):
    chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
    abstract = an_accepted(call, owner=chair)

    answer = browse(chair).post(desk(call, f"/{abstract.number}"), data={"prize": "Best of all"})

    assert answer.status_code == 404
    assert abstract.title in browse(chair).get(desk(call)).text  # it is in the book like any other


def test_one_that_is_retracted_says_so_and_shows_no_text(at_desk, browse, session, call):
    abstract = an_accepted(call, title="Rounds that listen")
    an_entry(abstract)
    session.scalars(select(Supplement)).one().published_at = BEFORE
    call.embargo_until = make.NOON
    session.commit()

    assert at_desk.post(desk(call, "/1/retract"), data={"notice": ""}).status_code == 422
    assert at_desk.post(desk(call, "/1/retract"), data={"notice": "The counts were wrong."}).status_code == 303
    assert at_desk.post(desk(call, "/1/retract"), data={"notice": "Again."}).status_code == 409

    answer = browse().get(book(call, "/1"))
    assert answer.status_code == 410
    assert "The counts were wrong." in answer.text
    assert "Rounds that listen" in answer.text
    assert "What we say under" not in answer.text
    assert "Retracted" in browse().get(book(call)).text
    assert "Retracted: Rounds that listen." in browse().get(book(call, "/1/cite.txt")).text


def test_what_is_not_in_the_book_is_not_retracted(at_desk, call):
    an_accepted(call)

    assert at_desk.post(desk(call, "/1/retract"), data={"notice": "Gone."}).status_code == 409
