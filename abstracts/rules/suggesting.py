"""What the rubric's rule alone would decide: suggested all at once, and kept by a chair or not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from abstracts.models import Abstract, Call, Decision, Preference
from abstracts.rules.board import BoardLine
from abstracts.rules.deciding import Budget
from abstracts.rules.scoring import Recommendation
from abstracts.rules.settings import mark_of
from core.errors import Refusal

POSTER_ONLY = "Its author would show a poster only."
NO_TALKS = "This call has no talks."
NO_SLOT = "No place for a talk is left."
NO_BOARD = "No poster board is left."


class ChangedSinceSuggested(Refusal):
    """Reviews came in or something was decided since the suggestions were looked at; nothing was kept of them."""


@dataclass(frozen=True)
class Suggestion:
    """A decision by the rubric's rule. ``why`` says what else than the mean led to it; ``by_tie`` that a tie rule."""

    line: BoardLine
    decision: Decision
    why: str = ""
    by_tie: bool = False


@dataclass(frozen=True)
class Suggestions:
    """In their places: what the rule decides, what it leaves to the chair, and what has too few reviews."""

    decided: list[Suggestion] = field(default_factory=list)
    to_chair: list[BoardLine] = field(default_factory=list)
    too_few: list[BoardLine] = field(default_factory=list)


def suggestions(lines: Iterable[BoardLine], call: Call, room: Budget) -> Suggestions:
    """For every undecided one of the ranked lines: a talk or a poster while there is room, the waiting list after that.

    Who prefers a poster is not made to give a talk. Wide spreads stay with the chair (domain rule 44).
    """
    found, left = Suggestions(), {Decision.ORAL: room.slots_left, Decision.POSTER: room.boards_left}
    for line in lines:
        if line.abstract.decision is not None:
            continue
        if line.tally.recommendation is Recommendation.WAITING:
            found.too_few.append(line)
        elif line.tally.recommendation is Recommendation.TO_CHAIR:
            found.to_chair.append(line)
        else:
            decision, why = _suggested(line, call, left)
            found.decided.append(Suggestion(line, decision, why))
            if decision in left:
                left[decision] -= 1
    return Suggestions(_with_ties(found.decided), found.to_chair, found.too_few)


def mark_of_suggestions(found: Suggestions) -> str:
    """A mark of what was looked at, to compare with what would be kept now."""
    return mark_of(*((each.line.abstract.id, each.decision.value) for each in found.decided))


def check_same_suggestions(shown: str, found: Suggestions) -> None:
    if shown != mark_of_suggestions(found):
        raise ChangedSinceSuggested("Something has changed since you looked. This is what the rule says now.")


def takes_suggestion(abstract: Abstract) -> bool:
    """True while nobody has decided on it: a suggestion never takes the place of a person's decision."""
    return abstract.decision is None


def _suggested(line: BoardLine, call: Call, left: dict[Decision, int]) -> tuple[Decision, str]:
    if line.tally.recommendation is Recommendation.BELOW:
        return Decision.DECLINED, ""
    why = ""
    if line.tally.recommendation is Recommendation.ORAL:
        if not call.offers_oral:
            why = NO_TALKS
        elif line.abstract.preference is Preference.POSTER and call.offers_poster:
            why = POSTER_ONLY
        elif left[Decision.ORAL] > 0:
            return Decision.ORAL, ""
        else:
            why = NO_SLOT
    if call.offers_poster and left[Decision.POSTER] > 0:
        return Decision.POSTER, why
    return Decision.WAITLISTED, why or NO_BOARD


def _with_ties(found: list[Suggestion]) -> list[Suggestion]:
    """The same, where those of one mean go different ways for want of room with a word that the tie rule decided it."""
    ways: dict[Decimal | None, set[Decision]] = defaultdict(set)
    for each in found:
        if each.why != POSTER_ONLY:
            ways[each.line.tally.mean].add(each.decision)
    return [
        Suggestion(each.line, each.decision, each.why, each.why != POSTER_ONLY and len(ways[each.line.tally.mean]) > 1)
        for each in found
    ]
