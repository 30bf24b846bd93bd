"""Whether two abstracts say nearly the same, whoever sent them and to whichever call.

A text is its shingles: each run of four words, as a number. What two texts share of all their shingles is how alike
they are (Jaccard); a title changed or a sentence moved alters few of them.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar
from zlib import crc32

from abstracts.rules.letters import is_unspaced, plain_letters

WORDS = 4
ALIKE = 0.5  # two drafts of one abstract; two audits that follow the same headings stay below 0.2

Key = TypeVar("Key", bound=Hashable)


def shingles(text: str) -> frozenset[int]:
    """The runs of four words of ``text`` as numbers; of a shorter text, the one run that it is. None for no words."""
    words = [word for token in plain_letters(text).undivided.tokens for word in _words_of(token.low)]
    if not words:
        return frozenset()
    runs = range(max(1, len(words) - WORDS + 1))
    return frozenset(crc32(" ".join(words[start : start + WORDS]).encode()) for start in runs)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """What two sets of shingles share, from 0 for nothing to 1 for all; 0 if either is empty."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def similarity(text_a: str, text_b: str) -> float:
    """How alike two texts are, from 0 to 1, whatever their capitals, accents and marks."""
    return likeness(shingles(text_a), shingles(text_b))


def near_duplicates(
    new: frozenset[int], others: Mapping[Key, frozenset[int]], *, at_least: float = ALIKE
) -> list[tuple[Key, float]]:
    """The others that are at least so alike to ``new``, the most alike first; of equals, the first given first."""
    found: Iterable[tuple[Key, float]] = (
        (key, likeness(new, other))
        for key, other in others.items()
        # Sets of very different sizes cannot share enough; this spares most comparisons.
        if min(len(new), len(other)) >= at_least * max(len(new), len(other))
    )
    return sorted(((key, alike) for key, alike in found if alike >= at_least and alike), key=lambda each: -each[1])


def _words_of(run: str) -> Iterable[str]:
    # Scripts without spaces have no words to see; each sign counts as one.
    return run if is_unspaced(run) else (run,)
