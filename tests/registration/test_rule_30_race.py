"""Two who pass the same place on at once (rule 30): one wins, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.db import db, reading, session, transaction
from registration.documents import order_link, ticket_link
from registration.models import RevokedCode, Ticket
from tests import factories as make

DAY = timedelta(days=1)
AT_ONCE = 4


@pytest.fixture
def key(app_that_commits, monkeypatch):
    """The key of a ticket that may be passed on."""
    app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        now = clock.now()
        day = now.date() + 30 * DAY
        event = make.an_event(slug="soon", first_day=day, last_day=day)
        product = make.a_product(event, sales_open_at=now - DAY, sales_close_at=now + DAY)
        key = make.an_order(product, event=event, now=now).tickets[0].key
    yield key
    with app_that_commits.app_context():
        db.engine.dispose()


def a_browser(app, link_of):
    """One that has opened the mailed link of the ticket, or of its order."""
    with app.app_context(), reading():
        link = link_of(session.scalars(select(Ticket)).one())
    client = app.test_client()
    client.get(link)
    return client


def everybody_passes_on(app, key: str) -> list[int]:
    clients, start = [a_browser(app, ticket_link) for _ in range(AT_ONCE)], threading.Barrier(AT_ONCE)

    def pass_on(number: int) -> int:
        sent = {"name": f"Dr {number}", "email": f"new{number}@north.example", "version": 1}
        start.wait()
        return clients[number].post(f"/tickets/{key}/substitute", data=sent).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(pass_on, range(AT_ONCE)))


def test_rule_30_of_two_substitutions_at_once_one_wins(app_that_commits, key):
    statuses = everybody_passes_on(app_that_commits, key)

    # The ticket is no longer theirs, or has been passed on while they waited for it.
    assert statuses[0] == 303
    assert set(statuses[1:]) <= {404, 409}
    with app_that_commits.app_context(), reading():
        assert session.scalars(select(Ticket.link_version)).one() == 2
        assert session.scalar(select(func.count(RevokedCode.id))) == 1


def test_rule_30_a_version_that_nobody_asks_about_is_noticed(app_that_commits, key, monkeypatch):
    monkeypatch.setattr("registration.rules.check_may_pass_on", lambda *_, **__: None)
    delegate = a_browser(app_that_commits, ticket_link)
    buyer = a_browser(app_that_commits, lambda ticket: order_link(ticket.order))
    sent = {"name": "Dr New", "email": "new@north.example", "version": 1}

    statuses = [each.post(f"/tickets/{key}/substitute", data=sent).status_code for each in (delegate, buyer)]

    assert statuses == [303, 303]  # the second one with a form that was long out of date
