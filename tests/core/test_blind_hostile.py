"""Files that wear down whoever writes them anew are refused soon, in little memory and plain words (INJ-3, INJ-4)."""

import json
import resource
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import uploads
from core.config import Limits
from core.uploads import DOCX, JPEG, PDF, PNG, take_in
from tests.core import hostile, nasty, told_pdfs, told_words
from tests.core.canaries import traces
from tests.core.test_confinement import MEASURE

ALL = (PDF, PNG, JPEG, DOCX)
SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
HUGE = nasty.a_png_that_claims(30_000, 30_000)
# Each is made when it is asked for: some are made of 200 MB.
BAD = {
    "HTML": (lambda: nasty.PAGE, uploads.WrongKind, "That is not a PDF"),
    "SVG": (lambda: nasty.SVG, uploads.WrongKind, "That is not a PDF"),
    "MHTML": (lambda: nasty.MHTML, uploads.WrongKind, "That is not a PDF"),
    "HTML before a PDF": (lambda: nasty.PAGE + nasty.a_pdf(), uploads.WrongKind, "That is not a PDF"),
    "a Word document after a PDF": (lambda: nasty.a_pdf(tail=nasty.a_docx()), uploads.Damaged, "cannot be read"),
    "half a PDF": (lambda: nasty.a_pdf()[:-20], uploads.Damaged, "cannot be read"),
    "a PDF with a script": (lambda: nasty.a_pdf(catalog=SCRIPT), uploads.Unsafe, "holds a program"),
    "a locked PDF": (lambda: nasty.a_pdf(catalog=b"/Encrypt 9 0 R"), uploads.Unsafe, "locked with a password"),
    "a page too many": (lambda: nasty.a_pdf(201), uploads.TooManyPages, "more than 200 pages"),
    "a PDF that claims 100,000 pages": (
        lambda: nasty.a_pdf(count=100_000),
        uploads.TooManyPages,
        "more than 200 pages",
    ),
    "a page 100,000 times": (hostile.a_pdf_of_one_page_again_and_again, uploads.Unfit, "than 200|be read"),
    "pages that go round": (hostile.a_pdf_whose_pages_go_round, uploads.Damaged, "cannot be read"),
    "a PDF that nests": (hostile.a_pdf_that_nests, uploads.Unfit, "too elaborate|cannot be read"),
    "two million numbers": (hostile.a_pdf_of_many_numbers, uploads.Unsafe, "too elaborate to be checked"),
    "150,000 objects": (hostile.a_pdf_of_many_objects, uploads.Unsafe, "too elaborate to be checked"),
    "a page of 200 MB": (
        lambda: hostile.a_pdf_that_draws(b" " * 200_000_000),
        uploads.Unfit,
        "too much|cannot be read",
    ),
    "a page packed twice": (
        lambda: hostile.a_pdf_that_draws(b" " * 200_000_000, 2),
        uploads.Unfit,
        "too much|cannot be read",
    ),
    "a page of 6 MB": (
        lambda: hostile.a_pdf_that_draws(b"q Q " * 1_500_000),
        uploads.Unsafe,
        "draws too much to be checked",
    ),
    "a packed PDF of 200 MB": (
        lambda: nasty.a_packed_pdf(b"\0" * 200_000_000),
        uploads.Unsafe,
        "unpacks to far too much",
    ),
    "a PNG that claims too much": (lambda: HUGE, uploads.TooManyPixels, "40 million pixels"),
    "a PNG with a long tale": (nasty.a_png_with_a_long_tale, uploads.Damaged, "cannot be read"),
    "half a JPEG": (lambda: nasty.a_picture("JPEG")[:200], uploads.Damaged, "cannot be read"),
    "any zip": (lambda: nasty.a_zip({"readme.txt": b"Dear all"}), uploads.WrongKind, "That is not a PDF"),
    "a part two folders up": (lambda: nasty.a_docx(**{"../../x": b""}), uploads.Unsafe, "never holds"),
    "a macro": (lambda: nasty.a_docx(**{"word/vbaProject.bin": b""}), uploads.Unsafe, "never holds"),
    "a zip bomb": (
        lambda: nasty.a_docx(**{"word/media/a": b"\0" * 200_000_000}),
        uploads.Unsafe,
        "unpacks to far too much",
    ),
    "entities in UTF-16": (hostile.a_docx_in_utf_16_with_entities, uploads.Unfit, "never holds|cannot be read"),
    "a document that reads a file": (hostile.a_docx_that_reads_a_file, uploads.Unsafe, "never holds"),
    "a document that nests": (hostile.a_docx_that_nests, uploads.Damaged, "cannot be read"),
    "a document of 10 MB of text": (
        lambda: hostile.a_docx_of("<w:p/>" * 1_700_000),
        uploads.Unsafe,
        "unpacks to far too much",
    ),
    "a document with a huge picture": (
        lambda: told_words.a_docx(told_words.shown("r:embed='rId10'"), parts={"image": HUGE}),
        uploads.TooManyPixels,
        "40 million pixels",
    ),
    "a document without its text": (nasty.a_docx, uploads.Damaged, "cannot be read"),
}
NOT_UNPACKED = {"HTML", "SVG", "MHTML", "HTML before a PDF"}
NOT_UNPACKED |= {"a PNG that claims too much", "a PNG with a long tale", "half a JPEG"}


