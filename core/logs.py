"""Logs: one JSON line for each request, with ids and no people, queries, or addresses with keys in them."""

import logging
import sys
import time

import structlog
from flask import Flask, g, request

from core import trace

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Log each request as method, route, status and milliseconds."""
    # In the demo's terminal a line for each request would hide where things are.
    level = logging.WARNING if app.config["IS_DEMO"] and not app.config["TESTING"] else logging.INFO
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    app.before_request(_start)
    app.after_request(_finish)
    app.log_exception = _log_fault


def _start() -> None:
    g.began = time.perf_counter()


def _finish(response):
    # The route and not the path: paths hold keys, and queries what somebody searched for.
    route = request.url_rule.rule if request.url_rule else "-"
    log.info(
        "request",
        method=request.method,
        route=route,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
        request_id=trace.request_id(),
    )
    response.headers["X-Request-Id"] = trace.request_id()
    return response


def _log_fault(exc_info) -> None:
    log.error("fault", request_id=trace.request_id(), **fault(exc_info[1]))


def fault(error: BaseException) -> dict:
    """A fault by kind and place, for the log. Its message may quote what somebody typed, so that stays out."""
    places, traceback = [], error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return {"kind": type(error).__name__, "places": places[-12:]}
