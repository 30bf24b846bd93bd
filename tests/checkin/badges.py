"""Badges of a small event, and what can be read from a PDF of them: its words, and the codes on its pages."""

import io
import re

import pypdf
import pypdfium2
import zxingcpp

from checkin import documents, queries, rules
from checkin.models import PackingOrder, Part
from registration.documents import signer
from registration.models import BadgePart, QuestionKind
from registration.rules import Place
from tests import factories as make
from tests.registration.standing import a_standing_order

DOTS = 300  # an inch: what an office printer makes
MILLIMETRES = 25.4
BUYER = "buyer@south.example"
# What the desk types for a design, and for the paper of all badges.
DESIGN = {
    "colour": "#145c39",
    **{f"{part.name.lower()}_points": "14" for part in Part},
    "given_on": "y",
    "event_on": "y",
}
PAPER = {"width_mm": "90", "height_mm": "130", "label_width_mm": "62", "label_height_mm": "100", "qr_mm": "30"}


def a_place(product, name, **changes) -> Place:
    return Place(product, name, BUYER, **{"organisation": "North Trust"} | changes)


def an_event_with(*places, slug="leaders-2027", **changes):
    """An event and the standing order of ``places``: names, or functions that make a place of a product."""
    event = make.an_event(slug=slug, **changes)
    product = make.a_product(event, capacity=50)
    return event, a_standing_order(event, [a_place(product, each) for each in places])


def the_questions(event) -> dict[BadgePart, object]:
    """A question for each part of a badge that delegates tell."""
    kinds = {
        BadgePart.PRONOUNS: {"label": "Pronouns"},
        BadgePart.JOB_ROLE: {"label": "Job role"},
        BadgePart.PHOTOS: {"label": "Photographs", "kind": QuestionKind.CHOICE, "options": "Yes\nNot near\nNo"},
    }
    return {part: make.a_question(event, badge_part=part, **given) for part, given in kinds.items()}


def the_pdf(event, *, is_single=False, blanks=None) -> bytes:
    """All badges of the event that may be printed, by surname."""
    with make.app.app_context():
        found = rules.printable_of(queries.badges_of(make.session, event))
        ready = rules.in_packing_order(found, PackingOrder.SURNAME)
        paper, designs = queries.badge_paper_of(make.session, event), queries.badge_designs_of(make.session, event)
        badges = [place.badge for place in ready]
        job = documents.badge_job(event, paper, designs, badges, blanks=blanks, is_single=is_single)
        return documents.set_badges(job, signer=signer(), made_at=make.NOON)


def words_in(pdf: bytes) -> str:
    """What is written on all of its pages, on one line: a word that was broken is whole again."""
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def squeezed(text: str) -> str:
    """Without what a line break may have put in or taken away."""
    return re.sub(r"[\s\u200b]", "", text)


def pictures_of(pdf: bytes, dots: int = DOTS) -> list:
    """Each page as it comes from a printer of so many dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dots / 72, grayscale=True).to_pil() for page in document]


def codes_on(picture) -> list[tuple[str, float]]:
    """The text of each QR on a page and how wide it is printed, in millimetres."""
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
        corners = code.position
        found.append((code.text, (corners.top_right.x - corners.top_left.x) / DOTS * MILLIMETRES))
    return found
