"""Handing a letter to a mail server: what reaches its headers, and who gets it (MAIL-3)."""

import pytest

from core.mail import Letter, MailServer, NotTaken

TO = "ash@north.example"


@pytest.fixture
def deliver(catcher):
    def one(*, to: str = TO, **changes):
        given = {"subject": "Your order", "text": "Good morning.\n"}
        server = MailServer(catcher.mail_url, "Plenary <events@plenary.example>")
        server.deliver(Letter(**given | changes), to=to, message_id="<letter-1@plenary.example>")
        return catcher.messages()[-1]

    return one


@pytest.mark.parametrize("crlf", ["\r\n", "\n", "\r", "\r\n "])
@pytest.mark.parametrize("header", ["subject", "to"])
def test_nobodys_line_break_reaches_a_header(catcher, deliver, header, crlf):
    with pytest.raises(NotTaken, match=r"could not be written \(ValueError\)") as refusal:
        deliver(**{header: f"ash@north.example{crlf}Bcc: eve@west.example"})

    assert refusal.value.for_good
    assert catcher.messages() == []


def test_what_is_harmless_arrives_in_its_header(deliver):
    assert deliver(subject="Bcc: eve@west.example").subject == "Bcc: eve@west.example"


@pytest.mark.parametrize("to", ["ash@north.example, eve@west.example", "ash@north.example;eve@west.example"])
def test_a_letter_has_one_recipient_whatever_the_address_says(deliver, to):
    assert len(deliver(to=to).recipients) == 1


def test_a_name_in_any_script_arrives_whole(deliver):
    assert deliver(subject="Croeso, Siân Ŵyn 🏥").subject == "Croeso, Siân Ŵyn 🏥"


def test_pictures_are_found_by_the_words_and_files_lie_beside_them(deliver):
    message = deliver(
        html='<img src="cid:qr-1">', pictures={"qr-1": b"a picture"}, files=(("days.ics", "text/calendar", b"BEGIN"),)
    )

    assert [part.get_content_type() for part in message.email.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/calendar",
    ]
    picture = next(part for part in message.parts if part["Content-ID"] == "<qr-1>")
    assert picture.get_payload(decode=True) == b"a picture"


def test_a_server_with_a_name_and_a_word_is_signed_in_to(catcher):
    server = MailServer(catcher.mail_url.replace("//", "//desk%40plenary:a%20word@"), "events@plenary.example")

    server.deliver(Letter("Hello", "Hello"), to=TO, message_id="<letter-1@plenary.example>")

    assert len(catcher.messages(TO)) == 1


def test_a_server_that_is_not_there_is_named_by_kind_alone():
    with pytest.raises(NotTaken, match=r"^no connection \(ConnectionRefusedError\)$") as refusal:
        MailServer("smtp://127.0.0.1:9", "events@plenary.example").deliver(
            Letter("Hello", "Hello"), to=TO, message_id="<letter-1@plenary.example>"
        )

    assert not refusal.value.for_good
