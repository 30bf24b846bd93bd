"""What a reviewer does: saves what they have so far, submits it, or gives the abstract back."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.actions.discussing import draw_pseudonym
from abstracts.models import Conflict, PastTotal, Review, ReviewStatus, Rubric, Score, Tie
from abstracts.rules import Judgement
from core import diary
from core.db import insert_once


def save_review(
    session: Session, *, review: Review, rubric: Rubric, judgement: Judgement, version: int, now: datetime
) -> None:
    """The review holds ``judgement`` and nothing else; whether it is submitted stays as it was.

    What a submitted one came to before its points changed is kept for the chair.

    The review is locked. A submitted one must stay complete. Raises ReviewClosed, ReviewChanged or NotScored, and then
    nothing is kept; the same again changes nothing, whatever the version (R7).
    """
    rules.check_may_score(review)
    points = {each.id: judgement.points[each.id] for each in rubric.criteria if each.id in judgement.points}
    values = {
        "confidence": judgement.confidence,
        "to_authors": judgement.to_authors,
        "to_chair": judgement.to_chair,
        "concern": judgement.concern,
    }
    given = {each.criterion_id: each for each in review.scores}
    is_same = {criterion_id: each.points for criterion_id, each in given.items()} == points
    if is_same and all(getattr(review, name) == value for name, value in values.items()):
        return
    rules.check_review_version(review, version)
    if review.status is ReviewStatus.SUBMITTED:
        rules.check_scored(rubric.criteria, points)
        if not is_same:
            before = sum(each.points for each in given.values())
            session.add(PastTotal(review_id=review.id, version=review.version, total=before, changed_at=now))
    for name, value in values.items():
        setattr(review, name, value)
    for criterion_id, score in given.items():
        if criterion_id not in points:
            session.delete(score)
    for criterion_id, number in points.items():
        if criterion_id in given:
            given[criterion_id].points = number
        else:
            session.add(Score(review_id=review.id, criterion_id=criterion_id, points=number))
    if review.status is ReviewStatus.ASSIGNED:
        _move(session, review, ReviewStatus.STARTED, now)
    review.version += 1
    review.saved_at = now
    session.flush()
    session.expire(review, ["scores"])


def submit_review(
    session: Session, *, review: Review, rubric: Rubric, judgement: Judgement, version: int, now: datetime
) -> None:
    """The review counts from now on, and its writer sees the others', and they see it under a name
    drawn at random. Raises as save_review does (domain rule 44)."""
    save_review(session, review=review, rubric=rubric, judgement=judgement, version=version, now=now)
    rules.check_scored(rubric.criteria, {each.criterion_id: each.points for each in review.scores})
    if review.status is not ReviewStatus.SUBMITTED:
        review.submitted_at = now
        _move(session, review, ReviewStatus.SUBMITTED, now)
        session.flush()
        draw_pseudonym(session, review=review)


def decline_review(session: Session, *, review: Review, reason: str, is_conflict: bool, now: datetime) -> None:
    """The abstract is no longer theirs, and never given to them again; a conflict that they declare is kept (rule 42).

    Raises ReviewClosed if it is submitted, or no longer in review.
    """
    rules.check_may_score(review)
    rules.check_may_decline(review)
    if is_conflict:
        insert_once(
            session,
            Conflict,
            abstract_id=review.abstract_id,
            person_id=review.reviewer.person_id,
            tie=Tie.BY_REVIEWER,
            is_pinned=False,
            found_at=now,
            by_id=review.reviewer.person_id,
        )
    review.reason = reason
    _move(session, review, ReviewStatus.DECLINED, now)
    session.flush()


def _move(session: Session, review: Review, to: ReviewStatus, now: datetime) -> None:
    before, review.status = review.status, to
    diary.note(
        session,
        act=f"review {to.value}",
        now=now,
        actor_id=review.reviewer.person_id,
        thing=("review", review.id),
        before={"status": before.value},
        after={"status": to.value},
    )
