"""What a phone at the door is given to judge alone by: of each ticket what the verdict needs, and no word in the clear
that says whose it is (R22).
"""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from checkin.models import Device
from checkin.rules.devices import PlainDevice
from checkin.rules.sealing import code_id, public_seal, sealed_names, sealed_record
from checkin.rules.settling import Conflict
from checkin.rules.verdicts import Holder, Listing, to_tell_codes
from events.models import Event
from registration.codes import Signer
from registration.models import OrderStatus
from registration.rules import may_enter

STALE_AFTER_SECONDS = 300


class Standing(StrEnum):
    """What a ticket is worth at the door, before any list has a say."""

    GOOD = "good"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"
    UNPROVED = "unproved"


class PlainList(NamedTuple):
    slug: str
    name: str
    listing: Listing


class PlainTicket(NamedTuple):
    holder: Holder
    product_id: int


class PlainEntry(NamedTuple):
    """Somebody let in: by which list, on which day, and whether they are in now."""

    ticket_id: int
    list: str
    day: date
    at: datetime
    place: str
    inside: bool


@dataclass(frozen=True)
class Contents:
    """What a device's package is made of, as it stands in the tables; its conflicts are those of its own scans.

    Extras are ids of products, by ticket.
    """

    products: Mapping[int, str]
    lists: Sequence[PlainList]
    products_of_lists: Mapping[str, Sequence[int]]
    tickets: Sequence[PlainTicket]
    extras: Mapping[int, Sequence[int]]
    entries: Sequence[PlainEntry]
    replaced: Sequence[str]
    conflicts: Sequence[Conflict]


def standing_of(holder: Holder) -> Standing:
    """By the same facts in the same order as ``judge``; what is unpaid may be unproved too, which its marks say."""
    if holder.is_unpaid:
        return Standing.UNPAID
    if holder.status is not OrderStatus.CONFIRMED:
        return Standing.CANCELLED
    return Standing.GOOD if may_enter(holder.proof) else Standing.UNPROVED


def packed(contents: Contents, device: PlainDevice, event: Event, signer: Signer, today: date) -> dict[str, Any]:
    """The package as the door's JSON says it, but for the time; the same for the same contents on the same day."""
    salt = base64.b64decode(device.salt)
    holders = [ticket.holder for ticket in contents.tickets]
    ids = {each.ticket_id: code_id(each.code, salt) for each in holders}
    standing = {each.ticket_id: standing_of(each) for each in holders}
    expected = [each for each in holders if standing[each.ticket_id] is not Standing.CANCELLED]
    # Who went out again left a place, as the server counts for a list's capacity.
    inside = Counter((each.list, each.day) for each in contents.entries if each.inside)
    entries: dict[int, list[PlainEntry]] = {}
    for each in contents.entries:
        entries.setdefault(each.ticket_id, []).append(each)

    def one(holder: Holder, product_id: int) -> dict[str, Any]:
        # Who gave their place back is not coming: the phone is told that much, and not who it was.
        is_expected = standing[holder.ticket_id] is not Standing.CANCELLED
        return {
            "id": ids[holder.ticket_id],
            "standing": standing[holder.ticket_id].value,
            "products": [product_id, *contents.extras.get(holder.ticket_id, ())],
            "only_day": _day(holder.only_day),
            "marks": holder.flags if is_expected else [],
            "in": [
                [each.list, each.day.isoformat(), each.at.isoformat(), each.place, each.inside]
                for each in entries.get(holder.ticket_id, ())
            ],
            "sealed": _sealed_for_each_key(holder, event.id, signer, salt) if is_expected else {},
        }

    return {
        "event": {
            "id": event.id,
            "slug": event.slug,
            "name": event.name,
            "zone": event.zone,
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
        },
        "device": told_to(device) | {"seal": public_seal(device.seal_key)},
        "codes": to_tell_codes(signer, event.id),
        "salt": device.salt,
        "products": {str(product_id): name for product_id, name in contents.products.items()},
        "lists": [_list(each, contents, inside, event, today) for each in contents.lists],
        "tickets": [one(*ticket) for ticket in contents.tickets],
        "replaced": [code_id(code, salt) for code in contents.replaced],
        "names": _names(expected, ids, device),
        "conflicts": [_conflict(each) for each in contents.conflicts],
        "stale_after": STALE_AFTER_SECONDS,
    }


def told_to(device: Device | PlainDevice) -> dict[str, Any]:
    """What a phone is told of itself."""
    return {"id": device.id, "name": device.name, "ends_at": device.shift_ends_at.isoformat()}


def _sealed_for_each_key(holder: Holder, event_id: int, signer: Signer, salt: bytes) -> dict[str, str]:
    """The holder's record once for each valid key, since any of them may have signed the QR that is shown (CHK-5)."""
    record = {"name": holder.name, "organisation": holder.organisation, "category": holder.product}
    return {
        str(key_id): sealed_record(record, signature=signature, salt=salt)
        for key_id, signature in signer.signatures(event_id, holder.code).items()
    }


def _names(holders: Sequence[Holder], ids: Mapping[int, str], device: PlainDevice) -> str | None:
    if not device.holds_names:
        return None
    named = [[ids[each.ticket_id], each.name, each.organisation] for each in holders]
    return sealed_names(named, base64.b64decode(device.names_key))


def _list(
    each: PlainList, contents: Contents, inside: Mapping[tuple[str, date], int], event: Event, today: date
) -> dict[str, Any]:
    listing = each.listing
    return {
        "slug": each.slug,
        "name": each.name,
        "day": _day(listing.day),
        "opens_at": _moment(listing.opens_at),
        "closes_at": _moment(listing.closes_at),
        "capacity": listing.capacity,
        "entry": listing.entry.value,
        "reenters": listing.reenters,
        "unpaid_may_enter": listing.unpaid_may_enter,
        "products": list(contents.products_of_lists.get(each.slug, ())),
        "admitted": inside[each.slug, listing.period(today, event.first_day)],
    }


def _conflict(each: Conflict) -> dict[str, Any]:
    """Which scan of the phone's, why it cannot be right, and where and when the one was that stands against it."""
    beside = each.first or each.fact
    return {"key": each.fact.key, "why": each.why.value, "where": beside.place, "at": beside.at.isoformat()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
