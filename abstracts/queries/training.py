"""Practice abstracts: for reviewers of the call, for its chair, and what they tell of strictness.

This is the only module that reads their tables, and no query of abstracts can come upon one.
"""

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload

from abstracts.models import Call, Reviewer, Stance, TrainingAbstract, TrainingScore
from core.errors import NotFound
from events.models import Event
from people.models import Person


def practice_of(session: Session, person: Person, event_slug: str) -> list[tuple[TrainingAbstract, bool]]:
    """What the person may practise on in the event, in order, and whether they have."""
    scored = select(TrainingScore.id).where(
        TrainingScore.training_id == TrainingAbstract.id, TrainingScore.reviewer_id == Reviewer.id
    )
    rows = session.execute(
        select(TrainingAbstract, scored.exists())
        .join(TrainingAbstract.call)
        .join(Event, Event.id == Call.event_id)
        .join(Reviewer, Reviewer.call_id == Call.id)
        .where(Event.slug == event_slug, Reviewer.person_id == person.id, Reviewer.stance == Stance.REVIEWING)
        .order_by(Call.id, TrainingAbstract.number)
        .options(joinedload(TrainingAbstract.call, innerjoin=True))
    )
    return [(training, is_done) for training, is_done in rows]


def practice_for(
    session: Session, person: Person, event_slug: str, call_slug: str, number: int, *, lock: bool = False
) -> tuple[TrainingAbstract, Reviewer]:
    """One of them, and the person's part in its call, locked if they are to score it. Raises NotFound."""
    found = (
        select(TrainingAbstract, Reviewer)
        .join(TrainingAbstract.call)
        .join(Event, Event.id == Call.event_id)
        .join(Reviewer, and_(Reviewer.call_id == Call.id, Reviewer.person_id == person.id))
        .where(Event.slug == event_slug, Call.slug == call_slug, TrainingAbstract.number == number)
        .where(Reviewer.stance == Stance.REVIEWING)
    )
    if lock:
        found = found.with_for_update(of=(TrainingAbstract, Reviewer)).execution_options(populate_existing=True)
    row = session.execute(found).one_or_none()
    if row is None:
        raise NotFound("There is no such abstract.")
    training, reviewer = row
    return training, reviewer


def practised_by(session: Session, training: TrainingAbstract, reviewer: Reviewer) -> dict[int, int]:
    """The points that they gave it, by criterion; empty while they have not scored it."""
    found = select(TrainingScore.criterion_id, TrainingScore.points)
    found = found.where(TrainingScore.training_id == training.id, TrainingScore.reviewer_id == reviewer.id)
    return {row.criterion_id: row.points for row in session.execute(found)}


def totals_of_practice(session: Session, training: TrainingAbstract) -> list[int]:
    """What each reviewer gave it in all, the least first, and nothing of who."""
    total = func.sum(TrainingScore.points).label("total")
    found = select(total).where(TrainingScore.training_id == training.id).group_by(TrainingScore.reviewer_id)
    return [int(row.total) for row in session.execute(found.order_by("total"))]


def training_of(session: Session, call: Call) -> list[tuple[TrainingAbstract, int]]:
    """The call's, by number, each with how many reviewers have scored it."""
    rows = session.execute(
        select(TrainingAbstract, func.count(TrainingScore.reviewer_id.distinct()))
        .outerjoin(TrainingScore, TrainingScore.training_id == TrainingAbstract.id)
        .where(TrainingAbstract.call_id == call.id)
        .group_by(TrainingAbstract.id)
        .order_by(TrainingAbstract.number)
    )
    return [(training, scored_by) for training, scored_by in rows]


def training_at_desk(session: Session, call: Call, number: int, *, lock: bool = False) -> TrainingAbstract:
    """One of the call's; locked, as it is now."""
    found = select(TrainingAbstract).where(TrainingAbstract.call_id == call.id, TrainingAbstract.number == number)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    training = session.scalar(found)
    if training is None:
        raise NotFound("There is no such practice abstract.")
    return training


def scored_in_practice(session: Session, training: TrainingAbstract) -> int:
    """How many reviewers have scored it."""
    found = select(func.count(TrainingScore.reviewer_id.distinct())).where(TrainingScore.training_id == training.id)
    return session.scalar(found) or 0


def practised_in(session: Session, call: Call) -> list[tuple[int, int, int]]:
    """What was given in practice, as its id, the reviewer's, and the total: for calibration."""
    rows = session.execute(
        select(TrainingScore.training_id, TrainingScore.reviewer_id, func.sum(TrainingScore.points).label("total"))
        .join(TrainingAbstract, TrainingAbstract.id == TrainingScore.training_id)
        .where(TrainingAbstract.call_id == call.id)
        .group_by(TrainingScore.training_id, TrainingScore.reviewer_id)
        .order_by(TrainingScore.training_id, TrainingScore.reviewer_id)
    )
    return [(row.training_id, row.reviewer_id, int(row.total)) for row in rows]
