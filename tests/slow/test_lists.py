"""With 50,000 orders: that the list reads none of them needlessly, and how long it and a search take."""

import time

import pytest
from sqlalchemy import func, select

from people.models import Role
from registration.models import Order
from tests import factories as make
from tests.rig.many_orders import many_orders
from tests.rig.plans import asked, scans

ORDERS = 50_000
LIST = "/desk/leaders-2027/orders"
SECONDS = 1.0  # for any page, on a machine that does other things too
PAGES = {
    "all": {},
    "booked": {"status": "confirmed"},
    "given back": {"status": "cancelled"},
    "asked for": {"status": "requested"},
    "the last page": {"before": "60"},
    "the last page of a status": {"before": "60", "status": "confirmed"},
    "at the desk": {"desk": "y"},
    "one address": {"q": "number77@north.example"},
}
SEARCHES = ["number", "number 49,999", "nobody at all", "dr number 7 of northmere"]


@pytest.fixture
def large(engine, session, browse, now):
    event = make.an_event(slug="leaders-2027")
    many_orders(session, event, make.a_product(event, capacity=100_000, price_pence=4500), ORDERS)
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def test_no_page_of_50_000_orders_reads_a_large_table_whole(engine, session, large):
    wrong, slow = {}, {}
    for name, query in PAGES.items():
        with asked(engine) as sent:
            begun = time.perf_counter()
            assert large.get(LIST, query_string=query).status_code == 200
            seconds = time.perf_counter() - begun
        if len(sent) > 6 or scans(session.connection(), sent):
            wrong[name] = len(sent), scans(session.connection(), sent)
        if seconds > SECONDS:
            slow[name] = seconds

    assert (wrong, slow) == ({}, {})


def test_a_search_through_50_000_orders_stays_quick(engine, large):
    slow = {}
    for words in SEARCHES:
        with asked(engine) as sent:
            begun = time.perf_counter()
            assert large.get(LIST, query_string={"q": words}).status_code == 200
            seconds = time.perf_counter() - begun
        assert len(sent) <= 6
        if seconds > SECONDS:
            slow[words] = seconds

    assert slow == {}


def test_a_count_by_name_among_50_000_is_noticed(engine, session, large):
    with asked(engine) as sent:
        session.scalar(select(func.count(Order.id)).where(Order.name == "Dr Number 7"))

    assert scans(session.connection(), sent) == ["orders"]
