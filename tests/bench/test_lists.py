"""How much longer the desk's pages take with 50,000 orders than with 800, on each database, in one run."""

import statistics
import time

import pytest

from core import clock
from core.db import db, session, transaction
from people.access import SIGN_IN
from people.models import Role, SignIn
from people.rules import hash_of
from tests import factories as make
from tests.conftest import an_application
from tests.rig.many_orders import many_orders

FEW, MANY = 800, 50_000
TIMES = 25
# A page, and how many times as long it may take with many orders.
PAGES = {
    "places": ("/desk/leaders-2027/places", 3),
    "orders": ("/desk/leaders-2027/orders", 3),
    # One in a hundred: the event's index is walked until there are enough, which SQLite does row by row.
    "orders of one status": ("/desk/leaders-2027/orders?status=cancelled", 9),
    "order by its address": ("/desk/leaders-2027/orders?q=number7@north.example", 3),
    "orders with words in them": ("/desk/leaders-2027/orders?q=number+7+northmere", 6),
    "orders with words that none has": ("/desk/leaders-2027/orders?q=nobody+at+all", 20),
}


def milliseconds(url: str, how_many: int) -> dict[str, float]:
    """The median time of each page in milliseconds, asked in this process, when there are so many orders."""
    app = an_application(url)
    with app.app_context():
        with transaction():
            make.session, make.app, now = session, app, clock.now()
            event = make.an_event(slug="leaders-2027")
            product = make.a_product(event, capacity=2 * MANY, price_pence=4500)
            many_orders(session, event, product, how_many, now=now)
            organiser = make.a_person(role=Role.ORGANISER, event=event)
            stay = {"begun_at": now, "seen_at": now, "expires_at": make.LONG_AFTER}
            make.saved(SignIn(person_id=organiser.id, key_hash=hash_of("organiser"), **stay))
        make.session = make.app = None
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[SIGN_IN] = "organiser"
    taken = {name: statistics.median(_times(client, path)) for name, (path, _) in PAGES.items()}
    with app.app_context():
        db.engine.dispose()
    return taken


def _times(client, path: str) -> list[float]:
    times = []
    for number in range(TIMES + 5):
        begun = time.perf_counter()
        assert client.get(path).status_code == 200
        if number >= 5:  # the first ones compile what the others only run
            times.append(1000 * (time.perf_counter() - begun))
    return times


@pytest.fixture
def taken(new_database) -> tuple[dict, dict]:
    return milliseconds(new_database(), FEW), milliseconds(new_database(), MANY)


def test_the_desks_pages_hardly_mind_how_many_orders_there_are(taken, figures):
    few, many = taken
    for name in PAGES:
        figures[f"{name} page of {FEW} orders in ms"] = few[name]
        figures[f"{name} page of {MANY} orders in ms"] = many[name]
        figures[f"{name} page of {MANY} orders to {FEW}"] = many[name] / few[name]

    assert {name: many[name] / few[name] for name, (_, most) in PAGES.items() if many[name] > most * few[name]} == {}
