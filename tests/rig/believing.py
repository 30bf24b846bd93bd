"""A planted fault: the fast machine's program asks its own clock and not the database's."""

from datetime import UTC, datetime

from core import clock
from tests.rig.ahead import create_app

clock.now = lambda: datetime.now(UTC)
__all__ = ["create_app"]
