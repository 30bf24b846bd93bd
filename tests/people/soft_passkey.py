"""A passkey in software: makes and signs what a phone would, for tests without a browser."""

import hashlib
import json
import re
from html import unescape

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def options_on(page: str) -> dict:
    """What a page asks a browser for."""
    return json.loads(unescape(re.search(r"data-options='([^']+)'", page)[1]))


class SoftPasskey:
    """One key pair for one site. Its faults are named by the arguments of ``proved``."""

    def __init__(self, number: int = 1, site: str = "localhost") -> None:
        self.id = hashlib.sha256(f"credential {number}".encode()).digest()
        self.count = 0
        self._key = ec.derive_private_key(number + 1000, ec.SECP256R1())
        self._site = site

    def made(self, options: dict, origin: str = ORIGIN) -> str:
        """What the browser says once this passkey is made."""
        numbers = self._key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        facts = self._facts(PRESENT | VERIFIED | ATTESTED) + attested
        said = self._said("webauthn.create", options["challenge"], origin)
        whole = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": facts})
        return self._written({"clientDataJSON": said, "attestationObject": whole})

    def proved(self, options: dict, *, origin: str = ORIGIN, verified: bool = True, counts: bool = True) -> str:
        """What the browser says once this passkey has signed the page's challenge."""
        self.count += counts
        facts = self._facts(PRESENT | (VERIFIED if verified else 0))
        said = self._said("webauthn.get", options["challenge"], origin)
        signed = self._key.sign(facts + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._written({"clientDataJSON": said, "authenticatorData": facts, "signature": signed})

    def _facts(self, flags: int) -> bytes:
        return hashlib.sha256(self._site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _said(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _written(self, answer: dict) -> str:
        credential = bytes_to_base64url(self.id)
        response = {part: bytes_to_base64url(content) for part, content in answer.items()}
        return json.dumps(
            {
                "id": credential,
                "rawId": credential,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )


def add_to(client, passkey: SoftPasskey, name: str = "My phone"):
    """Add a passkey on its owner's own page, as the script there does."""
    options = options_on(client.get("/me/security/passkey").text)
    return client.post("/me/security/passkey", data={"name": name, "credential": passkey.made(options)})


def sign_in_with(client, passkey: SoftPasskey, **faults):
    """Sign in as the script on that page does."""
    options = options_on(client.get("/sign-in").text)
    return client.post("/sign-in/passkey", data={"credential": passkey.proved(options, **faults), "next": ""})
