"""How strict each reviewer is, and what an abstract's scores would be had all been equally so.

The model: a score is the abstract's worth, plus the reviewer's leniency, plus chance. Worth and leniency are drawn
towards their means by as much as their own spread says (the mixed model's equations; spreads by restricted likelihood).
Practice abstracts are no sample of anything, so their worth is drawn nowhere: they tell of leniency alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

DRAWS = 4000
INTERVAL = (5.0, 95.0)  # nine in ten


@dataclass(frozen=True)
class Calibration:
    """In the order of the caller's abstracts and reviewers; scores in points.

    ``adjusted`` is an abstract's score as a reviewer of mean strictness would give it, with ``low`` and ``high`` as its
    interval of 90 %; ``best_rank`` and ``worst_rank`` bound its rank in the same way, 1 being the highest;
    ``above`` is in what share of the draws it is at or above the line. ``leniency`` is how many points more than the
    mean reviewer each gives, with its standard error. The three spreads are standard deviations.
    """

    raw: NDArray[np.float64]
    adjusted: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    best_rank: NDArray[np.int64]
    worst_rank: NDArray[np.int64]
    above: NDArray[np.float64]
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
    line: float,
    practice: int = 0,
) -> Calibration:
    """What the scores say once the reviewers' strictness is taken out. One entry per review; places count from 0.

    Each abstract and each reviewer has at least one review. ``line`` is the score from which an abstract is taken. So
    many of the last abstracts were for ``practice``: they compete with none, and nothing of them comes back.
    """
    many, judges = int(abstracts.max()) + 1, int(reviewers.max()) + 1
    competing = many - practice
    design = np.zeros((len(scores), many + judges))
    design[np.arange(len(scores)), abstracts] = 1
    design[np.arange(len(scores)), many + reviewers] = 1
    spreads = _spreads(design, many, competing, scores)
    mean, effects, covariance = _solved(design, many, competing, scores, spreads)
    adjusted = mean + effects[:competing]
    # The mean's own uncertainty moves all abstracts together; it belongs to their scores and not to their ranks.
    picks = np.random.default_rng(2027).multivariate_normal(
        np.concatenate([[mean], effects]), covariance, size=DRAWS, method="cholesky"
    )
    drawn = picks[:, :1] + picks[:, 1 : competing + 1]
    low, high = np.percentile(drawn, INTERVAL, axis=0)
    ranks = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    best, worst = np.percentile(ranks, INTERVAL, axis=0)
    counts = np.bincount(abstracts, minlength=many)
    return Calibration(
        raw=(np.bincount(abstracts, scores, many) / counts)[:competing],
        adjusted=adjusted,
        low=low,
        high=high,
        best_rank=np.floor(best).astype(np.int64),
        worst_rank=np.ceil(worst).astype(np.int64),
        above=(drawn >= line).mean(axis=0),
        leniency=effects[many:],
        leniency_error=np.sqrt(np.diag(covariance)[many + 1 :]),
        spread_of_abstracts=float(spreads[0]),
        spread_of_reviewers=float(spreads[1]),
        spread_of_chance=float(spreads[2]),
    )


@dataclass(frozen=True)
class ByAbstract:
    """One abstract's part of a Calibration; ``above`` is in what share of the draws it reaches the line."""

    adjusted: float
    low: float
    high: float
    best_rank: int
    worst_rank: int
    above: float


def calibrated(
    given: Sequence[tuple[int, int, int]], practised: Sequence[tuple[int, int, int]] = (), *, line: float
) -> dict[int, ByAbstract]:
    """The same by abstract's id, from reviews as the ids of abstract and reviewer and the total.

    So are those that were ``practised``, whose ids are of another table; nothing of them comes back.
    """
    every = [*given, *practised]
    abstract_ids, competing = np.unique([each[0] for each in given], return_inverse=True)
    practice_ids, practice = np.unique([each[0] for each in practised], return_inverse=True)
    _, reviewers = np.unique([each[1] for each in every], return_inverse=True)
    found = calibrate(
        np.concatenate([competing, practice + len(abstract_ids)]),
        reviewers,
        np.array([each[2] for each in every], dtype=float),
        line=line,
        practice=len(practice_ids),
    )
    return {
        int(abstract_id): ByAbstract(
            adjusted=float(found.adjusted[place]),
            low=float(found.low[place]),
            high=float(found.high[place]),
            best_rank=int(found.best_rank[place]),
            worst_rank=int(found.worst_rank[place]),
            above=float(found.above[place]),
        )
        for place, abstract_id in enumerate(abstract_ids)
    }


def _solved(
    design: NDArray[np.float64], many: int, competing: int, scores: NDArray[np.float64], spreads: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """The mean, the effects of abstracts and then reviewers, and how uncertain all of these are together."""
    left = _equations(design, many, competing, spreads)
    chance = spreads[2] ** 2
    covariance = np.linalg.inv(left)
    covariance = (covariance + covariance.T) / 2
    found = covariance @ np.concatenate([[scores.sum()], design.T @ scores]) / chance
    return float(found[0]), found[1:], covariance


def _equations(
    design: NDArray[np.float64], many: int, competing: int, spreads: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The left side of Henderson's mixed model equations; neither the mean nor practice is drawn towards anything."""
    whole = np.hstack([np.ones((len(design), 1)), design])
    shrink = np.concatenate(
        [
            [0.0],
            np.full(competing, spreads[0] ** -2.0),
            np.zeros(many - competing),
            np.full(design.shape[1] - many, spreads[1] ** -2.0),
        ]
    )
    return whole.T @ whole / spreads[2] ** 2 + np.diag(shrink)


def _spreads(
    design: NDArray[np.float64], many: int, competing: int, scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The three standard deviations that make the scores likeliest (restricted likelihood), none of them nothing."""
    judges, whole = design.shape[1] - many, float(np.std(scores)) or 1.0
    counted = np.concatenate([[scores.sum()], design.T @ scores])
    squares = float(scores @ scores)

    def unlikeliness(logs: NDArray[np.float64]) -> float:
        spreads = whole * np.exp(logs)
        left = _equations(design, many, competing, spreads)
        _, size = np.linalg.slogdet(left)
        chance = spreads[2] ** 2
        fitted = counted @ np.linalg.solve(left, counted) / chance**2
        widths = 2 * (competing * np.log(spreads[0]) + judges * np.log(spreads[1]) + len(scores) * np.log(spreads[2]))
        return float(size + widths + squares / chance - fitted)

    found = minimize(
        unlikeliness, np.log([0.6, 0.4, 0.6]), method="L-BFGS-B", bounds=[(np.log(1e-3), np.log(10.0))] * 3
    )
    return whole * np.exp(found.x)
