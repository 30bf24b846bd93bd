"""Practice abstracts: how many a call has, until when they change, and what the panel made of one."""

from collections.abc import Iterable, Mapping, Sequence

from abstracts.models import TrainingAbstract
from abstracts.rules.settings import ChangedMeanwhile
from core.errors import Refusal

MOST_TRAINING = 5


class TooMuchTraining(Refusal):
    pass


class ScoredInPractice(Refusal):
    """Reviewers have scored it, so that it stays as they read it."""


class PractisedAlready(Refusal):
    pass


def check_room_for_training(already: int) -> None:
    """Raise TooMuchTraining once a call has enough of it: everybody scores each."""
    if already >= MOST_TRAINING:
        raise TooMuchTraining(f"A call has at most {MOST_TRAINING} for practice, since every reviewer may score each.")


def check_training_unscored(scored_by: int) -> None:
    """Raise ScoredInPractice once somebody has scored it: all are to judge the same."""
    if scored_by:
        raise ScoredInPractice("Reviewers have scored this one, so it stays as they read it. Write another instead.")


def check_training_version(training: TrainingAbstract, version: int) -> None:
    """Raise ChangedMeanwhile unless ``version`` is what it is at now (WEB-2)."""
    if training.version != version:
        raise ChangedMeanwhile(
            "Another chair has changed this meanwhile, so nothing is saved here. What you typed is still in its boxes; "
            "save again to put it in place of theirs."
        )


def check_first_sight(given: Mapping[int, int], points: Mapping[int, int]) -> None:
    """Raise PractisedAlready if other points were given before: whoever has seen the panel's is led by them."""
    if given and given != points:
        raise PractisedAlready("You have scored this one, and the first sight counts. What you gave is below.")


def panel(totals: Iterable[int], most: int) -> Sequence[int]:
    """How many reviewers gave each total, from 0 to ``most``."""
    counts = [0] * (most + 1)
    for each in totals:
        counts[min(each, most)] += 1
    return counts
