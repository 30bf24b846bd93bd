"""Finding conflicts and sharing abstracts out among reviewers."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Abstract, Call, Conflict, Review, Reviewer, ReviewStatus, Score
from abstracts.rules import Plan, ToShare
from core import diary
from core.db import insert_once
from core.outbox import queue_letter_once
from events.rules import local_day

CHASED = "abstracts/email/reviews_due"


def find_conflicts(session: Session, *, call: Call, now: datetime, person_ids: Collection[int] | None = None) -> int:
    """Every tie of the call's reviewers and chairs to its abstracts that the program finds is kept; how many are new.

    Of these persons alone, if any are named. One that a chair lifted stays lifted. Domain rule 42.
    """
    found = queries.found_ties(session, call, person_ids)
    in_order = sorted(found, key=lambda each: (each[0], each[1], each[2].value))
    return sum(
        insert_once(
            session, Conflict, abstract_id=abstract_id, person_id=person_id, tie=tie, is_pinned=False, found_at=now
        )
        for abstract_id, person_id, tie in in_order
    )


def share_out(
    session: Session, *, call: Call, given: ToShare, plan: Plan, by_id: int | None, today: date, now: datetime
) -> tuple[int, int]:
    """The call's reviews are as ``plan`` says, which was reckoned from ``given``; how many came, and how many went.

    What was begun stays. The call is locked. Raises SharedOutMeanwhile if ``given`` is no longer how things are.
    """
    if queries.to_share_out(session, call, today) != given:
        raise rules.SharedOutMeanwhile("Something has changed since this was worked out. Look at it again.")
    gone, come = given.kept - plan.pairs, plan.pairs - given.kept
    for abstract_id, reviewer_id in sorted(gone):
        taken = delete(Review).where(Review.abstract_id == abstract_id, Review.reviewer_id == reviewer_id)
        session.execute(taken.where(Review.status == ReviewStatus.ASSIGNED))
    for abstract_id, reviewer_id in sorted(come):
        session.add(Review(abstract_id=abstract_id, reviewer_id=reviewer_id, assigned_at=now))
    session.flush()
    diary.note(
        session,
        act="shared out abstracts",
        now=now,
        actor_id=by_id,
        thing=("call", call.id),
        event_id=call.event_id,
        after={"came": len(come), "went": len(gone), "short": sum(plan.short.values())},
    )
    return len(come), len(gone)


def drop_unread(session: Session, *of_them: ColumnElement[bool]) -> None:
    """Those of the reviews that nobody has submitted or given back are gone, with what was begun of them."""
    ids = select(Review.id).where(*of_them, Review.status.in_((ReviewStatus.ASSIGNED, ReviewStatus.STARTED)))
    session.execute(delete(Score).where(Score.review_id.in_(ids)).execution_options(synchronize_session=False))
    session.execute(delete(Review).where(Review.id.in_(ids)).execution_options(synchronize_session=False))
    session.expire_all()


def give_by_hand(session: Session, *, abstract: Abstract, reviewer: Reviewer, by_id: int, now: datetime) -> None:
    """The reviewer has the abstract to review; once more changes nothing (R7). The call is locked.

    Ties are looked for once more, so that none is passed over (domain rule 42). Raises MayNotGive.
    """
    find_conflicts(session, call=abstract.call, now=now, person_ids={reviewer.person_id})
    conflicts = queries.conflicts_between(session, abstract, reviewer.person_id)
    before = queries.review_of(session, abstract, reviewer.id)
    rules.check_may_give(abstract.status, reviewer, conflicts, before)
    given = {"status": ReviewStatus.ASSIGNED, "version": 1, "to_authors": "", "to_chair": "", "reason": ""}
    if insert_once(session, Review, abstract_id=abstract.id, reviewer_id=reviewer.id, assigned_at=now, **given):
        _note_by_hand(session, "gave a review by hand", abstract, reviewer.id, by_id, now)


def take_by_hand(session: Session, *, abstract: Abstract, review: Review, by_id: int, now: datetime) -> None:
    """The reviewer has the abstract no longer, and what they had begun is gone. Raises MayNotGive if it is in."""
    rules.check_may_take(review)
    reviewer_id = review.reviewer_id
    drop_unread(session, Review.id == review.id)
    _note_by_hand(session, "took a review away", abstract, reviewer_id, by_id, now)


def chase_reviewer(session: Session, *, reviewer: Reviewer, by_id: int, now: datetime) -> bool:
    """A letter says what they have left to do; false if one went today already, or nothing is left."""
    return bool(queries.left_to_review(session, reviewer)) and _chase(session, reviewer, by_id, now)


def chase_late(session: Session, *, call: Call, by_id: int, now: datetime) -> int:
    """Everybody with reviews left gets a letter, but who got one today; how many do. Raises NobodyIsLate."""
    rules.check_is_late(call, now)
    return sum(_chase(session, reviewer, by_id, now) for reviewer in queries.with_reviews_left(session, call))


def _chase(session: Session, reviewer: Reviewer, by_id: int, now: datetime) -> bool:
    key = f"{reviewer.id}:{local_day(reviewer.call.event, now)}"
    to = reviewer.person.email
    if not queue_letter_once(session, kind=CHASED, to=to, key=key, now=now, reviewer_id=reviewer.id):
        return False
    reviewer.chased_at = now
    thing, event_id = ("reviewer", reviewer.id), reviewer.call.event_id
    diary.note(session, act="chased a reviewer", now=now, actor_id=by_id, thing=thing, event_id=event_id)
    return True


def _note_by_hand(session: Session, act: str, abstract: Abstract, reviewer_id: int, by_id: int, now: datetime) -> None:
    thing, after = ("abstract", abstract.id), {"reviewer": reviewer_id}
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=abstract.event_id, after=after)
