"""After its salutation and an empty line, a letter begins as a sentence does."""

import re
from pathlib import Path

import pytest

LETTERS = sorted(Path(__file__).parent.parent.glob("templates/*/email/*.txt"))
# The first words, also where a template chooses between several beginnings.
SMALL = re.compile(r"^(?:Dear [^\n]*|Hello),\n\n(?:\{%[^\n]*%\}\n?|\{\{ \")?[a-z]", re.MULTILINE)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: f"{letter.parts[-3]}/{letter.stem}")
def test_a_letter_begins_with_a_capital(letter):
    assert not SMALL.search(letter.read_text())


@pytest.mark.parametrize(
    "first", ["you have", "{% if told %}\nyou have", "{% if told %}you have", '{{ "you have" if told']
)
def test_a_small_beginning_is_seen(first):
    assert SMALL.search(f"A subject\nDear {{{{ name }}}},\n\n{first} a place")
