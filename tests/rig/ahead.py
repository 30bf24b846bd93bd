"""The program on a machine whose clock is three seconds fast: what a server believes the time to be decides nothing."""

from datetime import UTC, datetime, timedelta

import time_machine

AHEAD = timedelta(seconds=3)
time_machine.travel(datetime.now(UTC) + AHEAD, tick=True).start()

from app import create_app  # noqa: E402, F401  everything that reads a clock comes after
