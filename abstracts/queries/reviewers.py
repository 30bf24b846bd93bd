"""A call's reviewers: for its chair with what they have to do, and for one of them what they may bid on."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Author,
    Bid,
    Call,
    CallCategory,
    Conflict,
    Expertise,
    Redaction,
    Review,
    Reviewer,
    ReviewStatus,
    Score,
    Stance,
    Wish,
)
from abstracts.queries.assigning import barred_now
from abstracts.queries.training import practised_in
from core.errors import NotFound
from events.models import Event
from people.models import Duty, Person, Role

_WHOLE = (
    joinedload(Reviewer.person, innerjoin=True),
    joinedload(Reviewer.call, innerjoin=True).joinedload(Call.event, innerjoin=True),
    selectinload(Reviewer.expertise).joinedload(Expertise.category),
)


@dataclass(frozen=True)
class Workload:
    """A reviewer, and how many reviews they were given, have begun and have submitted."""

    reviewer: Reviewer
    given: int
    started: int
    submitted: int

    @property
    def not_begun(self) -> int:
        return self.given - self.started - self.submitted

    @property
    def left(self) -> int:
        return self.given - self.submitted


@dataclass(frozen=True)
class BidLine:
    """An abstract as somebody bids on it: nothing of who wrote it (R14)."""

    id: int
    number: int
    title: str
    category: str


def reviewers_of(session: Session, call: Call) -> list[Workload]:
    """Everybody asked to review for the call, by name, with what they have to do."""
    standing = Review.status != ReviewStatus.DECLINED
    rows = session.execute(
        select(
            Reviewer,
            func.count(Review.id).filter(standing),
            func.count(Review.id).filter(Review.status == ReviewStatus.STARTED),
            func.count(Review.id).filter(Review.status == ReviewStatus.SUBMITTED),
        )
        .join(Person, Person.id == Reviewer.person_id)
        .outerjoin(Review, Review.reviewer_id == Reviewer.id)
        .where(Reviewer.call_id == call.id)
        .group_by(Reviewer.id, Person.name)
        .order_by(Person.name, Reviewer.id)
        .options(selectinload(Reviewer.person), selectinload(Reviewer.expertise).joinedload(Expertise.category))
    )
    return [Workload(*row) for row in rows]


def reviewer_at_desk(session: Session, call: Call, reviewer_id: int, *, lock: bool = False) -> Reviewer:
    """One of the call's reviewers; locked, as they are now."""
    return _one(session, and_(Reviewer.id == reviewer_id, Reviewer.call_id == call.id), lock)


def reviewer_at(session: Session, call: Call, person_id: int) -> Reviewer | None:
    """The person's part in the call, locked; None if nobody asked them."""
    found = select(Reviewer).where(Reviewer.call_id == call.id, Reviewer.person_id == person_id)
    return session.scalar(found.with_for_update(of=Reviewer))


def reviewer_for(session: Session, person: Person, event_slug: str, call_slug: str, *, lock: bool = False) -> Reviewer:
    """The person's own part in the call; to anybody whom nobody asked there is no such page."""
    call_id = (
        select(Call.id).join(Event, Event.id == Call.event_id).where(Event.slug == event_slug, Call.slug == call_slug)
    )
    of_them = and_(Reviewer.person_id == person.id, Reviewer.call_id.in_(call_id))
    return _one(session, of_them, lock)


def invitations_of(session: Session, person: Person) -> list[Reviewer]:
    """Where the person is asked to review or does."""
    found = select(Reviewer).where(Reviewer.person_id == person.id)
    found = found.where(Reviewer.stance.in_((Stance.INVITED, Stance.REVIEWING))).options(*_WHOLE)
    return list(session.scalars(found.order_by(Reviewer.id)))


def reviewer_duty(session: Session, reviewer: Reviewer) -> Duty | None:
    """Their duty to review in the event; None if they hold none, or review for another of its calls as well."""
    others = (
        select(Reviewer.id)
        .join(Call, Call.id == Reviewer.call_id)
        .where(Reviewer.person_id == reviewer.person_id, Reviewer.id != reviewer.id)
        .where(Call.event_id == reviewer.call.event_id, Reviewer.stance == Stance.REVIEWING)
    )
    held = select(Duty).where(Duty.person_id == reviewer.person_id, Duty.role == Role.REVIEWER)
    return session.scalar(held.where(Duty.event_id == reviewer.call.event_id, ~others.exists()))


def biddable(session: Session, reviewer: Reviewer) -> list[BidLine]:
    """What is in review in the call by its blind title, but their own and what they are in conflict with (rule 42)."""
    barred = {abstract_id for abstract_id, id_ in barred_now(session, reviewer.call) if id_ == reviewer.id}
    in_conflict = select(Conflict.id).where(
        Conflict.abstract_id == Abstract.id,
        Conflict.person_id == reviewer.person_id,
        Conflict.lifted_at.is_(None),
    )
    mine = select(Author.id).where(Author.abstract_id == Abstract.id, Author.email_key == reviewer.person.email_key)
    rows = session.execute(
        select(Abstract.id, Abstract.number, Abstract.title, Redaction.words, CallCategory.name, Redaction.id)
        .outerjoin(CallCategory, CallCategory.id == Abstract.category_id)
        .outerjoin(Redaction, and_(Redaction.abstract_id == Abstract.id, Redaction.field == rules.TITLE))
        .where(Abstract.call_id == reviewer.call_id, Abstract.status == AbstractStatus.IN_REVIEW)
        .where(~or_(in_conflict.exists(), mine.exists(), Abstract.owner_id == reviewer.person_id))
        .order_by(CallCategory.position, Abstract.number)
    )
    return [
        BidLine(id_, number, title if redaction_id is None else words, category or "")
        for id_, number, title, words, category, redaction_id in rows
        if id_ not in barred
    ]


def bids_of(session: Session, reviewer: Reviewer) -> dict[int, Wish]:
    """What they have bid, by the abstract's id."""
    found = select(Bid.abstract_id, Bid.wish).where(Bid.reviewer_id == reviewer.id)
    return {row.abstract_id: row.wish for row in session.execute(found)}


def with_reviews_left(session: Session, call: Call) -> list[Reviewer]:
    """Those who review for the call and have some left, locked in the order of their ids."""
    left = (
        select(Review.reviewer_id)
        .join(Abstract, Abstract.id == Review.abstract_id)
        .where(Abstract.call_id == call.id, Abstract.status == AbstractStatus.IN_REVIEW)
        .where(Review.status.in_((ReviewStatus.ASSIGNED, ReviewStatus.STARTED)))
    )
    found = select(Reviewer).where(Reviewer.id.in_(left), Reviewer.stance == Stance.REVIEWING).order_by(Reviewer.id)
    session.execute(found.with_only_columns(Reviewer.id).with_for_update(of=Reviewer))
    return list(session.scalars(found.options(*_WHOLE).execution_options(populate_existing=True)))


def is_scored(session: Session, call: Call) -> bool:
    """True once any review of the call has points, were it in practice."""
    found = select(Score.id).join(Review).join(Reviewer).where(Reviewer.call_id == call.id)
    return session.scalar(found.limit(1)) is not None or bool(practised_in(session, call))


def _one(session: Session, of_them: ColumnElement[bool], lock: bool) -> Reviewer:
    found = select(Reviewer).where(of_them)
    if lock:
        session.execute(found.with_only_columns(Reviewer.id).with_for_update(of=Reviewer))
        found = found.execution_options(populate_existing=True)
    reviewer = session.scalar(found.options(*_WHOLE))
    if reviewer is None:
        raise NotFound("There is no such reviewer.")
    return reviewer
