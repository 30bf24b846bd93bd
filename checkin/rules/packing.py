"""What a phone at the door is given to judge alone by: of each ticket what the verdict needs, and no word in the clear
that says whose it is (R22).
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from checkin.models import Device, Entry
from checkin.rules.devices import PlainDevice
from checkin.rules.sealing import code_id, public_seal, sealed_names, sealed_record
from checkin.rules.verdicts import to_tell_codes
from events.models import Event
from registration.codes import Signer
from registration.models import OrderStatus, ProofStatus
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
    day: date | None
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    entry: Entry
    reenters: bool
    unpaid_may_enter: bool


class PlainTicket(NamedTuple):
    id: int
    code: str
    name: str
    organisation: str
    category: str
    product_id: int
    only_day: date | None
    status: OrderStatus
    given_back_at: datetime | None
    proof: ProofStatus


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
    """What a device's package is made of, as it stands in the tables. Extras are of products, by ticket."""

    products: Mapping[int, str]
    lists: Sequence[PlainList]
    products_of_lists: Mapping[str, Sequence[int]]
    tickets: Sequence[PlainTicket]
    extras: Mapping[int, Sequence[int]]
    entries: Sequence[PlainEntry]
    replaced: Sequence[str]


def standing_of(ticket: PlainTicket) -> Standing:
    if ticket.given_back_at is not None or ticket.status in {
        OrderStatus.CANCELLED,
        OrderStatus.EXPIRED,
        OrderStatus.REQUESTED,
    }:
        return Standing.CANCELLED
    if ticket.status is not OrderStatus.CONFIRMED:
        return Standing.UNPAID
    return Standing.GOOD if may_enter(ticket.proof) else Standing.UNPROVED


def packed(contents: Contents, device: PlainDevice, event: Event, signer: Signer, today: date) -> dict[str, Any]:
    """The package as the door's JSON says it, but for the time; the same for the same contents on the same day."""
    salt = base64.b64decode(device.salt)
    ids = {ticket.id: code_id(ticket.code, salt) for ticket in contents.tickets}
    standing = {ticket.id: standing_of(ticket) for ticket in contents.tickets}
    expected = [ticket for ticket in contents.tickets if standing[ticket.id] is not Standing.CANCELLED]
    entries: dict[int, list[PlainEntry]] = {}
    for each in contents.entries:
        entries.setdefault(each.ticket_id, []).append(each)

    def one(ticket: PlainTicket) -> dict[str, Any]:
        # Who gave their place back is not coming: the phone is told that much, and not who it was.
        is_expected = standing[ticket.id] is not Standing.CANCELLED
        return {
            "id": ids[ticket.id],
            "standing": standing[ticket.id].value,
            "products": [ticket.product_id, *contents.extras.get(ticket.id, ())],
            "only_day": _day(ticket.only_day),
            "marks": [],
            "in": [
                [each.list, each.day.isoformat(), each.at.isoformat(), each.place, each.inside]
                for each in entries.get(ticket.id, ())
            ],
            "sealed": _sealed_for_each_key(ticket, event.id, signer, salt) if is_expected else {},
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
        "lists": [_list(each, contents, event, today) for each in contents.lists],
        "tickets": [one(ticket) for ticket in contents.tickets],
        "replaced": [code_id(code, salt) for code in contents.replaced],
        "names": _names(expected, ids, device),
        "conflicts": [],
        "stale_after": STALE_AFTER_SECONDS,
    }


def told_to(device: Device | PlainDevice) -> dict[str, Any]:
    """What a phone is told of itself."""
    return {"id": device.id, "name": device.name, "ends_at": device.shift_ends_at.isoformat()}


def _sealed_for_each_key(ticket: PlainTicket, event_id: int, signer: Signer, salt: bytes) -> dict[str, str]:
    """The ticket's record once for each valid key, since any of them may have signed the QR that is shown (CHK-5)."""
    record = {"name": ticket.name, "organisation": ticket.organisation, "category": ticket.category}
    return {
        str(key_id): sealed_record(record, signature=signature, salt=salt)
        for key_id, signature in signer.signatures(event_id, ticket.code).items()
    }


def _names(tickets: Sequence[PlainTicket], ids: Mapping[int, str], device: PlainDevice) -> str | None:
    if not device.holds_names:
        return None
    named = [[ids[ticket.id], ticket.name, ticket.organisation] for ticket in tickets]
    return sealed_names(named, base64.b64decode(device.names_key))


def _list(each: PlainList, contents: Contents, event: Event, today: date) -> dict[str, Any]:
    period = event.first_day if each.entry is Entry.ONCE else today
    return {
        "slug": each.slug,
        "name": each.name,
        "day": _day(each.day),
        "opens_at": _moment(each.opens_at),
        "closes_at": _moment(each.closes_at),
        "capacity": each.capacity,
        "entry": each.entry.value,
        "reenters": each.reenters,
        "unpaid_may_enter": each.unpaid_may_enter,
        "products": list(contents.products_of_lists.get(each.slug, ())),
        "admitted": sum(entry.list == each.slug and entry.day == period for entry in contents.entries),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
