"""What the desk may look for among scans, and the words for why a ticket was not simply let in. Pure."""

from dataclasses import dataclass

from checkin.models import Verdict
from checkin.rules.verdicts import Reason

# As the desk reads them in a list; what a steward is to do is in WHAT_TO_DO.
REASON_WORDS = {
    Reason.BACK: "Came back",
    Reason.LEFT: "Left",
    Reason.BY_HAND: "Admitted by hand",
    Reason.NEW: "New to the phone",
    Reason.ALREADY_IN: "Already in",
    Reason.UNPAID: "Not paid",
    Reason.OTHER_TICKET: "Another kind of ticket",
    Reason.OTHER_LIST: "List not of this phone",
    Reason.OTHER_DAY: "Ticket for another day",
    Reason.NOT_OPEN: "Outside the hours",
    Reason.FULL: "Full",
    Reason.UNDONE: "Took a scan back",
    Reason.TOO_LATE: "Too late to take back",
    Reason.REVOKED: "Phone taken off",
    Reason.UNKNOWN: "Code nobody has",
    Reason.OTHER_EVENT: "Ticket for another event",
    Reason.CANCELLED: "Place given back",
    Reason.UNPROVED: "Price not proved",
    Reason.REPLACED: "Code replaced",
    Reason.FORGED: "Forged code",
    Reason.WRONG_KEY: "Signed with another key",
    Reason.RETIRED_KEY: "Signed with an old key",
    Reason.CUT: "Half a code",
    Reason.NOT_A_CODE: "Not a code",
    Reason.MALFORMED: "Could not be read",
}


@dataclass(frozen=True)
class ScansWanted:
    """What the desk looks for among an event's scans; every part that is given must hold.

    ``words`` are a whole code, or parts of a delegate's name or organisation.
    """

    words: str = ""
    verdict: Verdict | None = None
    reason: Reason | None = None
    list_name: str = ""
