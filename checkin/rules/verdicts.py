"""What the door answers, and why. Pure: no session, no clock."""

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.models import MAIN_LIST, Verdict
from registration.codes import Signer, Unreadable, as_typed, is_printed_code, without_keystrokes
from registration.models import OrderStatus, ProofStatus
from registration.rules import may_enter


class Reason(StrEnum):
    """Why a badge was not simply let in: each has its own words on the steward's screen."""

    NONE = ""
    ALREADY_IN = "already in"
    UNKNOWN = "unknown code"
    OTHER_EVENT = "other event"
    CANCELLED = "cancelled"
    UNPROVED = "unproved"
    REPLACED = "replaced"
    FORGED = "forged"
    WRONG_KEY = "unknown key"
    RETIRED_KEY = "retired key"
    CUT = "cut short"
    NOT_A_CODE = "not a code"
    MALFORMED = "malformed"


# What a steward is to do, in words that may be read aloud in a queue.
WHAT_TO_DO = {
    Reason.ALREADY_IN: "Ask to see the badge before you let them in.",
    Reason.UNKNOWN: "No ticket has this code. Type it once more, then send them to the help desk.",
    Reason.OTHER_EVENT: "This ticket is for another event. Send them to the help desk.",
    Reason.CANCELLED: "This place was given back. Send them to the help desk.",
    Reason.UNPROVED: "The price they booked at is not proved yet. Send them to the help desk.",
    Reason.FORGED: "This code was not made by us. Send them to the help desk.",
    Reason.REPLACED: "This code was replaced by a newer one. Ask for the latest letter, or send them to the help desk.",
    Reason.WRONG_KEY: "This code is signed with a key that is not ours. Send them to the help desk.",
    Reason.RETIRED_KEY: "This code is older than our keys. Send them to the help desk for a new one.",
    Reason.CUT: "Only part of the code was read. Scan the whole of it once more.",
    Reason.NOT_A_CODE: "That is not one of our codes. Ask for the ticket, or type the eight letters under it.",
    Reason.MALFORMED: "That scan could not be read. Scan the ticket once more.",
}
UNREADABLE = {
    Unreadable.NOT_OURS: Reason.NOT_A_CODE,
    Unreadable.CUT: Reason.CUT,
    Unreadable.WRONG_KEY: Reason.WRONG_KEY,
    Unreadable.RETIRED_KEY: Reason.RETIRED_KEY,
    Unreadable.FORGED: Reason.FORGED,
}


@dataclass(frozen=True)
class Holder:
    """The ticket that a code names, and whether its delegate is in already today."""

    ticket_id: int
    name: str
    organisation: str
    product: str
    code: str
    status: OrderStatus
    admitted_at: datetime | None
    admitted_by: str
    admitted_place: str
    proof: ProofStatus = ProofStatus.NOT_NEEDED


@dataclass(frozen=True)
class DeviceSays:
    """What a device says of itself and of the moment at which it read a badge."""

    name: str | None = None
    counter: int | None = None
    read_at: datetime | None = None


SAYS_NOTHING = DeviceSays()


@dataclass(frozen=True)
class Reading:
    """One scan of a batch. Without a key it cannot be kept; malformed, ``text`` is the whole record as it came."""

    key: str | None
    text: str
    list_name: str = MAIN_LIST
    device: DeviceSays = SAYS_NOTHING
    is_malformed: bool = False


def verdict_on(holder: Holder | None, *, replaced: bool = False) -> tuple[Verdict, Reason]:
    """The verdict and its reason for a code that could be read; ``replaced`` if its ticket has a newer one."""
    if holder is None:
        return Verdict.REFUSED, Reason.UNKNOWN
    if replaced:
        return Verdict.REFUSED, Reason.REPLACED
    if holder.status is not OrderStatus.CONFIRMED:
        return Verdict.REFUSED, Reason.CANCELLED
    if not may_enter(holder.proof):
        return Verdict.REFUSED, Reason.UNPROVED
    if holder.admitted_at is not None:
        return Verdict.AGAIN, Reason.ALREADY_IN
    return Verdict.ADMITTED, Reason.NONE


def to_tell_codes(signer: Signer, event_id: int) -> dict:
    """What a browser needs to tell this event's codes from others (static/door/code_reader.js); all of it is public."""
    keys = {number: base64.urlsafe_b64encode(key).decode() for number, key in signer.public_keys().items()}
    return {"keys": keys, "retired": sorted(signer.retired), "event": event_id}


def code_in(text: str, signer: Signer, event_id: int) -> str | Reason:
    """The printed code in what was scanned or typed, or the reason why there is none for this event."""
    text = without_keystrokes(text)
    typed = as_typed(text)
    if is_printed_code(typed):
        return typed
    read = signer.read(text)
    if isinstance(read, Unreadable):
        return UNREADABLE[read]
    return read.code if read.event_id == event_id else Reason.OTHER_EVENT
