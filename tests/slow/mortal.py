"""The program in a process that kills itself at the k-th statement of a request that asks for it (cases.md, T1).

The k-th is counted over the statements and the commits of one request, and then the answer, which is lost too.
"""

import os
import signal
import threading

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

import app

DIES_AT = "HTTP_X_DIE_AT"
_life = threading.local()


def _take_step(*_args) -> None:
    left = getattr(_life, "steps_left", 0)
    if left:
        _life.steps_left = left - 1
        if left == 1:
            os.kill(os.getpid(), signal.SIGKILL)


class Mortal:
    """WSGI middleware that counts the steps of one request down, and takes the last before its answer is out."""

    def __init__(self, wsgi_app) -> None:
        self._app = wsgi_app

    def __call__(self, environ, start_response):
        _life.steps_left = int(environ.get(DIES_AT, 0))
        answer = list(self._app(environ, start_response))
        _take_step()
        _life.steps_left = 0
        return answer


def create_app() -> Flask:
    mortal = app.create_app()
    event.listen(Engine, "before_cursor_execute", _take_step)
    event.listen(Engine, "commit", _take_step)
    mortal.wsgi_app = Mortal(mortal.wsgi_app)
    return mortal
