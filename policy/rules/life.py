"""The arrows between a position's statuses, and what its readers are told of them."""

from datetime import datetime

from core.errors import Refusal
from policy.models import Launch, Position, PositionStatus

NEXT_STATUSES = {
    PositionStatus.DRAFT: {PositionStatus.IN_APPROVAL, PositionStatus.WITHDRAWN},
    # Back to draft when its words change: what was approved are these words and no others.
    PositionStatus.IN_APPROVAL: {PositionStatus.DRAFT, PositionStatus.APPROVED, PositionStatus.WITHDRAWN},
    PositionStatus.APPROVED: {PositionStatus.DRAFT, PositionStatus.SCHEDULED, PositionStatus.WITHDRAWN},
    PositionStatus.SCHEDULED: {PositionStatus.APPROVED, PositionStatus.LIVE, PositionStatus.WITHDRAWN},
    PositionStatus.LIVE: {PositionStatus.UPDATED, PositionStatus.WITHDRAWN, PositionStatus.ARCHIVED},
    PositionStatus.UPDATED: {PositionStatus.UPDATED, PositionStatus.WITHDRAWN, PositionStatus.ARCHIVED},
    PositionStatus.ARCHIVED: set(),
    PositionStatus.WITHDRAWN: set(),
}
# Those that the world reads once the embargo has lifted.
READABLE = frozenset({PositionStatus.SCHEDULED, PositionStatus.LIVE, PositionStatus.UPDATED, PositionStatus.ARCHIVED})


class WrongMove(Refusal):
    pass


def check_move(current: PositionStatus, to: PositionStatus) -> None:
    """Raise WrongMove unless the arrow is drawn."""
    if to not in NEXT_STATUSES[current]:
        raise WrongMove(f"A position that is {current.value} cannot become {to.value}.")


def has_lifted(launch: Launch, now: datetime) -> bool:
    """True from the very instant on; one second before it is hidden (domain rule 50)."""
    return launch.lifts_at is not None and now >= launch.lifts_at


def is_public(position: Position, launch: Launch, now: datetime) -> bool:
    """True if the world may read it: the same condition as ``queries.embargo``, for a row that is at hand."""
    return position.status in READABLE and has_lifted(launch, now)


def shown_status(position: Position, launch: Launch, now: datetime) -> PositionStatus:
    """The status as people read it: a scheduled one whose instant has come is live, whatever the worker has done."""
    if position.status is PositionStatus.SCHEDULED and has_lifted(launch, now):
        return PositionStatus.LIVE
    return position.status
