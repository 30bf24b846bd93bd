"""Who is asked to review, what they say of themselves, and what a chair gives them or takes away by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from abstracts.models import AbstractStatus, Call, Conflict, Review, Reviewer, ReviewStatus, Stance
from abstracts.rules.conflicts import standing
from abstracts.rules.settings import mark_of
from core.errors import Refusal

MOST_LOAD = 200
LEVEL_WORDS = {0: "Not at all", 1: "Somewhat", 2: "Well", 3: "It is my field"}


class WrongLoad(Refusal):
    status = 422


class ReviewsAlready(Refusal):
    pass


class AskedNoMore(Refusal):
    pass


class MayNotGive(Refusal):
    """This abstract cannot go to this reviewer; the message says why, and never how they are tied to it."""


class NobodyIsLate(Refusal):
    pass


class ReviewerChanged(Refusal):
    """What was shown of a reviewer is not how it is now; nothing was kept of what was typed."""


@dataclass(frozen=True)
class ReviewerProfile:
    """What is known of a reviewer. ``levels`` are by category's id, from 1 to 3; none is no entry."""

    organisation: str = ""
    second_organisation: str = ""
    interests: str = ""
    least: int = 0
    most: int = 8
    away_until: date | None = None
    levels: Mapping[int, int] = field(default_factory=dict)


def profile_of(reviewer: Reviewer) -> ReviewerProfile:
    """How it stands."""
    return ReviewerProfile(
        reviewer.organisation,
        reviewer.second_organisation,
        reviewer.interests,
        reviewer.least,
        reviewer.most,
        reviewer.away_until,
        {each.category_id: each.level for each in reviewer.expertise},
    )


def mark_of_reviewer(reviewer: Reviewer) -> str:
    known = profile_of(reviewer)
    return mark_of(reviewer.stance, known.organisation, known.second_organisation, known.interests, known.least) + (
        mark_of(known.most, known.away_until, sorted(known.levels.items()))
    )


def check_reviewer_mark(shown: str, reviewer: Reviewer) -> None:
    """Raise ReviewerChanged if somebody saved it since the page was opened (WEB-2)."""
    if shown != mark_of_reviewer(reviewer):
        raise ReviewerChanged(
            "This was changed meanwhile, so nothing is saved here. What you typed is still in its boxes; save again to "
            "put it in place of theirs."
        )


def check_loads(least: int, most: int) -> None:
    """Raise WrongLoad unless the least that somebody takes is no more than the most."""
    if not 0 <= least <= most <= MOST_LOAD:
        raise WrongLoad(f"The least must not be more than the most, and the most at most {MOST_LOAD}.")


def check_may_invite(reviewer: Reviewer | None) -> None:
    """Raise ReviewsAlready for who reviews for the call; who declined may be asked again."""
    if reviewer is not None and reviewer.stance is Stance.REVIEWING:
        raise ReviewsAlready("They review for this call already.")


def check_may_answer_invitation(reviewer: Reviewer) -> None:
    """Raise AskedNoMore once a chair has ended it."""
    if reviewer.stance is Stance.ENDED:
        raise AskedNoMore("The chair needs no more reviewers for this call. Thank you for your help.")


def check_reviews(reviewer: Reviewer) -> None:
    """Raise AskedNoMore unless they review for the call."""
    if reviewer.stance is not Stance.REVIEWING:
        raise AskedNoMore("Say first that you review for this call.")


def check_may_give(
    status: AbstractStatus, reviewer: Reviewer, conflicts: Iterable[Conflict], before: Review | None
) -> None:
    """Raise MayNotGive unless a chair may give the abstract to the reviewer by hand (domain rule 42).

    ``conflicts`` are those of this reviewer with this abstract, ``before`` what became of it when they had it.
    """
    if status is not AbstractStatus.IN_REVIEW:
        raise MayNotGive("This abstract is not in review.")
    if reviewer.stance is not Stance.REVIEWING:
        raise MayNotGive("They do not review for this call.")
    if standing(conflicts):
        raise MayNotGive("They are in conflict with this abstract.")
    if before is not None and before.status is ReviewStatus.DECLINED:
        raise MayNotGive("They have given this abstract back already.")


def check_may_take(review: Review) -> None:
    """Raise MayNotGive once it is submitted: what was judged is judged."""
    if review.status is ReviewStatus.SUBMITTED:
        raise MayNotGive("This review is in, and stays.")


def is_late(call: Call, now: datetime) -> bool:
    """True once the call's reviews are due."""
    return call.reviews_due_at is not None and call.reviews_due_at <= now


def check_is_late(call: Call, now: datetime) -> None:
    """Raise NobodyIsLate while there is still time."""
    if not is_late(call, now):
        raise NobodyIsLate("Reviews are not due yet, so nobody is late.")
