"""Reviewers talk an abstract over under names that tell nothing (domain rules 42 to 44)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from abstracts.models import AbstractStatus, Discussion, PastTotal
from core.errors import Refusal
from events.models import Event
from events.rules import at, local_day

LEAST_TO_DISCUSS = 2
LONGEST_REMARK = 4000
TOLD_AT = time(8)
# Without I and O, which are read as digits.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class NothingToDiscuss(Refusal):
    pass


class DiscussionClosed(Refusal):
    pass


@dataclass(frozen=True)
class Change:
    """A review came to ``before`` and then to ``after``."""

    before: int
    after: int
    is_after_discussion: bool

    @property
    def told(self) -> str:
        """Such as “changed from 14 to 18 after discussion”."""
        when = " after discussion" if self.is_after_discussion else ""
        moved = f"from {self.before} to {self.after}" if self.before != self.after else f"within {self.after}"
        return f"changed {moved}{when}"


def free_names(taken: Collection[str]) -> list[str]:
    """Names that no reviewer of the abstract has, one letter each while these last."""
    single = [f"Reviewer {each}" for each in LETTERS]
    free = [each for each in single if each not in taken]
    return free or [f"Reviewer {first}{second}" for first in LETTERS for second in LETTERS]


def is_open_to_talk(discussion: Discussion | None, status: AbstractStatus) -> bool:
    """True from when a chair opened it until one closed it or the abstract was decided."""
    return discussion is not None and discussion.closed_at is None and status is AbstractStatus.IN_REVIEW


def check_open_to_talk(discussion: Discussion | None, status: AbstractStatus) -> None:
    """Raise DiscussionClosed unless something may be said there now."""
    if not is_open_to_talk(discussion, status):
        raise DiscussionClosed("The discussion is closed, so this was not said.")


def check_may_discuss(status: AbstractStatus, submitted: int) -> None:
    """Raise NothingToDiscuss unless a chair may open it: it takes two who have judged, and no decision yet."""
    if status is not AbstractStatus.IN_REVIEW:
        raise NothingToDiscuss("This abstract is not in review, so there is nothing to discuss.")
    if submitted < LEAST_TO_DISCUSS:
        raise NothingToDiscuss(f"It takes {LEAST_TO_DISCUSS} submitted reviews to discuss an abstract.")


def told_at(event: Event, now: datetime) -> datetime:
    """When reviewers are told of what is said now: the next morning, so that no letter tells the hour (R14)."""
    return at(event, local_day(event, now) + timedelta(days=1), TOLD_AT)


def changes_of(past: Sequence[PastTotal], total: int, discussion: Discussion | None) -> Iterator[Change]:
    """What became of a review's total since it was submitted, the earliest first; ``past`` is in order."""
    for place, each in enumerate(past):
        after = past[place + 1].total if place + 1 < len(past) else total
        opened_at = discussion.opened_at if discussion else None
        yield Change(each.total, after, opened_at is not None and each.changed_at >= opened_at)
