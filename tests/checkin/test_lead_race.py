"""A delegate says no while their badge is scanned: whoever comes second, no lead is left (rule 58)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from checkin.actions import leads
from core import clock
from core.db import db, reading, session, transaction
from events.models import Exhibitor
from people.access import Visitor
from people.models import Person
from registration.actions import say_to_exhibitor
from registration.documents import signer
from registration.models import Lead, Say, Ticket
from registration.queries import locked_ticket
from tests import factories as make
from tests.stands import an_exhibitor, said, who_scans_for

MEANWHILE = 1.0  # seconds in which the no is said, or has to wait


@pytest.fixture
def house(app_that_commits, monkeypatch):
    """A delegate who agrees to an exhibitor, and has not been scanned."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        now = clock.now()
        event = make.an_event()
        product = make.a_product(event, sales_open_at=now - make.HOLD, sales_close_at=now + make.HOLD)
        ticket = make.an_order(product, event=event, now=now).tickets[0]
        exhibitor = an_exhibitor(event)
        who_scans_for(exhibitor)
        said(ticket, exhibitor, Say.YES, at=now)
    yield app_that_commits
    with app_that_commits.app_context():
        db.engine.dispose()


def leads_left(app, monkeypatch) -> int:
    """How many there are after a scan that takes its time once it has read the yes, and a no said just then."""
    has_read, ask = threading.Event(), leads.answer_to

    def slowly(*given):
        answer = ask(*given)
        has_read.set()
        threading.Event().wait(MEANWHILE)
        return answer

    monkeypatch.setattr(leads, "answer_to", slowly)

    def scan() -> None:
        with app.app_context(), transaction():
            exhibitor, by = session.scalars(select(Exhibitor)).one(), session.scalars(select(Person)).one()
            text, now = session.scalars(select(Ticket.code)).one(), clock.now()
            leads.scan_at_stand(session, exhibitor=exhibitor, signer=signer(), text=text, by=by, now=now)

    def say_no() -> None:
        has_read.wait(20)
        with app.app_context(), transaction():
            ticket = locked_ticket(session, session.scalars(select(Ticket)).one())
            exhibitor, who = session.scalars(select(Exhibitor)).one(), Visitor(0, ticket.email_key, ())
            now = clock.now()
            say_to_exhibitor(session, ticket=ticket, exhibitor=exhibitor, say=Say.NO, visitor=who, now=now)

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(scan), threads.submit(say_no)]:
            done.result()
    with app.app_context(), reading():
        return session.scalar(select(func.count(Lead.id)))


def test_rule_58_a_no_during_a_scan_leaves_no_lead(house, monkeypatch):
    assert leads_left(house, monkeypatch) == 0


def test_a_scan_that_does_not_lock_the_ticket_would_leave_one(house, monkeypatch):
    def unlocked(unit, event_id: int, code: str):
        return unit.scalar(select(Ticket).where(Ticket.event_id == event_id, Ticket.code == code))

    monkeypatch.setattr(leads, "ticket_at_stand", unlocked)
    has_one_lock_alone = house.config["DATABASE_URL"].startswith("sqlite")

    assert leads_left(house, monkeypatch) == (0 if has_one_lock_alone else 1)
