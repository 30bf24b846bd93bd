"""Whether the program is alive, whether it may be sent traffic, and what it counts."""

import os
import time

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, current_app, g, jsonify, request
from prometheus_client import REGISTRY as OWN
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.db import migrations, session
from core.gate import PROBES
from core.outbox import LetterStatus, OutgoingLetter

ANSWERS = Counter("plenary_answers", "Answers by route and status", ["method", "route", "status"])
SECONDS = Histogram(
    "plenary_answer_seconds", "Time to answer by route", ["route"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10)
)


def init_app(app: Flask) -> None:
    """Serve the three probes and count every answer."""
    for address, view in {"/healthz": show_alive, "/readyz": show_ready, "/metrics": show_metrics}.items():
        view.access = "open to all"  # type: ignore[attr-defined]
        app.add_url_rule(address, view_func=view)
    app.before_request(lambda: setattr(g, "answering_since", time.perf_counter()))
    app.after_request(_count)


def show_alive():
    """200 as long as this process answers; it asks nothing of the database."""
    return jsonify(alive=True)


def show_ready():
    """200 if the database answers, at the newest migration; 503 with what is wrong otherwise."""
    try:
        problem = _problem()
    except DBAPIError as error:
        problem = f"the database does not answer ({type(error.orig).__name__})"
    return (jsonify(ready=False, problem=problem), 503) if problem else jsonify(ready=True)


def show_metrics():
    """What Prometheus reads: counts and times by route, and how many letters wait."""
    registry = OWN
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    waiting = select(OutgoingLetter.status, func.count(OutgoingLetter.id)).where(
        OutgoingLetter.status.in_([LetterStatus.WAITING, LetterStatus.FAILED])
    )
    letters = {status: 0 for status in (LetterStatus.WAITING, LetterStatus.FAILED)}
    letters |= {status: number for status, number in session.execute(waiting.group_by(OutgoingLetter.status))}
    lines = ["# TYPE plenary_letters gauge"]
    lines += [f'plenary_letters{{status="{status.value}"}} {number}' for status, number in letters.items()]
    return Response(generate_latest(registry).decode() + "\n".join(lines) + "\n", mimetype="text/plain")


def _problem() -> str:
    connection = session.connection()
    at = MigrationContext.configure(connection).get_current_heads()
    wanted = ScriptDirectory(os.path.join(current_app.root_path, migrations.directory)).get_heads()
    if set(at) != set(wanted):
        return "the database is not at the newest migration"
    if connection.dialect.name == "postgresql" and connection.scalar(text("SHOW lock_timeout")) == "0":
        return "the database has no lock timeout"
    return ""


def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "-"
    # Anybody may send a method of their own making, and each would be a figure for ever.
    method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
    ANSWERS.labels(method, route, response.status_code).inc()
    if route in PROBES:
        response.headers["Cache-Control"] = "no-store"
    if "answering_since" in g:
        SECONDS.labels(route).observe(time.perf_counter() - g.answering_since)
    return response
