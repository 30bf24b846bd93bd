"""With 50,000 orders: how long the overview of places takes, and that it reads none of them needlessly."""

import time

import pytest

from people.models import Role
from registration.queries.faults import lines_at_fault, quotas_at_fault
from tests import factories as make
from tests.rig.many_orders import many_orders
from tests.rig.plans import asked, scans

ORDERS, SECONDS = 50_000, 60


@pytest.fixture
def large(session, now):
    event = make.an_event(slug="leaders-2027")
    product = make.a_product(event, capacity=100_000, price_pence=4500)
    begun = time.perf_counter()
    many_orders(session, event, product, ORDERS)
    assert time.perf_counter() - begun < SECONDS
    return event


def test_the_overview_of_places_reads_no_large_table_whole(engine, session, browse, large):
    organiser = browse(make.a_person(role=Role.ORGANISER, event=large))
    with asked(engine) as sent:
        page = organiser.get("/desk/leaders-2027/places")

    assert "48,999" in page.text or "49,000" in page.text
    assert len(sent) <= 6
    assert scans(session.connection(), sent) == []


def test_what_was_loaded_is_valid(session, large):
    assert quotas_at_fault(session) == []
    assert lines_at_fault(session) == []
