"""Who is asking, and what every view must say about it.

A view that says nothing is refused when the application starts (core/web.py).

- ``open_to_all``: the same answer for everybody. It cannot read the cookie, so a cache may keep the answer.
- ``open_to_visitors``: for anybody, but it knows the browser; its query decides what that browser may see.
- ``signed_in``: for a person, whoever it is.
- ``duty(role)``: for who holds that role in the event of the address; to others it does not exist.
"""

from dataclasses import dataclass
from functools import wraps

from flask import current_app, g, request, url_for
from flask import session as cookie
from sqlalchemy import update

from core import clock, diary
from core.db import record_apart, session
from core.errors import NotFound
from core.web import sign_in_first
from people import rules
from people.models import Person, Role, SignIn
from people.queries import sign_in_by_key

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
    """The person signed in here, checked against the table of sign-ins at each request (R12)."""
    if "person" not in g:
        g.person, g.duties = None, frozenset()
        if key := cookie.get(SIGN_IN):
            now = clock.now()
            if found := sign_in_by_key(session, rules.hash_of(key), now):
                sign_in, g.duties = found
                g.person = sign_in.person
                if now - sign_in.seen_at > current_app.config["LIMITS"].session_touched_every:
                    record_apart(update(SignIn).where(SignIn.id == sign_in.id).values(seen_at=now))
    return g.person


def hand_link(token: str) -> None:
    """Let this browser open what the access link ``token`` opens, signed in or not."""
    cookie.permanent = True  # what was chosen survives a closed browser
    kept = [each for each in cookie.get(LINKS, ()) if each != token]
    cookie[LINKS] = [*kept, token][-LINKS_KEPT:]


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


def duty(role: Role, *, everywhere: bool = False):
    """Open to who holds ``role`` in the event of the address, or ``everywhere`` in all events."""

    def check(*, event_slug: str | None = None, **_) -> None:
        if not rules.holds_duty(g.duties, role, None if everywhere else event_slug):
            refused = diary.entry(
                act="was refused",
                now=clock.now(),
                actor_id=g.person.id,
                thing=("view", None),
                after={"endpoint": request.endpoint, "method": request.method},
            )
            record_apart(refused)
            raise NotFound("There is nothing at this address.")

    return lambda view: _guarded(view, f"duty {role.value}{' everywhere' if everywhere else ''}", check)


def _guarded(view, access: str, check):
    @wraps(view)
    def guarded(**values):
        if signed_in_person() is None:
            wanted = request.path if request.method == "GET" else None
            return sign_in_first(url_for("people.show_sign_in", next=wanted))
        check(**values)
        return view(**values)

    guarded.access = access
    return guarded
