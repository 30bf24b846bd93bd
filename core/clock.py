"""The only place that asks what time it is.

A unit of work asks once, after any lock it waits for, and hands the answer on:
whoever waited is judged by the time at which their turn came.
"""

from datetime import UTC, datetime

from sqlalchemy import func, select

from core.db import UtcDateTime, session

# Not now(): that one stands still from the start of the transaction.
_CLOCK = select(func.clock_timestamp(type_=UtcDateTime()))


def now() -> datetime:
    """The database's time in UTC, which all servers share; SQLite has one machine and so its clock."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return connection.execute(_CLOCK).scalar_one()
    return datetime.now(UTC)
