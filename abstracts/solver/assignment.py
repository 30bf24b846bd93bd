"""Who reviews what: the best sharing out there is, a flow of least cost found by SciPy's HiGHS and proved to be so.

Each abstract wants so many reviewers, each reviewer takes at least and at most so many abstracts, and none of those
they are in conflict with. Only the best candidates of each abstract go into the first sum; the prices that it yields
then tell of every pair left out whether it could do better. Those that could are let in and the sum is done again,
until none can.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import coo_array, csr_array

CANDIDATES = 40  # of each abstract, in the first sum
ADDED = 8  # to each abstract at most, in each sum after it
BETTER = 0.5  # all weights are whole numbers, and so are the prices: what does better does so by one


@dataclass(frozen=True)
class Problem:
    """Rows are abstracts and columns reviewers, in the caller's order.

    ``weights`` are whole numbers from 0, more being better; ``allowed`` is false for a conflict; ``kept`` is true for
    what was shared out before and should stay if it can. ``wanted`` is how many reviewers each abstract still needs;
    ``least`` and ``most`` bound what each reviewer is given here.
    """

    weights: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    wanted: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]


@dataclass(frozen=True)
class Assignment:
    """Pairs of an abstract and a reviewer, in order, and the sum of their weights.

    ``short`` is how many reviewers an abstract lacks in the end, ``idle`` how many abstracts a reviewer has too few;
    both are empty where everything can be met. No other sharing out lacks fewer, or keeps more of what was, or at the
    same of both has a higher ``score``.
    """

    pairs: list[tuple[int, int]]
    score: int
    short: dict[int, int]
    idle: dict[int, int]


@dataclass(frozen=True)
class Wish:
    """The smallest change by which everything could be met.

    So many abstracts ``more`` for these reviewers; so many ``other`` reviewers, in conflict with none of these
    abstracts, for each of them; so many ``fewer`` as the least of these reviewers.
    """

    more: dict[int, int]
    other: dict[int, int]
    fewer: dict[int, int]


def assign(problem: Problem) -> Assignment:
    """The best sharing out. Lacking as little as possible comes first, then keeping what was, then the weights."""
    if not problem.allowed.any():
        return Assignment([], 0, _counted(problem.wanted), _counted(problem.least))
    heaviest, reviewers = int(problem.weights.max(initial=0)), problem.weights.shape[1]
    # Two sharings differ by exchanges that each visit a reviewer once at most, so no exchange outweighs these.
    stays = heaviest * reviewers + 1
    worth = problem.weights + stays * problem.kept.astype(np.int64)
    missing = (heaviest + stays) * (reviewers + 1)
    taken, lacking = _solved(problem, worth, missing)
    pairs = [(int(row), int(column)) for row, column in zip(*np.nonzero(taken), strict=True)]
    return Assignment(
        pairs=pairs,
        score=int(problem.weights[taken].sum()),
        short=_counted(problem.wanted - taken.sum(axis=1)),
        idle=_counted(lacking),
    )


def smallest_change(problem: Problem) -> Wish:
    """By how little the limits would have to give for everything to be met; empty if they need not give at all."""
    if not problem.allowed.any():
        return Wish(more={}, other=_counted(problem.wanted), fewer=_counted(problem.least))
    abstracts, reviewers = problem.weights.shape
    # As many as there are abstracts: no limit at all, but each beyond the true one costs the same.
    extra = np.maximum(problem.allowed.sum(axis=0) - problem.most, 0)
    rows, columns = np.nonzero(problem.allowed)
    cost = np.concatenate(
        [
            np.zeros(len(rows)),
            np.full(abstracts, 4.0 * (reviewers + abstracts)),  # a reviewer from elsewhere comes last
            np.full(reviewers, 1.5),
            np.ones(reviewers),
        ]
    )
    equal, at_most = _matrices(rows, columns, abstracts, reviewers, with_extra=True)
    limits = np.concatenate([problem.most, -problem.least])
    most = np.concatenate([np.ones(len(rows)), problem.wanted, problem.least, extra])
    found = linprog(cost, at_most, limits, equal, problem.wanted, np.column_stack([np.zeros(len(most)), most]))
    _check(found)
    other, fewer, more = np.split(np.rint(found.x[len(rows) :]).astype(np.int64), [abstracts, abstracts + reviewers])
    return Wish(more=_counted(more), other=_counted(other), fewer=_counted(fewer))


def _solved(problem: Problem, worth: NDArray[np.int64], missing: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """What is taken of the whole matrix, and what each reviewer lacks of their least."""
    abstracts, reviewers = worth.shape
    ranked = np.where(problem.allowed, worth, -1)
    chosen = _best(ranked, CANDIDATES) | _best(ranked.T, CANDIDATES).T
    while True:
        rows, columns = np.nonzero(chosen)
        equal, at_most = _matrices(rows, columns, abstracts, reviewers)
        cost = np.concatenate(
            [-worth[rows, columns].astype(float), np.full(abstracts, 2.0 * missing), np.full(reviewers, float(missing))]
        )
        most = np.concatenate([np.ones(len(rows)), problem.wanted, problem.least])
        bounds = np.column_stack([np.zeros(len(most)), most])
        limits = np.concatenate([problem.most, -problem.least])
        found = linprog(cost, at_most, limits, equal, problem.wanted, bounds, method="highs-ds")
        _check(found)
        # What a pair left out would cost at the prices found; below nothing, it would do better than what was taken.
        load, floor = np.split(found.ineqlin.marginals, 2)
        reduced = -worth - found.eqlin.marginals[:, None] - (load - floor)[None, :]
        better = problem.allowed & ~chosen & (reduced < -BETTER)
        if not better.any():
            break
        chosen |= _best(np.where(better, -reduced, -1), ADDED)
    taken = np.zeros(worth.shape, dtype=bool)
    taken[rows, columns] = found.x[: len(rows)] > 0.5
    return taken, np.rint(found.x[len(rows) + abstracts :]).astype(np.int64)


def _matrices(
    rows: NDArray[np.int64], columns: NDArray[np.int64], abstracts: int, reviewers: int, *, with_extra: bool = False
) -> tuple[csr_array, csr_array]:
    """Every abstract has what it wants or lacks it; no reviewer has too many, or too few but what they lack."""
    pairs = np.arange(len(rows))
    lacks = len(rows) + np.arange(abstracts)
    idle = len(rows) + abstracts + np.arange(reviewers)
    width = len(rows) + abstracts + reviewers * (2 if with_extra else 1)
    ones = np.ones(len(rows))
    equal = coo_array(
        (
            np.concatenate([ones, np.ones(abstracts)]),
            (np.concatenate([rows, np.arange(abstracts)]), np.concatenate([pairs, lacks])),
        ),
        shape=(abstracts, width),
    )
    values = [ones, -ones, -np.ones(reviewers)]
    lines = [columns, columns + reviewers, reviewers + np.arange(reviewers)]
    places = [pairs, pairs, idle]
    if with_extra:
        values.append(-np.ones(reviewers))
        lines.append(np.arange(reviewers))
        places.append(idle + reviewers)
    at_most = coo_array(
        (np.concatenate(values), (np.concatenate(lines), np.concatenate(places))), shape=(2 * reviewers, width)
    )
    return equal.tocsr(), at_most.tocsr()


def _best(ranked: NDArray[np.int64] | NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """In each row the ``most`` highest, of those that are not negative."""
    if ranked.shape[1] > most:
        cut = np.partition(ranked, -most, axis=1)[:, -most][:, None]
        high = ranked >= cut
        # Where many are as good as the last, no more of them than fit.
        high &= np.cumsum(high & (ranked == cut), axis=1) <= most - (ranked > cut).sum(axis=1)[:, None]
        high |= ranked > cut
    else:
        high = np.ones(ranked.shape, dtype=bool)
    return high & (ranked >= 0)


def _check(found: OptimizeResult) -> None:
    # It always has a solution, since whatever is missing may be missing at a price.
    if found.status != 0:
        raise ArithmeticError(f"HiGHS did not finish: {found.message}")


def _counted(numbers: NDArray[np.int64]) -> dict[int, int]:
    return {int(place): int(numbers[place]) for place in np.nonzero(numbers)[0]}
