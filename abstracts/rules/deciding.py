"""From recommendations to decisions, and to their one release (domain rules 44 and 45)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from abstracts.models import AbstractStatus, Call, Decision, Rubric
from abstracts.rules.scoring import Recommendation, Tally
from core.errors import Refusal

RELEASED_AS = {
    Decision.ORAL: AbstractStatus.ACCEPTED,
    Decision.POSTER: AbstractStatus.ACCEPTED,
    Decision.DECLINED: AbstractStatus.DECLINED,
    Decision.WAITLISTED: AbstractStatus.WAITLISTED,
}
SUGGESTED = {
    Recommendation.ORAL: Decision.ORAL,
    Recommendation.POSTER: Decision.POSTER,
    Recommendation.BELOW: Decision.DECLINED,
}
# What a call's letters say until a chair has written others: subject and words, with the placeholders of messages.
FIRST_WORDS = {
    Decision.ORAL: (
        "Your abstract is accepted as a talk",
        "we are glad to tell you that abstract {number}, {title}, is accepted for {call} as a talk.\n\n"
        "Say by the date on its page whether you take the place. Whoever presents it needs a ticket of their own.",
    ),
    Decision.POSTER: (
        "Your abstract is accepted as a poster",
        "we are glad to tell you that abstract {number}, {title}, is accepted for {call} as a poster.\n\n"
        "Say by the date on its page whether you take the place. Whoever presents it needs a ticket of their own.",
    ),
    Decision.DECLINED: (
        "About your abstract",
        "thank you for abstract {number}, {title}. We cannot take it for {call}: more good work came than there are "
        "places.\n\nWhat the reviewers said is below; we hope that it helps with the next.",
    ),
    Decision.WAITLISTED: (
        "Your abstract is on the waiting list",
        "abstract {number}, {title}, is on the waiting list of {call}. If a place comes free we write to you at once; "
        "you need do nothing.",
    ),
}


class TooFewReviews(Refusal):
    pass


class NotAllDecided(Refusal):
    pass


class LettersAreOut(Refusal):
    pass


@dataclass(frozen=True)
class Budget:
    """How many talks and posters are decided, and how many there is room for."""

    orals: int
    oral_slots: int
    posters: int
    poster_boards: int

    @property
    def slots_left(self) -> int:
        return max(0, self.oral_slots - self.orals)

    @property
    def boards_left(self) -> int:
        return max(0, self.poster_boards - self.posters)

    @property
    def is_over(self) -> bool:
        return self.orals > self.oral_slots or self.posters > self.poster_boards


def check_enough_reviews(rubric: Rubric | None, found: Tally | None) -> None:
    """Raise TooFewReviews below the rubric's least (rule 44). A call without a rubric is decided by its chair alone."""
    if rubric is None:
        return
    have = len(found.totals) if found else 0
    if have < rubric.least_reviews:
        raise TooFewReviews(
            f"{have} of at least {rubric.least_reviews} reviews are in, so it cannot be decided yet (ask its reviewers"
            " for theirs, or give it to another)."
        )


def check_all_decided(undecided: int) -> None:
    """Raise NotAllDecided while anything is in review: decisions go out once, all together (rule 45)."""
    if undecided:
        many = "1 abstract is" if undecided == 1 else f"{undecided} abstracts are"
        raise NotAllDecided(f"{many} in review without a decision. Decide them first: decisions go out once.")


def check_not_released(call: Call) -> None:
    """Raise LettersAreOut once the call's decisions are out: what was sent stays as it was sent."""
    if call.released_at is not None:
        raise LettersAreOut("The decisions are out, and so are their letters.")


def letter_written_meanwhile() -> LettersAreOut:
    return LettersAreOut("Somebody else has just written this letter. Load the page again.")


def budget(rubric: Rubric, decisions: Iterable[Decision | None]) -> Budget:
    counted = list(decisions)
    return Budget(counted.count(Decision.ORAL), rubric.oral_slots, counted.count(Decision.POSTER), rubric.poster_boards)


def lines_of(rubric: Rubric) -> dict[Decision, float]:
    """The mean from which an abstract may have each place."""
    return {Decision.ORAL: rubric.oral_from, Decision.POSTER: rubric.poster_from}


def places_of(rubric: Rubric, abstracts: int) -> dict[Decision, int]:
    """The last rank at which an abstract has each place, where there is not room for all of so many abstracts."""
    room = {Decision.ORAL: rubric.oral_slots, Decision.POSTER: rubric.oral_slots + rubric.poster_boards}
    return {decision: places for decision, places in room.items() if 0 < places < abstracts}


def histogram(tallies: Iterable[Tally], most: int) -> list[int]:
    """How many abstracts have a mean from each whole point up to the next; the highest point has a place of its own."""
    counts = [0] * (most + 1)
    for each in tallies:
        if each.mean is not None:
            counts[int(each.mean)] += 1
    return counts


def words_of_letter(written: Mapping[Decision, tuple[str, str]], decision: Decision) -> tuple[str, str]:
    """Subject and words of the call's letter for that decision: the chair's own, or those to begin with."""
    return written.get(decision, FIRST_WORDS[decision])
