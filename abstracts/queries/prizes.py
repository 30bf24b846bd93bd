"""Prizes of a call: for its chair with what could win them, for everybody once they are announced."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from abstracts.models import Abstract, AbstractAnswer, Call, Lead, Prize
from abstracts.queries.board import board_of
from abstracts.queries.bound import is_open_to
from abstracts.rules import prizes as rules_of_prizes
from abstracts.rules.board import BoardLine
from abstracts.rules.life import ON_BOARD
from core.errors import NotFound

YES = "yes"
# A winner that is withdrawn later is named no more.
_IS_TOLD = (Prize.announced_at.is_not(None), Abstract.status.in_(rules_of_prizes.STILL_ACCEPTED))


@dataclass(frozen=True)
class PrizeLine:
    """A prize at the desk; to a chair who is bound by what could win it, there is neither a shortlist nor a winner."""

    prize: Prize
    is_bound: bool
    shortlist: list[BoardLine]


def prize_lines(session: Session, call: Call, *, chair_id: int) -> list[PrizeLine]:
    """The call's prizes by name, each with those accepted that could win it, by rank."""
    prizes = prizes_of(session, call)
    ranked = board_of(session, call, chair_id=chair_id) if prizes else []
    ticked = _ticked(session, prizes)
    binding = _binding(session, call, chair_id)
    lines = []
    for prize in prizes:
        is_bound = any(rules_of_prizes.may_win(prize, lead, ticked.get(id_, ())) for id_, lead in binding)
        listed = [] if is_bound else rules_of_prizes.shortlist(prize, ranked, ticked)
        lines.append(PrizeLine(prize, is_bound, listed))
    return lines


def prizes_of(session: Session, call: Call) -> list[Prize]:
    """The call's prizes by name, whatever is known of them."""
    found = select(Prize).where(Prize.call_id == call.id).options(joinedload(Prize.question))
    return list(session.scalars(found.order_by(Prize.name)))


def prize_at_desk(session: Session, call: Call, prize_id: int, *, chair_id: int) -> PrizeLine:
    """A prize of this call as that chair may know it."""
    for line in prize_lines(session, call, chair_id=chair_id):
        if line.prize.id == prize_id:
            return line
    raise NotFound("There is no such prize.")


def announced_prizes(session: Session, call: Call, now: datetime) -> list[Prize]:
    """What is announced, for everybody, by name: not before the journal's embargo ends (domain rule 48)."""
    if call.embargo_until is not None and now < call.embargo_until:
        return []
    found = select(Prize).join(Prize.winner).where(Prize.call_id == call.id, *_IS_TOLD)
    loaded = joinedload(Prize.winner).options(selectinload(Abstract.authors), joinedload(Abstract.final))
    return list(session.scalars(found.options(loaded).order_by(Prize.name)))


def prizes_won_by(session: Session, abstract: Abstract) -> list[str]:
    """The names of the prizes that it won and that are announced: for its authors (domain rule 45)."""
    found = select(Prize.name).join(Prize.winner).where(Prize.winner_id == abstract.id, *_IS_TOLD)
    return list(session.scalars(found.order_by(Prize.name)))


def _ticked(session: Session, prizes: list[Prize]) -> dict[int, set[int]]:
    """By abstract: the questions of these prizes that it answered with yes."""
    found: dict[int, set[int]] = defaultdict(set)
    asked = [each.question_id for each in prizes if each.question_id is not None]
    answers = select(AbstractAnswer.abstract_id, AbstractAnswer.question_id).where(AbstractAnswer.value == YES)
    for row in session.execute(answers.where(AbstractAnswer.question_id.in_(asked))):
        found[row.abstract_id].add(row.question_id)
    return found


def _binding(session: Session, call: Call, chair_id: int) -> list[tuple[int, Lead | None]]:
    """What binds the chair of all that is judged, accepted or not: who may not choose is told by no decision."""
    found = select(Abstract.id, Abstract.lead).where(Abstract.call_id == call.id, ~is_open_to(chair_id))
    return [(row.id, row.lead) for row in session.execute(found.where(Abstract.status.in_(ON_BOARD)))]
