"""What follows a launch: where it was taken up, what people say to it, and what members answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.errors import Refusal
from members.models import Membership
from members.rules import day_of, is_active_on
from policy.models import Comment, Launch, MentionKind, Poll, Position, PositionStatus
from policy.rules.life import is_public

LONGEST_COMMENT = 1_000
COMMENTS_AN_HOUR = 5
POLL_CHOICES = range(2, 9)
# A smaller number could tell of one person what they answered.
SMALLEST_SHOWN = 10
HAPPENED = {
    MentionKind.LAUNCHED: ("Launched", "To be launched"),
    MentionKind.DISCUSSED: ("Discussed", "To be discussed"),
    MentionKind.REITERATED: ("Taken up again", "To be taken up again"),
}
# Who says so of itself, and who only fetches a page so that it is there in case.
MACHINE = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.IGNORECASE)


class NotOpen(Refusal):
    pass


class NoName(NotOpen):
    pass


class TooManyComments(Refusal):
    status = 429


class AlreadyThere(Refusal):
    pass


class NotAMember(Refusal):
    status = 403


class NotAChoice(Refusal):
    status = 422


def words_of_mention(kind: MentionKind, on: date, today: date) -> str:
    """What happened to the position there, or what will."""
    past, future = HAPPENED[kind]
    return future if on > today else past


def may_be_discussed(position: Position, launch: Launch, now: datetime) -> bool:
    """True while the world reads it and it is held: nothing is said to one that is hidden, withdrawn or archived."""
    return is_public(position, launch, now) and position.status is not PositionStatus.ARCHIVED


def check_may_comment(position: Position, launch: Launch, name: str, now: datetime) -> None:
    """Raise NotOpen for a position to which nothing is said any more, NoName for who is known by an address alone."""
    if not may_be_discussed(position, launch, now):
        raise NotOpen("This position is archived, and takes no more comments.")
    if not name:
        raise NoName("Say what you are called first, on your own page: your name stands beside what you say.")


def comment_standing(comment: Comment) -> str:
    """What became of it, in a word."""
    if comment.hidden_at is not None:
        return "hidden"
    return "waiting" if comment.shown_at is None else "shown"


def is_open(poll: Poll, now: datetime) -> bool:
    """True from its first instant up to its close, that one excluded."""
    return poll.opens_at <= now < poll.closes_at


def is_closed(poll: Poll, now: datetime) -> bool:
    """True from the instant of its close on: then anybody may read what came of it, and nobody before."""
    return now >= poll.closes_at


def may_answer_polls(membership: Membership | None, now: datetime) -> bool:
    """True for a membership that is active today."""
    return membership is not None and is_active_on(membership, day_of(now))


def check_may_answer_poll(
    position: Position, launch: Launch, poll: Poll, membership: Membership | None, choice: int, now: datetime
) -> None:
    """Raise NotOpen outside of the poll's window, NotAMember without an active membership, NotAChoice."""
    if not may_be_discussed(position, launch, now) or now < poll.opens_at:
        raise NotOpen("This poll is not open.")
    if is_closed(poll, now):
        raise NotOpen("This poll is closed. Your answer was not counted.")
    if not may_answer_polls(membership, now):
        raise NotAMember("This poll is for members, and we know of no active membership of yours.")
    if not 0 <= choice < len(poll.choices):
        raise NotAChoice("Choose one of the answers.")


def check_poll(position: Position, opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Raise NotOpen for a position that is over, or for a window in which nobody could answer."""
    if position.status in (PositionStatus.WITHDRAWN, PositionStatus.ARCHIVED):
        raise NotOpen(f"This position is {position.status.value}: nobody could answer.")
    if not (opens_at < closes_at and now < closes_at):
        raise NotOpen("It has to close later than it opens, and later than now.")


def check_may_drop(poll: Poll, now: datetime) -> None:
    """Raise NotOpen once it has opened: answers that were given are not thrown away."""
    if now >= poll.opens_at:
        raise NotOpen("It has opened, and members may have answered. It stays until its close.")


@dataclass(frozen=True)
class Result:
    """One choice of a closed poll. ``times`` and ``share`` (in whole per cent) are None where they are not told."""

    words: str
    times: int | None
    share: int | None


@dataclass(frozen=True)
class Results:
    """What came of a poll. ``answers`` is how many members answered, or None if that would tell a hidden number."""

    answers: int | None
    rows: Sequence[Result]


def results_of(poll: Poll, counted: Mapping[int, int]) -> Results:
    """The results, in the order of the choices; a number below ten is not told, nor what it could be reckoned from.

    So with one hidden choice there is no sum and no share either: the others would say what it is.
    """
    times = [counted.get(place, 0) for place in range(len(poll.choices))]
    whole = sum(times)
    tells_all = all(each >= SMALLEST_SHOWN for each in times)
    rows = [
        Result(
            words,
            each if each >= SMALLEST_SHOWN else None,
            round(100 * each / whole) if tells_all else None,
        )
        for words, each in zip(poll.choices, times, strict=True)
    ]
    return Results(whole if tells_all else None, rows)


def is_a_reader(agent: str, purpose: str) -> bool:
    """True unless the request says of itself that nobody reads its answer: a machine, or fetched in case."""
    return bool(agent) and not MACHINE.search(agent) and "prefetch" not in purpose.lower()


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday on: how often it was read, how often in Welsh, and how often its paper was fetched."""

    first_day: date
    visits: int
    in_welsh: int
    downloads: int


def weeks_between(first: date, last: date) -> list[date]:
    """The Mondays of all weeks from the one of ``first`` to the one of ``last``."""
    monday, found = first - timedelta(days=first.weekday()), []
    while monday <= last:
        found.append(monday)
        monday += timedelta(days=7)
    return found
