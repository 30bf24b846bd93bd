"""What reviewers of one abstract read of each other, and what its chair reads of them.

What a reviewer is given holds pseudonyms and days: whose review it is, and at what hour, cannot be read from it (R14).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, selectinload

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Conflict,
    Discussion,
    PastTotal,
    Pseudonym,
    Remark,
    Review,
    Reviewer,
    ReviewStatus,
    Score,
    Stance,
)
from abstracts.queries.bound import is_owed_by
from abstracts.rules.discussing import Change, changes_of, is_open_to_talk
from events.rules import at, local_day
from people.models import Person

CHAIR = "The chair"
_IS_OPEN = and_(Discussion.closed_at.is_(None), Abstract.status == AbstractStatus.IN_REVIEW)


@dataclass(frozen=True)
class Peer:
    """Another's submitted review, as reviewers of the same abstract read it."""

    name: str
    total: int
    to_authors: str


@dataclass(frozen=True)
class Said:
    """A remark, as reviewers of the abstract read it."""

    name: str
    is_own: bool
    day: date
    words: str


@dataclass(frozen=True)
class Talk:
    """A discussion as one of its reviewers reads it: their own name there, and what was said in its order."""

    own_name: str
    is_open: bool
    remarks: list[Said]


@dataclass(frozen=True)
class ReadReview:
    """A submitted review as the chair reads it, with its writer's name among the others."""

    review: Review
    pseudonym: str
    total: int
    changes: list[Change]


@dataclass(frozen=True)
class Heard:
    """A remark as the chair reads it: ``pseudonym`` is empty for a chair's."""

    name: str
    pseudonym: str
    said_at: datetime
    words: str


def others_reviews(session: Session, review: Review) -> list[Peer]:
    """The other submitted reviews of the same abstract, in the order of names drawn at random.

    Raises NotFound until the reader's own is in (domain rule 43).
    """
    rules.check_sees_others(review)
    rows = session.execute(
        select(Pseudonym.name, func.coalesce(func.sum(Score.points), 0).label("total"), Review.to_authors)
        .join(Pseudonym, Pseudonym.review_id == Review.id)
        .outerjoin(Score, Score.review_id == Review.id)
        .where(Review.abstract_id == review.abstract_id, Review.id != review.id)
        .where(Review.status == ReviewStatus.SUBMITTED)
        .group_by(Review.id, Pseudonym.name)
        .order_by(Pseudonym.name)
    )
    return [Peer(row.name, int(row.total), row.to_authors) for row in rows]


def talk_for(session: Session, review: Review) -> Talk | None:
    """What was said of the abstract, to a reviewer of it; None while no chair has opened a discussion.

    Raises NotFound until the reader's own review is in (domain rule 43).
    """
    rules.check_sees_others(review)
    discussion = discussion_of(session, review.abstract_id)
    if discussion is None:
        return None
    rows = session.execute(
        select(Remark.review_id, Remark.words, Remark.said_at, Pseudonym.name)
        .outerjoin(Pseudonym, Pseudonym.review_id == Remark.review_id)
        .where(Remark.discussion_id == discussion.id)
        .order_by(Remark.id)
    )
    event = review.abstract.call.event
    return Talk(
        own_name=name_of(session, review) or "",
        is_open=is_open_to_talk(discussion, review.abstract.status),
        remarks=[
            Said(row.name or CHAIR, row.review_id == review.id, local_day(event, row.said_at), row.words)
            for row in rows
        ],
    )


def name_of(session: Session, review: Review) -> str | None:
    """The review's pseudonym, once it has one."""
    return session.scalar(select(Pseudonym.name).where(Pseudonym.review_id == review.id))


def names_taken(session: Session, abstract_id: int) -> set[str]:
    return set(session.scalars(select(Pseudonym.name).where(Pseudonym.abstract_id == abstract_id)))


