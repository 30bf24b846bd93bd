"""When a call takes abstracts: to the second, by the database's clock (domain rule 38)."""

from datetime import datetime

from abstracts.models import Abstract, Call, LateEntry
from core.errors import Refusal


class CallClosed(Refusal):
    pass


class WrongLateCode(Refusal):
    status = 422


class TooManyCodes(WrongLateCode):
    status = 429


def closes_at(call: Call, late_entry: LateEntry | None = None) -> datetime:
    """The first moment that is too late, in UTC: the call's, or that of the code by which one came late."""
    return max(call.closes_at, late_entry.closes_at) if late_entry else call.closes_at


def is_open(call: Call, now: datetime, late_entry: LateEntry | None = None) -> bool:
    return call.opens_at <= now < closes_at(call, late_entry)


def has_closed(call: Call, now: datetime) -> bool:
    return now >= call.closes_at


def check_open(call: Call, now: datetime, late_entry: LateEntry | None = None) -> None:
    """Raise CallClosed before the call opens and from the moment it closes on (domain rule 38)."""
    if now < call.opens_at:
        raise CallClosed("This call has not opened yet.")
    if not is_open(call, now, late_entry):
        raise CallClosed("This call has closed. What was not submitted by then does not count as sent in.")


def check_open_for(abstract: Abstract, now: datetime) -> None:
    """The same for an abstract that was begun, perhaps by a code that lets it come late."""
    check_open(abstract.call, now, abstract.late_entry)


def check_is_code(late_entry: LateEntry | None) -> LateEntry:
    """The entry, if there is one of that code. Raises WrongLateCode."""
    if late_entry is None:
        raise WrongLateCode("That is not a code of this call. Check it against the letter it came in.")
    return late_entry


def check_late_entry(late_entry: LateEntry | None, now: datetime) -> LateEntry:
    """The code's entry, if it lets somebody in now. Raises WrongLateCode."""
    late_entry = check_is_code(late_entry)
    if now >= late_entry.closes_at:
        raise WrongLateCode("The time that this code allowed is over.")
    if late_entry.used >= late_entry.uses:
        raise WrongLateCode("This code has been used already.")
    return late_entry


def counts_as_sent(abstract: Abstract) -> bool:
    """False for a draft, however complete, and for what was withdrawn (domain rule 38)."""
    return abstract.submitted_at is not None and abstract.withdrawn_at is None
