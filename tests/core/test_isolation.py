"""What one test writes, by its own session or by an action, is gone in the next."""

import pytest
from sqlalchemy import func, select

from events.models import Event
from registration.models import Order
from tests import factories as make


@pytest.mark.parametrize("turn", ["first", "next"])
def test_a_row_added_in_one_test_is_not_seen_in_the_next(session, now, turn):
    event = make.an_event(slug="england-2027")
    make.an_order(make.a_product(event), event=event)

    assert session.scalar(select(func.count(Event.id))) == 1
    assert session.scalar(select(func.count(Order.id))) == 1