def discussion_of(session: Session, abstract_id: int, *, lock: bool = False) -> Discussion | None:
    found = select(Discussion).where(Discussion.abstract_id == abstract_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalar(found)


def last_said(session: Session, discussion: Discussion, by_id: int) -> str | None:
    """What they said there last."""
    found = select(Remark.words).where(Remark.discussion_id == discussion.id, Remark.by_id == by_id)
    return session.scalar(found.order_by(Remark.id.desc()).limit(1))


def being_discussed(session: Session, abstract_ids: Collection[int]) -> set[int]:
    """Those of the abstracts of which the discussion is open."""
    found = select(Discussion.abstract_id).join(Abstract, Abstract.id == Discussion.abstract_id)
    return set(session.scalars(found.where(Abstract.id.in_(abstract_ids), _IS_OPEN)))


def submitted_reviews(session: Session, abstract_id: int) -> int:
    found = select(func.count(Review.id)).where(Review.abstract_id == abstract_id)
    return session.scalar(found.where(Review.status == ReviewStatus.SUBMITTED)) or 0


def discussing_reviewers(session: Session, abstract_id: int) -> list[tuple[Reviewer, str]]:
    """Who may read its discussion, each with their address (domain rules 42 and 43)."""
    rows = session.execute(
        select(Reviewer, Person.email)
        .join(Review, Review.reviewer_id == Reviewer.id)
        .join(Person, Person.id == Reviewer.person_id)
        .where(Review.abstract_id == abstract_id, _may_read())
        .order_by(Reviewer.id)
    )
    return [(reviewer, email) for reviewer, email in rows]


def newly_said(session: Session, reviewer: Reviewer, day: date) -> list[int]:
    """Numbers of abstracts of which others said something on that day of the event, where the reviewer may read it."""
    event = reviewer.call.event
    since, until = at(event, day, time.min), at(event, day + timedelta(days=1), time.min)
    found = (
        select(Abstract.number)
        .join(Discussion, Discussion.abstract_id == Abstract.id)
        .join(Remark, Remark.discussion_id == Discussion.id)
        .join(Review, Review.abstract_id == Abstract.id)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .where(Reviewer.id == reviewer.id, _may_read(), _IS_OPEN, Remark.by_id != reviewer.person_id)
        .where(since <= Remark.said_at, Remark.said_at < until)
    )
    return list(session.scalars(found.distinct().order_by(Abstract.number)))


def owes_review(session: Session, abstract: Abstract, person_id: int) -> bool:
    """True of somebody who has the abstract to review and has not yet: a chair too is not led by others (rule 43)."""
    found = select(Abstract.id).where(Abstract.id == abstract.id, is_owed_by(person_id))
    return session.scalar(found) is not None


def judgements_of(session: Session, abstract: Abstract, discussion: Discussion | None) -> list[ReadReview]:
    """Its submitted reviews, for the chair, by pseudonym."""
    rows = session.execute(
        select(Review, Pseudonym.name)
        .outerjoin(Pseudonym, Pseudonym.review_id == Review.id)
        .where(Review.abstract_id == abstract.id, Review.status == ReviewStatus.SUBMITTED)
        .order_by(Pseudonym.name)
        .options(selectinload(Review.scores))
    ).all()
    past: dict[int, list[PastTotal]] = {review.id: [] for review, _ in rows}
    kept = select(PastTotal).where(PastTotal.review_id.in_(list(past))).order_by(PastTotal.version)
    for each in session.scalars(kept):
        past[each.review_id].append(each)
    totals = {review.id: sum(each.points for each in review.scores) for review, _ in rows}
    read = []
    for review, name in rows:
        total = totals[review.id]
        changes = list(changes_of(past[review.id], total, discussion))
        read.append(ReadReview(review, name or "", total, changes))
    return read


def heard_in(session: Session, discussion: Discussion) -> list[Heard]:
    """All that was said there, with names, for the chair."""
    rows = session.execute(
        select(Remark, Pseudonym.name, func.coalesce(func.nullif(Person.name, ""), Person.email).label("who"))
        .join(Person, Person.id == Remark.by_id)
        .outerjoin(Pseudonym, Pseudonym.review_id == Remark.review_id)
        .where(Remark.discussion_id == discussion.id)
        .order_by(Remark.id)
    )
    return [Heard(who, name or "", remark.said_at, remark.words) for remark, name, who in rows]


def _may_read() -> ColumnElement[bool]:
    """Whether the row's reviewer reads what others say of the row's abstract."""
    in_conflict = exists().where(
        Conflict.abstract_id == Review.abstract_id,
        Conflict.person_id == Reviewer.person_id,
        Conflict.lifted_at.is_(None),
    )
    is_in = and_(Review.status == ReviewStatus.SUBMITTED, Reviewer.stance == Stance.REVIEWING)
    return and_(is_in, ~in_conflict)
