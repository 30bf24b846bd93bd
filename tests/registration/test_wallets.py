"""Tickets for the wallets of phones: only with keys, signed so that a stranger can check it, and with the QR's text."""

import base64
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from PIL import Image

from core.config import UnsafeSetting
from registration.documents import qr_text, read_wallets
from tests import factories as make
from tests.registration.standing import opened

YEAR = timedelta(days=365)
PAGES = {"apple": "ticket.pkpass", "google": "google-wallet"}
NONE = {"APPLE_PASS_FILE": "", "GOOGLE_WALLET_FILE": "", "GOOGLE_WALLET_ISSUER": ""}


def _a_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _a_certificate(subject: dict, key, *, by: tuple | None = None, until: datetime = make.NOON + YEAR):
    name = x509.Name([x509.NameAttribute(oid, words) for oid, words in subject.items()])
    issuer, signing = by or (name, key)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(make.NOON - YEAR).not_valid_after(until)
    return made.add_extension(x509.BasicConstraints(by is None, None), critical=True).sign(signing, hashes.SHA256())


def _as_pem(thing) -> bytes:
    if isinstance(thing, x509.Certificate):
        return thing.public_bytes(serialization.Encoding.PEM)
    kind = serialization.PrivateFormat.PKCS8
    return thing.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())


@pytest.fixture(scope="module")
def keys() -> dict:
    """An authority of our own, the key of a pass type, and the key of a service account."""
    above, own, account = _a_key(), _a_key(), _a_key()
    authority = _a_certificate({NameOID.COMMON_NAME: "Invented authority"}, above)
    subject = {
        NameOID.USER_ID: "pass.example.plenary",
        NameOID.ORGANIZATIONAL_UNIT_NAME: "TEAM123456",
        NameOID.ORGANIZATION_NAME: "Invented Faculty",
    }
    by = (authority.subject, above)
    return {
        "authority": authority,
        "own": own,
        "certificate": _a_certificate(subject, own, by=by),
        "ended": _a_certificate(subject, own, by=by, until=make.NOON),
        "nobody's": _a_certificate({NameOID.COMMON_NAME: "No pass type"}, own, by=by),
        "account": account,
    }


@pytest.fixture
def settings(tmp_path, keys):
    """The settings, with these parts in Apple's file and these in Google's."""

    def written(apple=("own", "certificate", "authority"), **google) -> dict:
        (tmp_path / "pass.pem").write_bytes(b"".join(_as_pem(keys[name]) for name in apple))
        account = {"client_email": "wallet@plenary.example", "private_key": _as_pem(keys["account"]).decode()}
        (tmp_path / "account.json").write_text(json.dumps(account | google))
        google_file = str(tmp_path / "account.json")
        files = {"APPLE_PASS_FILE": str(tmp_path / "pass.pem"), "GOOGLE_WALLET_FILE": google_file}
        return files | {"GOOGLE_WALLET_ISSUER": "3388000000001"}

    return written


@pytest.fixture
def wallets(app, monkeypatch, settings, now):
    """Let the application have the keys."""

    def have(**changes) -> None:
        monkeypatch.setitem(app.extensions, "wallets", read_wallets(settings(**changes)))

    return have


@pytest.fixture
def ticket(session):
    event = make.an_event(slug="leaders-2027", name="Leaders in Healthcare", venue="The Exchange", town="Mereport")
    product = make.a_product(event, name="Two days")
    return make.an_order(product, event=event, name="Dr Ash Fictum", email="ash@north.example").tickets[0]


@pytest.fixture
def delegate(browse, ticket):
    return opened(browse(), ticket.order)


@pytest.fixture
def a_pass(wallets, delegate, ticket) -> dict[str, bytes]:
    wallets()
    answer = delegate.get(f"/tickets/{ticket.key}/ticket.pkpass")
    assert (answer.status_code, answer.mimetype) == (200, "application/vnd.apple.pkpass")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _is_signed(folder, files: dict[str, bytes], authority: x509.Certificate) -> bool:
    """What openssl says of the signature, as a phone would judge it by an authority that it trusts."""
    for name in ("manifest.json", "signature"):
        (folder / name).write_bytes(files[name])
    (folder / "authority.pem").write_bytes(_as_pem(authority))
    at = ["-attime", str(int(make.NOON.timestamp())), "-purpose", "any", "-CAfile", "authority.pem"]
    asked = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "signature", "-content", "manifest.json", "-binary"]
    told = subprocess.run([*asked, *at], cwd=folder, capture_output=True, check=False)
    return told.returncode == 0


def test_a_pass_holds_the_qrs_text_and_what_the_ticket_shows(app, a_pass, ticket):
    told = json.loads(a_pass["pass.json"])

    with app.app_context():
        assert [each["message"] for each in told["barcodes"]] == [qr_text(ticket)]
    assert (told["passTypeIdentifier"], told["teamIdentifier"]) == ("pass.example.plenary", "TEAM123456")
    assert told["organizationName"] == "Invented Faculty"
    assert told["barcodes"][0]["altText"] == f"{ticket.code[:4]} {ticket.code[4:]}"
    shown = {each["value"] for fields in told["eventTicket"].values() for each in fields}
    assert {"Dr Ash Fictum", "Leaders in Healthcare", "Two days", "The Exchange, Mereport", "08:30"} <= shown
    assert "ash@north.example" not in a_pass["pass.json"].decode()


