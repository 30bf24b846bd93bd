"""How far review has come, for a chair: what each abstract has of its reviews, and who is in conflict with it."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from abstracts.models import Abstract, AbstractStatus, Call, Conflict, Review, Reviewer, ReviewStatus
from abstracts.queries.bound import is_open_to
from core.errors import NotFound
from people.models import Person


@dataclass(frozen=True)
class Progress:
    """An abstract in review and its reviews, each with the name of who has it."""

    id: int
    number: int
    title: str
    reviews: list[tuple[Review, str]] = field(default_factory=list)

    def counted(self, *statuses: ReviewStatus) -> int:
        return sum(review.status in statuses for review, _ in self.reviews)

    @property
    def standing(self) -> int:
        return self.counted(ReviewStatus.ASSIGNED, ReviewStatus.STARTED, ReviewStatus.SUBMITTED)

    @property
    def started(self) -> int:
        return self.counted(ReviewStatus.STARTED)

    @property
    def submitted(self) -> int:
        return self.counted(ReviewStatus.SUBMITTED)


def progress_of(session: Session, call: Call, *, chair_id: int) -> list[Progress]:
    """What is in review in the call, by number, but what the chair is in conflict with (domain rule 42)."""
    in_review = (Abstract.call_id == call.id, Abstract.status == AbstractStatus.IN_REVIEW, is_open_to(chair_id))
    heads = session.execute(
        select(Abstract.id, Abstract.number, Abstract.title).where(*in_review).order_by(Abstract.number)
    )
    found = {row.id: Progress(*row) for row in heads}
    rows = session.execute(
        select(Review, func.coalesce(func.nullif(Person.name, ""), Person.email))
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .join(Person, Person.id == Reviewer.person_id)
        .join(Abstract, Abstract.id == Review.abstract_id)
        .where(*in_review)
        .order_by(Review.id)
    )
    for review, name in rows:
        found[review.abstract_id].reviews.append((review, name))
    return list(found.values())


def numbers_in_review(session: Session, call: Call, *, chair_id: int) -> dict[int, int]:
    """By id: the numbers of what is in review in the call, but what the chair is in conflict with (rule 42)."""
    found = select(Abstract.id, Abstract.number).where(Abstract.call_id == call.id, is_open_to(chair_id))
    rows = session.execute(found.where(Abstract.status == AbstractStatus.IN_REVIEW))
    return {row.id: row.number for row in rows}


def progress_of_one(session: Session, abstract: Abstract) -> Progress:
    """The same of one abstract, whatever its status; the chair has been let at it."""
    rows = session.execute(
        select(Review, func.coalesce(func.nullif(Person.name, ""), Person.email))
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .join(Person, Person.id == Reviewer.person_id)
        .where(Review.abstract_id == abstract.id)
        .order_by(Review.id)
    )
    return Progress(abstract.id, abstract.number, abstract.title, [(review, name) for review, name in rows])


def review_of(session: Session, abstract: Abstract, reviewer_id: int) -> Review | None:
    """What the reviewer has of the abstract."""
    found = select(Review).where(Review.abstract_id == abstract.id, Review.reviewer_id == reviewer_id)
    return session.scalar(found.options(joinedload(Review.reviewer)))


def review_at_desk(session: Session, abstract: Abstract, reviewer_id: int) -> Review:
    review = review_of(session, abstract, reviewer_id)
    if review is None:
        raise NotFound("There is no such review.")
    return review


def left_to_review(session: Session, reviewer: Reviewer) -> int:
    """How many abstracts they have still to review."""
    found = select(func.count(Review.id)).join(Abstract).where(Review.reviewer_id == reviewer.id)
    found = found.where(Abstract.status == AbstractStatus.IN_REVIEW)
    return session.scalar(found.where(Review.status.in_((ReviewStatus.ASSIGNED, ReviewStatus.STARTED)))) or 0


def conflicts_between(session: Session, abstract: Abstract, person_id: int) -> list[Conflict]:
    """Every tie of the person to the abstract, lifted ones too."""
    found = select(Conflict).where(Conflict.abstract_id == abstract.id, Conflict.person_id == person_id)
    return list(session.scalars(found.order_by(Conflict.id)))


def conflicts_of(session: Session, abstract: Abstract) -> list[tuple[Person, list[Conflict]]]:
    """Who is tied to the abstract, by name, each with their ties."""
    rows = session.execute(
        select(Person, Conflict)
        .join(Conflict, Conflict.person_id == Person.id)
        .where(Conflict.abstract_id == abstract.id)
        .order_by(Person.name, Person.id, Conflict.id)
    )
    found: dict[Person, list[Conflict]] = defaultdict(list)
    for person, conflict in rows:
        found[person].append(conflict)
    return list(found.items())


def conflict_at_desk(session: Session, abstract: Abstract, conflict_id: int) -> Conflict:
    """A conflict of this abstract, locked."""
    found = select(Conflict).where(Conflict.id == conflict_id, Conflict.abstract_id == abstract.id)
    conflict = session.scalar(found.with_for_update())
    if conflict is None:
        raise NotFound("There is no such conflict.")
    return conflict
