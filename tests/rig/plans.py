"""How the database goes about what a page asks: which of the large tables it reads from end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

LARGE = "orders|order_lines|tickets|extras|scans"
SCANNED = {"postgresql": rf"Seq Scan on ({LARGE})\b", "sqlite": rf"SCAN ({LARGE})\b"}


@contextmanager
def asked(engine) -> Iterator[list[tuple]]:
    """Each statement with its parameters, as it goes to the database."""
    sent: list[tuple] = []

    def remember(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", remember)
    yield sent
    event.remove(engine, "before_cursor_execute", remember)


def scans(connection: Connection, sent: list[tuple], *, unwillingly: bool = False) -> list[str]:
    """The large tables that these statements read from end to end, one entry for each time.

    ``unwillingly``: only where nothing else would do, as a database with few rows would rather read them all.
    """
    kind = connection.dialect.name
    words = "EXPLAIN " if kind == "postgresql" else "EXPLAIN QUERY PLAN "
    if unwillingly and kind == "postgresql":
        connection.exec_driver_sql("set local enable_seqscan = off")
    found = []
    for statement, parameters in sent:
        plan = connection.exec_driver_sql(words + statement, parameters).all()
        lines = "\n".join(str(row[-1]) for row in plan)
        found += re.findall(SCANNED[kind], lines)
    if unwillingly and kind == "postgresql":
        connection.exec_driver_sql("set local enable_seqscan = on")
    return found
