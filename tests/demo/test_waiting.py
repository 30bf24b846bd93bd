"""The demo's waiting list: a live offer, people behind it, and nothing wrong with the data."""

import pytest
from sqlalchemy import func, select

from core import invariants
from core.db import db, reading, session
from core.outbox import LetterStatus, OutgoingLetter
from demo import waiting
from demo.load import load_if_empty
from registration import queries
from registration.models import Product, WaitingEntry


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_somebody_has_an_offer_that_lasts_and_the_others_wait(app_that_commits):
    with app_that_commits.app_context():
        load_if_empty()
        with reading():
            product = session.scalars(select(Product).where(Product.name == waiting.TICKET)).one()
            event = session.get_one(waiting.Event, product.event_id)
            entries = session.scalars(select(WaitingEntry).order_by(WaitingEntry.id)).all()
            queries.count_dead_holds(session, event, queries.products_of(session, event), entries[0].offered_at)
            unsent = select(func.count(OutgoingLetter.id)).where(OutgoingLetter.status == LetterStatus.WAITING)

            assert [entry.status.value for entry in entries] == ["offered", "waiting", "waiting", "waiting"]
            assert [entry.places for entry in entries] == [places for _, places in waiting.QUEUE]
            assert product.left == 0
            assert session.scalar(unsent) == 0
            assert invariants.broken(session) == {}
        db.engine.dispose()
