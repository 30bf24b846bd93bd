"""What makes a reviewer right for an abstract, and what sharing out has to go by. Nothing of who wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from abstracts.models import Wish
from abstracts.rules.settings import mark_of
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


def with_barred(given: ToShare, pairs: frozenset[tuple[int, int]]) -> ToShare:
    """The same with these pairs barred as well."""
    return replace(given, barred=given.barred | pairs)


def without_reader(given: ToShare, reader_id: int) -> ToShare:
    """The same, were this reviewer to take no more and to give back what they have not begun."""
    readers = tuple(each for each in given.readers if each.id != reader_id)
    return replace(given, readers=readers, kept=given.kept - _has(given, reader_id))


def handed_on(given: ToShare, plan: Plan, reader_id: int) -> Plan:
    """``plan``, made without this reviewer, but that they keep what nobody else can take."""
    stays = {pair for pair in _has(given, reader_id) if plan.short.get(pair[0])}
    short = {each: lacking - ((each, reader_id) in stays) for each, lacking in plan.short.items()}
    return replace(plan, pairs=plan.pairs | stays, short={each: lacking for each, lacking in short.items() if lacking})


@dataclass(frozen=True)
class Handing:
    """What becomes of one reviewer's abstracts: pairs of a number and a name, then numbers.

    ``moved`` are others' abstracts that change hands so that these can; ``unseen`` is how many the chair may not see.
    """

    goes: list[tuple[int, str]]
    stays: list[int]
    moved: list[tuple[int, str]]
    unseen: int


def handing(given: ToShare, plan: Plan, reader_id: int, seen: Mapping[int, int]) -> Handing:
    """What ``plan`` makes of the reviewer's abstracts; ``seen`` are the numbers that the chair may know, by id."""
    names, mine = {each.id: each.name for each in given.readers}, _has(given, reader_id)
    come = sorted(plan.pairs - given.kept)
    theirs = {abstract_id for abstract_id, _ in mine}
    told = [(abstract_id, names[other]) for abstract_id, other in come]
    return Handing(
        goes=[(seen[each], name) for each, name in told if each in theirs and each in seen],
        stays=[seen[each] for each, _ in sorted(mine & plan.pairs) if each in seen],
        moved=[(seen[each], name) for each, name in told if each not in theirs and each in seen],
        unseen=len(({each for each, _ in told} | theirs) - set(seen)),
    )


def _has(given: ToShare, reader_id: int) -> frozenset[tuple[int, int]]:
    return frozenset(pair for pair in given.kept if pair[1] == reader_id)


def mark_of_shares(given: ToShare) -> str:
    """A mark of all that a plan was reckoned from."""
    readers = [(replace(each, levels={}), sorted(each.levels.items())) for each in given.readers]
    wishes = sorted((pair, wish.value) for pair, wish in given.wishes.items())
    return mark_of(given.each, given.abstracts, readers, sorted(given.barred), sorted(given.kept), wishes)


def loads_of(given: ToShare, plan: Plan) -> dict[int, int]:
    """By reviewer: how many they would have, with what they have read or begun."""
    loads = {each.id: each.done for each in given.readers}
    for _, reader_id in plan.pairs:
        loads[reader_id] += 1
    return loads


def told_of_plan(given: ToShare, plan: Plan) -> dict[str, list[str]]:
    """In sentences what a plan lacks and what would help; reviewers by name, abstracts by number and never by title."""
    names = {each.id: each.name for each in given.readers}
    numbers = {each.id: each.number for each in given.abstracts}
    return {
        "short": [f"Abstract {numbers[each]} lacks {count}." for each, count in sorted(plan.short.items())],
        "idle": [f"{names[each]} has {count} fewer than they wanted." for each, count in sorted(plan.idle.items())],
        "would_help": [
            *(f"It would help if {names[each]} took {count} more." for each, count in sorted(plan.more.items())),
            *(
                f"Abstract {numbers[each]} needs {count} who are not in conflict with it."
                for each, count in sorted(plan.other.items())
            ),
            *(f"It would help to ask {count} fewer of {names[each]}." for each, count in sorted(plan.fewer.items())),
        ],
    }


def match_weight(level: int, wish: Wish | None, nearness: float) -> int:
    """How well a reviewer fits an abstract, from 0 to 1000. ``nearness`` of their words is from 0 to 1."""
    return KNOWS[level] + WANTS[wish] + round(NEAR * nearness)
