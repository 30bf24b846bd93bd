"""What a reader of files answers with: what it found, or why the file cannot be taken."""

from dataclasses import dataclass

DAMAGED = "That file cannot be read. Open it on your computer, save it again and send that."
FOREIGN = "That document holds what such a document never holds. Save it again."
SWOLLEN = "That document unpacks to far too much. Save it again and send that."


class Refused(Exception):
    """The name of a refusal in core/uploads.py, and its sentence."""


@dataclass(frozen=True)
class Found:
    """The bytes to keep instead of those sent, if there are any; what they lack, and what can be read in them."""

    content: bytes | None = None
    removed: tuple[str, ...] = ()
    text: str = ""


def some(count: int, one: str, more: str = "") -> str:
    """``count`` of them in words: 1 comment, 3 comments."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
