"""From points to a recommendation: rule 44, vector 10, and what ranks before what."""

from datetime import timedelta
from decimal import Decimal

import pytest

from abstracts.models import Criterion, Rubric
from abstracts.rules import NotScored, Recommendation, check_scored, mean_of, rank_key, scoring, tally
from tests.factories import NOON

RUBRIC = Rubric(reviews_each=3, least_reviews=3, oral_from=20, poster_from=13, wide_from=8)
CRITERIA = [Criterion(id=each, breaks_ties=each == 4) for each in range(1, 6)]


def of_total(total: int) -> dict[int, int]:
    each, more = divmod(total, 5)
    return {criterion: each + (criterion <= more) for criterion in range(1, 6)}


def counted(*totals: int):
    return tally(RUBRIC, CRITERIA, [of_total(each) for each in totals])


def test_vector_10_eighteen_twenty_and_twenty_two_have_a_mean_of_twenty_and_may_be_an_oral():
    found = counted(18, 20, 22)

    assert (found.mean, found.spread, found.recommendation) == (Decimal("20.0"), 4, Recommendation.ORAL)


def test_vector_10_twelve_twenty_two_and_twenty_spread_by_ten_and_go_to_the_chair():
    found = counted(12, 22, 20)

    assert (found.spread, found.recommendation) == (10, Recommendation.TO_CHAIR)


LINES = {
    "at the line of an oral": ((20, 20, 20), Recommendation.ORAL),
    "a tenth below it": ((20, 20, 19), Recommendation.POSTER),
    "at the line of a poster": ((13, 13, 13), Recommendation.POSTER),
    "a tenth below that": ((13, 13, 12), Recommendation.BELOW),
    "a spread of seven": ((17, 20, 24), Recommendation.ORAL),
    "a spread of eight": ((16, 20, 24), Recommendation.TO_CHAIR),
    "two reviews": ((25, 25), Recommendation.WAITING),
    "two reviews far apart": ((5, 25), Recommendation.WAITING),
    "none": ((), Recommendation.WAITING),
    "four reviews": ((20, 20, 20, 21), Recommendation.ORAL),
}


@pytest.mark.parametrize(("totals", "recommended"), LINES.values(), ids=LINES.keys())
def test_rule_44_what_the_totals_recommend(totals, recommended):
    assert counted(*totals).recommendation is recommended


def test_rule_44_a_tally_that_takes_two_reviews_for_enough_is_noticed(monkeypatch):
    monkeypatch.setattr(RUBRIC, "least_reviews", 2)

    assert counted(25, 25).recommendation is not Recommendation.WAITING


def test_rule_44_what_could_not_be_judged_is_nothing_in_the_sum_and_shown_as_such():
    found = tally(RUBRIC, CRITERIA, [of_total(20), of_total(20), {**of_total(20), 3: 0}])

    assert found.totals == (20, 20, 16)
    assert found.unjudged == 1


MEANS = {
    "halves go up": ([20, 21, 20, 20], "20.3"),
    "a third": ([20, 20, 21], "20.3"),
    "two thirds": ([20, 21, 21], "20.7"),
}


@pytest.mark.parametrize(("numbers", "mean"), MEANS.values(), ids=MEANS.keys())
def test_a_mean_has_one_decimal(numbers, mean):
    assert mean_of(numbers) == Decimal(mean)


def test_equal_means_are_ranked_by_the_fourth_criterion_and_then_by_who_came_first():
    more_impact = tally(RUBRIC, CRITERIA, [{1: 4, 2: 4, 3: 4, 4: 5, 5: 3}] * 3)
    less_impact = tally(RUBRIC, CRITERIA, [{1: 5, 2: 4, 3: 4, 4: 4, 5: 3}] * 3)
    later = NOON + timedelta(seconds=1)

    in_order = sorted(
        [("late", less_impact, later), ("early", less_impact, NOON), ("impact", more_impact, later)],
        key=lambda each: rank_key(*each[1:]),
    )

    assert [each[0] for each in in_order] == ["impact", "early", "late"]


def test_a_review_lacks_what_has_no_points_and_nought_is_points():
    with pytest.raises(NotScored, match="2 left to score") as refused:
        check_scored(CRITERIA, {1: 0, 2: 5, 3: 5})
    check_scored(CRITERIA, dict.fromkeys(range(1, 6), 0))

    assert refused.value.criterion_ids == [4, 5]
    assert scoring.MOST_POINTS == 5
