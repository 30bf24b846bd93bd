"""The letters about orders: their parts, whose codes they hold, and what they show to others."""

import io
import re

import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image
from sqlalchemy import select

from core import outbox
from core.outbox import LetterStatus, OutgoingLetter
from people.access import link_token
from registration import documents
from registration.codes import SignedCode
from registration.models import OrderStatus
from tests import factories as make

CONFIRMED, TICKET = "registration/email/confirmed", "registration/email/ticket"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027", venue="The Exchange", town="Mereport")


@pytest.fixture
def order(session, event):
    """Two places that Ash booked."""
    return make.an_order(make.a_product(event), event=event, name="Ash", email="ash@north.example", tickets=2)


@pytest.fixture
def fenns(app, session, order, now):
    """A ticket of that order which is in Fenn's name, with Fenn's own letter."""
    ticket = order.tickets[1]
    ticket.name, ticket.email, ticket.email_key = "Fenn", "fenn@south.example", "fenn@south.example"
    outbox.queue_letter(session, kind=TICKET, to=ticket.email, key=f"{ticket.id}:1", now=now, ticket_id=ticket.id)
    session.commit()
    return ticket


@pytest.fixture
def send(app, session, catcher):
    """Send all that is owed, and return what came to an address."""

    def all_to(address: str):
        with app.app_context():
            while outbox.send_next():
                pass
        session.expire_all()
        return catcher.messages(address)

    return all_to


@pytest.fixture
def masked(app, session):
    def words(kind: str) -> str:
        letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == kind)).one()
        with app.app_context():
            shown = outbox.compose(session, letter, masked=True)
        assert shown.pictures == {}
        return shown.subject + shown.text + shown.html

    return words


def codes_in(message) -> list[str]:
    pictures = [part.get_payload(decode=True) for part in message.parts if part.get_content_type() == "image/png"]
    return [zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))[0].text for picture in pictures]


def printed(ticket) -> str:
    return f"{ticket.code[:4]} {ticket.code[4:]}"


def test_the_buyers_letter_brings_the_code_the_link_and_the_days(app, session, order, send):
    (message,) = send("ash@north.example")

    with app.app_context():
        token = link_token("order", order.id, 1)
        assert {documents.signer().read(text) for text in codes_in(message)} == {
            SignedCode(order.event_id, ticket.code) for ticket in order.tickets
        }
    assert message.subject == f"You are booked: {order.event.name}"
    assert f"http://localhost/orders/{order.key}/open/{token}" in message.text
    for ticket in order.tickets:
        assert printed(ticket) in message.text
        assert f'src="cid:qr-{ticket.number}"' in message.html
    file, ticket = (each for _, each in message.attachments)
    assert ticket.get_filename() == "england-2027-tickets.pdf"
    assert file.get_filename() == "england-2027.ics"
    (entry,) = Calendar.from_ical(file.get_payload(decode=True)).walk("VEVENT")
    assert entry["location"] == "The Exchange, Mereport"


def test_each_letter_holds_the_codes_of_its_own_reader_alone(order, fenns, send):
    (to_ash,), (to_fenn,) = send("ash@north.example"), send("fenn@south.example")
    ashs = order.tickets[0]

    assert (printed(ashs) in to_ash.text, printed(fenns) in to_ash.text) == (True, False)
    assert (printed(ashs) in to_fenn.text, printed(fenns) in to_fenn.text) == (False, True)
    assert (len(codes_in(to_ash)), len(codes_in(to_fenn))) == (1, 1)
    assert order.key not in to_fenn.email.as_string()
    assert "ash@north.example" not in to_fenn.email.as_string()


@pytest.mark.parametrize("kind", [CONFIRMED, TICKET])
def test_what_somebody_else_reads_along_holds_nothing_that_opens(app, session, order, fenns, masked, kind):
    words = masked(kind)

    with app.app_context():
        tokens = {link_token("order", order.id, 1), *(link_token("ticket", each.id, 1) for each in order.tickets)}
    for secret in (*tokens, *(printed(ticket) for ticket in order.tickets), *(each.code for each in order.tickets)):
        assert secret not in words
    assert "/open/" not in words


def test_the_same_search_finds_the_secrets_where_they_are(app, order, send):
    (message,) = send("ash@north.example")

    with app.app_context():
        assert link_token("order", order.id, 1) in message.text
    assert printed(order.tickets[0]) in message.text
    assert "/open/" in message.html


def test_a_letter_about_places_given_back_meanwhile_is_not_sent(session, order, fenns, send):
    order.status, order.cancelled_at = OrderStatus.CANCELLED, make.NOON
    session.commit()

    assert send("ash@north.example") == []
    assert send("fenn@south.example") == []
    assert set(session.scalars(select(OutgoingLetter.status))) == {LetterStatus.DROPPED}


HOSTILE = 'Eve <a href="https://evil.example">x</a> https://evil.example {{7*7}} %s {0.__class__} [x](//evil.example)'


def test_nobodys_name_becomes_a_link_or_markup_in_a_letter(event, send):
    make.an_order(make.a_product(event), event=event, name=HOSTILE, email="ash@north.example")

    (message,) = send("ash@north.example")

    assert set(re.findall(r'href="(?:mailto:|https?://)?([^/"]*)', message.html)) <= {
        "localhost",
        "events@plenary.example",
    }
    assert "&lt;a href" in message.html
    assert not re.search(r"https?://(?!localhost)", message.text)
    assert "{{7*7}} %s {0" in message.text
    assert "{{7*7}} %s {0" in message.html
    assert "evil" not in message.subject


def test_the_path_on_a_page_draws_the_same_code_as_the_letter(app, order):
    with app.app_context():
        ticket = order.tickets[0]
        path, text = documents.qr_path(ticket), documents.qr_text(ticket)
    dots = Image.new("L", (45 * 8, 45 * 8), 255)
    for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        dots.paste(0, (int(x) * 8, int(y) * 8, (int(x) + int(wide)) * 8, (int(y) + 1) * 8))

    (read,) = zxingcpp.read_barcodes(dots)
    assert read.text == text
