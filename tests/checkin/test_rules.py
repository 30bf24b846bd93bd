import pytest

from checkin import rules
from checkin.rules import WHAT_TO_DO, Reason
from registration.codes import Signer

HERE, ELSEWHERE = 1, 2
OURS = Signer({1: bytes(range(32))}, frozenset({9}))
RETIRED = Signer({9: bytes(range(32))})
UNHEARD_OF = Signer({10: bytes(range(32))})
IMPOSTOR = Signer({1: bytes(range(50, 82))})


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (OURS.sign(HERE, "7K3MNPQR"), "7K3MNPQR"),
        (f"\r\n{OURS.sign(HERE, '7K3MNPQR')}\n", "7K3MNPQR"),
        ("7k3m-npqr", "7K3MNPQR"),
        (OURS.sign(ELSEWHERE, "7K3MNPQR"), Reason.OTHER_EVENT),
        (IMPOSTOR.sign(HERE, "7K3MNPQR"), Reason.FORGED),
        (RETIRED.sign(HERE, "7K3MNPQR"), Reason.RETIRED_KEY),
        (UNHEARD_OF.sign(HERE, "7K3MNPQR"), Reason.WRONG_KEY),
        (OURS.sign(HERE, "7K3MNPQR")[:-1], Reason.CUT),
        ("https://events.example/", Reason.NOT_A_CODE),
        ("7K3MNPQU", Reason.NOT_A_CODE),
        ("", Reason.NOT_A_CODE),
    ],
    ids=[
        "our QR",
        "with the scanner's Enter",
        "typed by hand",
        "another event's",
        "signed by somebody else",
        "signed by a key that is gone",
        "signed by a key that never was",
        "the last letter lost",
        "an address",
        "a letter that is never printed",
        "nothing",
    ],
)
def test_what_is_read_from(text, read):
    assert rules.code_in(text, OURS, HERE) == read


def test_each_reason_has_words_of_its_own():
    assert len(set(WHAT_TO_DO.values())) == len(WHAT_TO_DO)


def test_each_reason_tells_the_steward_what_to_do():
    assert set(WHAT_TO_DO) == set(Reason) - {Reason.NONE}
