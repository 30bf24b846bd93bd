"""The moment that somebody means who types what a clock on the wall shows (domain rule 50, R20)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import Refusal
from core.words import day
from policy.models import Launch, Position
from policy.rules.life import is_public
from policy.rules.writing import OVER

MINUTE = timedelta(minutes=1)


class NotAMoment(Refusal):
    """No clock shows that, or not to the minute."""

    status = 422


class TwoMoments(NotAMoment):
    """The clocks show that hour twice. ``moments`` are both, in UTC and in order."""

    def __init__(self, said: str, moments: tuple[datetime, datetime]) -> None:
        super().__init__(said)
        self.moments = moments


def moment_meant(zone: str, typed: datetime, *, second_time: bool | None = None) -> datetime:
    """The moment in UTC at which the clocks of ``zone`` show ``typed``, a time without a zone.

    Raises NotAMoment for seconds and for an hour that the clocks skip. For one that comes twice, ``second_time`` says
    which is meant; TwoMoments is raised if it says nothing.
    """
    if typed.second or typed.microsecond:
        raise NotAMoment("Choose a whole minute.")
    clocks = ZoneInfo(zone)
    first, second = (typed.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(clocks).replace(tzinfo=None) != typed:
        # In a gap the two readings lie on either side of it, the later one first.
        ends = _end_of_gap(clocks, second)
        raise NotAMoment(
            f"There is no {typed:%H:%M} on {day(typed.date())}: the clocks go forward that night, and the next time "
            f"they show is {ends.astimezone(clocks):%H:%M}. Choose that or a later one, or one before the change."
        )
    if first == second:
        return first
    if second_time is None:
        raise TwoMoments(
            f"{typed:%H:%M} comes twice on {day(typed.date())}, since the clocks go back. Say which one you mean.",
            (first, second),
        )
    return second if second_time else first


def _end_of_gap(clocks: ZoneInfo, before: datetime) -> datetime:
    """The first whole minute after the change of the clocks that follows ``before``."""
    offset, moment = before.astimezone(clocks).utcoffset(), before
    while moment.astimezone(clocks).utcoffset() == offset:
        moment += MINUTE
    return moment


class TooLateToMove(Refusal):
    pass


class NoReason(Refusal):
    status = 422


def check_may_prepare(position: Position, launch: Launch, now: datetime) -> None:
    """Raise TooLateToMove once the instant has come or the position is over: a launch that was held is a record."""
    if is_public(position, launch, now) or position.status in OVER:
        raise TooLateToMove("Its moment has come, and what was prepared for it stays as it was.")


def check_may_move(position: Position, launch: Launch, because: str, now: datetime) -> None:
    """Raise unless the instant may still be changed: not once it has come, and not without saying why it moves."""
    if is_public(position, launch, now) or position.status in OVER:
        raise TooLateToMove("That moment has come, and cannot be moved any more.")
    if launch.lifts_at is not None and not because:
        raise NoReason("Write why the moment moves: everybody with access is told that it does.")
