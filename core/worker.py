"""The worker: takes turns at what is due until it is told to stop. Any number may run."""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext

from core import trace
from core.db import session
from core.logs import fault

log = structlog.get_logger()
IDLE_SECONDS = 1.0
AFTER_FAULT_SECONDS = 5.0


@dataclass
class Turn:
    """A piece of work: does one thing that is due and says whether there was one. ``every`` is in seconds."""

    work: Callable[[], bool]
    every: float = 0.0
    next_at: float = field(default=0.0)

    @property
    def name(self) -> str:
        work = self.work.func if isinstance(self.work, partial) else self.work
        return f"{work.__module__}.{work.__name__}"


def init_app(app: Flask, turns: list[Turn]) -> None:
    app.extensions["worker_turns"] = turns
    app.cli.add_command(worker)


def take_turns() -> bool:
    """Let each turn that is due do one thing; true if any did. A fault in one does not stop the others."""
    busy = False
    for turn in current_app.extensions["worker_turns"]:
        if time.monotonic() < turn.next_at:
            continue
        trace.begin(trace.Road.WORKER)
        try:
            did_something = turn.work()
        except Exception as error:  # a bug in one turn must not stop the mail
            log.error("turn failed", turn=turn.name, **fault(error))
            turn.next_at = time.monotonic() + AFTER_FAULT_SECONDS
            did_something = False
        finally:
            session.remove()
        if not did_something and turn.every:
            turn.next_at = time.monotonic() + turn.every
        busy = busy or did_something
    return busy


@click.command("worker")
@click.option("--once", is_flag=True, help="Stop when nothing is due.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail and do what else is due, until stopped."""
    stop = threading.Event()
    if not once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        if take_turns():
            continue
        if once:
            return
        stop.wait(IDLE_SECONDS)
