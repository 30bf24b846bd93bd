"""The door's two readers, ours and the browser's, say the same of every text, however mangled (CHK-4)."""

import base64
import json
import random
from pathlib import Path

import base45
import pytest

from checkin import rules
from checkin.rules import Reason
from registration.codes import ALPHABET, Signer

STATIC = Path(__file__).parent.parent.parent / "static"
HERE, ELSEWHERE = 4711, 2**32 - 1
SEED = bytes(range(32))
OURS = Signer({1: SEED, 36: bytes(range(100, 132))}, frozenset({9}))
SPACED = Signer({36: bytes(range(100, 132))})  # its codes begin with a space
OTHERS = (
    Signer({1: bytes(range(50, 82))}),  # forged
    Signer({9: SEED}),  # retired
    Signer({200: SEED}),  # unheard of
)
CASES = 10_000
ORDER = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's group
READ = """async ({given, cases, broken}) => {
  if (broken) crypto.subtle.importKey = () => Promise.reject(new DOMException("", "NotSupportedError"));
  const { codeReader } = await import("/code_reader.js");
  const read = await codeReader(given);
  const said = [];
  for (const text of cases) said.push(await read(text));
  return said;
}"""


def as_text(raw: bytes) -> str:
    return base45.b45encode(raw).decode()


def a_code(dice: random.Random) -> str:
    return "".join(dice.choices(ALPHABET, k=8))


def flipped(dice, text):
    raw = bytearray(base45.b45decode(text))
    raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    return as_text(bytes(raw))


def misread(dice, text):
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(base45.BASE45_CHARSET + "abcxyzß🎫\n\u00a0") + text[at + 1 :]


def with_a_second_signature(_dice, text):
    """The other number that some verifiers take for the same signature."""
    raw = base45.b45decode(text)
    return as_text(raw[:45] + (int.from_bytes(raw[45:], "little") + ORDER).to_bytes(32, "little"))


def scanned_with(dice, text):
    ends = ("", "\r\n", "\n", "\t", " ", "\u00a0", "\ufeff", "\x1c", "\x85", "\v")
    return dice.choice(ends) + text + dice.choice(ends) + dice.choice(ends)


def as_a_hand_types(dice, _text):
    code = "".join(dice.choices(ALPHABET + "OILUoilu", k=dice.choice((7, 8, 8, 8, 9))))
    return dice.choice((code, code.lower(), f" {code[:4]} {code[4:]}\t", f"{code[:4]}-{code[4:]}", f"{code}\r\n"))


def any_letters(dice, _text):
    kinds = (
        base45.BASE45_CHARSET,
        ALPHABET,
        "".join(map(chr, range(1, 256))),
        "éßıſŉǆΐ７Ａ𝟕🎫\u202e\u0301\u2028\ud7ff\ufffd",
        "0123456789ABCDEF",
    )
    return "".join(dice.choices(dice.choice(kinds), k=dice.choice((0, 1, 2, 8, 9, 60, 115, 116, 117, 400, 401))))


MANGLED = (
    lambda dice, text: text,
    flipped,
    flipped,
    flipped,
    misread,
    misread,
    lambda dice, text: text[: dice.randrange(len(text))],
    lambda dice, text: text[dice.randrange(len(text)) :],
    lambda dice, text: text[:50] + text[50 + dice.randrange(1, 9) :],
    lambda dice, text: text * dice.choice((2, 3, 4, 36)),
    lambda dice, text: text + "".join(dice.choices(base45.BASE45_CHARSET, k=dice.randrange(1, 4))),
    lambda dice, text: text[: dice.randrange(9, 60)] + "🎫" * 60,  # fewer letters than a code has, and more bytes
    lambda dice, text: text.lower(),
    lambda dice, text: base64.b64encode(base45.b45decode(text)).decode(),
    lambda dice, text: base45.b45decode(text).hex().upper(),
    lambda dice, text: f"https://events.example/tickets/{text}",
    lambda dice, text: f"<script>alert('{text[:20]}')</script>",
    lambda dice, text: json.dumps({"alg": "none", "code": text}),
    lambda dice, text: (text * 36)[:4096],
    lambda dice, text: as_text(dice.randbytes(dice.choice((76, 77, 78, 255, 256)))),
    with_a_second_signature,
    scanned_with,
    scanned_with,
    as_a_hand_types,
    any_letters,
    any_letters,
)


def mangled_codes() -> list[str]:
    dice = random.Random(20270316)
    here = [OURS.sign(HERE, a_code(dice)) for _ in range(40)] + [SPACED.sign(HERE, a_code(dice)) for _ in range(10)]
    there = [signer.sign(HERE, a_code(dice)) for signer in OTHERS for _ in range(5)]
    there += [OURS.sign(ELSEWHERE, a_code(dice)) for _ in range(10)]
    return [MANGLED[number % len(MANGLED)](dice, dice.choice(here if number % 3 else there)) for number in range(CASES)]


@pytest.fixture
def read_in_the_browser(browser):
    """What static/door/code_reader.js says of each text: a code, or a reason."""

    def read(cases: list[str], *, broken: bool = False) -> list[dict]:
        context = browser.new_context()
        page = context.new_page()
        script = (STATIC / "door" / "code_reader.js").read_text()
        page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.route("**/code_reader.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        page.goto("http://localhost/")
        given = {"given": rules.to_tell_codes(OURS, HERE), "cases": cases, "broken": broken}
        said = page.evaluate(READ, given)
        context.close()
        return said

    return read


def in_words(read: str | Reason) -> dict:
    return {"reason": read.value} if isinstance(read, Reason) else {"code": read}


def test_both_readers_say_the_same_of_ten_thousand_mangled_codes(read_in_the_browser):
    cases = mangled_codes()
    ours = [in_words(rules.code_in(text, OURS, HERE)) for text in cases]

    theirs = read_in_the_browser(cases)

    assert len(theirs) == CASES
    unlike = [(text[:130], one, other) for text, one, other in zip(cases, ours, theirs, strict=True) if one != other]
    assert unlike == []
    reasons = {Reason.NOT_A_CODE, Reason.CUT, Reason.WRONG_KEY, Reason.RETIRED_KEY, Reason.FORGED, Reason.OTHER_EVENT}
    assert {said.get("reason") for said in ours} == {*(reason.value for reason in reasons), None}


def test_a_browser_without_the_signature_says_that_it_cannot_check(read_in_the_browser):
    cases = [OURS.sign(HERE, "7K3MNPQR"), OTHERS[0].sign(HERE, "7K3MNPQR"), "7K3MNPQR", "https://events.example/"]

    said = read_in_the_browser([*cases, OTHERS[1].sign(HERE, "7K3MNPQR")], broken=True)

    assert said == [
        {"reason": "cannot check"},
        {"reason": "cannot check"},
        {"code": "7K3MNPQR"},
        {"reason": "not a code"},
        {"reason": "retired key"},
    ]
