"""A PDF taken in blind tells nothing of its author, and its pages and words are as they were (rule 40)."""

import io

import pikepdf
import pypdf
import pytest

from core.config import Limits
from core.uploads import PDF, Unsafe, take_in
from tests.core import told_pdfs
from tests.core.canaries import traces

LINE = "Rounds at seven made the ward calmer."


def blind(content: bytes):
    return take_in(content, name="Exampleby.pdf", kinds=(PDF,), limits=Limits(), blind=True)


@pytest.mark.parametrize("place", told_pdfs.PLACES.values(), ids=told_pdfs.PLACES)
def test_rule_40_a_name_is_gone_from_a_pdf(place):
    told = told_pdfs.a_pdf(place)
    assert traces(told)  # the search would see it

    kept = blind(told)

    assert traces(kept.content) == []
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert len(pdf.pages) == 2
        assert not pdf.get_warnings()
    assert kept.text.count(LINE) == 2


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (told_pdfs.info, "author in the document's properties"),
        (told_pdfs.xmp, "properties in a second place (XMP)"),
        (told_pdfs.comment, "1 comment"),
        (told_pdfs.link, "1 link (the words stay)"),
        (told_pdfs.name_of_a_field, "1 form field (what was filled in stays)"),
        (told_pdfs.bookmark, "bookmarks"),
        (told_pdfs.exif_of_a_picture, "what 1 picture in it told of its making"),
    ],
    ids=["author", "XMP", "a comment", "a link", "a field", "bookmarks", "a picture"],
)
def test_the_author_hears_what_is_gone_from_a_pdf(place, told):
    assert told in blind(told_pdfs.a_pdf(place)).removed


def test_a_pdf_that_tells_nothing_keeps_its_words_and_loses_nothing():
    kept = blind(told_pdfs.a_pdf())

    assert kept.removed == ()
    assert [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(kept.content)).pages] == [LINE, LINE]


def test_what_was_filled_in_can_be_read_and_the_field_is_no_more():
    kept = blind(told_pdfs.a_pdf(told_pdfs.name_of_a_field))

    assert "Seven" in kept.text
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert all("/Annots" not in page for page in pdf.pages)


def test_a_letter_that_its_font_does_not_explain_is_a_space():
    def unexplained(pdf, page):
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (Rounds\\000at seven) Tj ET")

    assert "Rounds at seven" in blind(told_pdfs.a_pdf(unexplained)).text


def test_an_older_state_of_a_pdf_is_gone():
    first = told_pdfs.a_pdf(told_pdfs.info)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, size = pdf.trailer.Info.objgen[0], int(pdf.trailer.Size)
    at = len(first)
    later = b"%d 0 obj\n<< /Author (Anon) >>\nendobj\n" % number
    later += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    later += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R /Prev " % (size, number)
    later += first.split(b"startxref\n")[-1].split(b"\n")[0] + b" >>\nstartxref\n%d\n%%%%EOF\n" % (at + len(later) - 33)
    assert traces(first + later) == ["bytes"]  # no reader shows it any more

    assert traces(blind(first + later).content) == []


def test_nothing_says_when_or_with_what_a_pdf_was_made_and_its_identity_is_new():
    sent = told_pdfs.a_pdf()
    kept = blind(sent).content

    assert not any(word in kept for word in (b"Producer", b"Date", b"pikepdf", b"QPDF"))
    with pikepdf.open(io.BytesIO(sent)) as old, pikepdf.open(io.BytesIO(kept)) as new:
        assert set(new.trailer.keys()) <= {"/Root", "/Size", "/ID"}
        assert bytes(new.trailer.ID[0]) != bytes(old.trailer.ID[0])


def test_what_is_read_aloud_stays_and_is_searched():
    def described(pdf, page):
        told_pdfs._tag(pdf, Alt=pikepdf.String("Falls by week, from Northmere"), Lang=pikepdf.String("en-GB"))

    kept = blind(told_pdfs.a_pdf(described))

    assert "Falls by week, from Northmere" in kept.text
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert str(pdf.Root.StructTreeRoot.K.Alt) == "Falls by week, from Northmere"


@pytest.mark.parametrize(
    "place",
    [told_pdfs.exif_of_a_picture, told_pdfs.exif_of_a_packed_picture, told_pdfs.words_of_a_jpeg_2000],
    ids=["JPEG", "packed JPEG", "JPEG 2000"],
)
def test_a_picture_in_a_pdf_can_still_be_seen(place):
    with pikepdf.open(io.BytesIO(blind(told_pdfs.a_pdf(place)).content)) as pdf:
        seen = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Im1).as_pil_image()

    assert seen.size == (40, 30)
    assert seen.convert("RGB").getpixel((5, 5)) == pytest.approx((0, 128, 128), abs=3)


def test_a_layer_that_was_hidden_stays_hidden():
    def hidden(pdf, page):
        told_pdfs.layer(pdf, page)
        pdf.Root.OCProperties.D = pikepdf.Dictionary(OFF=pdf.Root.OCProperties.OCGs)

    with pikepdf.open(io.BytesIO(blind(told_pdfs.a_pdf(hidden)).content)) as pdf:
        assert len(pdf.Root.OCProperties.D.OFF) == 1


def test_a_pdf_locked_without_a_password_is_refused_as_every_locked_one():
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(told_pdfs.a_pdf())) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="owner", user=""))

    with pytest.raises(Unsafe, match="locked with a password"):
        blind(written.getvalue())


def test_an_attached_file_is_refused_with_what_to_do():
    def attached(pdf, page):
        pdf.attachments["notes.txt"] = b"by Rowan Exampleby"

    with pytest.raises(Unsafe, match=r"holds a program or another file\. Print it to a new PDF"):
        blind(told_pdfs.a_pdf(attached))


def test_a_jpeg_written_into_the_page_itself_is_refused():
    def written(pdf, page):
        jpeg = told_pdfs.a_jpeg(comment=b"Rowan Exampleby")
        page.Contents = pdf.make_stream(b"BI /W 40 /H 30 /CS /RGB /BPC 8 /F /DCT ID " + jpeg + b" EI")

    with pytest.raises(Unsafe, match="Send its page as a PNG picture"):
        blind(told_pdfs.a_pdf(written))


def test_rule_40_a_planted_fault_a_pdf_that_is_not_cleaned_is_seen(monkeypatch):
    """Taken in as any other file, every name is still there."""
    for place in told_pdfs.PLACES.values():
        kept = take_in(told_pdfs.a_pdf(place), name="x", kinds=(PDF,), limits=Limits())
        assert traces(kept.content), place.__name__
