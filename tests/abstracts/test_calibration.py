"""Harsh and lenient reviewers: what was planted is found again, with honest intervals."""

from statistics import mean

import numpy as np
import pytest
from scipy.stats import spearmanr

from abstracts.solver import calibrate

LINE = 15.0


def a_call(seed: int, *, abstracts: int = 300, judges: int = 18, each: int = 3):
    """Scores with reviewers whose leniency has a spread of 2, abstracts of 3 and chance of 3; and what was planted."""
    draw = np.random.default_rng(seed)
    of = np.repeat(np.arange(abstracts), each)
    by = np.concatenate([draw.choice(judges, each, replace=False) for _ in range(abstracts)])
    worth, leniency = draw.normal(13, 3, abstracts), draw.normal(0, 2, judges)
    return of, by, worth[of] + leniency[by] + draw.normal(0, 3, len(of)), worth, leniency


def test_the_planted_leniency_is_found_again():
    of, by, scores, _, leniency = a_call(1)

    found = calibrate(of, by, scores, lines=[LINE])

    assert np.corrcoef(found.leniency, leniency)[0, 1] > 0.95


def test_the_adjusted_ranking_is_nearer_to_the_truth_than_the_raw_one():
    for seed in range(4):
        of, by, scores, worth, _ = a_call(seed)
        found = calibrate(of, by, scores, lines=[LINE])
        assert spearmanr(found.adjusted, worth).statistic > spearmanr(found.raw, worth).statistic + 0.02


def covered(widen: float = 1.0, seeds=range(100, 130)) -> float:
    """The share of abstracts whose true worth lies in their interval, over many calls."""
    shares = []
    for seed in seeds:
        of, by, scores, worth, _ = a_call(seed)
        found = calibrate(of, by, scores, lines=[LINE])
        low, high = (found.adjusted + widen * (end - found.adjusted) for end in (found.low, found.high))
        shares.append(float(((low <= worth) & (worth <= high)).mean()))
    return mean(shares)


def test_intervals_of_ninety_per_cent_hold_the_truth_nine_times_in_ten():
    assert 0.88 <= covered() <= 0.92


@pytest.mark.parametrize("widen", [0.8, 1.25])
def test_intervals_that_are_too_narrow_or_too_wide_are_noticed(widen):
    assert not 0.88 <= covered(widen, seeds=range(100, 106)) <= 0.92


def test_one_strict_reviewer_costs_an_abstract_nothing():
    # Two equal abstracts; the second alone was read by somebody who gives everybody six points less.
    of = np.repeat(np.arange(12), 3)
    by = np.array([[each % 5, (each + 1) % 5, 5 if each % 2 else (each + 2) % 5] for each in range(12)]).ravel()
    scores = 15.0 + np.tile([0.5, -0.5, 0.0], 12) - 6.0 * (by == 5)

    found = calibrate(of, by, scores, lines=[LINE])

    assert found.raw[0] - found.raw[1] == pytest.approx(2.0)
    assert abs(found.adjusted[0] - found.adjusted[1]) < 0.5
    assert found.leniency.argmin() == 5


def test_equal_scores_leave_nobody_lenient_and_nothing_undefined():
    of, by = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)

    found = calibrate(of, by, np.full(12, 18.0), lines=[LINE])

    assert found.adjusted == pytest.approx(np.full(4, 18.0), abs=0.05)
    assert found.leniency == pytest.approx(np.zeros(3), abs=0.05)


def test_ranks_and_chances_belong_to_the_scores():
    of, by, scores, _, _ = a_call(3, abstracts=40, judges=8)

    found = calibrate(of, by, scores, lines=[LINE])

    first, last = found.adjusted.argmax(), found.adjusted.argmin()
    assert found.best_rank[first] == 1
    assert found.worst_rank[last] == 40
    assert (found.best_rank <= found.worst_rank).all()
    assert found.above[0, first] > 0.9 > 0.1 > found.above[0, last]


