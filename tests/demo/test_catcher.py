"""The mail catcher keeps what it accepts, shows it safely, and misbehaves on request."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import pytest

from demo.catcher import Catcher

PICTURE = b"\x89PNG\r\n\x1a\nnot quite a picture"


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    with Catcher() as catcher:
        yield catcher


@pytest.fixture
def pages(catcher: Catcher) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=catcher.pages_url, trust_env=False) as client:
        yield client


def a_message(*, subject: str = "Your order", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "desk@plenary.example"
    message["To"] = "Ada <ada@trust.example>"
    message["Subject"] = subject
    message.set_content("Good morning.\nhttp://127.0.0.1:5000/orders/abc\n")
    if html:
        message.add_alternative(html, subtype="html")
        message.get_payload()[-1].add_related(PICTURE, "image", "png", cid="<code>", filename="code.png")
        message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="days.ics")
    return message


def send(catcher: Catcher, message: EmailMessage, *, to: str = "ada@trust.example") -> None:
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as server:
        server.send_message(message, to_addrs=[to])


def test_what_was_sent_is_kept_with_its_envelope(catcher):
    send(catcher, a_message())

    (message,) = catcher.wait_for("ADA@trust.example")
    assert message.sender == "desk@plenary.example"
    assert message.recipients == ("ada@trust.example",)
    assert message.subject == "Your order"
    assert message.text.startswith("Good morning.")
    assert catcher.messages("bob@trust.example") == []


def test_waiting_for_mail_that_never_comes_tells_what_did(catcher):
    send(catcher, a_message())

    with pytest.raises(AssertionError, match=r"0 of 1 messages to bob@.*ada@trust\.example"):
        catcher.wait_for("bob@trust.example", seconds=0.1)


def test_only_the_newest_five_hundred_are_kept(catcher):
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as server:
        for number in range(501):
            server.send_message(a_message(subject=f"Number {number}"))

    subjects = [message.subject for message in catcher.messages()]
    assert len(subjects) == 500
    assert subjects[0] == "Number 1"


def test_a_name_in_any_script_arrives_whole(catcher):
    message = a_message(subject="Croeso i Gaerdydd, Siân Ŵyn")
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as server:
        server.login("anybody", "any password")
        server.send_message(message, to_addrs=["siân@trust.example"], mail_options=["SMTPUTF8"])

    (kept,) = catcher.wait_for("siân@trust.example")
    assert kept.subject == "Croeso i Gaerdydd, Siân Ŵyn"


class TestPages:
    def test_the_list_shows_the_newest_first(self, catcher, pages):
        send(catcher, a_message(subject="First"))
        send(catcher, a_message(subject="Second"))

        answer = pages.get("/")

        assert answer.status_code == 200
        assert "Nothing sent here leaves this machine" in answer.text
        assert answer.text.index("Second") < answer.text.index("First")

    def test_the_list_can_be_kept_to_one_address(self, catcher, pages):
        send(catcher, a_message(subject="For Ada"))
        send(catcher, a_message(subject="For Bob"), to="bob@trust.example")

        answer = pages.get("/", params={"to": "bob@trust.example"})

        assert "For Bob" in answer.text
        assert "For Ada" not in answer.text

    def test_a_message_shows_its_headers_text_and_files(self, catcher, pages):
        send(catcher, a_message(html="<p>Good morning.</p>"))

        answer = pages.get("/messages/1")

        assert "Ada &lt;ada@trust.example&gt;" in answer.text
        assert 'href="http://127.0.0.1:5000/orders/abc"' in answer.text
        assert 'src="/messages/1/html"' in answer.text
        assert "days.ics" in answer.text
        assert "code.png" not in answer.text  # a picture of the page is not a file beside it

    def test_a_hostile_subject_is_text(self, catcher, pages):
        send(catcher, a_message(subject="<script>alert(1)</script>"))

        for address in ("/", "/messages/1"):
            answer = pages.get(address)
            assert "<script" not in answer.text
            assert "&lt;script&gt;" in answer.text

    def test_a_picture_by_content_id_is_found_among_the_parts(self, catcher, pages):
        send(catcher, a_message(html='<head></head><img src="cid:code"><img src="cid:unknown">'))

        page = pages.get("/messages/1/html").text

        assert '<head><base target="_blank"></head>' in page
        assert '<img src="/messages/1/parts/2"><img src="cid:unknown">' in page
        picture = pages.get("/messages/1/parts/2")
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.content == PICTURE

    def test_the_html_of_a_message_may_run_and_fetch_nothing(self, catcher, pages):
        send(catcher, a_message(html="<script>alert(1)</script><img src='https://elsewhere.example/pixel'>"))

        policy = pages.get("/messages/1/html").headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert f"img-src {catcher.pages_url} data:" in policy
        assert "allow-scripts" not in policy
        assert "allow-same-origin" not in policy

    def test_a_file_that_is_no_picture_is_only_ever_downloaded(self, catcher, pages):
        message = a_message()
        message.add_attachment("<script>alert(1)</script>", subtype="html", filename="bill.html")
        send(catcher, message)

        answer = pages.get("/messages/1/parts/1")

        assert answer.headers["Content-Disposition"] == "attachment; filename=bill.html"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_what_came_can_be_had_as_it_came(self, catcher, pages):
        send(catcher, a_message())

        answer = pages.get("/messages/1.eml")

        assert answer.content == catcher.messages()[0].raw
        assert answer.headers["Content-Type"] == "message/rfc822"

    def test_a_program_may_ask_for_the_messages_to_an_address(self, catcher, pages):
        send(catcher, a_message(html="<p>Good morning.</p>"))
        send(catcher, a_message(), to="bob@trust.example")

        (message,) = pages.get("/messages.json", params={"to": "ada@trust.example"}).json()

        assert message["recipients"] == ["ada@trust.example"]
        assert message["html"].strip() == "<p>Good morning.</p>"
        assert message["attachments"] == ["days.ics"]

    def test_all_can_be_thrown_away(self, catcher, pages):
        send(catcher, a_message())

        assert pages.delete("/messages").status_code == 204
        assert catcher.messages() == []

    @pytest.mark.parametrize("address", ["7", "7/html", "7.eml", "1/parts/9", "1/html"])
    def test_what_is_not_there_is_not_found(self, catcher, pages, address):
        send(catcher, a_message())

        assert pages.get(f"/messages/{address}").status_code == 404

    def test_a_foreign_host_name_is_refused(self, pages):
        assert pages.get("/messages.json", headers={"Host": "evil.example"}).status_code == 400


class TestKnobs:
    def test_a_recipient_may_be_refused_while_others_are_not(self, catcher):
        catcher.turn(answers={"full@trust.example": "452 4.2.2 Mailbox full"})

        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            send(catcher, a_message(), to="Full@trust.example")
        send(catcher, a_message())

        assert refusal.value.recipients["Full@trust.example"] == (452, b"4.2.2 Mailbox full")
        assert len(catcher.messages()) == 1

    def test_the_link_may_break_after_the_message_was_kept(self, catcher):
        catcher.turn(drop_after_data=1)

        with pytest.raises(smtplib.SMTPServerDisconnected):
            send(catcher, a_message())
        send(catcher, a_message())

        assert len(catcher.messages()) == 2

    def test_the_server_may_be_slow(self, catcher):
        catcher.turn(slow_seconds=2)

        with (
            smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=0.3) as server,
            pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)),
        ):
            server.send_message(a_message())
        assert catcher.messages() == []

    def test_connections_may_be_refused_and_let_in_again(self, catcher):
        port = catcher.smtp_port
        catcher.turn(refuse_connections=True)

        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=1)

        catcher.turn(refuse_connections=False)
        assert catcher.smtp_port == port
        send(catcher, a_message())
        catcher.wait_for("ada@trust.example")

    def test_tls_may_be_offered_and_then_refused(self, catcher):
        catcher.turn(tls_refused=True)

        with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as server:
            server.ehlo()
            assert server.has_extn("starttls")
            assert server.docmd("STARTTLS")[0] == 454

    def test_another_process_turns_them_by_json(self, catcher, pages):
        answer = pages.post("/knobs", json={"drop_after_data": 2, "slow_seconds": 1})

        assert answer.status_code == 200
        assert catcher.knobs.drop_after_data == 2
        assert catcher.knobs.slow_seconds == 1.0

    @pytest.mark.parametrize("wanted", [{"no_such": 1}, {"drop_after_data": "often"}, [], {"tls_refused": 1}])
    def test_a_knob_that_is_not_there_is_refused_and_nothing_turns(self, catcher, pages, wanted):
        before = dict(vars(catcher.knobs))

        assert pages.post("/knobs", json=wanted).status_code == 422
        assert vars(catcher.knobs) == before

    def test_a_form_of_another_site_turns_none(self, catcher, pages):
        answer = pages.post("/knobs", data={"drop_after_data": "2"})

        assert answer.status_code == 415
        assert catcher.knobs.drop_after_data == 0
