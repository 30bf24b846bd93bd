"""What the door answers, who is in by it, and what a phone may do. Pure: no session, no clock."""

from checkin.rules.settling import TOLD, Conflict, Fact, Settled, Why, settle
from checkin.rules.verdicts import (
    SAYS_NOTHING,
    UNDO_WITHIN,
    UNREADABLE,
    WHAT_TO_DO,
    DeviceSays,
    Holder,
    Listing,
    Reading,
    Reason,
    Told,
    code_in,
    judge,
    may_undo,
    to_tell_codes,
)

__all__ = [
    "SAYS_NOTHING",
    "TOLD",
    "UNDO_WITHIN",
    "UNREADABLE",
    "WHAT_TO_DO",
    "Conflict",
    "DeviceSays",
    "Fact",
    "Holder",
    "Listing",
    "Reading",
    "Reason",
    "Settled",
    "Told",
    "Why",
    "code_in",
    "judge",
    "may_undo",
    "settle",
    "to_tell_codes",
]
