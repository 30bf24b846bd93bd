"""What the walker walks in at the door: a list of each event, and a phone of each whose clock is wrong."""

from dataclasses import dataclass
from datetime import timedelta

from checkin.models import AdmissionList, Device, Entry
from checkin.rules import list_version
from events.models import Event
from tests import factories as make
from tests.access_door import OF_A_LIST, PAYMENTS

WALK_IN = {"name": "Dr New", "email": "new@north.example", "form_key": "5b1c5e0b-2f6b-4a3c-9d0e-1f2a3b4c5d6f"}


@dataclass(frozen=True)
class _Of:
    """A row of an event; the id of a list in addresses is its slug."""

    event: Event
    id: int | str


def a_list(event: Event) -> AdmissionList:
    says = {"name": "Dinner", "entry": Entry.ONCE, "reenters": False, "counts_inside": True, "unpaid_may_enter": False}
    return make.saved(AdmissionList(event_id=event.id, slug=f"{event.slug}-dinner", position=1, **says))


def a_phone(event: Event) -> Device:
    """One that is ten minutes ahead of us."""
    kept = {"salt": "", "names_key": "", "seal_key": "", "skew_seconds": 600, "added_by_id": make.a_person().id}
    times = {"added_at": make.NOON, "shift_ends_at": make.NOON + timedelta(hours=8)}
    return make.saved(Device(event_id=event.id, name=f"Phone of {event.slug}", **kept, **times))


def what_is_at_the_door(
    home: Event, other: Event, events: dict, tickets: dict, products: dict, in_event
) -> tuple[dict, object]:
    """The parts of addresses, and what is sent to each of these pages."""
    lists = {"own": a_list(home), "another's": a_list(other)}
    phones = {"own": a_phone(home).id, "another's": a_phone(other).id}
    versions = {thing: list_version(each) for thing, each in lists.items()}
    rows = {thing: _Of(event, lists[thing].slug) for thing, event in (("own", home), ("another's", other))}
    parts = dict.fromkeys(OF_A_LIST, in_event("list_slug", rows))
    kinds = {thing: {**part, "kind": "csv"} for thing, part in events.items()}
    parts["checkin.download_no_shows"] = kinds
    of_tickets = {thing: _Of(event, tickets[thing].id) for thing, event in (("own", home), ("another's", other))}
    parts |= dict.fromkeys(PAYMENTS, in_event("ticket_id", of_tickets))
    sold = {thing: product.id for thing, product in products.items()}

    def typed(endpoint: str, thing: str) -> dict | None:
        seen = versions.get(thing, versions["own"])
        return {
            "checkin.add_list": {"data": {"name": "Lounge", "entry": "always", "position": "3"}},
            "checkin.change_list": {"data": {"name": "Supper", "entry": "once", "position": "3", "seen": seen}},
            "checkin.remove_list": {"data": {"remove-seen": seen}},
            "checkin.find_people": {"data": {"words": "Buyer"}},
            "checkin.book_walk_in": {"data": WALK_IN | {"product": sold.get(thing, sold["own"])}},
            "checkin.mark_as_seen": {"data": {"why": "clock", "about": phones.get(thing, phones["own"])}},
        }.get(endpoint)

    return parts, typed
