"""What the walker walks in at the desk of orders: an order of each event, and a view that an organiser keeps."""

from dataclasses import dataclass

from events.models import Event
from registration.models import SavedView
from tests import factories as make

FORM_KEY = "5a3c9d0e-2f6b-4a3c-9d0e-1f2a3b4c5d6e"
OF_ONE = ("add_note", "approve_request", "decline_request", "cancel_order", "send_letters_again")


def what_is_kept(people: dict, events: dict, at_desk: dict, in_event) -> dict:
    """The parts of addresses of an order's own deeds, and of a view of each organiser."""
    rows = {}
    for thing, actor in {"own": "organiser", "another's": "organiser of another"}.items():
        kept = {"event_id": events[thing].id, "person_id": people[actor].id, "name": "Held", "query": "status=held"}
        rows[thing] = _Of(events[thing], make.saved(SavedView(**kept)).id)
    parts = dict.fromkeys((f"office.{name}" for name in OF_ONE), at_desk)
    return parts | dict.fromkeys(("office.rename_view", "office.remove_view"), in_event("view_id", rows))


@dataclass(frozen=True)
class _Of:
    """A row of an event."""

    event: Event
    id: int


def typed_of_orders(product_id: int | str, reference: str) -> dict[str, dict]:
    """What is sent to each of these pages."""
    typed = {
        "office.save_view": {"name": "Booked", "query": "status=confirmed"},
        "office.rename_view": {"name": "Kept"},
        "office.add_note": {"note-words": "They telephoned."},
        "office.decline_request": {"reason-words": "There is no room."},
        "office.cancel_order": {"reason-words": "They telephoned."},
        "office.change_ticked": {"act": "note", "words": "They telephoned.", "order": [reference]},
        "registration.place_order_at_desk": {
            "form_key": FORM_KEY,
            "name": "Dr Ash Fictum",
            "email": "ash.fictum@north.example",
            "delegates-0-product": product_id,
        },
    }
    return {endpoint: {"data": given} for endpoint, given in typed.items()}
