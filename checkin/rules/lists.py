"""What the desk may say of an admission list, and when one may go. Pure: no session, no clock."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from checkin.models import MAIN_LIST, AdmissionList, Entry
from core.errors import Refusal
from core.words import folded
from events.models import Event

LONGEST_NAME = 60
LONGEST_SLUG = 40
AROUND = timedelta(days=7)  # a workshop or a dinner may be some days before or after the event


class WrongList(Refusal):
    pass


class ListInUse(Refusal):
    pass


class ListChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Somebody else saved this list since you opened the page, so nothing was saved. What you typed is still in "
            "its boxes: look at the list in another window, then save it again."
        )


@dataclass(frozen=True)
class ListSays:
    """What the desk says of a list, but for the tickets and add-ons that it admits."""

    name: str
    day: date | None
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    entry: Entry
    reenters: bool
    counts_inside: bool
    unpaid_may_enter: bool
    position: int


def main_list(event_id: int) -> AdmissionList:
    """The event's own list as it is while no row says otherwise: any ticket, once a day."""
    return AdmissionList(
        event_id=event_id,
        slug=MAIN_LIST,
        name="Event",
        entry=Entry.DAILY,
        reenters=False,
        counts_inside=True,
        unpaid_may_enter=False,
        position=0,
        products=[],
    )


def said_of(admission_list: AdmissionList) -> ListSays:
    return ListSays(**{each.name: getattr(admission_list, each.name) for each in fields(ListSays)})


def list_version(admission_list: AdmissionList) -> str:
    """Short for all that the desk says of the list: another once anything of it is changed."""
    told = (said_of(admission_list), sorted(product.id for product in admission_list.products))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def check_unchanged(admission_list: AdmissionList, seen: str) -> None:
    """Raise ListChanged unless the list is as it was ``seen``."""
    if list_version(admission_list) != seen:
        raise ListChanged


def check_list(event: Event, says: ListSays) -> None:
    """Raise WrongList for hours in the wrong order, and for a day that has nothing to do with the event."""
    if says.opens_at and says.closes_at and says.opens_at >= says.closes_at:
        raise WrongList("A list opens before it closes. Turn the two times round.")
    if says.day and not event.first_day - AROUND <= says.day <= event.last_day + AROUND:
        raise WrongList("That day is more than a week from the event.")


def check_entry_stands(admission_list: AdmissionList, says: ListSays, *, has_scans: bool) -> None:
    """Raise WrongList for how often it lets in, once it has: who is in was reckoned by that (docs/decisions/0027)."""
    if has_scans and says.entry is not admission_list.entry:
        raise WrongList("Tickets have been scanned for this list, so how often one is admitted stays as it is.")


def check_may_go(admission_list: AdmissionList, *, has_scans: bool, has_phones: bool) -> None:
    """Raise ListInUse for the event's own list, and for one that scans or phones name.

    A phone without a list left would be one for every list.
    """
    if admission_list.slug == MAIN_LIST:
        raise ListInUse("The event’s own list stays.")
    if has_scans:
        raise ListInUse("Tickets have been scanned for this list, and scans are kept. Close it by its hours instead.")
    if has_phones:
        raise ListInUse("A phone is set up for this list. Take the phone off first.")


def slug_of(name: str, taken: Container[str]) -> str:
    """A part of an address that says the name, and that no other list of the event has."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in folded(name)).split()
    slug = first = "-".join(words)[:LONGEST_SLUG].strip("-") or "list"
    number = 1
    while slug in taken:
        number += 1
        slug = f"{first}-{number}"
    return slug
