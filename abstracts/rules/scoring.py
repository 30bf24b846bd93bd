"""From points to a recommendation, as the rubric says (domain rules 43 and 44, vector 10)."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from abstracts.models import AbstractStatus, Criterion, Review, ReviewStatus, Rubric
from core.errors import NotFound, Refusal

MOST_POINTS = 5
TENTH = Decimal("0.1")


class NotScored(Refusal):
    """The review cannot be submitted yet. ``criterion_ids`` are those that still have no points."""

    status = 422

    def __init__(self, criterion_ids: list[int]) -> None:
        super().__init__(f"{len(criterion_ids)} left to score. Give 0 where you cannot judge.")
        self.criterion_ids = criterion_ids


class ReviewClosed(Refusal):
    pass


class ReviewChanged(Refusal):
    """Another window of the same reviewer saved it meanwhile; ``version`` is the one to begin from."""

    def __init__(self, review: Review) -> None:
        super().__init__("You changed this review in another window, so nothing was saved from this one.")
        self.version = review.version


class Recommendation(enum.Enum):
    WAITING = "reviews to come"
    TO_CHAIR = "for the chair: the scores differ"
    ORAL = "oral"
    POSTER = "poster"
    BELOW = "below the line"


@dataclass(frozen=True)
class Tally:
    """What the submitted reviews of an abstract come to. ``mean`` is to one decimal; None while there are none.

    ``tie_points`` is the mean of the criterion that breaks ties; ``unjudged`` counts the zeros, which are in the sums.
    """

    totals: tuple[int, ...]
    mean: Decimal | None
    spread: int
    tie_points: Decimal
    unjudged: int
    recommendation: Recommendation


NO_REVIEWS = Tally((), None, 0, Decimal(0), 0, Recommendation.WAITING)


def tally(rubric: Rubric, criteria: Iterable[Criterion], scores: Sequence[Mapping[int, int]]) -> Tally:
    """The tally of submitted reviews, each given as points by criterion id.

    Fewer than the rubric's least make no recommendation; a wide spread goes to the chair whatever the mean (rule 44).
    """
    if not scores:
        return NO_REVIEWS
    totals = tuple(sum(each.values()) for each in scores)
    mean = mean_of(totals)
    spread = max(totals) - min(totals)
    breaks_ties = [each.id for each in criteria if each.breaks_ties]
    tied = [each[criterion_id] for each in scores for criterion_id in breaks_ties if criterion_id in each]
    if len(scores) < rubric.least_reviews:
        recommended = Recommendation.WAITING
    elif spread >= rubric.wide_from:
        recommended = Recommendation.TO_CHAIR
    elif mean >= rubric.oral_from:
        recommended = Recommendation.ORAL
    else:
        recommended = Recommendation.POSTER if mean >= rubric.poster_from else Recommendation.BELOW
    return Tally(
        totals=totals,
        mean=mean,
        spread=spread,
        tie_points=mean_of(tied) if tied else Decimal(0),
        unjudged=sum(points == 0 for each in scores for points in each.values()),
        recommendation=recommended,
    )


def mean_of(numbers: Sequence[int]) -> Decimal:
    """The mean to one decimal, halves upwards."""
    return (Decimal(sum(numbers)) / len(numbers)).quantize(TENTH, ROUND_HALF_UP)


def rank_key(found: Tally, submitted_at: datetime) -> tuple[Decimal, Decimal, datetime]:
    """Sort by this to rank: the higher mean first, then the tie-breaking criterion, then who came earlier."""
    return -(found.mean or Decimal(0)), -found.tie_points, submitted_at


def check_scored(criteria: Iterable[Criterion], points: Mapping[int, int]) -> None:
    """Raise NotScored unless every criterion has its points, 0 counting as given."""
    if missing := [each.id for each in criteria if each.id not in points]:
        raise NotScored(missing)


def own_order(review: Review) -> tuple[int, int]:
    """Sort by this, and each reviewer has another order, the same at each visit; it tells nothing of who or when."""
    # A large prime takes neighbours far apart.
    return (review.abstract_id * 7919 + review.reviewer_id * 104_729 + review.id * 1_299_709) % 15_485_863, review.id


def check_may_score(review: Review) -> None:
    """Raise ReviewClosed once the abstract is no longer in review: nobody changes what a decision stands on."""
    if review.abstract.status is not AbstractStatus.IN_REVIEW:
        raise ReviewClosed("This abstract is no longer in review, so its scores stay as they are.")


def check_may_decline(review: Review) -> None:
    """Raise ReviewClosed once it is submitted: what was judged is judged."""
    if review.status is ReviewStatus.SUBMITTED:
        raise ReviewClosed("You have submitted this review. Tell the chair if something has come up since.")


def check_review_version(review: Review, version: int) -> None:
    """Raise ReviewChanged unless ``version`` is what the review is at now (WEB-2)."""
    if review.version != version:
        raise ReviewChanged(review)


def check_sees_others(review: Review) -> None:
    """Raise NotFound until the reviewer's own is submitted: nobody is led by what others thought (rule 43)."""
    if review.status is not ReviewStatus.SUBMITTED:
        raise NotFound("You see what others thought once your own review is in.")
