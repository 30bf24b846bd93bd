"""Who is asking, and what every view must say about it.

A view that says nothing is refused when the application starts (core/web.py).

- ``open_to_all``: the same answer for everybody. It cannot read the cookie, so a cache may keep the answer.
- ``open_to_visitors``: for anybody, but it knows the browser; its query decides what that browser may see.
- ``signed_in``: for a person, whoever it is.
- ``signed_in_to_work``: for a person whose query decides what they may see of a desk, by duty or by name.
- ``signed_in_so_far``: for a person who has proved a mailbox and may still owe their second factor.
- ``duty(role)``: for who holds that role in the event of the address; to others it does not exist.

Beneath ``signed_in`` or ``duty`` a view may say ``fresh`` as well: then whoever asks has proved within a quarter of an
hour that it is them, or is asked to (R12). That is for money, duties, exports, bulk mail, addresses and factors.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from flask import Response, current_app, g, request, url_for
from flask import session as cookie
from sqlalchemy import update

from core import diary
from core.db import record_apart, session
from core.errors import NotFound
from core.web import local_path, page, sign_in_first
from people import rules
from people.models import Person, Role, SignIn
from people.queries import Asker, plain_sign_in_by_key, sign_in_by_key

LINKS_KEPT = 20  # a cookie has room for no more
SIGN_IN = "sign_in"
LINKS = "links"


@dataclass(frozen=True)
class Visitor:
    """Whoever is asking. Nobody's id is 0 and nobody's address empty: SQL would find what has none with None."""

    person_id: int
    email_key: str
    link_hashes: tuple[str, ...]


def visitor() -> Visitor:
    """Who is asking: their proved address if signed in, and the access links that this browser has opened."""
    person = signed_in_person()
    hashes = tuple(rules.hash_of(token) for token in cookie.get(LINKS, ()))
    return Visitor(person.id if person else 0, person.email_key if person else "", hashes)


def signed_in_person() -> Person | None:
    """The person signed in here, checked against the table of sign-ins at each request (R12).

    Who owes a second step is nobody yet: ``g.sign_in`` knows them, and ``g.person`` does not.
    """
    if "person" not in g:
        _know(sign_in_by_key)
    return g.person


def _know(by_key: Callable[..., Asker | None], *beside: str) -> None:
    g.person, g.sign_in, g.duties, g.event = None, None, frozenset(), None
    key = cookie.get(SIGN_IN)
    if key and (found := by_key(session, rules.hash_of(key), *beside)):
        g.sign_in, g.asked_at = sign_in, now = found.sign_in, found.asked_at
        if not rules.lacks_second_factor(sign_in):
            g.person, g.duties, g.event = sign_in.person, found.duties, found.event
        if now - sign_in.seen_at > current_app.config["LIMITS"].session_touched_every:
            record_apart(update(SignIn).where(SignIn.id == sign_in.id).values(seen_at=now))


def hand_link(token: str) -> None:
    """Let this browser open what the access link ``token`` opens, signed in or not."""
    cookie.permanent = True  # what was chosen survives a closed browser
    kept = [each for each in cookie.get(LINKS, ()) if each != token]
    cookie[LINKS] = [*kept, token][-LINKS_KEPT:]


def browser_token() -> str:
    """What this browser is known by, whoever signs in; a new one if it is not known."""
    if "browser" not in g:
        g.browser = request.cookies.get(_browser_cookie()) or secrets.token_urlsafe(16)
    return g.browser


def know_browser(answer: Response) -> Response:
    """``answer``, after which this browser is known by its token for a year, signed in or not."""
    answer.set_cookie(
        _browser_cookie(),
        browser_token(),
        max_age=current_app.config["LIMITS"].device_known_for,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def _browser_cookie() -> str:
    return current_app.config["SESSION_COOKIE_NAME"] + "-browser"


def link_token(kind: str, number: int, version: int) -> str:
    return rules.link_token(current_app.config["SECRET_KEY"], kind, number, version)


def open_to_all(view):
    view.access = "open to all"
    return view


def open_to_visitors(view):
    view.access = "open to visitors"
    return view


def signed_in(view):
    return _guarded(view, "signed in", lambda **_: None)


def signed_in_to_work(view):
    """Who holds a duty for which the organisation wants a second factor proves it first, as with ``duty``."""

    def check(**_):
        return sign_in_first(url_for("people.show_confirm", next=_wanted())) if owes_second_factor() else None

    return _guarded(view, "signed in to work", check)


def signed_in_so_far(view):
    @wraps(view)
    def guarded(**values):
        signed_in_person()
        return view(**values) if g.sign_in else sign_in_first(url_for("people.show_sign_in", next=_wanted()))

    guarded.access = "signed in so far"
    return guarded


def duty(role: Role, *, everywhere: bool = False, plain: bool = False):
    """Open to who holds ``role`` in the event of the address, or ``everywhere`` in all events.

    Who holds a duty for which the organisation wants a second factor proves it first. A ``plain`` view changes neither
    the person nor the event: it has them as plain rows, ``g.person`` and ``g.event``, from one statement.
    """

    def check(*, event_slug: str | None = None, **_):
        if not rules.holds_duty(g.duties, role, None if everywhere else event_slug):
            refused = diary.entry(
                act="was refused",
                now=g.asked_at,
                actor_id=g.person.id,
                thing=("view", None),
                after={"endpoint": request.endpoint, "method": request.method},
            )
            record_apart(refused)
            raise NotFound("There is nothing at this address.")
        if owes_second_factor():
            return sign_in_first(url_for("people.show_confirm", next=_wanted()))
        if plain and g.event is None:
            raise NotFound("There is no such event.")  # for who holds the role in all events
        return None

    return lambda view: _guarded(view, f"duty {role.value}{' everywhere' if everywhere else ''}", check, plain)


def holds(role: str, event_slug: str) -> bool:
    """True if who is asking holds that role in the event; for menus, which offer nobody what is not theirs."""
    return rules.holds_duty(g.get("duties", frozenset()), Role(role), event_slug)


def must_have_second_factor() -> bool:
    """True if who is asking holds a duty for which the organisation wants one."""
    return rules.must_have_second_factor(g.duties, current_app.config["SECOND_FACTOR_ROLES"])


def owes_second_factor() -> bool:
    return must_have_second_factor() and g.sign_in.second_factor_at is None


def is_fresh() -> bool:
    """True if this browser has proved within a quarter of an hour whose it is."""
    return rules.is_fresh(g.sign_in, current_app.config["LIMITS"].fresh_for, g.asked_at)


def fresh(view):
    """A page is shown once it is proved who asks; a form that comes too late changes nothing and is sent once more."""

    @wraps(view)
    def asked_first(**values):
        if is_fresh():
            return view(**values)
        if request.method == "GET":
            return sign_in_first(url_for("people.show_confirm", next=_wanted()))
        came_from = urlsplit(request.referrer or "")
        page_of_form = came_from._replace(scheme="", netloc="", fragment="").geturl()
        form_is_at = local_path(page_of_form) if came_from.netloc == request.host else None
        return page("people/confirm_first.html", fragment="confirm_first", status=409, form_is_at=form_is_at)

    asked_first.needs_fresh = True
    return asked_first


def _guarded(view, access: str, check, plain: bool = False):
    @wraps(view)
    def guarded(**values):
        if plain and "person" not in g:
            _know(plain_sign_in_by_key, values["event_slug"])
        if signed_in_person() is None:
            owed = "people.show_confirm" if g.sign_in else "people.show_sign_in"
            return sign_in_first(url_for(owed, next=_wanted()))
        return check(**values) or view(**values)

    guarded.access = access
    return guarded


def _wanted() -> str | None:
    if request.method != "GET":
        return None
    return request.full_path if request.query_string else request.path
