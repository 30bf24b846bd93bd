"""The board's lines: what settled their places, which of them are looked at and in what order, and their categories."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from abstracts.models import Abstract, CallCategory, Decision, Rubric
from abstracts.rules.scoring import Recommendation, Tally

if TYPE_CHECKING:
    from abstracts.solver.calibration import ByAbstract

# Above the line in fewer than 80 of 100 and in more than 20: there a decision wants a second look.
SURE = 0.8
NEAR_POINTS = 1  # the same while there are too few reviews to say how often


class BoardFlag(enum.Enum):
    """What a chair may want to look at first."""

    NEAR = "near"
    WIDE = "wide"
    TIED = "tied"
    FEW = "few"
    UNJUDGED = "unjudged"
    CONCERN = "concern"


class BoardOrder(enum.Enum):
    RANK = "rank"
    ADJUSTED = "adjusted"
    SPREAD = "spread"


class TieRule(enum.Enum):
    """What settled a place between equal means (domain rule 44)."""

    CRITERION = "criterion"
    TIME = "time"


@dataclass(frozen=True)
class BoardLine:
    """An abstract in its place by the rubric; ``place`` is None while no review is in.

    ``concerns`` counts reviewers who told the chair of one; ``fair`` is what calibration says, if it can;
    ``settled_by`` is the tie rule, where another has the same mean. Of one that the chair ``owes`` a review there is
    nothing of this (rule 43).
    """

    place: int | None
    abstract: Abstract
    tally: Tally
    concerns: int
    fair: "ByAbstract[Decision] | None"
    settled_by: TieRule | None
    owes: bool = False


@dataclass(frozen=True)
class BoardWanted:
    """Which lines to show, and in what order. ``decision`` is asked only where ``by_decision``: None is undecided."""

    category_id: int | None = None
    by_decision: bool = False
    decision: Decision | None = None
    flag: BoardFlag | None = None
    order: BoardOrder = BoardOrder.RANK


@dataclass(frozen=True)
class Balance:
    """What became of the abstracts of one category."""

    category: str
    sent_in: int
    decided: Mapping[Decision | None, int]

    @property
    def accepted(self) -> int:
        return self.decided.get(Decision.ORAL, 0) + self.decided.get(Decision.POSTER, 0)


def tie_rules(ranked: Sequence[Tally]) -> list[TieRule | None]:
    """For each in its place: what settled it against others of the same mean; None where there are none.

    The criterion where its points are no other's of that mean, and else who came first.
    """
    means = Counter(each.mean for each in ranked)
    points = Counter((each.mean, each.tie_points) for each in ranked)
    return [
        None
        if each.mean is None or means[each.mean] == 1
        else TieRule.CRITERION
        if points[each.mean, each.tie_points] == 1
        else TieRule.TIME
        for each in ranked
    ]


def is_near(line: BoardLine, rubric: Rubric) -> bool:
    """True if chance, or who read it, may have brought it to the one or the other side of a line."""
    if line.fair is not None:
        return any(1 - SURE < share < SURE for share in line.fair.above.values())
    ends, mean = (rubric.oral_from, rubric.poster_from), line.tally.mean
    return mean is not None and any(abs(mean - each) <= NEAR_POINTS for each in ends)


def flags_of(line: BoardLine, rubric: Rubric) -> set[BoardFlag]:
    """What a chair may want to look at in it."""
    found = {
        BoardFlag.NEAR: is_near(line, rubric),
        BoardFlag.WIDE: line.tally.recommendation is Recommendation.TO_CHAIR,
        BoardFlag.TIED: line.settled_by is not None,
        BoardFlag.FEW: line.tally.recommendation is Recommendation.WAITING and not line.owes,
        BoardFlag.UNJUDGED: line.tally.unjudged > 0,
        BoardFlag.CONCERN: line.concerns > 0,
    }
    return {flag for flag, is_so in found.items() if is_so}


def wanted_lines(lines: Iterable[BoardLine], wanted: BoardWanted, rubric: Rubric) -> list[BoardLine]:
    """Those that are asked for, in the order that is asked for; what that order says nothing of comes last."""
    found = [
        each
        for each in lines
        if (wanted.category_id is None or each.abstract.category_id == wanted.category_id)
        and (not wanted.by_decision or each.abstract.decision is wanted.decision)
        and (wanted.flag is None or wanted.flag in flags_of(each, rubric))
    ]
    if wanted.order is BoardOrder.ADJUSTED:
        found.sort(key=lambda each: -each.fair.adjusted if each.fair else 0)
    elif wanted.order is BoardOrder.SPREAD:
        found.sort(key=lambda each: -each.tally.spread)
    return found


def balances(lines: Iterable[BoardLine], categories: Iterable[CallCategory]) -> list[Balance]:
    """Of each category that has any: how many were sent in and what was decided; without a category comes last."""
    found: dict[int | None, Counter[Decision | None]] = {}
    for each in lines:
        found.setdefault(each.abstract.category_id, Counter())[each.abstract.decision] += 1
    named: list[tuple[int | None, str]] = [(each.id, each.name) for each in categories]
    return [
        Balance(name, found[id_].total(), found[id_]) for id_, name in [*named, (None, "No category")] if id_ in found
    ]


def in_a_hundred(share: float) -> str:
    """As one says it: 83 of 100. Never all or none unless it is so in every draw."""
    if 0 < share < 0.01:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if 0.99 < share < 1 else f"{round(100 * share)} of 100"
