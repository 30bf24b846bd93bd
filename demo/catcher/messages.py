"""Messages as they came in, and the box that keeps the newest of them."""

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from typing import cast
from urllib.parse import unquote

KEPT = 500
CONTENT_ID = re.compile(r"""cid:([^"'\s)>]+)""", re.IGNORECASE)
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """One accepted message: its envelope, and the bytes after DATA."""

    number: int
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    received_at: datetime

    @cached_property
    def email(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.raw, policy=policy.default))

    @property
    def subject(self) -> str:
        return str(self.email.get("Subject", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(said)) for name, said in self.email.items()]

    @cached_property
    def parts(self) -> list[EmailMessage]:
        """Every part that holds something, in the order of the message; a part's place is its number."""
        return [part for part in self.email.walk() if not part.is_multipart()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list[tuple[int, EmailMessage]]:
        """The parts that a reader would be offered as files, with their numbers."""
        bodies = [self.email.get_body((kind,)) for kind in ("plain", "html")]
        return [
            (number, part)
            for number, part in enumerate(self.parts)
            if not any(part is body for body in bodies) and "Content-ID" not in part
        ]

    def html_with_pictures(self, address_of: Callable[[int], str]) -> str:
        """The HTML part: each ``cid:`` picture at ``address_of(part)``, its links in new tabs."""
        numbers = {(part.get("Content-ID") or "").strip().strip("<>"): number for number, part in enumerate(self.parts)}

        def picture(found: re.Match) -> str:
            number = numbers.get(unquote(found[1]))
            return found[0] if number is None else address_of(number)

        page = CONTENT_ID.sub(picture, self.html)
        in_new_tabs = '<base target="_blank">'
        if head := HEAD.search(page):
            return page[: head.end()] + in_new_tabs + page[head.end() :]
        return in_new_tabs + page

    def is_to(self, address: str) -> bool:
        return address.casefold() in (each.casefold() for each in self.recipients)

    def as_json(self) -> dict:
        return {
            "number": self.number,
            "sender": self.sender,
            "recipients": list(self.recipients),
            "received_at": self.received_at.isoformat(),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "attachments": [part.get_filename() for _, part in self.attachments],
        }

    def _body(self, kind: str) -> str:
        part = self.email.get_body((kind,))
        if part is None:
            return ""
        content = cast(bytes, part.get_payload(decode=True))
        try:
            return content.decode(part.get_content_charset("utf-8"), errors="replace")
        except LookupError:  # a charset nobody has heard of
            return content.decode("utf-8", errors="replace")


class Box:
    """The newest messages, for any number of threads."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque(maxlen=KEPT)
        self._count = 0
        self._changed = threading.Condition()

    def keep(self, *, sender: str, recipients: list[str], raw: bytes) -> Message:
        with self._changed:
            self._count += 1
            message = Message(self._count, sender, tuple(recipients), raw, datetime.now(UTC))
            self._messages.append(message)
            self._changed.notify_all()
        return message

    def messages(self, to: str | None = None) -> list[Message]:
        """Those that went ``to`` an address, or all, in the order they came."""
        with self._changed:
            return [each for each in self._messages if to is None or each.is_to(to)]

    def numbered(self, number: int) -> Message | None:
        return next((each for each in self.messages() if each.number == number), None)

    def wait_for(self, to: str | None = None, *, count: int = 1, seconds: float = 5) -> list[Message]:
        """The messages ``to`` an address once there are ``count``. AssertionError if there never are."""
        last_moment = time.monotonic() + seconds
        with self._changed:
            while len(found := self.messages(to)) < count:
                if not self._changed.wait(last_moment - time.monotonic()):
                    came = [(each.recipients, each.subject) for each in self._messages]
                    raise AssertionError(f"{len(found)} of {count} messages to {to} in {seconds} s; came: {came}")
        return found

    def empty(self) -> None:
        with self._changed:
            self._messages.clear()
