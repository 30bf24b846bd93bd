"""How each of the two databases is spoken to: what is set on a connection, and how its transactions begin."""

import sqlite3
import time
from contextlib import suppress
from functools import partial

from sqlalchemy import Engine, event

from core.config import Limits


def set_up(engine: Engine, limits: Limits) -> None:
    """From now on each connection of ``engine`` waits no longer than it may, and a writer on SQLite locks at once."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", partial(_set_up_postgresql, limits))


def _set_up_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # its driver would begin too late and too weakly
    for pragma in ("journal_mode = wal", "busy_timeout = 5000", "foreign_keys = on", "synchronous = normal"):
        connection.execute(f"PRAGMA {pragma}")
    # Or else a row inserted over another would delete it past the triggers that forbid that.
    connection.execute("PRAGMA recursive_triggers = on")


def _begin_sqlite(connection) -> None:
    # A writer takes the lock at once: one that first read could never be let in later.
    if connection.get_execution_options().get("writing"):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection) -> None:
    """Try for SQLite's one lock at even distances: of itself it sleeps longer each time, and the lock lies idle."""
    plain = connection.connection.dbapi_connection
    (patience,) = plain.execute("PRAGMA busy_timeout").fetchone()  # milliseconds
    plain.execute("PRAGMA busy_timeout = 0")
    try:
        give_up = time.monotonic() + patience / 1000
        while time.monotonic() < give_up:
            with suppress(sqlite3.OperationalError):
                plain.execute("BEGIN IMMEDIATE")
                return
            time.sleep(0.0002)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last time, for its error
    finally:
        plain.execute(f"PRAGMA busy_timeout = {patience}")


def _set_up_postgresql(limits: Limits, connection, _record) -> None:
    wanted = {
        "lock_timeout": limits.lock_timeout_ms,
        "statement_timeout": limits.statement_timeout_ms,
        "idle_in_transaction_session_timeout": limits.idle_timeout_ms,
    }
    # SET, not start-up options: a pooler refuses those.
    connection.execute("; ".join(f"SET {name} = {milliseconds}" for name, milliseconds in wanted.items()))
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()
