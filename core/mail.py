"""Handing one letter to the mail server."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

SECONDS = 20


@dataclass(frozen=True)
class Letter:
    """What a reader gets: text, the same as HTML with its pictures by content id, and files beside it."""

    subject: str
    text: str
    html: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = ()


class NotTaken(Exception):
    """The mail server would not have the letter; ``for_good`` if asking again is pointless."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True)
class MailServer:
    """Where letters go, from a MAIL_URL such as smtp://user:word@host:587."""

    url: str
    sender: str

    def deliver(self, letter: Letter, *, to: str, message_id: str) -> None:
        """Hand ``letter`` over. Raises NotTaken, which names a kind of failure and no address."""
        try:
            message = self._as_mime(letter, to, message_id)
        except ValueError as error:  # a line break in a header, say: a fault of ours, and no use to try again
            raise NotTaken(f"could not be written ({type(error).__name__})", for_good=True) from None
        try:
            with self._connected() as server:
                server.send_message(message, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise NotTaken(f"recipient refused ({code})", for_good=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            raise NotTaken(f"server answered {error.smtp_code}", for_good=error.smtp_code >= 500) from None
        except smtplib.SMTPNotSupportedError as error:  # an address that this server cannot even be told
            raise NotTaken("not an address for this server", for_good=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(f"no connection ({type(error).__name__})", for_good=False) from None

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        context = ssl.create_default_context()
        host, port = parts.hostname or "localhost", parts.port or 25
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        try:
            server.ehlo()
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _as_mime(self, letter: Letter, to: str, message_id: str) -> EmailMessage:
        message = EmailMessage()  # refuses a line break in any header
        message["From"] = self.sender
        message["To"] = to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
            html = message.get_payload()[-1]
            for name, picture in letter.pictures.items():
                html.add_related(picture, "image", "png", cid=f"<{name}>", filename=f"{name}.png", disposition="inline")
        for name, kind, content in letter.files:
            main, _, sub = kind.partition("/")
            message.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return message
