"""Who reviews what: nobody in conflict, within every limit, and no better sharing out exists."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from abstracts.solver import Problem, assign, assignment, smallest_change
from tests.rig.second_solver import a_problem, best_score, matrix_of, measured


def plain(weights, **changes) -> Problem:
    weights = np.array(weights)
    abstracts, reviewers = weights.shape
    given = {
        "allowed": np.ones(weights.shape, dtype=bool),
        "kept": np.zeros(weights.shape, dtype=bool),
        "wanted": np.ones(abstracts, dtype=int),
        "least": np.zeros(reviewers, dtype=int),
        "most": np.full(reviewers, abstracts),
    }
    return Problem(weights=weights, **given | {name: np.array(value) for name, value in changes.items()})


def test_the_heaviest_pairs_are_taken_where_nothing_stands_against_it():
    assert assign(plain([[5, 1], [2, 9]])).pairs == [(0, 0), (1, 1)]


def test_a_conflict_is_never_assigned_however_well_it_would_fit():
    found = assign(plain([[900, 1], [900, 1]], allowed=[[False, True], [False, True]]))

    assert found.pairs == [(0, 1), (1, 1)]


def test_nobody_gets_more_than_they_take_or_less_than_they_want():
    found = assign(plain([[9, 0, 0], [9, 0, 0], [9, 0, 0]], most=[1, 3, 3], least=[0, 0, 1]))

    loads = [sum(1 for _, reviewer in found.pairs if reviewer == each) for each in range(3)]
    assert loads[0] == 1
    assert loads[2] >= 1
    assert (found.short, found.idle) == ({}, {})


def test_what_was_shared_out_before_stays_even_where_something_else_would_score_more():
    found = assign(plain([[1, 1000], [1000, 1]], kept=[[True, False], [False, True]], most=[1, 1]))

    assert found.pairs == [(0, 0), (1, 1)]


def test_it_says_which_abstract_lacks_somebody_and_what_the_smallest_change_is():
    conflicts = plain([[1, 1], [1, 1]], wanted=[2, 2], allowed=[[True, False], [True, True]], most=[1, 1])

    found, wish = assign(conflicts), smallest_change(conflicts)

    assert sum(found.short.values()) == 2
    assert wish.other == {0: 1}  # the second reviewer is in conflict with the first abstract, whatever they may take
    assert wish.more == {0: 1}  # and the first one has to take both


def test_nothing_needs_to_change_where_everything_can_be_met():
    wish = smallest_change(plain([[1, 1]]))

    assert (wish.more, wish.other, wish.fewer) == ({}, {}, {})


def test_who_can_be_given_nothing_lacks_their_least_load():
    problem = plain([[1, 1]], allowed=[[True, False]], least=[0, 1])

    assert assign(problem).idle == {1: 1}
    assert smallest_change(problem).fewer == {1: 1}


@pytest.mark.parametrize("seed", range(24))
def test_no_other_solver_finds_a_better_one(seed):
    draw = np.random.default_rng(seed)
    problem = a_problem(seed, abstracts=int(draw.integers(1, 60)), reviewers=int(draw.integers(1, 25)))

    assert measured(problem, matrix_of(problem, assign(problem).pairs))[:3] == best_score(problem)[:3]


def test_a_first_choice_of_candidates_that_is_never_widened_is_noticed(monkeypatch):
    problem = a_problem(7, abstracts=60, reviewers=30)
    monkeypatch.setattr(assignment, "CANDIDATES", 2)
    monkeypatch.setattr(assignment, "BETTER", 1e30)  # nothing left out is ever let in

    assert measured(problem, matrix_of(problem, assign(problem).pairs))[:3] > best_score(problem)[:3]


def test_widened_from_very_few_candidates_it_ends_at_the_same_optimum(monkeypatch):
    monkeypatch.setattr(assignment, "CANDIDATES", 2)
    for seed in range(6):
        problem = a_problem(seed, abstracts=40, reviewers=20)
        assert measured(problem, matrix_of(problem, assign(problem).pairs))[:3] == best_score(problem)[:3]


SHAPES = {"abstracts": st.integers(1, 12), "reviewers": st.integers(1, 8)}


def in_conflict(problem: Problem) -> list[tuple[int, int]]:
    return [pair for pair in assign(problem).pairs if not problem.allowed[pair]]


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32), **SHAPES)
def test_a_drawn_conflict_is_never_assigned_and_no_limit_broken(seed, abstracts, reviewers):
    problem = a_problem(seed, abstracts=abstracts, reviewers=reviewers)

    found = assign(problem)

    taken = matrix_of(problem, found.pairs)
    assert not (taken & ~problem.allowed).any()
    assert (taken.sum(axis=0) <= problem.most).all()
    assert {row: int(n) for row, n in enumerate(problem.wanted - taken.sum(axis=1)) if n} == found.short


def test_an_assignment_that_forgets_conflicts_is_noticed(monkeypatch):
    """The check above can fail."""
    forgetful = assignment._best
    monkeypatch.setattr(assignment, "_best", lambda ranked, most: forgetful(np.abs(ranked), most))

    @settings(max_examples=60, deadline=None, phases=(Phase.generate,))
    @given(seed=st.integers(0, 2**32), **SHAPES)
    def check(seed, abstracts, reviewers):
        assert in_conflict(a_problem(seed, abstracts=abstracts, reviewers=reviewers)) == []

    with pytest.raises(AssertionError):
        check()


@pytest.mark.parametrize("shape", [(0, 0), (2, 0), (0, 2)])
def test_without_abstracts_or_reviewers_there_is_nothing_to_share_out(shape):
    problem = plain(np.zeros(shape, dtype=int))

    assert assign(problem).pairs == []
    assert sum(assign(problem).short.values()) == shape[0]
    assert sum(smallest_change(problem).other.values()) == shape[0]
