"""A ticket for the wallet of a phone: Apple's file, signed by the organisation, and Google's link, which holds it all.

Nothing here calls either of them. Each is there only where its keys are set, and says what the ticket's page says.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

from core.config import UnsafeSetting
from core.words import days
from events.rules import begins_at, ends_at
from registration.documents.tickets import qr_text
from registration.models import Ticket

PKPASS = "application/vnd.apple.pkpass"
SAVE_AT = "https://pay.google.com/gp/v/save/"
ACCENT, WHITE = (0x7B, 0x1A, 0x50), (255, 255, 255)
ICONS = {"icon.png": 29, "icon@2x.png": 58, "icon@3x.png": 87}


@dataclass(frozen=True)
class AppleKeys:
    """What signs a pass: the certificate of a pass type, whose subject names type and team, its key, and its issuer."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]

    def are_good(self, now: datetime) -> bool:
        """True while the certificate is; a phone takes no pass that was signed before or after."""
        return self.certificate.not_valid_before_utc <= now < self.certificate.not_valid_after_utc

    def named(self, oid: x509.ObjectIdentifier) -> str:
        return str(self.certificate.subject.get_attributes_for_oid(oid)[0].value)


@dataclass(frozen=True)
class GoogleKeys:
    """Who signs a link, and for which issuer."""

    key: rsa.RSAPrivateKey
    address: str
    issuer: str


@dataclass(frozen=True)
class Wallets:
    """The wallets that a ticket can go into."""

    apple: AppleKeys | None = None
    google: GoogleKeys | None = None


def read_wallets(settings: Mapping[str, str]) -> Wallets:
    """The keys that the settings name. Raises UnsafeSetting for a file that is not what it should be."""
    apple, google = settings["APPLE_PASS_FILE"], settings["GOOGLE_WALLET_FILE"]
    return Wallets(
        apple=_apple_keys(Path(apple).read_bytes()) if apple else None,
        google=_google_keys(Path(google).read_bytes(), settings["GOOGLE_WALLET_ISSUER"]) if google else None,
    )


def apple_pass(keys: AppleKeys, ticket: Ticket, *, made_at: datetime) -> bytes:
    """The .pkpass: the pass, its icons, the SHA-1 of each, and our signature over those. The QR's text is its barcode.

    SHA-1 is what Apple's format asks for; what the signature itself is over is hashed with SHA-256.
    """
    files = {"pass.json": _json(_words_for_apple(keys, ticket))} | {name: _icon(size) for name, size in ICONS.items()}
    sums = {name: hashlib.sha1(content, usedforsecurity=False).hexdigest() for name, content in files.items()}
    manifest = _json(sums)
    signing = pkcs7.PKCS7SignatureBuilder().set_data(manifest)
    signing = signing.add_signer(keys.certificate, keys.key, hashes.SHA256())
    for each in keys.above:
        signing = signing.add_certificate(each)
    how = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    signature = signing.sign(serialization.Encoding.DER, how)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**files, "manifest.json": manifest, "signature": signature}.items():
            packed.writestr(zipfile.ZipInfo(name, made_at.timetuple()[:6]), content)
    return stream.getvalue()


def google_link(keys: GoogleKeys, ticket: Ticket, *, made_at: datetime) -> str:
    """The address at Google that saves the ticket, all of it in a token signed with RS256."""
    claims = {
        "iss": keys.address,
        "aud": "google",
        "typ": "savetowallet",
        "iat": int(made_at.timestamp()),
        "payload": _words_for_google(keys, ticket),
    }
    signed = f"{_base64(_json({'alg': 'RS256', 'typ': 'JWT'}))}.{_base64(_json(claims))}"
    signature = keys.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{SAVE_AT}{signed}.{_base64(signature)}"


def _words_for_apple(keys: AppleKeys, ticket: Ticket) -> dict:
    event = ticket.event
    front = {
        "headerFields": [_field("doors", "Doors", f"{event.doors_open:%H:%M}")],
        "primaryFields": [_field("event", "Event", event.name)],
        "secondaryFields": [
            _field("name", "Name", ticket.name),
            _field("dates", "Dates", days(event.first_day, event.last_day)),
        ],
        "auxiliaryFields": [_field("ticket", "Ticket", ticket.line.name), _field("place", "Place", event.place)],
        "backFields": [
            _field("organisation", "From", ticket.organisation),
            _field("getting_in", "Getting in", event.getting_in),
            _field("contact", "Questions", event.contact_email),
        ],
    }
    code = {"format": "PKBarcodeFormatQR", "message": qr_text(ticket), "messageEncoding": "iso-8859-1"}
    return {
        "formatVersion": 1,
        "passTypeIdentifier": keys.named(NameOID.USER_ID),
        "teamIdentifier": keys.named(NameOID.ORGANIZATIONAL_UNIT_NAME),
        "organizationName": keys.named(NameOID.ORGANIZATION_NAME),
        "serialNumber": _serial(ticket),
        "description": f"Ticket for {event.name}",
        "logoText": "Plenary",
        "relevantDate": begins_at(event).isoformat(),
        "expirationDate": ends_at(event).isoformat(),
        "backgroundColor": f"rgb{WHITE}",
        "foregroundColor": "rgb(32, 22, 31)",
        "labelColor": f"rgb{ACCENT}",
        "barcodes": [code | {"altText": _printed(ticket)}],
        "eventTicket": {name: [each for each in fields if each["value"]] for name, fields in front.items()},
    }


