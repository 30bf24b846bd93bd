"""The database session, the unit of work, and the one place that commits."""

import enum
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cache, wraps
from typing import TypeVar

from flask import Flask, Response, g, make_response, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import DateTime, Engine, Enum, Executable, MetaData, Row, TypeDecorator
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from core import connections

TRIES = 3
T = TypeVar("T")


class UtcDateTime(TypeDecorator):
    """Times are aware and in UTC everywhere; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.astimezone(UTC)

    def process_result_value(self, value, dialect):
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


# Words in a column with a CHECK, the same in both databases: a native type is hard to migrate.
_words = Enum(
    enum.Enum,
    native_enum=False,
    create_constraint=True,
    length=32,
    values_callable=lambda kind: [each.value for each in kind],
)


class _Tables(DeclarativeBase):
    registry = registry(
        type_annotation_map={datetime: UtcDateTime, enum.Enum: _words},
        # Named constraints, so that a migration can drop what an earlier one made.
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


class BindableSession(FlaskSession):
    """Flask-SQLAlchemy always asks its engines; here a connection that a test binds comes first."""

    def get_bind(self, mapper=None, clause=None, bind=None, **kwargs):
        bound = self.bind if bind is None else bind
        return super().get_bind(mapper, clause=clause, bind=bound, **kwargs)


db = SQLAlchemy(model_class=_Tables, disable_autonaming=True, session_options={"class_": BindableSession})
Base = db.Model
session = db.session
migrations = Migrate(directory="migrations", render_as_batch=True, compare_server_default=True)


def init_app(app: Flask) -> None:
    """Bind the application to its database. Gunicorn's workers each call this after their fork."""
    url = app.config["DATABASE_URL"]
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # What somebody typed stays out of error messages.
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        options |= {
            "connect_args": {"connect_timeout": 5},
            "pool_pre_ping": True,
            "pool_timeout": 5,
        }
    db.init_app(app)
    migrations.init_app(app, db)
    with app.app_context():
        connections.set_up(db.engine, app.config["LIMITS"])


def migrate() -> None:
    """Bring the application's database to the newest migration."""
    upgrade()


def unit_of_work(view: Callable[[], ResponseReturnValue]) -> Response:
    """Run ``view`` in one transaction: keep what a successful POST wrote, undo anything else.

    A lost race repeats the whole unit, as if the request had only just come in.
    """
    writing = request.method == "POST"
    g_before = dict(g.__dict__)
    cookie_before = dict(request_ctx.session) if writing else None  # a GET may not need its cookie

    def once() -> Response:
        try:
            with _begun(writing=writing):
                response = make_response(view())
                if writing and response.status_code < 400:
                    session().expire_on_commit = False  # the answer is made: nobody reads these rows again
                    session.commit()
            return response
        except Exception:
            if cookie_before is not None:
                _put_back(cookie_before)  # a message about what was undone must not be shown later
            raise

    def start_afresh() -> None:
        g.__dict__.clear()
        g.__dict__.update(g_before)

    return _unless_outrun(once, start_afresh)


@contextmanager
def transaction() -> Iterator[Session]:
    """All of it is kept, or nothing: for commands, and for actions that call the outside."""
    with _begun(writing=True):
        yield session
        session.commit()


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that keeps nothing: for commands that only look, and for a worker with nothing to do."""
    with _begun(writing=False):
        yield session


def record_apart(*facts: Base | Executable) -> None:
    """Keep ``facts`` (new rows, or statements) whatever becomes of this request, once its transaction has ended."""
    g.setdefault("facts_apart", []).extend(facts)


def keep_facts_apart() -> None:
    """Write what ``record_apart`` collected, in a short transaction of its own."""
    facts = g.pop("facts_apart", [])

    def once() -> None:
        with transaction():
            for fact in facts:
                session.execute(fact) if isinstance(fact, Executable) else session.add(fact)

    if facts:
        session.remove()  # a view without a transaction may have left open what its guard read
        _unless_outrun(once)


def calls_outside(view):
    """Mark a view that gets no transaction, since it waits for somebody else's server."""

    @wraps(view)
    def outside(*args, **kwargs):
        session.remove()  # the guard may have read who is asking
        return view(*args, **kwargs)

    outside.calls_outside = True
    return outside


