"""Who asks at the door's own addresses: a phone with a token, or somebody with a duty (people/access.py).

A token comes in a header, which no other site's page can make a browser send: there is no cookie in it and so no
form's token to check. It is good for the door of its own event, and for nothing else in the house.
"""

from datetime import timedelta
from functools import wraps

from flask import Response, current_app, g, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from checkin import actions, queries, rules
from core.db import record_apart, session
from people.access import duty
from people.models import Role
from people.rules import hash_of

BEARER = "bearer "


def by_device(view):
    """Open to a phone of the event of the address until its shift ends: ``g.device``, ``g.event`` and the time of it.

    An unknown token is answered 401, and one that is good no longer 410 with the word by which the phone wipes itself.
    """

    @wraps(view)
    def guarded(**values):
        return _refused(values["event_slug"], hands_in=False) or _for_one_phone(view(**values))

    guarded.access = "device"
    return guarded


def duty_or_device(role: Role):
    """For the view that takes in scans: whoever holds the duty, by their cookie and its token, or a phone by its own.

    A phone may hand in what waits on it for a while after it was revoked or its shift was over (R21): the view asks
    ``rules.problem_of(g.device, …)``. Without a phone ``g.device`` is None. Must be exempt from the application's
    own check of forms, which knows nothing of phones.
    """

    def guard(view):
        by_duty = duty(role, plain=True)(view)

        @wraps(view)
        def guarded(**values):
            if _token() is not None:
                return _refused(values["event_slug"], hands_in=True) or _for_one_phone(view(**values))
            if current_app.config["WTF_CSRF_ENABLED"]:
                current_app.extensions["csrf"].protect()
            g.device = None
            return by_duty(**values)

        guarded.access = f"duty {role.value} or device"
        return guarded

    return guard


def _token() -> str | None:
    """What the request says to be its token; None if it says nothing of one, whatever else it may say."""
    said = request.headers.get("Authorization", "")
    return said[len(BEARER) :].strip() if said.lower().startswith(BEARER) else None


def _refused(event_slug: str, *, hands_in: bool) -> Response | None:
    """The answer to a request without a good token; None if it has one, and then the phone is known."""
    found = queries.device_by_token(session, hash_of(_token() or ""), event_slug)
    if found is None:
        return _no("unknown", 401)
    g.device, g.event, g.asked_at = found
    # Nobody: so that nothing further in looks into a cookie for somebody.
    g.person, g.sign_in, g.duties = None, None, frozenset()
    problem = rules.problem_of(g.device, g.asked_at)
    if problem and not (hands_in and rules.may_hand_in(g.device, g.asked_at)):
        return _no(problem.value, 410)
    if request.method == "GET" and rules.is_worth_noting(g.device, g.asked_at, noted_every()):
        record_apart(actions.seen(g.device, g.asked_at))
    return None


def noted_every() -> timedelta:
    """How often it is remembered that a phone was heard."""
    return current_app.config["LIMITS"].phone_noted_every


def _for_one_phone(said: ResponseReturnValue) -> Response:
    """The view's answer, which no cache may keep: there is no cookie by which one would know that it is personal."""
    answer = make_response(said)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _no(problem: str, status: int) -> Response:
    answer = jsonify(problem=problem)
    answer.status_code = status
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
