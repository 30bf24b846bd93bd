"""The only place that asks what time it is.

A unit of work asks once, after any lock it waits for, and hands the answer on:
whoever waited is judged by the time at which their turn came.
"""

from datetime import UTC, datetime

from sqlalchemy import func, select

from core.db import UtcDateTime, session


def now() -> datetime:
    """The database's time in UTC, which all servers share; SQLite has one machine and so its clock."""
    if session.get_bind().dialect.name == "postgresql":
        # Not now(): that one stands still from the start of the transaction.
        return session.scalar(select(func.clock_timestamp(type_=UtcDateTime())))
    return datetime.now(UTC)