def refuse_if_broken(session: Session, constraint: str, refusal: Exception) -> None:
    """Answer with ``refusal`` should ``constraint`` turn out broken, even as late as the commit."""
    session.info.setdefault("refusals", {})[constraint] = refusal


def insert_unless_there(session: Session, table: type[Base]):
    """An INSERT of this database's own kind, which has ``on_conflict_do_nothing`` and ``…_do_update``."""
    kind = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return kind.insert(table)


def insert_once(session: Session, table: type[Base], **row) -> bool:
    """Add a row, unless one is there with which a unique constraint lets it not stand; true if it was added."""
    connection = session.connection()
    return connection.execute(_insert_once(table, connection.dialect.name), row).rowcount == 1


def insert_each_once(session: Session, table: type[Base], rows: Sequence[dict], known_by: str) -> set:
    """Add each row as ``insert_once`` does, in one statement: what the added ones have in the column ``known_by``."""
    if len(rows) == 1:
        return {row[known_by] for row in rows if insert_once(session, table, **row)}
    if not rows:
        return set()
    connection = session.connection()
    added = _insert_once(table, connection.dialect.name).returning(table.__table__.c[known_by])
    return set(connection.scalars(added, rows))


def ask_alone(session: Session, question: Executable, asked: dict) -> Sequence[Row]:
    """The rows of one SELECT, asked for by itself where a view needs no more: no transaction is begun for it.

    Each statement sees what is committed when it begins, in a transaction or not (READ COMMITTED). And a rollback
    would end more than it: psycopg then forgets all that it has prepared, and each question is planned anew.
    """
    engine = session.get_bind()
    if not isinstance(engine, Engine):  # a test has bound its connection
        return session.connection().execute(question, asked).all()
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        return connection.execute(question, asked).all()


@cache
def _insert_once(table: type[Base], dialect: str):
    kind = postgresql if dialect == "postgresql" else sqlite
    # Inline: nobody asks for the new row's id, and so the database is not asked to tell it.
    return kind.insert(table.__table__).on_conflict_do_nothing().inline().execution_options(preserve_rowcount=True)


def is_out_of_reach(error: DBAPIError) -> bool:
    """True if the database is busy or away, so that the same request may well succeed later."""
    if error.connection_invalidated or _is_lost_race(error):
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.OperationalError)
    # Lock not to be had in time, connection trouble, no room for more, an operator at work.
    return state == "55P03" or state[:2] in {"08", "53", "57"}


@contextmanager
def _begun(*, writing: bool) -> Iterator[None]:
    """A transaction that is undone unless it is committed inside."""
    if session.registry.has() and session().in_transaction():
        raise RuntimeError("A transaction is open already; is the view marked @calls_outside?")
    try:
        if writing:
            session.connection(execution_options={"writing": True})
        yield
    except IntegrityError as error:
        broken = _broken_constraint(error)
        for constraint, refusal in session.info.get("refusals", {}).items():
            if fnmatch(constraint, broken):
                raise refusal from error
        raise
    finally:
        if session.registry.has():  # a view that asked nothing, or asked alone, has none
            session.rollback()
            session.remove()


def _unless_outrun(unit: Callable[[], T], start_afresh: Callable[[], None] = lambda: None) -> T:
    """What ``unit`` returns, tried again a few times if another transaction was there first."""
    for tries_left in reversed(range(TRIES)):
        try:
            return unit()
        except DBAPIError as error:
            if not (tries_left and _is_lost_race(error)):
                raise
            start_afresh()
            time.sleep(random.uniform(0.01, 0.05))  # noqa: S311  or the same two would meet again
    raise AssertionError("unreachable")


def _broken_constraint(error: IntegrityError) -> str:
    """Its name. Of a unique constraint SQLite tells only the columns, of a foreign key nothing."""
    if diagnosis := getattr(error.orig, "diag", None):
        return diagnosis.constraint_name or ""
    kind, _, detail = str(error.orig).partition(" constraint failed")
    first = detail.removeprefix(": ").split(",")[0]
    return {"UNIQUE": f"uq_{first.replace('.', '_')}", "FOREIGN KEY": "fk_*"}.get(kind, first)


def _is_lost_race(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}:  # serialization failure, deadlock
        return True
    # The low byte is the kind of error; the rest says which sort of busy.
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _put_back(cookie: dict) -> None:
    if dict(request_ctx.session) != cookie:
        request_ctx.session.clear()
        request_ctx.session.update(cookie)
    request_ctx.flashes = None
