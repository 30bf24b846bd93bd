"""A chair says by what abstracts are judged."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Call, Criterion, Rubric
from abstracts.rules import CriterionWording, RubricNumbers
from core import diary


def set_rubric(
    session: Session,
    *,
    call: Call,
    numbers: RubricNumbers,
    criteria: Sequence[CriterionWording],
    shown: str,
    by_id: int | None,
    now: datetime,
) -> Rubric:
    """The call's abstracts are judged by these criteria and numbers. The call is locked.

    Raises ChangedMeanwhile, WrongRubric, or RubricInUse where a criterion would come or go after the first score.
    """
    rubric = queries.rubric_of(session, call)
    rules.check_mark(shown, rules.mark_of_rubric(rubric))
    rules.check_rubric(numbers, criteria, rules.MOST_POINTS)
    rules.check_criteria_kept(rubric, criteria, queries.is_scored(session, call))
    rubric.call_id = call.id
    for name, value in asdict(numbers).items():
        setattr(rubric, name, value)
    session.add(rubric)
    session.flush()
    if len(rubric.criteria) == len(criteria):
        _reword(session, rubric, criteria)
    else:
        session.execute(delete(Criterion).where(Criterion.rubric_id == rubric.id))
        for position, each in enumerate(criteria, start=1):
            named = {"name": each.name, "words": each.words, "breaks_ties": each.breaks_ties}
            session.add(Criterion(rubric_id=rubric.id, position=position, **named))
        session.flush()
    session.expire(rubric, ["criteria"])
    after = {**asdict(numbers), "of": len(criteria)}
    thing = ("call", call.id)
    act = "set the rubric"
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=call.event_id, after=after)
    return rubric


def _reword(session: Session, rubric: Rubric, criteria: Sequence[CriterionWording]) -> None:
    """In two steps: two criteria may change names, and another may break ties."""
    for kept in rubric.criteria:
        kept.name, kept.breaks_ties = f"{kept.id} {kept.name}", False
    session.flush()
    for kept, each in zip(rubric.criteria, criteria, strict=True):
        kept.name, kept.words, kept.breaks_ties = each.name, each.words, each.breaks_ties
    session.flush()
