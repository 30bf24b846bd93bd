"""Walks every route there is: as each actor, for each object, by each method, plain and as htmx asks (cases.md, T8)."""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from flask import Flask
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from core.db import Base
from tests.access_matrix import ACTORS, MATRIX, published

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
READING = {"GET", "HEAD", "OPTIONS"}
REFERENCE = re.compile(rb"[0-9A-F]{4}-[0-9A-F]{4}")


@dataclass(frozen=True)
class Step:
    """One request: by whom, about what, how."""

    actor: str
    thing: str
    method: str
    as_htmx: bool


@dataclass(frozen=True)
class World:
    """What the walker may name: a cookie for each actor, the parts of addresses by object, what a form must hold."""

    cookies: dict[str, str]
    parts: dict[str, dict[str, dict]]
    typed: Callable[[str, str], dict]


def rules_of(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)


def unpublished(app: Flask) -> set[str]:
    """Routes that the table does not know, and rows of the table without a route."""
    return {rule.endpoint for rule in app.url_map.iter_rules()} ^ set(MATRIX)


def steps_for(endpoint: str) -> Iterator[Step]:
    """Every step there is for one route."""
    for actor, thing, method, as_htmx in product(ACTORS, MATRIX[endpoint], METHODS, (False, True)):
        yield Step(actor, thing, method, as_htmx)


def fewer_steps_for(rule: Rule) -> list[Step]:
    """Every actor with every thing by what the route takes, plain and as htmx turn about; each other method once."""
    own = sorted(rule.methods & {"GET", "POST"})
    numbered = enumerate(product(MATRIX[rule.endpoint], own))
    walked = [
        Step(actor, thing, method, as_htmx=(turn + at) % 2 == 1)
        for turn, (thing, method) in numbered
        for at, actor in enumerate(ACTORS)
    ]
    first = next(iter(MATRIX[rule.endpoint]))
    others = [method for method in METHODS if method not in own]
    return walked + [Step(actor, first, each, as_htmx=False) for actor, each in zip(ACTORS, others, strict=False)]


class Walker:
    """Takes steps over one connection, and undoes each."""

    def __init__(self, app: Flask, connection: Connection, world: World) -> None:
        self._app, self._connection, self._world = app, connection, world

    def answer(self, rule: Rule, step: Step, **extra):
        """The answer to one step, of which nothing is kept."""
        undone = self._connection.begin_nested()
        try:
            return self.taken(rule, step, **extra)
        finally:
            undone.rollback()

    def taken(self, rule: Rule, step: Step, **extra):
        client = self._app.test_client()
        if cookie := self._world.cookies.get(step.actor):
            client.set_cookie("plenary", cookie)
        headers = {"HX-Request": "true"} if step.as_htmx else {}
        path = self.path(rule, step.thing)
        endpoint = self.endpoint_at(path, step.method)
        typed = self._world.typed(endpoint, step.thing) if step.method == "POST" and endpoint else {}
        for more in extra.values():  # what the form itself asks stays as it was typed
            if "input_stream" in typed:
                body = json.loads(typed["input_stream"].read())
                body = more | {name: [more | each for each in rows] for name, rows in body.items()}
                typed["input_stream"] = io.BytesIO(json.dumps(body).encode())
            else:
                typed["data"] = more | typed.get("data", {})
        return client.open(path, method=step.method, **{"headers": headers, **typed})

    def is_as_published(self, rule: Rule, step: Step, answer) -> bool:
        endpoint = self.endpoint_at(self.path(rule, step.thing), step.method)
        if step.method == "OPTIONS":
            return answer.status_code == 200 and not answer.data
        if endpoint is None:
            return answer.status_code == 405 and step.method not in answer.headers["Allow"].split(", ")
        if endpoint != rule.endpoint:
            return True  # walked with its own route
        wanted = published(endpoint, step.thing, step.actor)
        if wanted != "in":
            return answer.status_code == int(wanted)
        if step.as_htmx:
            return answer.status_code == 401 and answer.headers["HX-Redirect"].startswith("/sign-in")
        return answer.status_code == 303 and answer.location.startswith("/sign-in")

    def endpoint_at(self, path: str, method: str) -> str | None:
        """The route that takes ``method`` at this path, if one does."""
        try:
            return self._app.url_map.bind("localhost").match(path, method=method)[0]
        except HTTPException:
            return None

    def path(self, rule: Rule, thing: str) -> str:
        named = self._world.parts.get(rule.endpoint) or self._world.parts["an event"]
        parts = named.get(thing, {})
        return self._app.url_map.bind("localhost").build(rule.endpoint, parts, append_unknown=False)


def body_of(answer) -> bytes:
    """The body without the reference that makes each answer unlike any other."""
    return REFERENCE.sub(b"", answer.data)


def rows_of(connection: Connection) -> dict[str, list[dict]]:
    """Everything in the database, but what says that somebody was refused: that is kept on purpose."""
    return {
        name: [dict(row) for row in connection.exec_driver_sql(question).mappings()]
        for name, question in _questions().items()
    }


@cache
def _questions() -> dict[str, str]:
    """For each table what asks for all of it. In plain SQL, since thousands of tests ask this twice."""
    asked = {}
    for table in Base.metadata.sorted_tables:
        kept = "where act <> 'was refused' " if "act" in table.columns else ""
        order = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        asked[table.name] = f'select * from "{table.name}" {kept}order by {order}'
    return asked
