"""A document is a tagged PDF in which text is text, whatever letters it has and whatever it would be in a template."""

import io
import re
import unicodedata
from datetime import UTC, datetime

import pikepdf
import pypdf
import pytest
import typst
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from PIL import Image

from core import typesetting
from core.typesetting import UNKNOWN, pdf_of, printable
from tests.rig.payloads import PAYLOADS

WHEN = datetime(2027, 3, 16, 0, 1, tzinfo=UTC)
TEMPLATE = """
#import "/templates/print.typ": *
#set document(title: data.title, date: auto)
#set text(font: serif, lang: "en", region: "GB", hyphenate: false)
= #data.title
#for words in data.texts [
  #block(words)
]
#for name in data.at("pictures", default: ()) { picture(name, "A picture") }
"""
TYPST = ("#panic()", "*bold*", "= Heading", "#{", "$x$", '#read("/etc/passwd")', "@see", "<label>", "// gone", "`raw`")
ELSEWHERE = ("\\", "#import", "]]", "中文", "😀", "1\ufe0f\u20e3", "a\x01b", "a\u202eb", "\ue000", "\ufffe", "שלום")


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Sets texts by a template that is made for the test."""
    (tmp_path / "print.typ").write_text((typesetting.TEMPLATES / "print.typ").read_text())
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)

    def set_with(*texts, template=TEMPLATE, pictures=None, **data):
        (tmp_path / "sample.typ").write_text(template)
        whole = {"title": "A sample", "texts": texts, "pictures": list(pictures or ())} | data
        return pdf_of("sample.typ", whole, made_at=WHEN, pictures=pictures)

    return set_with


def read(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_it_is_tagged_and_says_its_language_and_title(sample):
    with pikepdf.open(io.BytesIO(sample("Words"))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en-GB"
        assert pdf.docinfo.Title == "A sample"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_same_data_make_the_same_bytes(sample):
    assert sample("Words") == sample("Words")


@pytest.mark.parametrize("texts", [PAYLOADS, TYPST], ids=["for browsers", "for Typst"])
def test_inj_1_what_would_be_a_program_elsewhere_is_printed_as_typed(sample, texts):
    printed = _plain(read(sample(*texts)))

    missing = [text for text in texts if _plain(text) not in printed]
    assert missing == []


def test_inj_1_text_that_was_markup_would_be_noticed(sample):
    markup = TEMPLATE.replace("#block(words)", '#eval(words, mode: "markup")')

    with pytest.raises(typst.TypstError, match="panicked"):
        sample("#panic()", template=markup)


@pytest.mark.parametrize("text", ELSEWHERE, ids=ascii)
def test_no_letter_keeps_a_document_from_being_printed(sample, text):
    assert sample(text).startswith(b"%PDF")


@settings(max_examples=60, deadline=None, phases=(Phase.generate,))
@given(some.text(some.characters(), max_size=200))
def test_no_text_does_either(text):
    data = {"title": "A sample", "texts": [text]}
    with pytest.MonkeyPatch.context() as patch, typesetting.TemporaryDirectory() as folder:
        root = typesetting.Path(folder)
        (root / "print.typ").write_text((typesetting.TEMPLATES / "print.typ").read_text())
        (root / "sample.typ").write_text(TEMPLATE)
        patch.setattr(typesetting, "TEMPLATES", root)
        assert pdf_of("sample.typ", data, made_at=WHEN)


def test_a_letter_without_a_shape_would_be_noticed(sample, monkeypatch):
    monkeypatch.setattr(typesetting, "printable", lambda text: text)

    with pytest.raises(typst.TypstError, match="could not be displayed"):
        sample("中")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Siân ŵŷ Łódź αβγ ≥ µ", "Siân ŵŷ Łódź αβγ ≥ μ"),
        ("E\u0301va", "Éva"),
        ("中 and 文", f"{UNKNOWN} and {UNKNOWN}"),
        ("（ｘ）", "(x)"),
        ("a\u202eb\x07c", "abc"),
    ],
    ids=["known", "composed", "unknown", "full width", "without a shape"],
)
def test_letters_are_kept_where_a_font_has_them(text, printed):
    assert printable(text).replace("µ", "μ") == printed


def test_a_picture_has_words(sample):
    pixel = io.BytesIO()
    Image.new("RGB", (9, 9)).save(pixel, "PNG")

    assert b"A picture" in sample(pictures={"one.png": pixel.getvalue()}, template=TEMPLATE)


def test_a_picture_without_words_is_refused(sample):
    pixel = io.BytesIO()
    Image.new("RGB", (9, 9)).save(pixel, "PNG")
    silent = TEMPLATE.replace('picture(name, "A picture")', 'image("/pictures/" + name)')

    with pytest.raises(typst.TypstError, match="alt"):
        sample(pictures={"one.png": pixel.getvalue()}, template=silent)


def test_a_template_reads_nothing_of_the_machine(sample):
    with pytest.raises(typst.TypstError):
        sample(template=TEMPLATE + '#read("/etc/passwd")')


def test_nothing_is_fetched_and_no_font_of_the_machine_is_used():
    assert set(typesetting._fonts().families()) == {"Newsreader", "Source Sans 3", "DejaVu Sans"}
