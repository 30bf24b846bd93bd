"""How strictness is taken out, shown on the call's own reviews: each reviewer's leniency, and one abstract reckoned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from abstracts.rules.board import BoardLine

if TYPE_CHECKING:
    from abstracts.solver.calibration import ByReviewer


@dataclass(frozen=True)
class Gives:
    """A reviewer, and how many points more than the mean reviewer they give, with its range nine times in ten."""

    name: str
    leniency: float
    low: float
    high: float
    reviews: int

    @property
    def words(self) -> str:
        if abs(self.leniency) < 0.05:
            return "as most do"
        return f"{abs(self.leniency):.1f} {'more' if self.leniency > 0 else 'less'}"


@dataclass(frozen=True)
class Reading:
    """What was given in one review, and what that counts as once its reviewer's leniency is taken out."""

    name: str
    gave: float
    counts_as: float


@dataclass(frozen=True)
class Reckoned:
    """One abstract as an example; ``mean`` is its plain mean and what the board shows beside it."""

    number: int
    readings: list[Reading]
    mean: Reading

    @property
    def between(self) -> float:
        """The mean of what the scores count as, before it is drawn in towards that of all abstracts."""
        return sum(each.counts_as for each in self.readings) / len(self.readings)


def how_each_gives(reviewers: "Mapping[int, ByReviewer]", names: Mapping[int, str]) -> list[Gives]:
    """The strictest first."""
    found = [
        Gives(names.get(id_, "Somebody"), each.leniency, each.low, each.high, each.reviews)
        for id_, each in reviewers.items()
    ]
    return sorted(found, key=lambda each: (each.leniency, each.name))


def most_moved(
    lines: Iterable[BoardLine],
    given: Sequence[tuple[int, int, int]],
    reviewers: "Mapping[int, ByReviewer]",
    names: Mapping[int, str],
) -> Reckoned | None:
    """The abstract whose mean strictness moved the furthest, reckoned; of those with more than one review."""
    moved = [(line, line.fair) for line in lines if line.fair is not None and len(line.tally.totals) > 1]
    if not moved:
        return None
    line, fair = max(moved, key=lambda each: abs(each[1].adjusted - each[1].raw))
    readings = [
        Reading(names.get(reviewer_id, "Somebody"), total, total - reviewers[reviewer_id].leniency)
        for abstract_id, reviewer_id, total in given
        if abstract_id == line.abstract.id
    ]
    return Reckoned(line.abstract.number, readings, Reading("The mean", fair.raw, fair.adjusted))
