"""A chair writes practice abstracts, and reviewers score them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Call, Reviewer, Rubric, TrainingAbstract, TrainingScore
from abstracts.rules.training import (
    check_first_sight,
    check_room_for_training,
    check_training_unscored,
    check_training_version,
)
from core import diary
from core.db import insert_once


def add_training(session: Session, *, call: Call, title: str, words: str, by_id: int, now: datetime) -> None:
    """The call has one more; the same again adds none (R7). The call is locked. Raises TooMuchTraining."""
    there = [each for each, _ in queries.training_of(session, call)]
    if any((each.title, each.words) == (title, words) for each in there):
        return
    check_room_for_training(len(there))
    number = max((each.number for each in there), default=0) + 1
    training = TrainingAbstract(call_id=call.id, number=number, title=title, words=words)
    session.add(training)
    session.flush()
    _note(session, "added a practice abstract", training, call, by_id, now)


def change_training(
    session: Session,
    *,
    training: TrainingAbstract,
    call: Call,
    title: str,
    words: str,
    version: int,
    by_id: int,
    now: datetime,
) -> None:
    """It reads so from now on. It is locked. Raises ScoredInPractice or ChangedMeanwhile."""
    if (training.title, training.words) == (title, words):
        return
    check_training_version(training, version)
    check_training_unscored(queries.scored_in_practice(session, training))
    training.title, training.words = title, words
    training.version += 1
    session.flush()
    _note(session, "changed a practice abstract", training, call, by_id, now)


def remove_training(session: Session, *, training: TrainingAbstract, call: Call, by_id: int, now: datetime) -> None:
    """It is gone. It is locked. Raises ScoredInPractice."""
    check_training_unscored(queries.scored_in_practice(session, training))
    _note(session, "removed a practice abstract", training, call, by_id, now)
    session.delete(training)
    session.flush()


def practise(
    session: Session,
    *,
    training: TrainingAbstract,
    reviewer: Reviewer,
    rubric: Rubric,
    points: Mapping[int, int],
    now: datetime,
) -> None:
    """The reviewer has scored it, once for all; the same again changes nothing (R7). Both are locked.

    Raises NotScored while points are missing, or PractisedAlready.
    """
    check_first_sight(queries.practised_by(session, training, reviewer), points)
    rules.check_scored(rubric.criteria, points)
    for criterion_id, number in sorted(points.items()):
        row = {"criterion_id": criterion_id, "points": number, "scored_at": now}
        insert_once(session, TrainingScore, training_id=training.id, reviewer_id=reviewer.id, **row)


def _note(session: Session, act: str, training: TrainingAbstract, call: Call, by_id: int, now: datetime) -> None:
    thing = ("practice", training.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=call.event_id)
