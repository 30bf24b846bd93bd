"""How strict each reviewer is, and what an abstract's scores would be had all been equally so.

The model: a score is the abstract's worth, plus the reviewer's leniency, plus chance. Worth and leniency are drawn
towards their means by as much as their own spread says (the mixed model's equations; spreads by restricted likelihood).
Since each review is of one abstract, the abstracts are taken out of the equations first: what is left has one row for
the mean and one for each reviewer, however many abstracts there are.
Practice abstracts are no sample of anything, so their worth is drawn nowhere: they tell of leniency alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.sparse import csr_array

DRAWS = 4000
SEED = 2027  # the same reviews give the same figures
INTERVAL = (5.0, 95.0)  # nine in ten
ONE_SIDED = 1.6449  # standard errors to either side for the same
Line = TypeVar("Line")


@dataclass(frozen=True)
class Calibration:
    """In the order of the caller's abstracts and reviewers; scores in points.

    ``adjusted`` is an abstract's score as a reviewer of mean strictness would give it, with ``low`` and ``high`` as its
    interval of 90 %; ``best_rank`` and ``worst_rank`` bound its rank in the same way, 1 being the highest. Of the
    draws, ``above`` has a row for each line with the share in which an abstract is at or above it, and ``within`` one
    for each number of places with the share in which it is among so many. ``leniency`` is how many points more than
    the mean reviewer each gives, with its standard error. The three spreads are standard deviations.
    """

    raw: NDArray[np.float64]
    adjusted: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    best_rank: NDArray[np.int64]
    worst_rank: NDArray[np.int64]
    above: NDArray[np.float64]
    within: NDArray[np.float64]
    leniency: NDArray[np.float64]
    leniency_error: NDArray[np.float64]
    spread_of_abstracts: float
    spread_of_reviewers: float
    spread_of_chance: float


def calibrate(
    abstracts: NDArray[np.int64],
    reviewers: NDArray[np.int64],
    scores: NDArray[np.float64],
    *,
    lines: Sequence[float] = (),
    places: Sequence[int] = (),
    practice: int = 0,
) -> Calibration:
    """What the scores say once the reviewers' strictness is taken out. One entry per review; ids count from 0.

    Each abstract and each reviewer has at least one review. ``lines`` are scores, and ``places`` numbers of abstracts,
    of which it is asked how often an abstract is above the one or among the other. So many of the last abstracts were
    for ``practice``: they compete with none, and nothing of them comes back.
    """
    known = _Counted.of(abstracts, reviewers, scores, practice)
    spreads = _spreads(known)
    left = _Left.of(known, spreads)
    # The mean's own uncertainty moves all abstracts together; it belongs to their scores and not to their ranks.
    drawn = left.drawn(known, np.random.default_rng(SEED))[: known.competing]
    low, high = np.percentile(drawn, INTERVAL, axis=1)
    ranks = _ranks(drawn)
    best, worst = np.percentile(ranks, INTERVAL, axis=1)
    return Calibration(
        raw=(known.sums / known.counts)[: known.competing],
        adjusted=left.found[0] + left.abstracts_given(known, left.found[:, None])[: known.competing, 0],
        low=low,
        high=high,
        best_rank=np.floor(best).astype(np.int64),
        worst_rank=np.ceil(worst).astype(np.int64),
        above=np.array([(drawn >= line).mean(axis=1) for line in lines]),
        within=np.array([(ranks <= many).mean(axis=1) for many in places]),
        leniency=left.found[1:],
        leniency_error=left.errors[1:],
        spread_of_abstracts=float(spreads[0]),
        spread_of_reviewers=float(spreads[1]),
        spread_of_chance=float(spreads[2]),
    )


@dataclass(frozen=True)
class ByAbstract(Generic[Line]):
    """One abstract's part of a Calibration; ``above`` and ``within`` by the caller's names of lines and places."""

    raw: float
    adjusted: float
    low: float
    high: float
    best_rank: int
    worst_rank: int
    above: Mapping[Line, float]
    within: Mapping[Line, float]


@dataclass(frozen=True)
class ByReviewer:
    """How many points more than the mean reviewer one gives, with the interval of 90 %, after so many reviews."""

    leniency: float
    low: float
    high: float
    reviews: int


@dataclass(frozen=True)
class Calibrated(Generic[Line]):
    """A Calibration by the ids of abstracts and reviewers."""

    abstracts: dict[int, ByAbstract[Line]]
    reviewers: dict[int, ByReviewer]


def calibrated(
    given: Sequence[tuple[int, int, int]],
    practised: Sequence[tuple[int, int, int]] = (),
    *,
    lines: Mapping[Line, float],
    places: Mapping[Line, int],
) -> Calibrated[Line]:
    """The same by ids, from reviews as the ids of abstract and reviewer and the total; lines and places by name.

    So are those that were ``practised``, whose ids are of another table; nothing of these abstracts comes back.
    """
    every = [*given, *practised]
    abstract_ids, competing = np.unique([each[0] for each in given], return_inverse=True)
    practice_ids, practice = np.unique([each[0] for each in practised], return_inverse=True)
    reviewer_ids, reviewers = np.unique([each[1] for each in every], return_inverse=True)
    found = calibrate(
        np.concatenate([competing, practice + len(abstract_ids)]),
        reviewers,
        np.array([each[2] for each in every], dtype=float),
        lines=[*lines.values()],
        places=[*places.values()],
        practice=len(practice_ids),
    )
    width = ONE_SIDED * found.leniency_error
    counts = np.bincount(reviewers)
    return Calibrated(
        {
            int(abstract_id): ByAbstract(
                raw=float(found.raw[at]),
                adjusted=float(found.adjusted[at]),
                low=float(found.low[at]),
                high=float(found.high[at]),
                best_rank=int(found.best_rank[at]),
                worst_rank=int(found.worst_rank[at]),
                above={name: float(found.above[row, at]) for row, name in enumerate(lines)},
                within={name: float(found.within[row, at]) for row, name in enumerate(places)},
            )
            for at, abstract_id in enumerate(abstract_ids)
        },
        {
            int(reviewer_id): ByReviewer(
                leniency=float(found.leniency[at]),
                low=float(found.leniency[at] - width[at]),
                high=float(found.leniency[at] + width[at]),
                reviews=int(counts[at]),
            )
            for at, reviewer_id in enumerate(reviewer_ids)
        },
    )


@dataclass(frozen=True)
class _Counted:
    """What the equations need of the reviews: by abstract its reviews and the sum of their scores; ``given`` is who
    gave them, a row for each abstract and a column for the mean and then for each reviewer; ``columns`` are the sums of
    scores by those columns, and ``squares`` the sum of all their squares.
    """

    counts: NDArray[np.float64]
    sums: NDArray[np.float64]
    given: csr_array
    columns: NDArray[np.float64]
    per_column: NDArray[np.float64]
    squares: float
    whole: float
    competing: int

    @classmethod
    def of(
        cls, abstracts: NDArray[np.int64], reviewers: NDArray[np.int64], scores: NDArray[np.float64], practice: int
    ) -> "_Counted":
        counts = np.bincount(abstracts).astype(float)
        read = np.bincount(reviewers).astype(float)
        mean = np.zeros(len(scores), dtype=int)
        each = (np.concatenate([abstracts, abstracts]), np.concatenate([mean, reviewers + 1]))
        given = csr_array((np.ones(2 * len(scores)), each), shape=(len(counts), len(read) + 1))
        per_column = np.diag(np.concatenate([[float(len(scores))], read]))
        per_column[0, 1:] = per_column[1:, 0] = read
        columns = np.concatenate([[scores.sum()], np.bincount(reviewers, scores)])
        sums = np.bincount(abstracts, scores)
        squares, whole = float(scores @ scores), float(np.std(scores)) or 1.0
        return cls(counts, sums, given, columns, per_column, squares, whole, len(counts) - practice)


@dataclass(frozen=True)
class _Left:
    """The mixed model's equations with the abstracts taken out, and their answer.

    ``root`` times its transpose, times ``found``, is ``right``; ``found`` is the mean and then the reviewers' leniency.
    ``certain`` is each abstract's own weight.
    """

    root: NDArray[np.float64]
    right: NDArray[np.float64]
    found: NDArray[np.float64]
    certain: NDArray[np.float64]
    chance: float

    @classmethod
    def of(cls, known: _Counted, spreads: NDArray[np.float64]) -> "_Left":
        chance = float(spreads[2]) ** 2
        certain = known.counts / chance
        certain[: known.competing] += spreads[0] ** -2.0  # practice is drawn towards nothing
        shrink = np.full(len(known.columns), spreads[1] ** -2.0)
        shrink[0] = 0.0
        weighed = known.given.multiply(1 / (chance * certain[:, None])).tocsr()
        matrix = known.per_column / chance + np.diag(shrink) - (weighed.T @ known.given).toarray() / chance
        right = (known.columns - weighed.T @ known.sums) / chance
        root = cholesky(matrix, lower=True)
        return cls(root, right, cho_solve((root, True), right), certain, chance)

    @property
    def errors(self) -> NDArray[np.float64]:
        """The standard errors of ``found``."""
        inverse = solve_triangular(self.root, np.eye(len(self.root)), lower=True)
        return np.sqrt((inverse**2).sum(axis=0))

    def abstracts_given(self, known: _Counted, effects: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each abstract's own effect, a row each, given the mean and the leniency: a column for each set of them."""
        return (known.sums[:, None] - known.given @ effects) / (self.chance * self.certain[:, None])

    def drawn(self, known: _Counted, chance: np.random.Generator) -> NDArray[np.float64]:
        """Scores that the abstracts may truly have: a row for each, a column for each draw."""
        normal = chance.standard_normal((len(self.found), DRAWS))
        effects = self.found[:, None] + solve_triangular(self.root.T, normal, lower=False)
        own = chance.standard_normal((len(self.certain), DRAWS)) / np.sqrt(self.certain)[:, None]
        return effects[0] + self.abstracts_given(known, effects) + own


