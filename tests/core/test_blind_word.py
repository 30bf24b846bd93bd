"""A Word document taken in blind tells nothing of its author, and its words are as they were (rule 40)."""

import io
import zipfile

import docx
import pytest
from PIL import Image

from core.config import Limits
from core.uploads import DOCX, Unsafe, take_in
from tests.core import nasty, told_words
from tests.core.canaries import traces
from tests.core.told_words import LINE, a_docx


def blind(content: bytes):
    return take_in(content, name="Exampleby.docx", kinds=(DOCX,), limits=Limits(), blind=True)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_in(content: bytes) -> str:
    return b"".join(parts_of(content).values()).decode(errors="ignore")


def document(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


@pytest.mark.parametrize("place", told_words.PLACES)
def test_rule_40_a_name_is_gone_from_a_word_document(place):
    told = told_words.PLACES[place]
    assert traces(told)  # the search would see it

    kept = blind(told)

    assert traces(kept.content) == []
    assert kept.text.startswith(LINE)
    assert ("kept" in kept.text) == ("kept" in words_in(told))
    assert document(kept.content).paragraphs[0].text == LINE


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("the document's properties", "author in the document's properties"),
        ("the organisation's properties", "organisation, manager and program in the document's properties"),
        ("comments", "1 comment"),
        ("words put in", "1 tracked change (accepted)"),
        ("a link to a mailbox", "1 link (the words stay)"),
        ("a simple field", "1 field (what it shows stays)"),
        ("the template's place", "where the template is kept"),
        ("an embedded workbook", "embedded files"),
        ("a picture elsewhere", "linked pictures"),
        ("a picture's author", "author, in a picture"),
        ("a picture's path read aloud", "1 file name in the descriptions of pictures"),
    ],
)
def test_the_author_hears_what_is_gone_from_a_word_document(place, told):
    assert told in blind(told_words.PLACES[place]).removed


def test_a_whole_document_made_elsewhere_keeps_its_words_its_table_and_its_picture():
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = told_words.WHO
    made.add_heading("Results", level=1)
    remarked = made.add_paragraph("Falls fell by a third, ")
    remarked.add_run("95% CI 20 to 45").bold = True
    made.add_comment(remarked.runs, text="Northmere only?", author=told_words.WHO, initials="RE")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Ward", "Falls", "A", "12"], strict=True):
        cell.text = words
    made.add_picture(io.BytesIO(told_words.a_picture_by()))
    made.sections[0].footer.paragraphs[0].text = "Page of an abstract"
    written = io.BytesIO()
    made.save(written)
    assert traces(written.getvalue())

    kept = blind(written.getvalue())

    assert traces(kept.content) == []
    found = document(kept.content)
    assert [each.text for each in found.paragraphs] == ["Results", "Falls fell by a third, 95% CI 20 to 45", ""]
    assert found.paragraphs[0].style.name == "Heading 1"
    assert [run.bold for run in found.paragraphs[1].runs][:2] == [None, True]
    assert [cell.text for cell in found.tables[0]._cells] == ["Ward", "Falls", "A", "12"]
    assert found.sections[0].footer.paragraphs[0].text == "Page of an abstract"
    assert len(found.inline_shapes) == 1
    assert list(found.comments) == []
    assert found.core_properties.author != told_words.WHO
    picture = next(part for part in found.part.package.iter_parts() if part.content_type.startswith("image/"))
    with Image.open(io.BytesIO(picture.blob)) as seen:
        assert seen.size == (40, 30)
    assert kept.text.splitlines()[:3] == ["Results", "Falls fell by a third, 95% CI 20 to 45", "Ward"]


def test_changes_are_accepted_as_word_accepts_them():
    ended = "<w:pPr><w:jc w:val='left'/><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    body = (
        f"<w:p>{ended}{told_words._run('One ')}<w:del w:id='2'>{told_words._run('old ')}</w:del></w:p>"
        f"<w:p>{ended}<w:ins w:id='3'>{told_words._run('new ')}</w:ins></w:p>"
        f"<w:p><w:pPr><w:jc w:val='right'/></w:pPr>{told_words._run('line')}</w:p>{told_words.paragraph('Next')}"
    )

    found = document(blind(a_docx(body)).content).paragraphs

    assert [each.text for each in found] == [LINE, "One new line", "Next"]
    assert found[1].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT


