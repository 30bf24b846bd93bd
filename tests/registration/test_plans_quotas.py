"""The overview of places reads no large table from end to end, however many orders there are."""

import pytest
from sqlalchemy import func, select

from people.models import Role
from registration.models import Order
from registration.queries.faults import lines_at_fault, quotas_at_fault
from tests import factories as make
from tests.rig.many_orders import many_orders
from tests.rig.plans import asked, scans

URL = "/desk/leaders-2027/places"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def product(event):
    return make.a_product(event, capacity=100_000, price_pence=4500)


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def test_many_orders_are_valid_ones(session, event, product):
    many_orders(session, event, product, 450, held_each=10)
    make.an_order(product, event=event)

    assert quotas_at_fault(session) == []
    assert lines_at_fault(session) == []
    assert (product.quotas[0].sold, product.quotas[0].held) == (360, 46)


def test_the_overview_asks_for_no_large_table_whole(engine, session, organiser, event, product):
    many_orders(session, event, product, 450)
    with asked(engine) as sent:
        assert organiser.get(URL).status_code == 200

    assert len(sent) <= 6
    assert scans(session.connection(), sent, unwillingly=True) == []


def test_a_page_that_reads_every_order_is_noticed(engine, session, event, product):
    many_orders(session, event, product, 450)
    with asked(engine) as sent:
        session.scalar(select(func.count(Order.id)).where(Order.name == "Dr Number 7"))

    assert scans(session.connection(), sent, unwillingly=True) == ["orders"]
