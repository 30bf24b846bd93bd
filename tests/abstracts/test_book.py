"""The book in print: tagged, with contents, an index of authors, figures in words, and every text as typed."""

import io
import re
import unicodedata

import pikepdf
import pypdf
import pytest
import typst
from PIL import Image

from abstracts import documents
from abstracts.documents import book as in_print
from abstracts.queries import books
from core.typesetting import printable
from tests import factories as make
from tests.abstracts.printing import a_figure, a_supplement, an_accepted, an_entry, every_text
from tests.rig.payloads import PAYLOADS

HOSTILE = (*PAYLOADS, "#panic()", '#read("/etc/passwd")', "*bold* $x$ @see <label>", "中文 \u202e 😀")


@pytest.fixture
def supplement(app, call, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    with app.app_context():
        yield a_supplement(call)


def a_picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (9, 9), "#7b1a50").save(stream, "PNG")
    return stream.getvalue()


def printed(session, supplement, **how) -> bytes:
    entries = books.published_entries(session, supplement, make.NOON)
    return documents.book_of(supplement, entries, made_at=make.NOON, **how)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def tags_of(pdf: bytes) -> list[str]:
    """The kinds of all elements in the tree of tags."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        waiting = [opened.Root.StructTreeRoot.K]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Array):
                waiting += list(each)
            elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
                found.append(str(each.S))
                waiting += [each.K] if "/K" in each else []
    return found


def test_it_is_tagged_with_language_title_outline_and_figures_in_words(session, supplement):
    abstract = an_accepted(supplement.call, title="Rounds that listen")
    a_figure(abstract, a_picture())
    an_entry(abstract)

    pdf = printed(session, supplement)

    assert {"/H1", "/H2", "/P", "/Figure", "/TOC", "/Link"} <= set(tags_of(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert opened.Root.Lang == "en-GB"
        assert opened.Root.MarkInfo.Marked
        assert supplement.call.event.name in str(opened.docinfo.Title)
        assert [each.title for each in outline.root] == ["Contents", "Leadership research", "Authors"]
        (only,) = outline.root[1].children
        assert only.title == f"{abstract.number} Rounds that listen"
        assert b"Minutes spent on listening" in pdf


def test_a_pdf_without_tags_would_be_noticed():
    bare = typst.compile(b"= Heading", pdf_tags=False)

    with pikepdf.open(io.BytesIO(bare)) as opened:
        assert "/StructTreeRoot" not in opened.Root


def test_each_abstract_stands_with_all_that_a_reader_looks_for(session, supplement):
    abstract = an_accepted(supplement.call, authors=4, title="Rounds that listen")
    abstract.authors[1].organisation = "University of Caldergate"
    an_entry(abstract, prize="Best talk by a trainee", doi="10.1136/leader-2027-1")
    session.commit()

    text = text_of(printed(session, supplement))

    first = abstract.authors[0]
    for words in (
        *(
            "Rounds that listen",
            "Talk · ★ Best talk by a trainee",
            "University of Caldergate",
            "What we say under Impact.",
        ),
        *("Keywords leadership, wards", "Funding None declared.", "Ethics No approval was needed."),
        *(
            "BMJ Leader 2027;11(Suppl 1):1.",
            "doi:10.1136/leader-2027-1",
            f"{first.surname}, {first.given_names}",
            "et al.",
        ),
    ):
        assert squeezed(words) in squeezed(text), words
    assert "Under embargo" not in text


def test_a_copy_under_embargo_says_so_on_each_page(session, supplement):
    an_entry(an_accepted(supplement.call))

    pdf = printed(session, supplement, embargoed=True)

    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert all("Under embargo until" in page.extract_text() for page in pages)


def test_one_that_is_retracted_shows_its_notice_and_none_of_its_text(session, supplement):
    abstract = an_accepted(supplement.call, title="Rounds that listen")
    a_figure(abstract, a_picture())
    an_entry(abstract, retracted_at=make.NOON, notice="The counts were wrong.")

    text = text_of(printed(session, supplement))

    assert "The counts were wrong." in text
    assert "Rounds that listen" in text
    assert "What we say" not in text
    assert "Minutes spent" not in text


@pytest.mark.parametrize("some", range(3))
def test_inj_1_hostile_text_is_printed_as_typed(session, supplement, some):
    for words in HOSTILE[some::3]:
        abstract = an_accepted(supplement.call)
        every_text(abstract, words)
        an_entry(abstract, prize=words)

    text = squeezed(text_of(printed(session, supplement)))

    assert [words for words in HOSTILE[some::3] if squeezed(printable(words)) not in text] == []


def test_the_same_book_is_set_once(session, supplement, monkeypatch):
    an_entry(an_accepted(supplement.call))
    printed(session, supplement)
    monkeypatch.setattr(in_print, "pdf_of", lambda *_args, **_given: pytest.fail("It is set again."))

    assert printed(session, supplement).startswith(b"%PDF")


def test_a_damaged_store_does_not_keep_the_book_from_being_printed(session, supplement):
    abstract = an_accepted(supplement.call)
    figure = a_figure(abstract, a_picture())
    an_entry(abstract)
    documents.exhibits.files.store().path(figure.file.key).unlink()

    assert "a file on the abstract" in text_of(printed(session, supplement)).replace("\n", " ")