def test_a_pass_has_its_icons_and_each_is_in_the_manifest(a_pass):
    sums = json.loads(a_pass["manifest.json"])

    signed = {name: content for name, content in a_pass.items() if name not in {"manifest.json", "signature"}}
    assert sums == {name: hashlib.sha1(content).hexdigest() for name, content in signed.items()}
    sizes = {name: Image.open(io.BytesIO(content)).size[0] for name, content in signed.items() if "icon" in name}
    assert sizes == {"icon.png": 29, "icon@2x.png": 58, "icon@3x.png": 87}


def test_a_stranger_can_check_the_signature_of_a_pass(a_pass, keys, tmp_path):
    assert _is_signed(tmp_path, a_pass, keys["authority"])


@pytest.mark.parametrize("changed", ["a byte of the manifest", "another authority"])
def test_a_pass_that_was_changed_is_found_out(a_pass, keys, tmp_path, changed):
    if changed == "another authority":
        key = _a_key()
        assert not _is_signed(tmp_path, a_pass, _a_certificate({NameOID.COMMON_NAME: "Another"}, key))
    else:
        assert not _is_signed(tmp_path, a_pass | {"manifest.json": a_pass["manifest.json"] + b" "}, keys["authority"])


def _token_of(delegate, ticket) -> list[bytes]:
    answer = delegate.get(f"/tickets/{ticket.key}/google-wallet")
    assert answer.status_code == 303
    address, _, token = answer.location.rpartition("/")
    assert address == "https://pay.google.com/gp/v/save"
    assert len(token) <= 1800  # what Google says a browser takes for sure
    return [part.encode() for part in token.split(".")]


def _read(part: bytes) -> bytes:
    return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


def test_googles_link_holds_the_ticket_signed_by_the_account(app, wallets, delegate, ticket, keys):
    wallets()
    head, claims, signature = _token_of(delegate, ticket)

    public = keys["account"].public_key()
    public.verify(_read(signature), head + b"." + claims, padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(InvalidSignature):
        public.verify(_read(signature), head + b"." + claims[:-1] + b"x", padding.PKCS1v15(), hashes.SHA256())
    assert json.loads(_read(head)) == {"alg": "RS256", "typ": "JWT"}
    told = json.loads(_read(claims))
    assert (told["iss"], told["aud"], told["typ"]) == ("wallet@plenary.example", "google", "savetowallet")
    assert told["iat"] == int(make.NOON.timestamp())
    (kept,) = told["payload"]["eventTicketObjects"]
    (of_event,) = told["payload"]["eventTicketClasses"]
    assert kept["classId"] == of_event["id"] == "3388000000001.leaders-2027"
    assert (kept["ticketHolderName"], kept["barcode"]["type"]) == ("Dr Ash Fictum", "QR_CODE")
    with app.app_context():
        assert kept["barcode"]["value"] == qr_text(ticket)
    assert "ash@north.example" not in _read(claims).decode()


@pytest.mark.parametrize("wallet", PAGES)
def test_without_keys_there_is_no_button_and_no_page(delegate, ticket, now, wallet):
    assert PAGES[wallet] not in delegate.get(f"/tickets/{ticket.key}").text
    assert delegate.get(f"/tickets/{ticket.key}/{PAGES[wallet]}").status_code == 404


@pytest.mark.parametrize("wallet", PAGES)
def test_only_a_standing_ticket_goes_into_a_wallet_and_only_its_delegates(
    session, browse, wallets, delegate, ticket, wallet
):
    wallets()
    assert PAGES[wallet] in delegate.get(f"/tickets/{ticket.key}").text
    assert browse(make.a_person()).get(f"/tickets/{ticket.key}/{PAGES[wallet]}").status_code == 404

    ticket.cancelled_at = make.NOON
    session.commit()

    assert delegate.get(f"/tickets/{ticket.key}/{PAGES[wallet]}").status_code == 404


def test_a_certificate_that_has_ended_signs_no_more(delegate, wallets, ticket):
    wallets(apple=("own", "ended", "authority"))

    assert "ticket.pkpass" not in delegate.get(f"/tickets/{ticket.key}").text
    assert delegate.get(f"/tickets/{ticket.key}/ticket.pkpass").status_code == 404


@pytest.mark.parametrize(
    "parts",
    [
        ("certificate", "authority"),
        ("own", "certificate"),
        ("account", "certificate", "authority"),
        ("own", "nobody's", "authority"),
        (),
    ],
    ids=["no key", "nothing above", "another key", "no pass type", "empty"],
)
def test_a_file_that_cannot_sign_passes_stops_the_start_and_is_named(settings, parts):
    with pytest.raises(UnsafeSetting, match=r"^APPLE_PASS_FILE "):
        read_wallets(settings(apple=parts))


@pytest.mark.parametrize("account", [{"private_key": "no key"}, {"client_email": None}, {"private_key": 7}])
def test_a_file_that_is_no_service_account_stops_the_start_and_is_named(settings, account):
    with pytest.raises(UnsafeSetting, match=r"^GOOGLE_WALLET_FILE "):
        read_wallets(settings(**account))


def test_no_setting_is_no_wallet():
    assert (read_wallets(NONE).apple, read_wallets(NONE).google) == (None, None)


def test_the_days_of_a_certificate_are_judged_in_utc(settings):
    apple = read_wallets(settings()).apple

    assert apple.are_good(datetime(2026, 5, 4, tzinfo=UTC))
    assert not apple.are_good(make.NOON + YEAR)
