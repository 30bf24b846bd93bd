"""Phones at a door, for the pages that show them: waiting, too late, in use, silent with a wrong clock, revoked."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from events.models import Event
from tests.checkin.phones import a_device
from tests.journeys.world_sale import LONG

HOUR = timedelta(hours=1)


def devices(now) -> dict[str, str]:
    """The ids of one of each kind."""
    event = session.scalars(select(Event).where(Event.slug == "leaders-2027")).one()
    shift = {"added_at": now, "shift_ends_at": now + 6 * HOUR}
    waiting = {"token_hash": None, "enrolled_at": None, "seen_at": None}
    known = {
        "phone_that_waits": shift | waiting | {"name": "South door", "code_expires_at": now + 5 * HOUR},
        "phone_too_late": shift | waiting | {"name": LONG[:60], "code_expires_at": now},
        "phone_in_use": shift | {"name": "North door", "enrolled_at": now, "seen_at": now + 5 * HOUR},
        "phone_revoked": shift | {"name": "Lost", "enrolled_at": now, "seen_at": now, "revoked_at": now},
    }
    silent = {"name": "East door", "enrolled_at": now, "seen_at": now - HOUR, "unsent": 1234, "skew_seconds": 7200}
    a_device(event, **shift, **silent)
    return {name: str(a_device(event, **changes)[0].id) for name, changes in known.items()}
