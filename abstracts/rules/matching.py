"""What makes a reviewer right for an abstract, and what sharing out has to go by. Nothing of who wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from abstracts.models import Wish
from core.errors import Refusal

# Out of a thousand: what they know, what they want, and how near their words are to the abstract's.
KNOWS = {0: 0, 1: 200, 2: 400, 3: 600}
WANTS = {None: 150, Wish.EAGER: 300, Wish.WILLING: 200, Wish.RELUCTANT: 0}
NEAR = 100


class SharedOutMeanwhile(Refusal):
    """Somebody shared out, declined or declared a conflict since this plan was reckoned; nothing was kept of it."""


@dataclass(frozen=True)
class ToRead:
    """An abstract to be shared out. ``done`` is how many have read it or begun to."""

    id: int
    number: int
    category_id: int | None
    words: str
    done: int


@dataclass(frozen=True)
class Reader:
    """A reviewer who takes abstracts now. ``done`` is how many they have read or begun; levels by category id."""

    id: int
    name: str
    least: int
    most: int
    words: str
    done: int
    levels: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ToShare:
    """All that sharing out goes by. Pairs are of an abstract's id and a reviewer's.

    ``barred`` are the pairs in conflict, done or declined; ``kept`` those shared out before and not begun.
    """

    each: int
    abstracts: tuple[ToRead, ...]
    readers: tuple[Reader, ...]
    barred: frozenset[tuple[int, int]]
    kept: frozenset[tuple[int, int]]
    wishes: Mapping[tuple[int, int], Wish] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """How to share out: the pairs, their weight, and how far they come short.

    ``short`` is how many reviewers an abstract lacks, ``idle`` how many abstracts a reviewer has fewer than their
    least, by id. ``more``, ``other`` and ``fewer`` are the smallest change by which all could be met (see solver.Wish).
    """

    pairs: frozenset[tuple[int, int]]
    weight: int
    short: Mapping[int, int]
    idle: Mapping[int, int]
    more: Mapping[int, int]
    other: Mapping[int, int]
    fewer: Mapping[int, int]


def match_weight(level: int, wish: Wish | None, nearness: float) -> int:
    """How well a reviewer fits an abstract, from 0 to 1000. ``nearness`` of their words is from 0 to 1."""
    return KNOWS[level] + WANTS[wish] + round(NEAR * nearness)
