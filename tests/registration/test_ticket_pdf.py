"""A ticket on paper: who gets it, what it says, and that a door reads the code on it."""

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
import typst
import zxingcpp
from sqlalchemy import select

from core import typesetting
from core.outbox import OutgoingLetter, compose
from registration import documents
from registration.codes import SignedCode, svg_of
from registration.documents import tickets as drawn
from registration.models import Ticket
from registration.rules import Place
from tests import factories as make
from tests.registration.standing import BUYER, a_standing_order, opened

MM = 25.4
DOTS_PER_INCH = 300


@pytest.fixture
def event(session, now):
    return make.an_event(
        slug="wales-2027",
        name="Leading in Wales",
        name_cy="Arwain yng Nghymru",
        nation="Wales",
        venue="Canolfan Enghraifft",
        town="Caerfan",
        getting_in="Doors on Quay Street.\n\nStep-free from the tram stop.",
    )


@pytest.fixture
def ticket(session, event) -> Ticket:
    order = make.an_order(
        make.a_product(event, name="Two days"), event=event, name="Ash Ffigys", email="ash@north.example"
    )
    return order.tickets[0]


def pdf_for(client, ticket) -> bytes:
    answer = client.get(f"/tickets/{ticket.key}/ticket.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.data


def codes_on(pdf: bytes, *, dots_per_inch: int = DOTS_PER_INCH) -> list[zxingcpp.Barcode]:
    pages = pypdfium2.PdfDocument(pdf)
    return [code for page in pages for code in zxingcpp.read_barcodes(page.render(scale=dots_per_inch / 72).to_pil())]


def size_in_mm(code: zxingcpp.Barcode, dots_per_inch: int = DOTS_PER_INCH) -> float:
    return (code.position.top_right.x - code.position.top_left.x) / dots_per_inch * MM


def test_the_code_on_the_page_is_the_signed_one_and_larger_than_30_mm(app, ticket, browse):
    (code,) = codes_on(pdf_for(opened(browse(), ticket.order), ticket))

    with app.app_context():
        assert code.text == documents.qr_text(ticket)
        assert documents.signer().read(code.text) == SignedCode(ticket.event_id, ticket.code)
    assert size_in_mm(code) >= 30


def test_a_smaller_print_of_it_would_be_seen(app, ticket, monkeypatch):
    # So much white around it that the code itself shrinks.
    monkeypatch.setattr(drawn, "svg_of", lambda text: svg_of(text, quiet=40))
    with app.app_context():
        (code,) = codes_on(documents.pdf_of_tickets([ticket], made_at=make.NOON))

    assert size_in_mm(code) < 30


def test_it_says_who_when_where_how_and_the_printed_code(ticket, browse):
    pdf = pdf_for(opened(browse(), ticket.order), ticket)

    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    words = " ".join(page.extract_text().split())
    for said in (
        "Leading in Wales",
        "Arwain yng Nghymru",
        "Ash Ffigys",
        "Two days",
        "Thursday 14 May 2026",
        "Doors open at 08:30",
        "Canolfan Enghraifft, Caerfan",
        "Doors on Quay Street.",
        "Step-free from the tram stop.",
        f"{ticket.code[:4]} {ticket.code[4:]}",
        "events@plenary.example",
    ):
        assert said in words
    assert "ash@north.example" not in words
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_it_is_tagged_with_headings_languages_and_words_for_the_code(ticket, browse):
    with pikepdf.open(io.BytesIO(pdf_for(opened(browse(), ticket.order), ticket))) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))
        assert pdf.Root.MarkInfo.Marked
        assert (pdf.Root.Lang, pdf.docinfo["/Title"]) == ("en-GB", "Ticket for Leading in Wales")
    kinds = [str(each.S) for each in elements]
    assert (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/Figure")) == (1, 3, 1)
    (figure,) = (each for each in elements if each.S == "/Figure")
    assert str(figure.Alt) == "QR code of the ticket of Ash Ffigys, for the door"
    assert "cy-GB" in {str(each.Lang) for each in elements if "/Lang" in each}


def test_a_picture_without_words_would_be_refused(app, ticket, tmp_path, monkeypatch):
    template = (typesetting.TEMPLATES / "registration/ticket.typ").read_text()
    (tmp_path / "registration").mkdir()
    (tmp_path / "print.typ").write_text((typesetting.TEMPLATES / "print.typ").read_text().replace("alt: words, ", ""))
    (tmp_path / "registration/ticket.typ").write_text(template)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)

    with app.app_context(), pytest.raises(typst.TypstError, match="alt"):
        documents.pdf_of_tickets([ticket], made_at=make.NOON)


@pytest.mark.parametrize("is_given_back", [True, False], ids=["given back", "standing"])
def test_only_a_standing_ticket_has_one(session, ticket, browse, is_given_back):
    client = opened(browse(), ticket.order)
    if is_given_back:
        ticket.cancelled_at = make.NOON
        session.commit()

    assert client.get(f"/tickets/{ticket.key}/ticket.pdf").status_code == (404 if is_given_back else 200)
    assert ("/ticket.pdf" in client.get(f"/tickets/{ticket.key}").text) is not is_given_back


def test_nobody_else_gets_it(ticket, browse):
    for client in (browse(), browse(make.a_person())):
        assert client.get(f"/tickets/{ticket.key}/ticket.pdf").status_code == 404


def test_the_longest_names_stay_on_their_quarter(session, ticket, browse):
    ticket.name, ticket.organisation = "Wwwwwwww " * 13, "Mmmmmmmm " * 13
    ticket.event.name, ticket.event.name_cy = "Ffffffff " * 13, "Llllllll " * 13
    session.commit()

    pdf = pdf_for(opened(browse(), ticket.order), ticket)

    (page,) = pypdfium2.PdfDocument(pdf)
    lowest = min(box[1] for box in _boxes(page, "Place"))
    assert lowest > page.get_height() / 2


@pytest.mark.parametrize("masked", [True, False], ids=["to the desk", "to its reader"])
def test_a_letter_brings_its_readers_tickets_and_shows_the_desk_none(app, session, event, masked):
    product = make.a_product(event)
    order = a_standing_order(event, [Place(product, "Dr Buyer", BUYER), Place(product, "Fenn", "fenn@south.example")])
    letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.recipient == order.email)).one()

    with app.app_context():
        written = compose(session, letter, masked=masked)
        texts = {documents.qr_text(ticket) for ticket in order.tickets if ticket.email_key == order.email_key}

    names = [name for name, _, _ in written.files]
    assert names == ["wales-2027.ics"] if masked else ["wales-2027.ics", "wales-2027-ticket.pdf"]
    read = {code.text for _, kind, content in written.files if kind == "application/pdf" for code in codes_on(content)}
    assert read == (set() if masked else texts)
    assert sum(len(content) for _, _, content in written.files) < 60_000


def _boxes(page, words: str):
    text = page.get_textpage()
    at, length = text.search(words).get_next()
    return [text.get_charbox(each) for each in range(at, at + length)]


def _elements(parent):
    children = parent.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)
