"""The assignment once more, by another way: network simplex over a graph, in whole numbers throughout."""

import networkx
import numpy as np

from abstracts.solver import Problem


def best_score(problem: Problem) -> tuple[int, int, int, int]:
    """How many reviewers are lacking, how much of the least loads, what was not kept, and the score: of the optimum."""
    abstracts, reviewers = problem.weights.shape
    heaviest = int(problem.weights.max(initial=0))
    stays = heaviest * reviewers + 1
    missing = (heaviest + stays) * (reviewers + 1)
    graph = networkx.DiGraph()
    total = int(problem.wanted.sum())
    graph.add_node("reviews", demand=-total)
    graph.add_node("pool", demand=0)
    for row in range(abstracts):
        graph.add_edge("reviews", ("a", row), capacity=int(problem.wanted[row]), weight=0)
        graph.add_edge(("a", row), "nobody", capacity=int(problem.wanted[row]), weight=2 * missing)
        for column in range(reviewers):
            if problem.allowed[row, column]:
                worth = int(problem.weights[row, column]) + stays * int(problem.kept[row, column])
                graph.add_edge(("a", row), ("r", column), capacity=1, weight=-worth)
    for column in range(reviewers):
        least, most = int(problem.least[column]), int(problem.most[column])
        # The first ones cost less than nothing: each that is not given is missed.
        graph.add_edge(("r", column), ("floor", column), capacity=least, weight=-missing)
        graph.add_edge(("floor", column), "done", capacity=least, weight=0)
        graph.add_edge(("r", column), "done", capacity=most - least, weight=0)
    graph.add_edge("nobody", "done", weight=0, capacity=total)
    graph.add_node("done", demand=total)
    _, flow = networkx.network_simplex(graph)
    taken = np.zeros((abstracts, reviewers), dtype=bool)
    for row in range(abstracts):
        for (kind, column), amount in ((to, n) for to, n in flow[("a", row)].items() if to != "nobody"):
            taken[row, column] = kind == "r" and amount > 0
    return measured(problem, taken)


def measured(problem: Problem, taken) -> tuple[int, int, int, int]:
    """The same figures of any sharing out; the smaller the better, the score negative for that."""
    lacking = int((problem.wanted - taken.sum(axis=1)).sum())
    idle = int(np.maximum(problem.least - taken.sum(axis=0), 0).sum())
    # One missing reviewer weighs as much as two missing of a least load.
    return 2 * lacking + idle, int((problem.kept & ~taken).sum()), -int(problem.weights[taken].sum()), int(taken.sum())


def matrix_of(problem: Problem, pairs):
    taken = np.zeros(problem.weights.shape, dtype=bool)
    for row, column in pairs:
        taken[row, column] = True
    return taken


def a_problem(seed: int, *, abstracts: int, reviewers: int, each: int = 3) -> Problem:
    """Weights, conflicts, floors and what was kept, drawn; now tight, now loose, now not to be met at all."""
    draw = np.random.default_rng(seed)
    load = -(-abstracts * each // reviewers)
    allowed = draw.random((abstracts, reviewers)) > draw.choice([0.02, 0.2, 0.5])
    least = draw.integers(0, load + 1, reviewers)
    return Problem(
        weights=draw.integers(0, draw.choice([4, 1001]), (abstracts, reviewers)),
        allowed=allowed,
        kept=allowed & (draw.random((abstracts, reviewers)) < draw.choice([0, 0.05])),
        wanted=draw.integers(0, each + 1, abstracts),
        least=least,
        most=least + draw.integers(0, 4, reviewers),
    )
