"""The phone closes and opens with the same bytes as the server (R22)."""

import base64
import json
from pathlib import Path

import pytest

from checkin.rules import sealing
from registration.codes import Signer
from tests.checkin.scripts import open_scripts

VECTORS = json.loads((Path(__file__).parent / "sealing_vectors.json").read_text())
PUBLIC = {1: bytes(range(32, 64)), 2: bytes(range(32))}
OPEN = """async ({vectors, codes}) => {
  const { idOf, namesKey, openedNames, openedRecord, sealer } = await import("/seal.js");
  const { codeReader, signatureIn, uncheckedCode } = await import("/code_reader.js");
  const read = await codeReader(codes);
  const records = [];
  for (const each of vectors.tickets) {
    const { key, signature } = signatureIn(each.qr);
    const { code } = await read(each.qr);
    records.push([key, code, await openedRecord(each.sealed, signature, vectors.salt)]);
  }
  const key = await namesKey(vectors.names.key);
  const wrong = signatureIn(vectors.tickets[0].qr).signature.map((byte, at) => (at ? byte : byte ^ 1));
  const seal = await sealer(vectors.scan.seal);
  return {
    id: await idOf(vectors.code, vectors.salt),
    records,
    names: await openedNames(vectors.names.sealed, key),
    unchecked: [vectors.event, vectors.event + 1].map((event) => uncheckedCode(vectors.tickets[0].qr, event)),
    mayBeCopied: key.extractable,
    byAnother: await openedRecord(vectors.tickets[0].sealed, wrong, vectors.salt).catch((error) => error.name),
    scans: [await seal(vectors.scan.record), await seal(vectors.scan.record)],
  };
}"""


def on_the_phone(browser, faults=None) -> dict:
    signer = Signer(PUBLIC)
    keys = {number: base64.urlsafe_b64encode(key).decode() for number, key in signer.public_keys().items()}
    given = {"vectors": VECTORS, "codes": {"keys": keys, "retired": [], "event": VECTORS["event"]}}
    return open_scripts(browser, faults).evaluate(OPEN, given)


def test_r22_the_phone_reads_what_it_is_shown_and_seals_so_that_only_the_server_reads(browser):
    told = on_the_phone(browser)

    assert told["id"] == VECTORS["id"]
    assert told["records"] == [[each["key"], VECTORS["code"], VECTORS["record"]] for each in VECTORS["tickets"]]
    assert told["names"] == VECTORS["names"]["names"]
    assert told["unchecked"] == [VECTORS["code"], None]  # for a browser that knows no such signature
    assert not told["mayBeCopied"]
    assert told["byAnother"] == "OperationError"
    scan = VECTORS["scan"]
    for sealed in told["scans"]:
        assert sealing.opened({"key": scan["record"]["key"], "sealed": sealed}, scan["seal_key"]) == scan["record"]
    assert told["scans"][0] != told["scans"][1]


@pytest.mark.parametrize(
    "fault",
    [
        ('const SCAN = "plenary door scan"', 'const SCAN = "plenary door record"'),
        ("subarray(0, 16)", "subarray(0, 15)"),
    ],
    ids=["another purpose", "a shorter id"],
)
def test_r22_a_phone_that_seals_otherwise_is_noticed(browser, fault):
    told = on_the_phone(browser, {"seal.js": fault})

    scan, sealed = VECTORS["scan"], told["scans"][0]
    opened = sealing.opened({"key": scan["record"]["key"], "sealed": sealed}, scan["seal_key"])
    assert told["id"] != VECTORS["id"] or opened != scan["record"]
