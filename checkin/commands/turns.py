"""What the worker does for the door: forgetting the keys of phones that have nothing more to hand in."""

from checkin import actions, queries
from core import clock
from core.db import reading, transaction


def forget_next_device() -> bool:
    """Delete the keys of one phone, a week after its shift; false if there is none (R22)."""
    with reading() as session:
        if queries.device_with_old_keys(session, clock.now()) is None:
            return False
    with transaction() as session:
        now = clock.now()
        device = queries.device_with_old_keys(session, now, lock=True)
        if device is None:
            return False
        actions.forget_keys(session, device=device, now=now)
        return True
