"""Phones at a door, for tests."""

import base64
from datetime import timedelta
from itertools import count

from checkin.models import Device
from checkin.rules import new_seal_key
from events.models import Event
from people.rules import hash_of
from tests import factories as make

SHIFT_ENDS = make.NOON + timedelta(hours=6)
_number = count(1)


def a_device(event: Event, **changes) -> tuple[Device, dict[str, str]]:
    """A phone enrolled at NOON until SHIFT_ENDS, for every list; and the header by which it is known."""
    token = f"token-{next(_number)}"
    given = {
        "event_id": event.id,
        "name": "North door",
        "token_hash": hash_of(token),
        "added_at": make.NOON,
        "enrolled_at": make.NOON,
        "seen_at": make.NOON,
        "shift_ends_at": SHIFT_ENDS,
        "salt": base64.b64encode(bytes(range(16))).decode(),
        "names_key": base64.b64encode(bytes(range(32))).decode(),
        "seal_key": new_seal_key(),
    }
    if "added_by_id" not in changes:
        given["added_by_id"] = make.a_person().id
    return make.saved(Device(**given | changes)), {"Authorization": f"Bearer {token}"}