def worked() -> float:
    """The seconds for which children have kept a processor busy: waiting for one is not theirs."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def blind(content: bytes, name: str = "x"):
    return take_in(content, name=name, kinds=ALL, limits=Limits(), blind=True)


@pytest.mark.parametrize("bad", BAD)
def test_inj_3_and_4_a_bad_file_is_refused_soon_when_it_is_to_be_cleaned(bad):
    make, refusal, says = BAD[bad]
    content, before = make(), worked()

    with pytest.raises(refusal, match=says) as refused:
        blind(content)

    assert refused.value.status == 422
    assert worked() - before < 2  # of which starting Python is most


@pytest.mark.parametrize("bad", [name for name in BAD if name not in NOT_UNPACKED])
def test_inj_4_a_bad_file_takes_less_than_200_mb_to_refuse_when_it_is_to_be_cleaned(bad, tmp_path):
    assert 10 < megabytes_for(BAD[bad][0](), tmp_path) < 200


def test_inj_4_a_planted_fault_a_file_that_takes_much_memory_is_seen(tmp_path):
    """A picture as large as may be is drawn anew in more than a bomb is refused in."""
    assert megabytes_for(nasty.a_picture("JPEG", (8000, 5000)), tmp_path) > 200


def megabytes_for(content: bytes, folder) -> int:
    """What the child took at most."""
    (folder / "bad").write_bytes(content)
    wanted = {"kinds": ALL, "words": "", "pages": 200, "pixels": 40_000_000, "unpacked": Limits().unpacked_bytes}
    words = [str(uploads.INSPECTION), json.dumps(wanted | {"blind": True}), str(folder / "bad")]
    said = subprocess.run([sys.executable, "-I", "-c", MEASURE, *words], capture_output=True, text=True, check=True)
    return int(said.stdout)


@pytest.mark.parametrize(
    "make",
    [
        hostile.a_pdf_whose_form_draws_itself,
        hostile.a_pdf_with_a_picture_of_nothing,
        hostile.a_pdf_with_a_map_of_letters,
        lambda: hostile.a_docx_of("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r/></w:p>" * 40_000),
        lambda: hostile.a_docx_of("<w:p>" + "<w:ins><w:r/></w:ins>" * 100_000 + "</w:p>"),
    ],
    ids=["a drawing of itself", "an endless picture", "a map of letters", "paragraphs taken out", "words put in"],
)
def test_inj_4_what_repeats_itself_is_taken_in_the_time_of_its_length(make):
    content, before = make(), worked()

    blind(content)

    assert worked() - before < 6


@pytest.mark.parametrize(
    "name",
    ["../../x.pdf", "C:\\x.pdf", "a\0.pdf", "a\r\nb: c.pdf", "x" * 300, "\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe"],
    ids=["folders", "a drive", "NUL", "line ends", "300 letters", "written backwards"],
)
def test_inj_3_a_hostile_name_is_only_handed_on(name):
    """It is stored and shown as core/files.py makes it harmless; no file is ever opened by it."""
    assert blind(told_pdfs.a_pdf(), name).name == name


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(told_words.PLACES)), st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_word_document_is_refused_or_clean_and_never_a_fault(place, at, byte):
    content = bytearray(told_words.PLACES[place])
    content[at % len(content)] = byte
    try:
        kept = blind(bytes(content))
    except uploads.Unfit:
        return
    assert traces(kept.content) == []


@settings(max_examples=25, deadline=None)
# A damaged style or ink is a name like any other; names that are no words are not looked through.
@given(
    st.sampled_from(sorted(set(told_pdfs.PLACES) - {"style of a tag", "ink"})),
    st.integers(0, 10_000),
    st.integers(0, 255),
)
def test_a_damaged_pdf_is_refused_or_clean_and_never_a_fault(place, at, byte):
    content = bytearray(told_pdfs.a_pdf(told_pdfs.PLACES[place]))
    content[at % len(content)] = byte
    try:
        kept = blind(bytes(content))
    except uploads.Unfit:
        return
    assert traces(kept.content) == []
