"""What the door answers, who is in by it, and what a phone may do. Pure: no session, no clock."""

from checkin.rules.verdicts import (
    SAYS_NOTHING,
    UNREADABLE,
    WHAT_TO_DO,
    DeviceSays,
    Holder,
    Reading,
    Reason,
    code_in,
    to_tell_codes,
    verdict_on,
)

__all__ = [
    "SAYS_NOTHING",
    "UNREADABLE",
    "WHAT_TO_DO",
    "DeviceSays",
    "Holder",
    "Reading",
    "Reason",
    "code_in",
    "to_tell_codes",
    "verdict_on",
]
