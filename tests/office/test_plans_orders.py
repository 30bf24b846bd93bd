"""The list of orders reads no large table from end to end, and asks six statements at most."""

import pytest
from sqlalchemy import func, select, update

from people.models import Role
from registration.models import Order, OrderStatus, SavedView
from tests import factories as make
from tests.rig.many_orders import many_orders
from tests.rig.plans import asked, scans

ORDERS = "/desk/leaders-2027/orders"


@pytest.fixture
def event(session, now):
    event = make.an_event(slug="leaders-2027")
    many_orders(session, event, make.a_product(event, capacity=100_000, price_pence=4500), 450)
    return event


@pytest.fixture
def organiser(browse, event):
    person = make.a_person(role=Role.ORGANISER, event=event)
    make.saved(SavedView(event_id=event.id, person_id=person.id, name="Held", query="status=held"))
    return browse(person)


FILTERS = [
    {},
    {"status": "confirmed"},
    {"status": "cancelled"},
    {"status": "requested"},
    {"before": "200"},
    {"before": "200", "status": "confirmed"},
    {"desk": "y"},
    {"code": "y"},
    {"category": "fellow"},
    {"proof": "to decide"},
    {"q": "number7@north.example"},
]


def test_a_page_of_orders_its_count_and_each_filter_ask_for_no_large_table_whole(engine, session, organiser):
    for query in FILTERS:
        with asked(engine) as sent:
            assert organiser.get(ORDERS, query_string=query).status_code == 200

        assert len(sent) <= 6, query
        assert scans(session.connection(), sent, unwillingly=True) == [], query


def test_a_search_asks_six_statements_at_most(organiser, engine):
    for words in ("number 44", "nobody at all", "0A0000"):
        with asked(engine) as sent:
            assert organiser.get(ORDERS, query_string={"q": words}).status_code == 200

        assert len(sent) <= 6, words


def test_a_list_that_counts_every_order_by_its_name_is_noticed(engine, session, organiser, event):
    with asked(engine) as sent:
        session.scalar(select(func.count(Order.id)).where(Order.name == "Dr Number 7"))

    assert scans(session.connection(), sent, unwillingly=True) == ["orders"]


def test_past_a_thousand_the_list_says_more_than(session, organiser, event, monkeypatch):
    monkeypatch.setattr("registration.rules.MOST_COUNTED", 100)
    monkeypatch.setattr("registration.queries.desk_orders.MOST_COUNTED", 100)

    assert "more than 100 orders" in organiser.get(ORDERS).text
    session.execute(update(Order).where(Order.id % 10 != 0).values(status=OrderStatus.EXPIRED))
    session.commit()
    assert "more than 100 orders found" in organiser.get(ORDERS, query_string={"status": "expired"}).text


def test_parts_of_words_are_sought_among_the_newest_alone(session, organiser, monkeypatch):
    monkeypatch.setattr("registration.queries.desk_orders.SEARCHED", 100)
    for number, words in {17: "old sage", 440: "new sage"}.items():
        theirs = update(Order).where(Order.email == f"number{number}@north.example")
        session.execute(theirs.values(searchable=words, name=words))
    session.commit()

    def found(words: str) -> str:
        return organiser.get(ORDERS, query_string={"q": words}).text

    assert "new sage" in found("sage")
    assert "old sage" not in found("sage")
    assert "old sage" in found("number17@north.example")  # what it is exactly is found however old
