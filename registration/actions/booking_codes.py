"""Codes: found by who types one, and made, changed and ended at the desk."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from core.db import record_apart
from core.limits import one_more, times_so_far
from events.models import Event
from registration import queries, rules
from registration.models import BookingCode

GUESS = "code of an event"


def find_code(
    session: Session, *, event: Event, typed: str, place: str, now: datetime, lock: bool = True
) -> BookingCode:
    """The event's code that somebody typed, good at ``now``, and locked; the event's quotas are locked before it.

    ``place`` is the network it comes from. Every code that is not good counts there, whatever becomes of the request,
    and past the limit none is looked up any more. Raises CodeNotGood, of which TooManyGuesses is one.
    """
    limits = current_app.config["LIMITS"]
    guesses = {"act": GUESS, "actor": place, "window": limits.limit_window, "now": now}
    if times_so_far(session, **guesses) >= limits.guesses_per_visitor:
        raise rules.TooManyGuesses("Too many codes were tried from your network. Wait fifteen minutes, then try again.")
    code = queries.code_by_words(session, event, rules.plain_code(typed), lock=lock)
    if code is None or not rules.is_good(code, now):
        record_apart(one_more(session, **guesses))
        raise rules.no_such_code()
    return code