def share_in_truth(shift: float = 0.0, seeds=range(200, 230)) -> list[tuple[float, int]]:
    """Of those said to be above a line, or among the first sixty, in 75 to 85 of 100: the share that is, of how many.

    A planted ``shift`` asks for a line that many points higher, and for more places, than the truth is held against.
    """
    above, within = [], []
    for seed in seeds:
        of, by, scores, worth, _ = a_call(seed)
        found = calibrate(of, by, scores, lines=[LINE + shift], places=[60 + int(20 * shift)])
        ranks = (-worth).argsort().argsort() + 1
        above += [*(worth >= LINE)[(found.above[0] >= 0.75) & (found.above[0] <= 0.85)]]
        within += [*(ranks <= 60)[(found.within[0] >= 0.75) & (found.within[0] <= 0.85)]]
    return [(mean(map(float, each)), len(each)) for each in (above, within)]


def test_who_is_said_to_be_above_in_eighty_of_a_hundred_is_so_in_as_many():
    for share, counted in share_in_truth():
        assert counted > 200
        assert 0.72 <= share <= 0.88


def test_shares_of_another_line_or_of_other_places_are_noticed():
    assert not any(0.72 <= share <= 0.88 for share, _ in share_in_truth(1.0, seeds=range(200, 206)))


def test_a_higher_line_and_fewer_places_are_never_likelier_and_the_better_abstract_never_less_likely():
    of, by, scores, _, _ = a_call(4)

    found = calibrate(of, by, scores, lines=[13.0, 15.0, 17.0], places=[150, 60, 24])

    for shares in (found.above, found.within):
        assert (np.diff(shares, axis=0) <= 0).all()
    # Of equally many reviews each, so their ranges are nearly as wide, and the order is that of the adjusted scores.
    assert spearmanr(found.above[1], found.adjusted).statistic > 0.98
    assert found.within[1].sum() == pytest.approx(60)


def test_the_same_reviews_give_the_same_figures_and_others_give_others():
    of, by, scores, _, _ = a_call(5, abstracts=40, judges=8)

    first, second, other = (
        calibrate(of, by, each, lines=[LINE], places=[10]) for each in (scores, scores, scores + by)
    )

    for name in ("above", "within", "low", "best_rank"):
        assert (getattr(first, name) == getattr(second, name)).all()
    assert not (first.above == other.above).all()


def with_practice(seed: int, more: int):
    """A call of which each reviewer has few, and practice that everybody scored; and what was planted."""
    draw = np.random.default_rng(seed)
    of, by, scores, worth, leniency = a_call(seed, abstracts=30, judges=18, each=3)
    extra_of, extra_by = np.repeat(np.arange(30, 30 + more), 18), np.tile(np.arange(18), more)
    extreme = np.repeat(draw.choice([2.0, 24.0], more), 18)  # made up to be plain, and so no sample of worth
    given = extreme + leniency[extra_by] + draw.normal(0, 3, 18 * more)
    every = (np.concatenate([of, extra_of]), np.concatenate([by, extra_by]), np.concatenate([scores, given]))
    return every, worth, leniency


def test_practice_tells_how_strict_reviewers_are_and_competes_with_none():
    nearer = []
    for seed in range(8):
        plain, worth, leniency = with_practice(seed, 0)
        practised, _, _ = with_practice(seed, 4)
        before, after = calibrate(*plain, lines=[LINE]), calibrate(*practised, lines=[LINE], practice=4)
        nearer.append(np.abs(before.leniency - leniency).mean() - np.abs(after.leniency - leniency).mean())
        assert len(after.adjusted) == len(after.raw) == len(worth)
        assert (after.best_rank.min(), after.worst_rank.max() <= 30) == (1, True)
        assert after.spread_of_abstracts < 6

    assert mean(nearer) > 0.2


def test_practice_that_is_taken_for_the_real_thing_is_noticed():
    practised, worth, _ = with_practice(0, 4)

    found = calibrate(*practised, lines=[LINE])

    assert len(found.adjusted) == len(worth) + 4
    assert found.worst_rank.max() > 30
