"""What the door answers, and why. static/door/judge.js judges the same by the same steps, without a network."""

import base64
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from checkin.models import MAIN_LIST, Entry, Verdict
from registration.codes import Signer, Unreadable, as_typed, is_printed_code, without_keystrokes
from registration.models import OrderStatus, ProofStatus
from registration.rules import may_enter


class Reason(StrEnum):
    """Why a badge was not simply let in: each has its own words on the steward's screen."""

    NONE = ""
    BACK = "back in"
    LEFT = "left"
    BY_HAND = "by hand"
    NEW = "new to this phone"
    ALREADY_IN = "already in"
    UNPAID = "unpaid"
    OTHER_TICKET = "other ticket"
    OTHER_DAY = "other day"
    OTHER_LIST = "other list"
    NOT_OPEN = "not open"
    FULL = "full"
    UNDONE = "undone"
    TOO_LATE = "too late to undo"
    REVOKED = "device revoked"
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
    Reason.BACK: "They left before, and are back.",
    Reason.LEFT: "They are counted out.",
    Reason.BY_HAND: "You decided this yourself. It is kept with your reason.",
    Reason.NEW: "This ticket is newer than what this phone knows. It is truly ours.",
    Reason.ALREADY_IN: "Ask to see the badge before you let them in.",
    Reason.UNPAID: "This place is not paid yet. Ask them to pay, or send them to the help desk.",
    Reason.OTHER_TICKET: "Their ticket does not include this. Send them to the help desk.",
    Reason.OTHER_DAY: "Their ticket is for another day. Send them to the help desk.",
    Reason.OTHER_LIST: "This phone does not read for that list. Choose one of its own.",
    Reason.NOT_OPEN: "Nobody is let in here at this hour.",
    Reason.FULL: "It is full in here. Ask them to wait until somebody leaves.",
    Reason.UNDONE: "The last scan is taken back: they are not in.",
    Reason.TOO_LATE: "A scan can be taken back within a quarter of an hour. Send them to the help desk.",
    Reason.REVOKED: "This phone may not read badges any more. Take another one.",
    Reason.UNKNOWN: "No ticket has this code. Type it once more, then send them to the help desk.",
    Reason.OTHER_EVENT: "This ticket is for another event. Send them to the help desk.",
    Reason.CANCELLED: "This place was given back, or never granted. Send them to the help desk.",
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


UNDO_WITHIN = timedelta(minutes=15)
WAITING_FOR_MONEY = {OrderStatus.HELD, OrderStatus.AWAITING}  # one that is asked for is nobody's place yet


@dataclass(frozen=True)
class Listing:
    """The rules of an admission list, as a verdict needs them. The event's own has these if nobody set others."""

    day: date | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    entry: Entry = Entry.DAILY
    reenters: bool = False
    unpaid_may_enter: bool = False

    def period(self, day: date, first_day: date) -> date:
        """The day under which an admission on ``day`` is kept: the event's first where a ticket enters once."""
        return first_day if self.entry is Entry.ONCE else day


@dataclass(frozen=True)
class Holder:
    """The ticket that a code names, and whether its delegate is in already by the list in question.

    ``listing`` is None if the event has no such list; ``takes`` says whether the list takes what the ticket is for.
    """

    ticket_id: int
    name: str
    organisation: str
    product: str
    code: str
    status: OrderStatus
    proof: ProofStatus = ProofStatus.NOT_NEEDED
    only_day: date | None = None
    admitted_at: datetime | None = None
    admitted_by: str = ""
    admitted_place: str = ""
    inside: bool = False
    no_photos: bool = False
    listing: Listing | None = Listing()
    takes: bool = True

    @property
    def is_unpaid(self) -> bool:
        return self.status in WAITING_FOR_MONEY

    @property
    def flags(self) -> list[str]:
        """What a steward is told by a neutral mark, in the words of the door's JSON."""
        told = {"unpaid": self.is_unpaid, "proof": not may_enter(self.proof), "photo": self.no_photos}
        return [flag for flag, holds in told.items() if holds]


@dataclass(frozen=True)
class DeviceSays:
    """What a device says of itself and of the moment at which it read a badge."""

    name: str | None = None
    counter: int | None = None
    read_at: datetime | None = None


SAYS_NOTHING = DeviceSays()


@dataclass(frozen=True)
class Told:
    """What a phone without a network told the steward by itself: when by its corrected clock, on data of when."""

    verdict: Verdict
    reason: Reason
    at: datetime
    data_at: datetime


@dataclass(frozen=True)
class Reading:
    """One scan of a batch. Without a key it cannot be kept; malformed, ``text`` is the whole record as it came.

    ``undo_of`` is the key of the scan that it takes back; ``by_hand`` a steward's words for letting in whoever it is.
    """

    key: str | None
    text: str
    list_name: str = MAIN_LIST
    says: DeviceSays = SAYS_NOTHING
    is_malformed: bool = False
    is_exit: bool = False
    undo_of: str | None = None
    by_hand: str = ""
    told: Told | None = None


def judge(
    holder: Holder | None,
    *,
    now: datetime,
    today: date,
    replaced: bool = False,
    is_exit: bool = False,
    is_full: bool = False,
) -> tuple[Verdict, Reason]:
    """The verdict and its reason for a code that could be read; ``replaced`` if its ticket has a newer one.

    ``today`` is the day of ``now`` where the event is. The first thing that stands against them is the one told.
    """
    if replaced:
        return Verdict.REFUSED, Reason.REPLACED
    if holder is None:
        return Verdict.REFUSED, Reason.UNKNOWN
    if (listing := holder.listing) is None:
        return Verdict.REFUSED, Reason.MALFORMED
    if is_exit:
        return Verdict.ADMITTED, Reason.LEFT
    against = {
        Reason.CANCELLED: holder.status is not OrderStatus.CONFIRMED and not holder.is_unpaid,
        Reason.UNPAID: holder.is_unpaid and not listing.unpaid_may_enter,
        Reason.UNPROVED: not may_enter(holder.proof),
        Reason.OTHER_TICKET: not holder.takes,
        Reason.OTHER_DAY: any(day not in (None, today) for day in (listing.day, holder.only_day)),
        Reason.NOT_OPEN: not _is_open(listing, now),
    }
    for reason, stands in against.items():
        if stands:
            return Verdict.REFUSED, reason
    if holder.admitted_at is not None and listing.entry is not Entry.ALWAYS:
        if listing.reenters and not holder.inside:
            return Verdict.ADMITTED, Reason.BACK
        return Verdict.AGAIN, Reason.ALREADY_IN
    if is_full:
        return Verdict.REFUSED, Reason.FULL
    return Verdict.ADMITTED, Reason.NONE


def _is_open(listing: Listing, now: datetime) -> bool:
    opened = listing.opens_at is None or listing.opens_at <= now
    return opened and (listing.closes_at is None or now < listing.closes_at)


def may_undo(scanned_at: datetime, at: datetime) -> bool:
    """True if a scan can still be taken back at that moment."""
    return timedelta() <= at - scanned_at <= UNDO_WITHIN


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
