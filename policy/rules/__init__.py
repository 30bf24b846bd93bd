"""What is allowed to positions and launches."""

from policy.rules.launching import (
    FEWEST_KEY_LINES,
    MOST_KEY_LINES,
    PUBLIC_CHANNELS,
    NotReady,
    WrongInstant,
    check_instant,
    check_may_schedule,
    is_whole,
    lacks,
    welsh_missing,
)
from policy.rules.life import NEXT_STATUSES, READABLE, WrongMove, check_move, has_lifted, is_public, shown_status

__all__ = [
    "FEWEST_KEY_LINES",
    "MOST_KEY_LINES",
    "NEXT_STATUSES",
    "PUBLIC_CHANNELS",
    "READABLE",
    "NotReady",
    "WrongInstant",
    "WrongMove",
    "check_instant",
    "check_may_schedule",
    "check_move",
    "has_lifted",
    "is_public",
    "is_whole",
    "lacks",
    "shown_status",
    "welsh_missing",
]
