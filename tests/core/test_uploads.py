"""What is sent is known by its bytes, kept within its limits, and read where it can do no harm."""

import io
import time
import zlib

import pytest
from PIL import Image

from core import uploads
from core.config import Limits
from core.uploads import DOCX, JPEG, PDF, PNG, take_in
from tests.core import nasty

ALL = (PDF, PNG, JPEG, DOCX)


def read(content, *, name="pack.pdf", kinds=ALL, limits=None):
    return take_in(content, name=name, kinds=kinds, limits=limits or Limits())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (nasty.a_pdf(), PDF),
        (nasty.a_pdf(200), PDF),
        (nasty.a_pdf(tail=b"\r\n\0 "), PDF),
        (nasty.a_packed_pdf(b"1 0 << /Type /Pages /Count 2 /Kids [] >> << /Type /Page >> << /Type /Page >>"), PDF),
        (nasty.a_pdf(catalog=b"/Outlines << /Count 4711 >>"), PDF),
        (nasty.a_picture("PNG"), PNG),
        (nasty.a_picture("JPEG"), JPEG),
        (nasty.a_docx(), DOCX),
        (nasty.a_docx(**{"word/media/image1.png": nasty.a_picture()}), DOCX),
    ],
    ids=[
        "a PDF",
        "a PDF of as many pages as may be",
        "a PDF with an untidy end",
        "a packed PDF",
        "a PDF with a long table of contents",
        "a PNG",
        "a JPEG",
        "a Word document",
        "a Word document with a picture",
    ],
)
@pytest.mark.parametrize("name", ["pack.pdf", "pack.html"])
def test_a_good_file_is_known_by_its_bytes_whatever_it_is_called(content, kind, name):
    upload = read(content, name=name)

    assert (upload.kind, upload.name) == (kind, name)
    if kind in {PDF, DOCX}:
        assert upload.content == content


