"""The code in the QR: signed, so that a phone without a network can tell a true one (contract: “The QR”).

One byte key id, 4 bytes event, 8 bytes ticket code, 64 bytes Ed25519 signature over the 13 before it: 77 bytes,
written in base45. It holds no personal data.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

import base45
import qrcode
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

from core.words import PLAIN_LETTERS

ALPHABET = PLAIN_LETTERS
CODE_LENGTH = 8
BODY = 1 + 4 + CODE_LENGTH
SIGNED = BODY + 64
LETTERS = 116  # of the text that is in the QR
LONGEST = 400
SIGNATURES_KEPT = 100_000  # in one process: some 30 MB, if there are so many tickets
MASK = 3  # choosing the mask is nine tenths of the work of drawing, and any of them is lawful
QUIET = 4
MODULES = 37  # in a row of the QR of one of our codes


class Unreadable(StrEnum):
    """Why what was scanned is not one of our codes."""

    NOT_OURS = "not ours"
    CUT = "cut short"
    WRONG_KEY = "unknown key"
    RETIRED_KEY = "retired key"
    FORGED = "forged"


@dataclass(frozen=True)
class SignedCode:
    """What a true code says."""

    event_id: int
    code: str


@dataclass(frozen=True)
class Signer:
    """Keys by id, several valid at once; the first signs, so that keys can be changed while old codes live on.

    ``retired`` are the ids of keys that are valid no more: their codes are told from those that were never ours.
    """

    seeds: Mapping[int, bytes]
    retired: frozenset[int] = frozenset()

    def sign(self, event_id: int, code: str) -> str:
        """The text of the QR for a ticket: base45, upper case, 116 characters."""
        key_id = next(iter(self.seeds))
        return base45.b45encode(_body(key_id, event_id, code) + self._signature(key_id, event_id, code)).decode()

    def signatures(self, event_id: int, code: str) -> dict[int, bytes]:
        """The 64 bytes with which each valid key signs a ticket's code, by key id: what its QR holds, if that did."""
        return {key_id: self._kept_signature(key_id, event_id, code) for key_id in self.seeds}

    def _signature(self, key_id: int, event_id: int, code: str) -> bytes:
        return self._private_keys[key_id].sign(_body(key_id, event_id, code))

    @cached_property
    def _kept_signature(self) -> Callable[[int, int, str], bytes]:
        # A phone at the door is given something sealed with each of them every minute, and a code's never changes.
        return lru_cache(maxsize=SIGNATURES_KEPT)(self._signature)

    @cached_property
    def _private_keys(self) -> dict[int, Ed25519PrivateKey]:
        return {number: Ed25519PrivateKey.from_private_bytes(seed) for number, seed in self.seeds.items()}

    @cached_property
    def _public_keys(self) -> dict[int, Ed25519PublicKey]:
        return {number: key.public_key() for number, key in self._private_keys.items()}

    def public_keys(self) -> dict[int, bytes]:
        """The 32 bytes by which anybody can tell a true code, by key id."""
        return {number: key.public_bytes_raw() for number, key in self._public_keys.items()}

    def read(self, text: str) -> SignedCode | Unreadable:
        """What a scanned text says if it is true, or why it is not. Never raises, whatever was scanned.

        static/door/code_reader.js says the same of the same text (tests/checkin/test_reader_agrees.py).
        """
        if len(text) > LONGEST:
            return Unreadable.NOT_OURS
        if len(text) < LETTERS and self._begins_like_ours(text):
            return Unreadable.CUT
        raw = _decoded(text)
        if len(raw) != SIGNED:
            return Unreadable.NOT_OURS
        if raw[0] in self.retired:
            return Unreadable.RETIRED_KEY
        if raw[0] not in self.seeds:
            return Unreadable.WRONG_KEY
        try:
            self._public_keys[raw[0]].verify(raw[BODY:], raw[:BODY])
        except InvalidSignature:
            return Unreadable.FORGED
        return SignedCode(event_id=int.from_bytes(raw[1:5]), code=raw[5:BODY].decode("ascii"))

    def _begins_like_ours(self, text: str) -> bool:
        """True if the first nine letters are a key of ours, an event, and the first letter of a ticket's code."""
        start = _decoded(text[:9])
        return len(start) == 6 and (start[0] in self.seeds or start[0] in self.retired) and chr(start[5]) in ALPHABET


def _body(key_id: int, event_id: int, code: str) -> bytes:
    """What is signed."""
    return bytes([key_id]) + event_id.to_bytes(4) + code.encode("ascii")


def without_keystrokes(text: str) -> str:
    """What was scanned, without the Enter and Tab of a hand scanner. A space in front may belong to the code."""
    return text.lstrip("\t\r\n").rstrip(" \t\r\n")


def as_typed(text: str) -> str:
    """A code typed by hand, in the letters that it was printed in: spaces and hyphens gone, O as 0, I and L as 1."""
    plain = "".join(letter for letter in text.upper() if letter not in " -\t")
    return plain.translate(str.maketrans("OIL", "011"))


def is_printed_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and all(letter in ALPHABET for letter in text)


def _decoded(text: str) -> bytes:
    """The bytes behind base45, or none if it is not that."""
    try:
        return base45.b45decode(text)
    except ValueError:
        return b""


def picture(text: str) -> bytes:
    """The QR of ``text`` as a PNG of 8 pixels a module, for a letter."""

    drawn = _drawn(text, 8).make_image(image_factory=PilImage)
    stream = io.BytesIO()
    drawn.save(stream, "PNG")
    return stream.getvalue()


def modules(text: str) -> list[list[bool]]:
    """The dark modules of the QR, row by row, without the quiet zone."""
    code = _drawn(text, 1)
    return [[bool(dark) for dark in row] for row in code.modules]


def path_of(text: str, *, quiet: int = QUIET) -> str:
    """The dark modules as the ``d`` of one SVG path, each module 1 by 1, after a quiet zone of so many."""
    runs = []
    for y, row in enumerate(modules(text), start=quiet):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + quiet} {y}h{x - start}v1H{start + quiet}z")
            x += 1
    return "".join(runs)


def svg_of(text: str, *, quiet: int = QUIET) -> bytes:
    """The QR as a picture of its own, for print; without a quiet zone it needs white paper around it."""
    size = MODULES + 2 * quiet
    drawn = f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path_of(text, quiet=quiet)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{drawn}</svg>'.encode()


def _drawn(text: str, box: int) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=box, border=QUIET, mask_pattern=MASK)
    code.add_data(text)
    code.make()
    return code