def _words_for_google(keys: GoogleKeys, ticket: Ticket) -> dict:
    event = ticket.event
    kind = f"{keys.issuer}.{event.slug}"
    of_event = {
        "id": kind,
        "issuerName": "Plenary",
        "reviewStatus": "UNDER_REVIEW",
        "eventName": _said(event.name),
        "dateTime": {"start": begins_at(event).isoformat(), "end": ends_at(event).isoformat()},
        **({"venue": {"name": _said(event.venue), "address": _said(event.town)}} if event.venue and event.town else {}),
    }
    of_ticket = {
        "id": f"{keys.issuer}.{_serial(ticket)}",
        "classId": kind,
        "state": "ACTIVE",
        "ticketHolderName": ticket.name,
        "ticketType": _said(ticket.line.name),
        "barcode": {"type": "QR_CODE", "value": qr_text(ticket), "alternateText": _printed(ticket)},
    }
    return {"eventTicketClasses": [of_event], "eventTicketObjects": [of_ticket]}


def _serial(ticket: Ticket) -> str:
    """Names this ticket with its present code: one that was passed on is another pass."""
    return f"ticket-{ticket.id}-{ticket.link_version}"


def _printed(ticket: Ticket) -> str:
    return f"{ticket.code[:4]} {ticket.code[4:]}"


def _field(key: str, label: str, value: str) -> dict[str, str]:
    return {"key": key, "label": label, "value": value}


def _said(words: str) -> dict:
    return {"defaultValue": {"language": "en-GB", "value": words}}


def _json(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _icon(size: int) -> bytes:
    """The mark in white on the house's colour, drawn four times as large and then made smaller."""
    whole = size * 4
    unit = whole / 22
    icon = Image.new("RGB", (whole, whole), ACCENT)
    draw = ImageDraw.Draw(icon)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x + 5.5) * unit, (y + 3.5) * unit

    draw.rectangle([at(0, 1), at(3.25, 15)], fill=WHITE)
    for radius, colour in ((6, WHITE), (3.6, ACCENT), (2.3, WHITE)):
        draw.pieslice([at(4.5 - radius, 7 - radius), at(4.5 + radius, 7 + radius)], -90, 90, fill=colour)
    stream = io.BytesIO()
    icon.resize((size, size), Image.Resampling.LANCZOS).save(stream, "PNG")
    return stream.getvalue()


def _apple_keys(pem: bytes) -> AppleKeys:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
        certificates = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError) as error:  # TypeError: it needs a password
        raise UnsafeSetting("APPLE_PASS_FILE", "must hold a key without a password and certificates as PEM.") from error
    own = [each for each in certificates if each.public_key() == key.public_key()]
    above = tuple(each for each in certificates if each not in own)
    if len(own) != 1 or not above or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UnsafeSetting("APPLE_PASS_FILE", "must hold a key, its own certificate, and the one of Apple above that.")
    keys = AppleKeys(key, own[0], above)
    for oid in (NameOID.USER_ID, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME):
        if not keys.certificate.subject.get_attributes_for_oid(oid):
            raise UnsafeSetting("APPLE_PASS_FILE", "holds a certificate that is not for a pass type.")
    return keys


def _google_keys(text: bytes, issuer: str) -> GoogleKeys:
    try:
        account = json.loads(text)
        key = serialization.load_pem_private_key(account["private_key"].encode(), password=None)
        address = account["client_email"]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnsafeSetting("GOOGLE_WALLET_FILE", "must be the key of a service account as JSON.") from error
    if not isinstance(key, rsa.RSAPrivateKey) or not isinstance(address, str):
        raise UnsafeSetting("GOOGLE_WALLET_FILE", "must be the key of a service account as JSON.")
    return GoogleKeys(key, address, issuer)
