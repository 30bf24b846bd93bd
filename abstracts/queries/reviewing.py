"""What a reviewer reads: their queue, one blind abstract, and others' reviews once their own is in (R14)."""

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Call,
    Conflict,
    Review,
    Reviewer,
    ReviewStatus,
    Rubric,
    Score,
    Stance,
)
from abstracts.rules import Tally
from abstracts.rules.life import ON_BOARD
from core.errors import NotFound
from events.models import Event
from people.models import Person

_IN_CONFLICT = exists().where(
    Conflict.abstract_id == Review.abstract_id,
    Conflict.person_id == Reviewer.person_id,
    Conflict.lifted_at.is_(None),
)

# Of an abstract no more than its place and its status; its words are queries.blind_abstract's.
_BLIND_HEAD = joinedload(Review.abstract).options(
    load_only(Abstract.id, Abstract.number, Abstract.status, Abstract.call_id, raiseload=True),
    joinedload(Abstract.call).joinedload(Call.event),
)


def rubric_of(session: Session, call: Call) -> Rubric:
    """The call's rubric with its criteria; the usual numbers and no criteria where nobody has set one."""
    found = session.scalar(select(Rubric).where(Rubric.call_id == call.id).options(selectinload(Rubric.criteria)))
    return found or Rubric(
        reviews_each=3, least_reviews=3, oral_from=20, poster_from=13, wide_from=8, oral_slots=0, poster_boards=0
    )


def review_for(
    session: Session, person: Person, event_slug: str, call_slug: str, number: int, *, lock: bool = False
) -> Review:
    """The person's own review of that abstract; one's own abstract, a conflicted and a missing one are the same 404.

    Rules 40 to 42. With its scores and its abstract's status, and nothing of who wrote it.
    """
    found = (
        select(Review)
        .join(Review.reviewer)
        .join(Review.abstract)
        .join(Call, Call.id == Abstract.call_id)
        .join(Event, Event.id == Abstract.event_id)
        .where(Event.slug == event_slug, Call.slug == call_slug, Abstract.number == number)
        .where(Reviewer.person_id == person.id, Reviewer.stance == Stance.REVIEWING, ~_IN_CONFLICT)
        .where(Review.status != ReviewStatus.DECLINED, Abstract.status.in_(rules.OPEN_TO_REVIEWERS))
    )
    if lock:
        session.execute(found.with_only_columns(Review.id).with_for_update(of=Review))
        found = found.execution_options(populate_existing=True)
    review = session.scalar(
        found.options(
            joinedload(Review.reviewer),
            _BLIND_HEAD,
            selectinload(Review.scores),
        )
    )
    if review is None:
        raise NotFound("There is no such abstract.")
    return review


def queue_of(session: Session, person: Person, event_slug: str) -> list[Review]:
    """What the person has still to review in the event: the least reviewed first, then in an order of their own.

    So nobody reads the same first ten; the order stays the same from one visit to the next (behaviour 2.22).
    """
    found = (
        select(Review)
        .join(Review.reviewer)
        .join(Review.abstract)
        .join(Event, Event.id == Abstract.event_id)
        .where(Event.slug == event_slug, Reviewer.person_id == person.id, Reviewer.stance == Stance.REVIEWING)
        .where(Review.status.in_((ReviewStatus.ASSIGNED, ReviewStatus.STARTED)), ~_IN_CONFLICT)
        .where(Abstract.status == AbstractStatus.IN_REVIEW)
        .options(_BLIND_HEAD)
    )
    reviews = list(session.scalars(found))
    done = select(Review.abstract_id, func.count(Review.id).label("reviews")).group_by(Review.abstract_id)
    done = done.where(Review.status == ReviewStatus.SUBMITTED)
    counted = {
        row.abstract_id: row.reviews
        for row in session.execute(done.where(Review.abstract_id.in_([each.abstract_id for each in reviews])))
    }
    return sorted(reviews, key=lambda each: (counted.get(each.abstract_id, 0), *rules.own_order(each)))


def reviewed_by(session: Session, person: Person, event_slug: str) -> list[Review]:
    """What the person has submitted in the event and may still open, the latest first."""
    found = (
        select(Review)
        .join(Review.reviewer)
        .join(Review.abstract)
        .join(Event, Event.id == Abstract.event_id)
        .where(Event.slug == event_slug, Reviewer.person_id == person.id, Reviewer.stance == Stance.REVIEWING)
        .where(Review.status == ReviewStatus.SUBMITTED, ~_IN_CONFLICT, Abstract.status.in_(rules.OPEN_TO_REVIEWERS))
        .options(_BLIND_HEAD)
    )
    return list(session.scalars(found.order_by(Review.submitted_at.desc(), Review.id)))


def tallies(session: Session, call: Call) -> dict[int, Tally]:
    """By abstract of the call that is in review or decided: what its submitted reviews come to. For chairs."""
    rubric = rubric_of(session, call)
    rows = session.execute(
        select(Abstract.id, Review.id.label("review_id"), Score.criterion_id, Score.points)
        .outerjoin(Review, and_(Review.abstract_id == Abstract.id, Review.status == ReviewStatus.SUBMITTED))
        .outerjoin(Score, Score.review_id == Review.id)
        .where(Abstract.call_id == call.id, Abstract.status.in_(ON_BOARD))
    )
    scores: dict[int, dict[int, dict[int, int]]] = {}
    for row in rows:
        reviews = scores.setdefault(row.id, {})
        if row.points is not None:
            reviews.setdefault(row.review_id, {})[row.criterion_id] = row.points
    return {
        abstract_id: rules.tally(rubric, rubric.criteria, list(reviews.values()))
        for abstract_id, reviews in scores.items()
    }
