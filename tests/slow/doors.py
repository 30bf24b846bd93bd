"""A conference of today in a database, its steward's cookie, and phones that scan through a running program."""

import re
from datetime import timedelta
from uuid import uuid4

import httpx

from core import clock
from core.db import db, session, transaction
from people.access import SIGN_IN
from people.models import Role, SignIn
from people.rules import hash_of
from tests import factories as make
from tests.conftest import an_application

SLUG = "england-2027"
DOOR = f"/events/{SLUG}/door"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
VERDICT = re.compile(r'data-verdict="(\w+)"')


def a_conference(url: str, *, orders: int = 1, places_each: int = 1) -> tuple[list[str], str]:
    """Tickets for an event of today; their codes, and the cookie of a steward."""
    app = an_application(url)
    with app.app_context():
        with transaction():
            make.session, make.app, now = session, app, clock.now()
            event = make.an_event(slug=SLUG, first_day=now.date(), last_day=now.date())
            window = {"sales_open_at": now - timedelta(days=1), "sales_close_at": now + timedelta(days=1)}
            product = make.a_product(event, capacity=orders * places_each + 500, **window)
            times = {"begun_at": now, "seen_at": now, "expires_at": now + timedelta(days=1)}
            steward = make.a_person(role=Role.DOOR, event=event)
            make.saved(SignIn(person_id=steward.id, key_hash=hash_of("steward"), **times))
            made = [make.an_order(product, event=event, now=now, tickets=places_each) for _ in range(orders)]
            codes = [ticket.code for order in made for ticket in order.tickets]
        make.session = make.app = None
        cookie = app.session_interface.get_signing_serializer(app).dumps({SIGN_IN: "steward"})
        db.engine.dispose()
    return codes, cookie


class Phone:
    """A steward's phone at one door of one server."""

    def __init__(self, address: str, cookie: str, place: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=60)
        self._place = place
        page = self._client.get(DOOR, headers={"Cookie": f"plenary={cookie}"})  # which hands out one with a token in it
        self._token = TOKEN.search(page.text).group(1)

    def scan(self, code: str, key: str | None = None, **headers: str) -> httpx.Response:
        typed = {"csrf_token": self._token, "code": code, "key": key or str(uuid4()), "place": self._place}
        return self._client.post(DOOR, data=typed, headers={"HX-Request": "true", **headers})

    def hand_in(self, scans: list[dict]) -> httpx.Response:
        """Send a batch, as a phone does that was without a network."""
        return self._client.post(f"{DOOR}/scans", json={"scans": scans}, headers={"X-CSRFToken": self._token})

    def close(self) -> None:
        self._client.close()


def verdict_in(answer: httpx.Response) -> str:
    found = VERDICT.search(answer.text)
    return found.group(1) if found else f"none, but {answer.status_code}"
