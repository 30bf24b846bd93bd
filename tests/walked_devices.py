"""What the walker finds of the door's phones: one that waits for its phone in each of two events."""

from datetime import timedelta

from tests import factories as make
from tests.checkin.phones import a_device

A_PHONE = {"name": "North door", "shift_ends": (make.NOON + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M")}
OF_ONE = ("show_device", "renew_device_code", "revoke_device")


def what_reads(home, other) -> dict:
    """A phone of each event that waits to be enrolled for long: their parts of addresses."""
    waiting = {"enrolled_at": None, "seen_at": None, "token_hash": None, "code_expires_at": make.LONG_AFTER}
    own, another = (a_device(event, shift_ends_at=make.LONG_AFTER, **waiting)[0].id for event in (home, other))
    phones = {
        "own": {"event_slug": "home", "device_id": own},
        "another's": {"event_slug": "other", "device_id": another},
        "crossed": {"event_slug": "home", "device_id": another},
        "missing": {"event_slug": "home", "device_id": 999_999},
    }
    return dict.fromkeys((f"checkin.{each}" for each in OF_ONE), phones)


def typed_of_devices() -> dict:
    return {"checkin.add_device": {"data": A_PHONE}}
