"""The least that a request can cost here: a bare page, one SELECT, one INSERT, on the same server and database.

Plain Flask, without the house's gate, guard, forms, logs and templates; the connection is set up as the program's is.
"""

import os

from flask import Flask
from sqlalchemy import Integer, String, column, insert, select, table, text

from core import db
from core.config import Limits

EVENTS = table("events", column("id", Integer), column("name", String))
FLOOR = table("floor", column("words", String))
NEW_TABLE = {"sqlite": "integer primary key", "postgresql": "integer primary key generated always as identity"}


def lay(url: str) -> None:
    """Make the table that ``/insert`` writes to, before the server's processes start."""
    app = _app(url)
    with app.app_context(), db.transaction() as session:
        kind = NEW_TABLE[session.get_bind().dialect.name]
        session.execute(text(f"create table floor (id {kind}, words text)"))
    with app.app_context():
        db.db.engine.dispose()


def create_app() -> Flask:
    app = _app(os.environ["DATABASE_URL"])
    app.add_url_rule("/readyz", view_func=lambda: "ready", endpoint="ready")
    app.add_url_rule("/page", view_func=lambda: "<!doctype html><title>Bare</title><p>Bare", endpoint="page")
    app.add_url_rule("/select", view_func=one_select)
    app.add_url_rule("/insert", view_func=one_insert, methods=["POST"])
    return app


def _app(url: str) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config |= {"DATABASE_URL": url, "LIMITS": Limits()}
    db.init_app(app)
    return app


def one_select() -> str:
    with db.reading() as session:
        return session.scalars(select(EVENTS.c.name).where(EVENTS.c.id == 1)).one()


def one_insert() -> str:
    with db.transaction() as session:
        session.execute(insert(FLOOR).values(words="read at the door"))
    return "kept"
