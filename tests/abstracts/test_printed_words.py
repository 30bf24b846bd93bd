"""The book prints what its authors sent last, and where a poster hangs, what it won and who presents it (rule 48)."""

import io

import docx
import pypdf
import pytest

from abstracts import documents
from abstracts.models import Decision, FinalSection, FinalVersion, Offer, OfferAnswer, Prize
from abstracts.queries import books
from abstracts.rules import citing, printing
from abstracts.rules.limits import lacks
from people.models import Role
from tests import factories as make
from tests.abstracts.printing import a_supplement, an_accepted, an_entry

JUDGED, PRINTED = "Rounds that whisper", "Rounds that listened"
FROM_JUDGED, FROM_FINAL = "What we say under", "What we found at last under"


@pytest.fixture
def supplement(app, call, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    with app.app_context():
        yield a_supplement(call)


def corrected(call, words: str = FROM_FINAL, **changes):
    """An accepted abstract with a final version, in the book."""
    abstract = an_accepted(call, title=JUDGED, **changes)
    rows = [FinalSection(heading_id=each.id, words=f"{words} {each.name}.") for each in call.headings]
    make.saved(FinalVersion(abstract_id=abstract.id, title=PRINTED, saved_at=make.NOON, sections=rows))
    an_entry(abstract)
    return abstract


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def every_text(browse, session, supplement) -> dict[str, str]:
    """Whatever is printed or shown of the book's first abstract, by where it stands."""
    call = supplement.call
    address = f"/events/{call.event.slug}/abstracts/{call.slug}/book"
    parts = ("", "/1", "/authors", "/1/cite.txt", "/1/cite.bib", "/1/cite.ris")
    shown = {part: browse().get(f"{address}{part}").text for part in parts}
    entries = books.published_entries(session, supplement, make.NOON)
    written = docx.Document(io.BytesIO(documents.word_of(supplement, entries)))
    return shown | {
        "the book": pdf_text(documents.book_of(supplement, entries, made_at=make.NOON)),
        "JATS": documents.article_of(supplement, entries[0]).decode(),
        "Word": "\n".join(each.text for each in written.paragraphs),
        "the sheet": documents.sheet_of(supplement, entries).decode("utf-8-sig"),
    }


def test_rule_48_the_final_words_stand_wherever_the_abstract_is_printed(browse, session, supplement, now):
    corrected(supplement.call)

    found = every_text(browse, session, supplement)

    assert [part for part, text in found.items() if PRINTED not in text] == []
    assert [part for part, text in found.items() if JUDGED in text or FROM_JUDGED in text] == []
    whole = ("/1", "the book", "JATS", "Word", "the sheet")
    assert [part for part in whole if FROM_FINAL not in found[part]] == []


def test_rule_48_a_book_that_prints_what_was_judged_would_be_noticed(browse, session, supplement, now, monkeypatch):
    corrected(supplement.call)
    asked = citing.final_words
    monkeypatch.setattr(citing, "final_words", lambda abstract, _sent: asked(abstract, None))

    found = every_text(browse, session, supplement)

    assert [part for part, text in found.items() if PRINTED in text] == []


def test_words_are_looked_for_in_the_title_that_is_printed(session, supplement):
    corrected(supplement.call)

    found = [len(books.published_entries(session, supplement, make.NOON, words=each)) for each in ("listened", "whisp")]

    assert found == [1, 0]


def left_out(session, supplement) -> list[bool]:
    session.expire_all()
    return [bool(each.reasons) for each in books.pieces_of(session, supplement.call)]


@pytest.fixture
def two(session, supplement):
    """One whose judged words are too long and whose final ones are not, and one the other way about."""
    first, second = corrected(supplement.call), corrected(supplement.call, "word " * 90)
    first.sections[0].words = "word " * 300
    session.commit()
    return first, second


def test_rule_48_the_limits_are_asked_of_the_words_that_are_printed(session, supplement, two):
    assert left_out(session, supplement) == [False, True]


def test_rule_48_limits_asked_of_what_was_judged_would_be_noticed(session, supplement, two, monkeypatch):
    monkeypatch.setattr(printing, "lacks", lambda abstract, _sent: lacks(abstract))

    assert left_out(session, supplement) == [True, False]


@pytest.mark.parametrize("how_many", [1, 4])
def test_the_book_is_read_in_as_many_statements_for_few_as_for_many(session, supplement, statements, how_many):
    for _ in range(how_many):
        corrected(supplement.call, decision=Decision.POSTER)
    session.expire_all()
    call = supplement.call
    [call.headings, call.questions, call.event, call.categories]  # noqa: B018 - what a view has loaded by then
    statements.clear()

    entries = books.published_entries(session, supplement, make.NOON)
    documents.sheet_of(supplement, entries)
    documents.article_of(supplement, entries[0])

    assert len(statements) == 10


@pytest.fixture
def poster(session, supplement):
    """A poster on its board; one prize of it is announced, and another is not."""
    abstract = corrected(supplement.call, authors=2, decision=Decision.POSTER)
    offered = {"offered_at": make.NOON, "answer": OfferAnswer.TAKEN, "answered_at": make.NOON}
    make.saved(Offer(event_id=supplement.call.event_id, abstract_id=abstract.id, board="P-07", **offered))
    of_call = {"call_id": supplement.call.id, "winner_id": abstract.id}
    make.saved(Prize(name="Best poster", announced_at=make.NOON, **of_call))
    make.saved(Prize(name="Best kept secret", announced_at=None, **of_call))
    session.commit()
    return abstract


def test_board_prize_and_presenter_stand_beside_a_poster(browse, session, supplement, poster, now):
    found = every_text(browse, session, supplement)

    for part in ("/1", "the book"):
        assert "oard P-07" in found[part]
        assert "Best poster" in found[part]
        assert found[part].count("(presenting)") == 1
    assert [part for part, text in found.items() if "Best kept secret" in text] == []


def test_rule_45_a_prize_that_is_not_announced_would_be_noticed(browse, session, supplement, poster, now, monkeypatch):
    monkeypatch.setattr(citing, "prizes_of", lambda entry: [each.name for each in entry.abstract.prizes])

    assert "Best kept secret" in every_text(browse, session, supplement)["the book"]


def test_a_talk_has_no_board(session, supplement, poster):
    poster.decision = Decision.ORAL

    assert citing.board_of_poster(poster) == ""


def test_the_desk_names_it_as_it_is_printed(browse, call, now):
    a_supplement(call)
    abstract = corrected(call)
    chair = browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))
    desk = f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/supplement"

    for page in (desk, f"{desk}/{abstract.number}"):
        assert PRINTED in chair.get(page).text
