"""Prizes of a call: who may win one, and when its winner is told (domain rule 45)."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from abstracts.models import AbstractStatus, Call, Decision, Lead, Prize
from abstracts.rules.board import BoardLine
from core.errors import Refusal

ACCEPTED = frozenset({Decision.ORAL, Decision.POSTER})
STILL_ACCEPTED = frozenset(
    {AbstractStatus.DECIDED, AbstractStatus.ACCEPTED, AbstractStatus.PRESENTED, AbstractStatus.PUBLISHED}
)
LED_BY = {Lead.STUDENT: "Led by a student", Lead.TRAINEE: "Led by a trainee"}


class PrizeOfThatName(Refusal):
    pass


class PrizeIsAnnounced(Refusal):
    pass


class NotOnShortlist(Refusal):
    pass


class AnotherChairChooses(Refusal):
    pass


class NotReleasedYet(Refusal):
    pass


def may_win(prize: Prize, lead: Lead | None, ticked: Collection[int]) -> bool:
    """True if an abstract led so, that answered those questions with yes, is of those the prize is for."""
    return (prize.lead is None or prize.lead is lead) and (prize.question_id is None or prize.question_id in ticked)


def shortlist(prize: Prize, ranked: Iterable[BoardLine], ticked: Mapping[int, Collection[int]]) -> list[BoardLine]:
    """Those accepted that may win it, by rank; ``ticked`` is by abstract the ids of the questions answered yes."""
    return [
        each
        for each in ranked
        if each.abstract.decision in ACCEPTED
        and each.abstract.status in STILL_ACCEPTED
        and may_win(prize, each.abstract.lead, ticked.get(each.abstract.id, ()))
    ]


def who_may_win(prize: Prize) -> str:
    """In words, for the chair and for authors."""
    asked = [LED_BY[prize.lead]] if prize.lead in LED_BY else []
    asked += [f"said yes to “{prize.question.label}”"] if prize.question else []
    words = ", and ".join(asked)
    return words[:1].upper() + words[1:] if words else "Any that is accepted"


def check_is_free_to_choose(is_bound: bool) -> None:
    """Raise AnotherChairChooses if the chair is bound by any that could win, accepted or not (domain rule 42)."""
    if is_bound:
        raise AnotherChairChooses("You are bound by an abstract that could win this prize, so another chair chooses.")


def check_on_shortlist(abstract_id: int, shortlisted: Iterable[BoardLine]) -> None:
    if abstract_id not in {each.abstract.id for each in shortlisted}:
        raise NotOnShortlist("Choose one of those on the shortlist.")


def check_not_announced(prize: Prize) -> None:
    if prize.announced_at is not None:
        raise PrizeIsAnnounced("This prize is announced, and stays as it is.")


def check_may_announce(call: Call) -> None:
    """Raise NotReleasedYet before the release: a prize would tell that its winner is accepted (domain rule 45)."""
    if call.released_at is None:
        raise NotReleasedYet("Let the decisions out first: a prize tells that its winner is accepted.")


def prize_of_that_name() -> PrizeOfThatName:
    return PrizeOfThatName("This call has a prize of that name.")


def to_announce(prizes: Sequence[Prize]) -> list[Prize]:
    """Those that have a winner and are not announced."""
    return [each for each in prizes if each.winner_id is not None and each.announced_at is None]
