"""The chair's board: what was reviewed, what it comes to, and what was decided of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Call,
    Decision,
    DecisionLetter,
    Review,
    ReviewStatus,
    Rubric,
    Score,
)
from abstracts.queries.bound import is_open_to, is_owed_by
from abstracts.queries.reviewing import rubric_of, tallies
from abstracts.queries.training import practised_in
from abstracts.rules import Tally
from abstracts.rules.board import BoardLine, tie_rules
from abstracts.rules.deciding import lines_of, places_of
from abstracts.rules.life import ON_BOARD
from abstracts.rules.scoring import NO_REVIEWS

if TYPE_CHECKING:
    from abstracts.solver.calibration import ByAbstract, Calibrated


def board_of(
    session: Session,
    call: Call,
    *,
    chair_id: int | None = None,
    fair: "Mapping[int, ByAbstract[Decision]] | None" = None,
) -> list[BoardLine]:
    """The call's abstracts in review or decided, ranked (domain rule 44; ties by the rubric's criterion).

    Without those that the chair is bound by (rule 42), and without what others thought of those that they have still to
    review (rule 43). ``fair`` is by the abstract's id what calibration says.
    """
    owed = set(session.scalars(select(Abstract.id).where(Abstract.call_id == call.id, is_owed_by(chair_id))))
    found, calibrated = tallies(session, call) | dict.fromkeys(owed, NO_REVIEWS), fair or {}
    concerned = (
        select(Review.abstract_id, func.count(Review.id).label("concerns"))
        .join(Abstract, Abstract.id == Review.abstract_id)
        .where(Abstract.call_id == call.id, Review.concern.is_not(None))
        .group_by(Review.abstract_id)
    )
    concerns = {row.abstract_id: row.concerns for row in session.execute(concerned)}
    abstracts = session.scalars(
        select(Abstract)
        .where(Abstract.call_id == call.id, Abstract.status.in_(ON_BOARD), is_open_to(chair_id))
        .options(joinedload(Abstract.category))
    )
    ranked = sorted(
        (each for each in abstracts if each.id in found),
        key=lambda each: (*rules.rank_key(found[each.id], each.submitted_at or each.started_at), each.id),
    )
    settled = tie_rules([found[each.id] for each in ranked])
    return [
        BoardLine(
            place=place if found[each.id].totals else None,
            abstract=each,
            tally=found[each.id],
            concerns=0 if each.id in owed else concerns.get(each.id, 0),
            fair=calibrated.get(each.id),
            settled_by=settled_by,
            owes=each.id in owed,
        )
        for place, (each, settled_by) in enumerate(zip(ranked, settled, strict=True), start=1)
    ]


def with_another_chair(session: Session, call: Call, *, chair_id: int) -> int:
    """How many of the call's abstracts the chair is bound by: all that they may know of these (domain rule 42)."""
    found = select(func.count(Abstract.id)).where(Abstract.call_id == call.id, ~is_open_to(chair_id))
    return session.scalar(found.where(Abstract.status.in_(ON_BOARD))) or 0


def tally_of(session: Session, abstract: Abstract) -> Tally | None:
    """What the submitted reviews of one abstract come to; None where its call has no rubric."""
    rubric = rubric_of(session, abstract.call)
    if rubric.id is None:
        return None
    scores: dict[int, dict[int, int]] = {}
    rows = select(Review.id, Score.criterion_id, Score.points).join(Score, Score.review_id == Review.id)
    for row in session.execute(rows.where(Review.abstract_id == abstract.id, Review.status == ReviewStatus.SUBMITTED)):
        scores.setdefault(row.id, {})[row.criterion_id] = row.points
    return rules.tally(rubric, rubric.criteria, list(scores.values()))