@pytest.mark.parametrize(
    ("make", "refusal", "says"),
    [
        (lambda: b"", uploads.Empty, "empty"),
        (lambda: nasty.PAGE, uploads.WrongKind, "That is not a PDF or a PNG"),
        (lambda: nasty.SVG, uploads.WrongKind, "That is not a PDF"),
        (lambda: b"<?xml version='1.0'?><x/>", uploads.WrongKind, "That is not a PDF"),
        (lambda: nasty.MHTML, uploads.WrongKind, "That is not a PDF"),
        (lambda: b"GIF89a" + b"\0" * 100, uploads.WrongKind, "That is not a PDF"),
        (lambda: b"MZ\x90\0" + b"\0" * 100, uploads.WrongKind, "That is not a PDF"),
        (lambda: b"PK\x03\x04 not a zip", uploads.Damaged, "cannot be read"),
        (lambda: nasty.PAGE + nasty.a_pdf(), uploads.WrongKind, "That is not a PDF"),
        (lambda: nasty.a_pdf(tail=nasty.PAGE), uploads.Damaged, "cannot be read"),
        (lambda: nasty.a_pdf(tail=nasty.a_docx()), uploads.Damaged, "cannot be read"),
        (lambda: b"%PDF-1.7\n" + nasty.PAGE, uploads.Damaged, "cannot be read"),
        (lambda: b"%PDF-1.7\n%%EOF", uploads.Damaged, "cannot be read"),
        (lambda: nasty.a_pdf()[:-20], uploads.Damaged, "cannot be read"),
        (
            lambda: nasty.a_pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
            uploads.Unsafe,
            "holds a program",
        ),
        (
            lambda: nasty.a_pdf(catalog=b"/OpenAction << /S /J#61vaScript /J#53 (x) >>"),
            uploads.Unsafe,
            "holds a program",
        ),
        (lambda: nasty.a_pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), uploads.Unsafe, "holds a program"),
        (
            lambda: nasty.a_pdf(catalog=b"/AF << /Type /EmbeddedFile >>"),
            uploads.Unsafe,
            "holds a program or another file",
        ),
        (lambda: nasty.a_packed_pdf(b"1 0 << /Type /Page >> << /S /JavaScript >>"), uploads.Unsafe, "holds a program"),
        (lambda: nasty.a_pdf(catalog=b"/Encrypt 9 0 R"), uploads.Unsafe, "locked with a password"),
        (lambda: nasty.a_pdf(201), uploads.TooManyPages, "more than 200 pages"),
        (lambda: nasty.a_pdf(1, count=100_000), uploads.TooManyPages, "more than 200 pages"),
        (
            lambda: nasty.a_packed_pdf(b"1 0 << /Type /Pages /Count 100000 >> << /Type /Page >>"),
            uploads.TooManyPages,
            "pages",
        ),
        (lambda: nasty.a_packed_pdf(b"\0" * 200_000_000), uploads.Unsafe, "unpacks to far too much"),
        (lambda: nasty.a_png_that_claims(30_000, 30_000), uploads.TooManyPixels, "more than 40 million pixels"),
        (lambda: nasty.a_png_that_claims(100, 100), uploads.Damaged, "cannot be read"),
        (nasty.a_png_with_a_long_tale, uploads.Damaged, "cannot be read"),
        (lambda: nasty.a_picture("JPEG")[:200], uploads.Damaged, "cannot be read"),
        (lambda: nasty.a_zip({"readme.txt": b"Dear all"}), uploads.WrongKind, "That is not a PDF"),
        (lambda: nasty.a_docx(**{"../../x": b""}), uploads.Unsafe, "never holds"),
        (lambda: nasty.a_docx(**{"/etc/cron.d/x": b""}), uploads.Unsafe, "never holds"),
        (lambda: nasty.a_docx(**{"..\\x": b""}), uploads.Unsafe, "never holds"),
        (lambda: nasty.a_docx(**{"C:\\x": b""}), uploads.Unsafe, "never holds"),
        (lambda: nasty.a_docx(**{"word/vbaProject.bin": b""}), uploads.Unsafe, "never holds"),
        (
            lambda: nasty.a_docx(**{"word/x.xml": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>"}),
            uploads.Unsafe,
            "never",
        ),
        (nasty.a_docx_with_a_link, uploads.Unsafe, "never holds"),
        (
            lambda: nasty.a_zip({"[Content_Types].xml": nasty._types()}, comment=nasty.PAGE),
            uploads.Unsafe,
            "never holds",
        ),
        (lambda: nasty.a_docx(**{"word/media/a": b"\0" * 200_000_000}), uploads.Unsafe, "unpacks to far too much"),
        (nasty.a_docx_that_lies_about_its_size, uploads.Damaged, "cannot be read"),
        (nasty.a_zip_within_itself, uploads.Unsafe, "unpacks to far too much"),
        (
            lambda: nasty.a_docx(**{f"word/{number}": b"" for number in range(5001)}),
            uploads.Unsafe,
            "unpacks to far too much",
        ),
        (lambda: b"%PDF-1.7\n" + b"<<" * 4_000_000 + b"%%EOF", uploads.Damaged, "cannot be read"),
        (lambda: b"%PDF-1.7\n" + b"<<" + b"<a>" * 3_000_000 + b"%%EOF", uploads.Damaged, "cannot be read"),
        (lambda: b"%PDF-1.7\n" + b"stream\n" * 1_400_000 + b"%%EOF", uploads.Damaged, "cannot be read"),
        (lambda: b"%PDF-1.7\n" + b"/ObjStm stream\n" * 600_000 + b"%%EOF", uploads.Damaged, "cannot be read"),
    ],
    ids=[
        "nothing",
        "HTML",
        "SVG",
        "XML",
        "MHTML",
        "a GIF",
        "a program",
        "half a zip",
        "HTML before a PDF",
        "HTML after a PDF",
        "a Word document after a PDF",
        "HTML inside a PDF",
        "a PDF without a page",
        "half a PDF",
        "a PDF with a script",
        "a PDF with a hidden script",
        "a PDF that starts a program",
        "a PDF that brings a file",
        "a packed PDF with a script",
        "a locked PDF",
        "a page too many",
        "a PDF that claims 100,000 pages",
        "a packed PDF that claims 100,000 pages",
        "a PDF that unpacks to 200 MB",
        "a PNG that claims 900 million pixels",
        "a PNG of less than it claims",
        "a PNG with 90 MB of words",
        "half a JPEG",
        "any zip",
        "a part two folders up",
        "a part at the root",
        "a part one folder up, in Windows",
        "a part on a drive",
        "a macro",
        "entities",
        "a link",
        "a zip with a page as its comment",
        "a zip bomb",
        "a zip bomb that lies",
        "forty parts of 4 MB",
        "5,000 parts",
        "a PDF of nothing but openings",
        "a PDF dictionary without end",
        "a PDF of nothing but streams",
        "a PDF of nothing but packed streams",
    ],
)
def test_a_bad_file_is_refused_in_plain_words_soon(make, refusal, says):
    content, began = make(), time.monotonic()

    with pytest.raises(refusal, match=says) as refused:
        read(content)

    assert refused.value.status == 422
    assert time.monotonic() - began < 4  # of which starting Python is most; two cores are shared


def test_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(uploads.TooLarge, match="larger than 10 MB"):
        read(b"%PDF-" + b"\0" * Limits().upload_bytes)


@pytest.mark.parametrize("content", [nasty.a_picture(), nasty.a_docx()], ids=["a picture", "a Word document"])
def test_only_the_kinds_asked_for_are_taken(content):
    with pytest.raises(uploads.WrongKind, match=r"^That is not a PDF, whatever its name says\."):
        read(content, kinds=(PDF,))


@pytest.mark.parametrize("content", [nasty.a_talking_png(), nasty.a_talking_jpeg()], ids=["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_without_what_it_tells(content):
    assert b"Fictum" in content

    kept = read(content).content

    assert kept != content
    assert not any(word in kept for word in (b"Fictum", b"Caldergate", b"Exif", b"Author"))
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.convert("RGB").getpixel((5, 5)) == pytest.approx((102, 51, 153), abs=3)


def test_a_picture_that_was_turned_by_its_metadata_stays_turned():
    with Image.open(io.BytesIO(read(nasty.a_talking_jpeg()).content)) as picture:
        assert picture.size == (30, 40)


def test_what_hides_behind_a_picture_is_gone():
    kept = read(nasty.a_picture() + nasty.a_zip({"x": b"y"}) + nasty.PAGE).content

    assert b"PK\x03\x04" not in kept
    assert b"<script>" not in kept


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK", "RGB"])
def test_pictures_of_every_depth_can_be_drawn_anew(mode):
    drawn = io.BytesIO()
    Image.new(mode, (20, 10)).save(drawn, "JPEG" if mode == "CMYK" else "PNG")

    with Image.open(io.BytesIO(read(drawn.getvalue()).content)) as picture:
        assert picture.size == (20, 10)


def test_a_picture_as_large_as_may_be_is_taken():
    upload = read(nasty.a_picture("JPEG", (8000, 5000)))

    assert upload.kind == JPEG


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.01)

    with pytest.raises(uploads.Unsafe, match="takes too long"):
        read(nasty.a_pdf())


def test_random_bytes_behind_every_known_beginning_are_refused_and_never_a_fault():
    for start in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04"):
        for seed in range(3):
            noise = b"".join(zlib.crc32(bytes([seed, each])).to_bytes(4, "big") for each in range(256))
            with pytest.raises(uploads.Unfit):
                read(start + noise)
