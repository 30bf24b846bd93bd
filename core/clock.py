"""The only place that asks what time it is.

A unit of work asks once, after any lock it waits for, and hands the answer on:
whoever waited is judged by the time at which their turn came.
"""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from core.db import UtcDateTime, session

# Not now(): that one stands still from the start of the transaction.
_CLOCK = select(func.clock_timestamp(type_=UtcDateTime()))


class TimeToo(FunctionElement):
    """A column that brings the time with a statement that is asked anyway; ``told`` reads it."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(TimeToo)
def _no_time(_column, _compiler, **_options) -> str:
    return "NULL"


@compiles(TimeToo, "postgresql")
def _time_of_postgresql(_column, _compiler, **_options) -> str:
    return "clock_timestamp()"


def now() -> datetime:
    """The database's time in UTC, which all servers share; SQLite has one machine and so its clock."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return connection.execute(_CLOCK).scalar_one()
    return datetime.now(UTC)


def told(time_too: datetime | None) -> datetime:
    """The same as ``now``, from the column that a statement has just brought, which SQLite leaves empty."""
    return time_too or datetime.now(UTC)
