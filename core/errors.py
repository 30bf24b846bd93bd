"""How the application says no."""

import structlog
from flask import Flask, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException

from core import trace
from core.db import is_out_of_reach
from core.web import notice

PLAIN_WORDS = {
    400: (
        "That form had expired",
        "Nothing was changed. Your browser’s back button may still show what you typed: copy it, load that page again "
        "and send it once more.",
    ),
    404: (
        "There is no page at this address",
        "The link may be old, or a letter may be missing. Orders and tickets open from the email we sent, "
        "or once you sign in.",
    ),
    405: ("That address does not work this way", "Go back to the page you came from and try from there."),
    413: (
        "That is too large to send",
        "Choose a smaller file, and nothing you typed is lost if you go back.",
    ),
    429: ("Too many tries", "Wait fifteen minutes, then try again."),
    500: ("Something went wrong at our end", "Nothing of your last step was kept. We have been told."),
    503: ("We are very busy just now", "Nothing of your last step was kept. Try again in a minute."),
}
HEADINGS = {
    409: "That is not possible now",
    403: "That is not allowed",
    429: "Too many tries",
    503: "That could not be done just now",  # something outside failed, and the refusal says what
}

log = structlog.get_logger()


class Refusal(Exception):
    """A rule said no. The message is shown as it is, so write it for the person."""

    status = 409


class NotFound(Refusal):
    status = 404


class NotAllowed(Refusal):
    status = 403


class TooMany(Refusal):
    status = 429


def init_app(app: Flask) -> None:
    """Give every refusal, HTTP error and fault its page (or its line, for htmx)."""
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(DBAPIError, show_database_error)
    app.register_error_handler(NoConnectionLeft, show_busy)


def show_refusal(refusal: Refusal) -> Response:
    if isinstance(refusal, NotFound):
        # One body for what is missing and for what is not theirs, whatever the query called it.
        return notice(*PLAIN_WORDS[404], status=404)
    heading = HEADINGS.get(refusal.status, PLAIN_WORDS.get(refusal.status, ("That is not possible now",))[0])
    return notice(heading, str(refusal), status=refusal.status)


def show_http_error(error: HTTPException) -> Response:
    code = error.code or 500
    response = notice(*PLAIN_WORDS.get(code, (error.name, error.description or "")), status=code)
    if code == 405 and (allowed := getattr(error, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def show_database_error(error: DBAPIError) -> Response:
    """The database was too busy or away: say so and mean it. Any other fault of it is a bug."""
    if not is_out_of_reach(error):
        raise error
    return show_busy(error.orig)


def show_busy(error: BaseException | None) -> Response:
    """503, and when to ask again."""
    log.error("database out of reach", kind=type(error).__name__, request_id=trace.request_id())
    response = notice(*PLAIN_WORDS[503], status=503)
    response.headers["Retry-After"] = "5"
    return response
