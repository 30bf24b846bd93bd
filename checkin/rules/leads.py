"""What an exhibitor may do with a badge, and what it is told of one."""

from enum import StrEnum

from checkin.rules.verdicts import Reason
from core.errors import Refusal
from events.models import Exhibitor
from registration.models import Say, SharingAnswer


class StandIsClosed(Refusal):
    """An exhibitor that takes no leads any more."""


class AtStand(StrEnum):
    """What an exhibitor is told after a scan. Who has said no and who has said nothing are the same to it."""

    LEAD = "lead"
    NO_CONSENT = "no consent yet"
    UNKNOWN = "unknown"


WORDS_AT_STAND = {
    Reason.OTHER_EVENT: "This badge is for another event.",
    Reason.CUT: "Only part of the code was read. Scan the whole of it once more.",
}
NO_SUCH_BADGE = "No badge of this event has this code. Scan it once more, or type the eight letters under it."


def check_is_open(exhibitor: Exhibitor) -> None:
    """Raise StandIsClosed unless the exhibitor still takes leads."""
    if not exhibitor.is_open:
        raise StandIsClosed("The organisers have closed this stand’s list: nobody new is taken into it.")


def may_be_asked(answer: SharingAnswer | None) -> bool:
    """True unless the delegate has said no: that is asked once, and afterwards they come of their own accord."""
    return answer is None or answer.answer is Say.YES


def told_at_stand(answer: SharingAnswer | None) -> AtStand:
    return AtStand.LEAD if answer and answer.answer is Say.YES else AtStand.NO_CONSENT
