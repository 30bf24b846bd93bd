"""The signed code in a QR: true ones are read, and nothing else passes for one (CHK-4)."""

import base64
import io

import base45
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from registration import codes
from registration.codes import SignedCode, Signer, Unreadable

OLD, NEW = bytes(range(32)), bytes(range(100, 132))
signer = Signer({1: OLD})
TRUE = signer.sign(4711, "7K3MNPQR")
BYTES = base45.b45decode(TRUE)


def as_text(raw: bytes) -> str:
    return base45.b45encode(raw).decode()


def test_what_was_signed_is_read():
    assert signer.read(TRUE) == SignedCode(event_id=4711, code="7K3MNPQR")


def test_a_code_is_77_bytes_and_holds_only_numbers_of_ours():
    assert len(BYTES) == 77
    assert BYTES[:13] == b"\x01" + (4711).to_bytes(4) + b"7K3MNPQR"
    assert len(TRUE) == 116
    assert set(TRUE) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(place=st.integers(0, 76), change=st.integers(1, 255))
def test_a_code_with_any_byte_changed_is_refused(place, change):
    mangled = bytearray(BYTES)
    mangled[place] ^= change

    expected = Unreadable.WRONG_KEY if place == 0 else Unreadable.FORGED
    assert signer.read(as_text(bytes(mangled))) is expected


@pytest.mark.parametrize("length", [0, 1, 5, 78, 154, 255, 256])
def test_a_few_bytes_or_too_many_are_not_ours(length):
    assert signer.read(as_text((BYTES * 4)[:length])) is Unreadable.NOT_OURS


@pytest.mark.parametrize("letters", [9, 10, 18, 57, 113, 115])
def test_a_code_cut_short_is_named_as_such(letters):
    assert signer.read(TRUE[:letters]) is Unreadable.CUT
    assert Signer({1: OLD}).read("X" + TRUE[: letters - 1]) is Unreadable.NOT_OURS


def test_a_code_may_begin_with_a_space_and_a_scanner_ends_with_enter():
    spaced = Signer({36: OLD})
    text = spaced.sign(4711, "7K3MNPQR")

    assert text.startswith(" ")
    assert spaced.read(codes.without_keystrokes(f"{text} \r\n")) == SignedCode(4711, "7K3MNPQR")


@given(st.text() | st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=200))
def test_no_text_makes_the_reader_fall_over_or_passes(text):
    assert isinstance(signer.read(text), Unreadable)


@given(st.binary(min_size=64, max_size=64))
def test_no_made_up_signature_passes(signature):
    assert signer.read(as_text(BYTES[:13] + signature)) is Unreadable.FORGED


@pytest.mark.parametrize(
    "text",
    [
        TRUE.lower(),
        TRUE + " ",
        base64.b64encode(BYTES).decode(),
        base64.urlsafe_b64encode(BYTES).decode().rstrip("="),
        BYTES.hex(),
        "https://events.example/tickets/7K3MNPQR",
        "<script>alert(1)</script>",
        '{"alg":"none"}',
        "A" * 4096,
        "\x00" * 116,
    ],
    ids=[
        "lower case",
        "a space after it",
        "base64",
        "base64url",
        "hexadecimal",
        "an address",
        "a script",
        "no algorithm",
        "4 kB",
        "zeros",
    ],
)
def test_another_writing_or_another_thing_is_not_ours(text):
    assert signer.read(text) is Unreadable.NOT_OURS


class TestChangingKeys:
    def test_the_first_key_signs_and_older_codes_still_pass(self):
        both = Signer({2: NEW, 1: OLD})

        assert base45.b45decode(both.sign(4711, "7K3MNPQR"))[0] == 2
        assert both.read(TRUE) == both.read(both.sign(4711, "7K3MNPQR")) == SignedCode(4711, "7K3MNPQR")

    def test_a_code_of_a_retired_key_is_told_from_one_of_a_key_that_was_never_ours(self):
        assert Signer({2: NEW}, frozenset({1})).read(TRUE) is Unreadable.RETIRED_KEY
        assert Signer({2: NEW}).read(TRUE) is Unreadable.WRONG_KEY

    def test_another_key_under_the_same_number_does_not_pass(self):
        assert Signer({1: NEW}).read(TRUE) is Unreadable.FORGED


class TestPicture:
    def test_a_scanner_reads_the_code_from_the_picture(self):
        picture = Image.open(io.BytesIO(codes.picture(TRUE)))

        assert picture.size == (8 * (37 + 8), 8 * (37 + 8))
        (read,) = zxingcpp.read_barcodes(picture)
        assert read.text == TRUE
        assert read.ec_level == "M"

    def test_it_is_of_version_5(self):
        rows = codes.modules(TRUE)

        assert {len(row) for row in rows} == {37}
        assert len(rows) == 37


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7K3MNPQR", "7K3MNPQR"),
        ("7k3m npqr", "7K3MNPQR"),
        (" 7K3M-NPQR\t", "7K3MNPQR"),
        ("OoIiLl00", "00111100"),
    ],
    ids=["as printed", "small letters and a space", "a hyphen", "letters that look like digits"],
)
def test_a_code_typed_by_hand_is_taken_as_printed(typed, code):
    assert codes.as_typed(typed) == code
    assert codes.is_printed_code(code)


@pytest.mark.parametrize("text", ["", "7K3MNPQ", "7K3MNPQRS", "7K3MNPQU", "７K3MNPQR", "7K3MNPQ\n"])
def test_anything_else_is_no_printed_code(text):
    assert not codes.is_printed_code(text)
