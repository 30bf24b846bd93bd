"""Prizes: named, chosen quietly, and announced once the decisions are out. The call is locked in each of these."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts.models import Call, Lead, Prize
from abstracts.queries.prizes import PrizeLine, prizes_of
from abstracts.rules import prizes as rules
from core import diary
from core.db import refuse_if_broken


def add_prize(
    session: Session, *, call: Call, name: str, lead: Lead | None, question_id: int | None, by_id: int, now: datetime
) -> Prize:
    """The call has that prize. Raises PrizeOfThatName."""
    refuse_if_broken(session, "uq_prizes_call_id", rules.prize_of_that_name())
    prize = Prize(call_id=call.id, name=name, lead=lead, question_id=question_id)
    session.add(prize)
    session.flush()
    _note(session, "added a prize", prize, call, by_id, now)
    return prize


def remove_prize(session: Session, *, line: PrizeLine, by_id: int, now: datetime) -> None:
    """There is no such prize any more. Raises AnotherChairChooses or PrizeIsAnnounced."""
    rules.check_is_free_to_choose(line.is_bound)
    rules.check_not_announced(line.prize)
    _note(session, "removed a prize", line.prize, line.prize.call, by_id, now)
    session.delete(line.prize)


def choose_winner(session: Session, *, line: PrizeLine, abstract_id: int | None, by_id: int, now: datetime) -> None:
    """That abstract wins the prize, quietly; or none does yet.

    Raises AnotherChairChooses for a chair who is bound (domain rule 42), NotOnShortlist or PrizeIsAnnounced.
    """
    rules.check_is_free_to_choose(line.is_bound)
    rules.check_not_announced(line.prize)
    if abstract_id is not None:
        rules.check_on_shortlist(abstract_id, line.shortlist)
    if line.prize.winner_id != abstract_id:
        line.prize.winner_id = abstract_id
        _note(session, "chose a winner", line.prize, line.prize.call, by_id, now)


def announce_prizes(session: Session, *, call: Call, by_id: int, now: datetime) -> int:
    """Every prize that has a winner is announced; how many now. Raises NotReleasedYet (domain rule 45)."""
    rules.check_may_announce(call)
    prizes = rules.to_announce(prizes_of(session, call))
    for prize in prizes:
        prize.announced_at = now
        _note(session, "announced a prize", prize, call, by_id, now)
    return len(prizes)


def _note(session: Session, act: str, prize: Prize, call: Call, by_id: int, now: datetime) -> None:
    thing, after = ("prize", prize.id), {"winner": prize.winner_id} if prize.winner_id else {}
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=call.event_id, after=after)
