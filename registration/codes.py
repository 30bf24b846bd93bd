"""The code in the QR: signed, so that a phone without a network can tell a true one (contract: “The QR”).

One byte key id, 4 bytes event, 8 bytes ticket code, 64 bytes Ed25519 signature over the 13 before it: 77 bytes,
written in base45. It holds no personal data.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import base45
import qrcode
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing to mistake for another
CODE_LENGTH = 8
BODY = 1 + 4 + CODE_LENGTH
SIGNED = BODY + 64
LONGEST = 400
MASK = 3  # choosing the mask is nine tenths of the work of drawing, and any of them is lawful
QUIET = 4


class Unreadable(StrEnum):
    """Why what was scanned is not one of our codes."""

    NOT_OURS = "not ours"
    WRONG_KEY = "unknown key"
    FORGED = "forged"


@dataclass(frozen=True)
class SignedCode:
    """What a true code says."""

    event_id: int
    code: str


@dataclass(frozen=True)
class Signer:
    """Keys by id, several valid at once; the first signs, so that keys can be changed while old codes live on."""

    seeds: Mapping[int, bytes]

    def sign(self, event_id: int, code: str) -> str:
        """The text of the QR for a ticket: base45, upper case, 116 characters."""
        key_id, seed = next(iter(self.seeds.items()))
        body = bytes([key_id]) + event_id.to_bytes(4) + code.encode("ascii")
        return base45.b45encode(body + Ed25519PrivateKey.from_private_bytes(seed).sign(body)).decode()

    @cached_property
    def _public_keys(self) -> dict[int, Ed25519PublicKey]:
        return {number: Ed25519PrivateKey.from_private_bytes(seed).public_key() for number, seed in self.seeds.items()}

    def read(self, text: str) -> SignedCode | Unreadable:
        """What a scanned text says if it is true, or why it is not. Never raises, whatever was scanned."""
        if len(text) > LONGEST:
            return Unreadable.NOT_OURS
        try:
            raw = base45.b45decode(text)
        except ValueError:
            return Unreadable.NOT_OURS
        if len(raw) != SIGNED:
            return Unreadable.NOT_OURS
        if raw[0] not in self.seeds:
            return Unreadable.WRONG_KEY
        try:
            self._public_keys[raw[0]].verify(raw[BODY:], raw[:BODY])
        except InvalidSignature:
            return Unreadable.FORGED
        return SignedCode(event_id=int.from_bytes(raw[1:5]), code=raw[5:BODY].decode("ascii"))


def as_typed(text: str) -> str:
    """A code typed by hand, in the letters that it was printed in: spaces and hyphens gone, O as 0, I and L as 1."""
    plain = "".join(letter for letter in text.upper() if letter not in " -\t")
    return plain.translate(str.maketrans("OIL", "011"))


def is_printed_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and all(letter in ALPHABET for letter in text)


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


def _drawn(text: str, box: int) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=box, border=QUIET, mask_pattern=MASK)
    code.add_data(text)
    code.make()
    return code
