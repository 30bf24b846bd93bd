"""The least that a request can cost here: a bare page, one SELECT, one INSERT, on the same server and database."""

import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

db = SQLAlchemy()


class Thing(db.Model):
    """A row of the events, read as the house reads rows."""

    __tablename__ = "events"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)


def create_app() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    app.add_url_rule("/readyz", view_func=lambda: "ready", endpoint="ready")
    app.add_url_rule("/page", view_func=lambda: "<!doctype html><title>Bare</title><p>Bare", endpoint="page")
    app.add_url_rule("/select", view_func=one_select)
    app.add_url_rule("/insert", view_func=one_insert, methods=["POST"])
    with app.app_context(), db.engine.begin() as connection:
        serial = "integer" if connection.dialect.name == "sqlite" else "serial"
        connection.execute(text(f"create table if not exists floor (id {serial} primary key, words text)"))
    return app


def one_select() -> str:
    return db.session.get_one(Thing, 1).name


def one_insert() -> str:
    db.session.execute(text("insert into floor (words) values (:words)"), {"words": "read at the door"})
    db.session.commit()
    return "kept"