def _ranks(drawn: NDArray[np.float64]) -> NDArray[np.int32]:
    """The place of each abstract in each draw, 1 being the highest."""
    order = np.argsort(-drawn, axis=0)
    ranks = np.empty(drawn.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.arange(1, len(drawn) + 1, dtype=np.int32)[:, None], axis=0)
    return ranks


def _spreads(known: _Counted) -> NDArray[np.float64]:
    """The three standard deviations that make the scores likeliest (restricted likelihood), none of them nothing."""
    many, judges, reviews = known.competing, len(known.columns) - 1, float(known.counts.sum())

    def unlikeliness(logs: NDArray[np.float64]) -> float:
        spreads = known.whole * np.exp(logs)
        left = _Left.of(known, spreads)
        size = 2 * np.log(np.diag(left.root)).sum()
        fitted = left.right @ left.found + float(np.sum(known.sums**2 / left.certain)) / left.chance**2
        widths = 2 * (many * np.log(spreads[0]) + judges * np.log(spreads[1]) + reviews * np.log(spreads[2]))
        return float(size + np.log(left.certain).sum() + widths + known.squares / left.chance - fitted)

    found = minimize(
        unlikeliness, np.log([0.6, 0.4, 0.6]), method="L-BFGS-B", bounds=[(np.log(1e-3), np.log(10.0))] * 3
    )
    return known.whole * np.exp(found.x)
