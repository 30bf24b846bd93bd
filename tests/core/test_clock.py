from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from core import clock
from core.db import session as units
from core.db import transaction
from tests import factories as make

A_MINUTE = timedelta(minutes=1)


def test_the_time_is_the_databases(app, session, statements, is_postgres):
    with app.app_context():
        time = clock.now()

    assert time.tzinfo is UTC
    assert abs(time - datetime.now(UTC)) < A_MINUTE
    assert ["clock_timestamp" in statement for statement in statements] == [True] * is_postgres


def test_a_server_in_another_zone_tells_the_same_time(app, session, is_postgres):
    if is_postgres:
        session.execute(text("set local time zone 'Asia/Tokyo'"))
    with app.app_context():
        assert abs(clock.now() - datetime.now(UTC)) < A_MINUTE


def test_time_goes_on_inside_a_transaction(app_that_commits):
    with app_that_commits.app_context(), transaction():
        units.execute(text("select 1"))
        first = clock.now()
        assert clock.now() > first


def test_an_order_asks_the_time_after_it_has_waited_for_the_quotas(browse, session, monkeypatch, statements):
    asked_after = []

    def ask():
        asked_after.append([statement for statement in statements if statement.startswith("SELECT quotas")])
        return make.NOON

    product = make.a_product(make.an_event(slug="england-2027"))
    statements.clear()
    monkeypatch.setattr("core.clock.now", ask)
    browse().post("/events/england-2027/tickets", data=make.a_booking(product))

    (locked_before,) = asked_after
    assert locked_before
