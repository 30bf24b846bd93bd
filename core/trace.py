"""Which request, command or worker's turn is at work, so that logs and the diary can name it."""

import secrets
from contextvars import ContextVar
from enum import StrEnum

_id: ContextVar[str] = ContextVar("request_id", default="")
_road: ContextVar["Road"] = ContextVar("road")


class Road(StrEnum):
    """How a change came in."""

    PAGE = "page"
    COMMAND = "command"
    WORKER = "worker"
    WEBHOOK = "webhook"


def begin(road: Road) -> str:
    """Start a new trace on ``road``; its id comes back, 8 hexadecimal digits in two groups."""
    digits = secrets.token_hex(4).upper()
    _id.set(f"{digits[:4]}-{digits[4:]}")
    _road.set(road)
    return _id.get()


def request_id() -> str:
    return _id.get()


def road() -> Road:
    return _road.get(Road.COMMAND)