def scores_given(session: Session, call: Call, *, chair_id: int | None = None) -> list[tuple[int, int, int]]:
    """Every submitted review of the call as the abstract's id, the reviewer's id, and its total: for calibration.

    Of no abstract that the chair is bound by or has still to review: no figure of theirs moves with its scores (domain
    rules 42 and 43).
    """
    rows = session.execute(
        select(Review.abstract_id, Review.reviewer_id, func.sum(Score.points).label("total"))
        .join(Score, Score.review_id == Review.id)
        .join(Abstract, Abstract.id == Review.abstract_id)
        .where(Abstract.call_id == call.id, Review.status == ReviewStatus.SUBMITTED)
        .where(Abstract.status.in_(ON_BOARD), is_open_to(chair_id), ~is_owed_by(chair_id))
        .group_by(Review.id)
        .order_by(Review.id)
    )
    return [(row.abstract_id, row.reviewer_id, int(row.total)) for row in rows]


def calibrated_scores(
    session: Session, call: Call, given: list[tuple[int, int, int]], rubric: Rubric
) -> "Calibrated[Decision] | None":
    """What the scores would be had all reviewers been equally strict, and how often each abstract is above the lines.

    None while there is too little to say so. Places are asked of only where there are fewer than abstracts.
    What reviewers gave in practice tells of their strictness too.
    """
    many, practised = len({abstract_id for abstract_id, _, _ in given}), practised_in(session, call)
    if many < 3 or len({reviewer_id for _, reviewer_id, _ in given}) < 2:
        return None
    # Here, since SciPy takes a second to import and few pages need it.
    from abstracts.solver.calibration import calibrated

    lines, places = lines_of(rubric), places_of(rubric, many)
    return calibrated(given, practised, lines=lines, places=places)


def decisions_counted(session: Session, call: Call, *, chair_id: int | None = None) -> dict[Decision, int]:
    """How many abstracts of the call have each decision, released or not; without those the chair is bound by."""
    rows = session.execute(
        select(Abstract.decision, func.count(Abstract.id).label("abstracts"))
        .where(Abstract.call_id == call.id, Abstract.decision.is_not(None), Abstract.withdrawn_at.is_(None))
        .where(is_open_to(chair_id))
        .group_by(Abstract.decision)
    )
    return {row.decision: row.abstracts for row in rows if row.decision is not None}


def decided_in(session: Session, call: Call) -> list[Abstract]:
    """The call's abstracts that are decided and not released, locked in the order of their ids, with their authors."""
    found = select(Abstract).where(Abstract.call_id == call.id, Abstract.status == AbstractStatus.DECIDED)
    session.execute(found.with_only_columns(Abstract.id).order_by(Abstract.id).with_for_update(of=Abstract))
    loaded = found.options(joinedload(Abstract.owner, innerjoin=True), selectinload(Abstract.authors))
    return list(session.scalars(loaded.order_by(Abstract.id).execution_options(populate_existing=True)))


def undecided_in(session: Session, call: Call, *, chair_id: int | None = None) -> int:
    """How many of the call's abstracts are in review without a decision; without those the chair is bound by."""
    found = select(func.count(Abstract.id)).where(Abstract.call_id == call.id, is_open_to(chair_id))
    return session.scalar(found.where(Abstract.status == AbstractStatus.IN_REVIEW)) or 0


def letters_of_call(session: Session, call: Call) -> dict[Decision, tuple[str, str]]:
    """Subject and words of the letters that a chair has written for the call, by decision."""
    rows = session.scalars(select(DecisionLetter).where(DecisionLetter.call_id == call.id))
    return {each.decision: (each.subject, each.words) for each in rows}


def letter_of(session: Session, call: Call, decision: Decision) -> DecisionLetter | None:
    """The letter that a chair has written for that decision, locked."""
    found = select(DecisionLetter).where(DecisionLetter.call_id == call.id, DecisionLetter.decision == decision)
    return session.scalar(found.with_for_update())


def comments_for_authors(session: Session, abstract_id: int) -> list[str]:
    """What its reviewers say to its authors, in an order that tells nothing of who or when (domain rule 40)."""
    found = select(Review).where(Review.abstract_id == abstract_id, Review.to_authors != "")
    found = found.where(Review.status == ReviewStatus.SUBMITTED)
    only = load_only(Review.id, Review.abstract_id, Review.reviewer_id, Review.to_authors)
    return [each.to_authors for each in sorted(session.scalars(found.options(only)), key=rules.own_order)]