def test_a_row_that_was_taken_out_leaves_no_empty_table():
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:tcPr>{}</w:tcPr><w:p/></w:tc></w:tr>"
    gone = "<w:tbl><w:tblPr/>" + row.format("<w:del/>", "") + row.format("", "<w:cellDel/>") + "</w:tbl>"
    half = "<w:tbl><w:tblPr/>" + row.format("<w:del/>", "") + row.format("", "") + "</w:tbl>"

    tables = document(blind(a_docx(f"{gone}<w:p/>{half}<w:p/>")).content).tables

    assert [len(table.rows) for table in tables] == [1]


def test_a_picture_that_word_has_lost_is_left_out():
    parts = parts_of(a_docx(told_words.shown("r:embed='rId9'")))
    parts["word/_rels/document.xml.rels"] = told_words._links(told_words._link("rId9", "image", "NULL")).encode()

    kept = blind(nasty.a_zip(parts))

    assert len(document(kept.content).inline_shapes) == 0
    assert kept.text == LINE


def test_a_style_that_somebody_made_still_dresses_its_paragraph():
    found = document(blind(told_words.PLACES["a style"]).content)

    assert found.paragraphs[1].style.style_id == "Style1"


def test_a_document_that_tells_nothing_loses_nothing_and_keeps_its_words():
    kept = blind(a_docx(told_words.paragraph("Größe, العربية, 漢字, 🙂")))

    assert kept.removed == ()
    assert [each.text for each in document(kept.content).paragraphs] == [LINE, "Größe, العربية, 漢字, 🙂"]
    assert kept.text == f"{LINE}\nGröße, العربية, 漢字, 🙂"


def test_words_are_searched_wherever_they_stand():
    described = told_words.shown("r:embed='rId10'", described="A ward at Caldergate")
    assert "A ward at Caldergate" in blind(a_docx(described, parts={"image": told_words.PNG})).text
    for place, words in {
        "a changed header": "kept",
        "a changed footnote": "kept",
        "a chart's workbook": "Ward 7",
    }.items():
        assert words in blind(told_words.PLACES[place]).text
    split = "<w:p><w:r><w:t>Calder</w:t></w:r><w:r><w:t>gate</w:t></w:r><w:r><w:tab/><w:t>x</w:t></w:r></w:p>"
    assert "Caldergate\tx" in blind(a_docx(split)).text


def test_only_so_many_words_are_handed_on():
    assert len(blind(a_docx(told_words.paragraph("word " * 50_000))).text) == 100_000


@pytest.mark.parametrize(
    "content",
    [
        b"\x01\0\0\0" + b"\0" * 36 + b" EMF",
        nasty.SVG,
        b"\xd7\xcd\xc6\x9a" + b"\0" * 40,
    ],
    ids=["EMF", "SVG", "WMF"],
)
def test_a_picture_that_cannot_be_searched_is_refused_with_what_to_do(content):
    with pytest.raises(Unsafe, match="Paste the picture as a PNG or JPEG"):
        blind(a_docx(told_words.shown("r:embed='rId10'"), parts={"image": content}))


def test_the_dates_and_names_of_its_parts_say_nothing():
    with zipfile.ZipFile(io.BytesIO(blind(told_words.PLACES["a picture's file name"]).content)) as archive:
        entries = archive.infolist()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert "word/media/image1.png" in {entry.filename for entry in entries}


def test_rule_40_a_planted_fault_a_word_document_that_is_not_cleaned_is_seen():
    """Taken in as any other file, every name is still there."""
    for place, told in told_words.PLACES.items():
        kept = take_in(told, name="x", kinds=(DOCX,), limits=Limits())
        assert traces(kept.content), place
