"""Finding conflicts and sharing abstracts out among reviewers."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Call, Conflict, Review, ReviewStatus, Tie
from abstracts.rules import Plan, ToShare
from core import diary
from core.db import insert_once


def find_conflicts(session: Session, *, call: Call, now: datetime) -> int:
    """Every tie between the call's reviewers and its abstracts that the program can find is kept; how many are new.

    One that a chair lifted stays lifted. Domain rule 42.
    """
    reviewers = queries.reviewers_known(session, call)
    found = {(abstract_id, person_id, Tie.COAUTHOR) for abstract_id, person_id in queries.wrote_together(session, call)}
    for abstract_id, (owner_keys, authors) in queries.authors_known(session, call).items():
        for person_id, known in reviewers.items():
            found |= {(abstract_id, person_id, tie) for tie in rules.ties(known, authors, owner_keys)}
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
