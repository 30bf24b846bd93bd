"""Two abstracts that say nearly the same are seen to, whoever sent them (near-duplicates across authors and calls)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abstracts.rules import duplicates
from abstracts.rules.duplicates import ALIKE, near_duplicates, shingles, similarity

TEXT = (
    "Background: delayed discharge from medical wards harms patients and staff. Methods: over twelve weeks we "
    "held a board round at seven each morning, led by the nurse in charge, and measured the time of each "
    "discharge with a run chart. Results: the median time of discharge moved from three in the afternoon to noon, "
    "with no more readmissions. Conclusion: a short round early in the day, led by nurses, frees beds before the "
    "afternoon and costs nothing."
)
OTHER = (
    "Background: junior doctors seldom learn how budgets are made. Methods: eight trainees shadowed a finance "
    "director for a month, wrote a reflective log and met twice with mentors. Results: confidence in reading a "
    "business case rose in all, and four proposals were funded. Conclusion: shadowing is cheap, liked, and "
    "teaches what courses do not."
)
SAME = {
    "the same": (TEXT, 1.0),
    "in capitals": (TEXT.upper(), 1.0),
    "without marks": ("".join(each for each in TEXT if each.isalpha() or each == " "), 1.0),
    "in other lines": (TEXT.replace(" ", "\n  "), 1.0),
    "in wide letters": (
        TEXT.translate({code: code + 0xFEE0 for code in range(0x41, 0x7B) if chr(code).isalpha()}),
        1.0,
    ),
    "with invisible signs": (TEXT.replace("e", "e\u200b"), 1.0),
    "with a title before it": ("Nurses’ board rounds at seven. " + TEXT, 0.9),
    "with its halves turned round": (TEXT[len(TEXT) // 2 :] + " " + TEXT[: len(TEXT) // 2], 0.9),
    "with a word in ten changed": (" ".join("x" if n % 20 == 19 else w for n, w in enumerate(TEXT.split())), 0.5),
    "with its last sentence gone": (TEXT.rpartition("Conclusion")[0], 0.6),
}


@pytest.mark.parametrize("name", SAME)
def test_a_text_is_like_itself_however_it_is_dressed(name):
    other, at_least = SAME[name]

    assert similarity(TEXT, other) >= at_least
    assert similarity(other, TEXT) == similarity(TEXT, other)
    assert near_duplicates(shingles(TEXT), {7: shingles(other)}) == [(7, similarity(TEXT, other))]


@pytest.mark.parametrize(
    ("one", "other", "at_most"),
    [
        (TEXT, OTHER, 0.1),
        (TEXT, "", 0),
        ("", "", 0),
        ("...", "...", 0),
        ("12 34", "12 34", 0),
        ("one two three", "one two four", 0),
        (TEXT, " ".join(sorted(TEXT.split())), 0.1),
        (TEXT, "Background Methods Results Conclusion", 0.1),
    ],
    ids=["another", "nothing", "nothing twice", "marks", "figures", "few words", "the same words, sorted", "headings"],
)
def test_texts_that_say_something_else_are_not_alike(one, other, at_most):
    assert similarity(one, other) <= at_most
    assert near_duplicates(shingles(one), {"x": shingles(other)}) == []


def test_few_words_are_like_the_same_few_words():
    assert similarity("Board rounds", "board ROUNDS!") == 1


def test_a_script_without_spaces_is_compared_sign_by_sign():
    text = "毎朝七時に短い回診を行うと退院が早くなり病床が空く。費用はかからない。"
    assert similarity(text, text.replace("七", "八")) > ALIKE
    assert similarity(text, "研修医は予算の作り方を学ぶことが少ないので財務部長に同行した。") < 0.1


def test_the_most_alike_come_first_and_equals_in_their_order():
    new = shingles(TEXT)
    others = {"less": shingles(SAME["with its last sentence gone"][0]), "b": new, "other": shingles(OTHER), "a": new}

    assert [key for key, _ in near_duplicates(new, others)] == ["b", "a", "less"]
    assert [key for key, _ in near_duplicates(new, others, at_least=0.99)] == ["b", "a"]


@given(st.text(), st.text())
def test_any_two_texts_are_alike_from_nought_to_one_and_both_ways(one, other):
    alike = similarity(one, other)

    assert 0 <= alike <= 1
    assert alike == similarity(other, one)
    assert similarity(one, one) in {0, 1}


@pytest.mark.parametrize(
    ("step", "instead", "other"),
    [
        ("plain_letters", lambda text: Words(text), TEXT.upper()),
        ("is_unspaced", lambda run: True, OTHER),
        ("WORDS", 1, " ".join(sorted(TEXT.split()))),
    ],
    ids=["plain letters", "words as words", "runs of words"],
)
def test_a_planted_fault_a_step_that_is_left_out_is_seen(monkeypatch, step, instead, other):
    before = similarity(TEXT, other)

    monkeypatch.setattr(duplicates, step, instead)

    assert abs(similarity(TEXT, other) - before) > 0.05


class Words:
    """Letters as they are typed."""

    def __init__(self, text: str) -> None:
        self.undivided = self
        self.tokens = [type("Token", (), {"low": word})() for word in text.split()]
