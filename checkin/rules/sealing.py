"""What a phone at the door holds and what waits on it, sealed: whoever finds the phone reads neither (R22).

A ticket's record opens with the signature in that ticket's own QR and with nothing else, so that a phone can read only
what somebody shows it. A waiting scan opens with the device's private key, which never leaves the server. A browser
does the same with the same bytes: tests/checkin/sealing_vectors.json holds both to it.
"""

import base64
import binascii
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RECORD = b"plenary door record"
SCAN = b"plenary door scan"
NONCE = 12
POINT = 65  # an uncompressed P-256 point


def code_id(code: str, salt: bytes) -> str:
    """What stands on a phone for a printed code: base64url, 22 letters, another on each phone."""
    return base64.urlsafe_b64encode(hmac.digest(salt, code.encode(), "sha256")[:16]).decode().rstrip("=")


def sealed_record(record: Any, *, signature: bytes, salt: bytes) -> str:
    """``record`` as base64 that opens with the 64 signature bytes of its ticket's code; the same each time."""
    return _sealed(record, _derived(signature, salt, RECORD))


def sealed_names(names: Any, key: bytes) -> str:
    """The list of names as base64 that opens with the 32 bytes of ``key``; the same each time."""
    return _sealed(names, key)


def new_seal_key() -> str:
    """The private half, as PEM, of a key to which a device seals what waits on it."""
    kept = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, *kept).decode()


def public_seal(seal_key: str) -> str:
    """The half that a device holds: the raw point as base64."""
    point = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return base64.b64encode(_private(seal_key).public_key().public_bytes(*point)).decode()


def opened(record: Any, seal_key: str) -> Any:
    """A scan as it was before a device sealed it; as it came if it is not sealed, or cannot be opened.

    What cannot be opened has a key and no code, and so is kept as malformed with the sealed text itself (R21). So is
    a scan that says another key inside than outside.
    """
    sealed = record.get("sealed") if isinstance(record, dict) else None
    if not isinstance(sealed, str) or not seal_key:
        return record
    try:
        raw = base64.b64decode(sealed, validate=True)
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:POINT])
        secret = _private(seal_key).exchange(ec.ECDH(), sender)
        inside = json.loads(_plain(raw[POINT:], _derived(secret, b"", SCAN)))
    except (binascii.Error, ValueError, InvalidTag, RecursionError):
        return record
    return inside if isinstance(inside, dict) and inside.get("key") == record.get("key") else record


def _derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=purpose).derive(secret)


def _sealed(thing: Any, key: bytes) -> str:
    plain = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()
    # Made from the key and the content, so that none is used twice for different contents under one key, and a
    # package in which nothing has changed is the same bytes.
    nonce = hmac.digest(key, plain, "sha256")[:NONCE]
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, None)).decode()


def _plain(raw: bytes, key: bytes) -> bytes:
    return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], None)


@lru_cache(maxsize=32)  # reading a PEM takes as long as opening a scan, and a batch holds many of one device
def _private(seal_key: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(seal_key.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(key)
    return key
