"""What a phone holds is sealed so that a finder reads nothing, and what waits on it so that only we do (R22)."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkin.rules import sealing
from registration.codes import Signer

VECTORS = json.loads((Path(__file__).parent / "sealing_vectors.json").read_text())
SEEDS = {2: bytes(range(32)), 1: bytes(range(32, 64))}
SALT = base64.b64decode(VECTORS["salt"])
SCAN = {"key": "one", "code": "7KQ2M9TX", "counter": 1}


def read(sealed: str, signature: bytes, salt: bytes = SALT):
    """A record as a phone reads it."""
    return json.loads(sealing._plain(base64.b64decode(sealed), sealing._derived(signature, salt, sealing.RECORD)))


def sealed_to(seal: str, record) -> str:
    """A scan as a phone seals it, which makes a key of its own each time."""
    own = ec.generate_private_key(ec.SECP256R1())
    device = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(seal))
    key = sealing._derived(own.exchange(ec.ECDH(), device), b"", sealing.SCAN)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point + base64.b64decode(sealing._sealed(record, key))).decode()


def test_the_bytes_are_those_that_a_browser_is_held_to():
    assert sealing.code_id(VECTORS["code"], SALT) == VECTORS["id"]
    signatures = Signer(SEEDS).signatures(VECTORS["event"], VECTORS["code"])
    for ticket in VECTORS["tickets"]:
        signature = signatures[ticket["key"]]
        assert base64.b64encode(signature).decode() == ticket["signature"]
        assert Signer({ticket["key"]: SEEDS[ticket["key"]]}).sign(VECTORS["event"], VECTORS["code"]) == ticket["qr"]
        assert sealing.sealed_record(VECTORS["record"], signature=signature, salt=SALT) == ticket["sealed"]
    names = VECTORS["names"]
    assert sealing.sealed_names(names["names"], base64.b64decode(names["key"])) == names["sealed"]
    scan = VECTORS["scan"]
    assert sealing.public_seal(scan["seal_key"]) == scan["seal"]
    assert sealing.opened({"key": scan["record"]["key"], "sealed": scan["sealed"]}, scan["seal_key"]) == scan["record"]


def test_r22_a_record_opens_with_its_own_signature_and_salt_alone():
    signer = Signer(SEEDS)
    own, other = signer.signatures(7, "7KQ2M9TX"), signer.signatures(7, "7KQ2M9TY")
    sealed = sealing.sealed_record(VECTORS["record"], signature=own[1], salt=SALT)

    assert read(sealed, own[1]) == VECTORS["record"]
    for signature, salt in (
        (own[2], SALT),
        (other[1], SALT),
        (signer.signatures(8, "7KQ2M9TX")[1], SALT),
        (own[1], b""),
    ):
        with pytest.raises(InvalidTag):
            read(sealed, signature, salt)


def test_r22_a_record_sealed_to_what_everybody_has_is_noticed(monkeypatch):
    monkeypatch.setattr(sealing, "_derived", lambda secret, salt, purpose: bytes(32))
    with pytest.raises(pytest.fail.Exception):
        test_r22_a_record_opens_with_its_own_signature_and_salt_alone()


def test_a_code_has_another_id_on_each_phone():
    assert sealing.code_id("7KQ2M9TX", SALT) != sealing.code_id("7KQ2M9TX", bytes(16))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda sealed: sealed[:-8],
        lambda sealed: sealed[:80],
        lambda sealed: "A" * len(sealed),
        lambda sealed: sealed[:100] + ("A" if sealed[100] != "A" else "B") + sealed[101:],
        lambda sealed: "é",
        lambda sealed: "",
        lambda sealed: 5,
    ],
    ids=["cut", "hardly begun", "no point", "one letter wrong", "not base64", "empty", "not text"],
)
def test_r21_what_cannot_be_opened_stays_as_it_came(break_it):
    seal_key = VECTORS["scan"]["seal_key"]
    came = {"key": "one", "sealed": break_it(sealed_to(sealing.public_seal(seal_key), SCAN))}
    assert sealing.opened(came, seal_key) == came


def test_a_scan_sealed_to_a_device_is_read_and_one_in_another_cover_or_to_another_device_is_not():
    seal_key, another = sealing.new_seal_key(), sealing.new_seal_key()
    sealed = sealed_to(sealing.public_seal(seal_key), SCAN)

    assert sealing.opened({"key": "one", "sealed": sealed}, seal_key) == SCAN
    for came, key in (({"key": "two", "sealed": sealed}, seal_key), ({"key": "one", "sealed": sealed}, another)):
        assert sealing.opened(came, key) == came
    assert sealing.opened({"key": "one", "sealed": sealed}, "")["sealed"] == sealed  # its keys are forgotten
    listed = {"key": "one", "sealed": sealed_to(sealing.public_seal(seal_key), ["one"])}
    assert sealing.opened(listed, seal_key) == listed


@pytest.mark.parametrize("plain", [SCAN, None, [], "sealed", {"sealed": None}], ids=str)
def test_what_is_not_sealed_is_handed_on(plain):
    assert sealing.opened(plain, VECTORS["scan"]["seal_key"]) is plain
