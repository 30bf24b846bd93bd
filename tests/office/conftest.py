"""What tests of orders at the desk begin with."""

import pytest
from sqlalchemy import select

from core.invariants import broken
from core.outbox import OutgoingLetter
from people.models import Role
from registration.models import Order, OrderStatus
from tests import factories as make


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027", name="England 2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(name="Olive", role=Role.ORGANISER, event=event))


@pytest.fixture
def free(event):
    return make.a_product(event, capacity=20)


@pytest.fixture
def priced(event):
    return make.a_product(event, name="Dear", price_pence=4500, capacity=20)


@pytest.fixture
def on_request(event):
    return make.a_product(event, name="Bursary", needs_approval=True, capacity=2)


@pytest.fixture
def status_of(session):
    def status(order: Order) -> OrderStatus:
        session.expire_all()
        return session.get_one(Order, order.id).status

    return status


@pytest.fixture
def letters(session):
    """The kinds of letters that are owed, without their folder, in the order in which they were queued."""

    def kinds() -> list[str]:
        found = session.scalars(select(OutgoingLetter.kind).order_by(OutgoingLetter.id))
        return [kind.rpartition("/")[2] for kind in found]

    return kinds


@pytest.fixture
def faults(app, session):
    """What is not as it always must be, by the number of the invariant."""

    def found() -> dict:
        with app.app_context():
            return broken(session)

    return found
