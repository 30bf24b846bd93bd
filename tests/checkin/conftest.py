"""An event with a ticket, and a steward at its door."""

import pytest

from people.models import Role
from registration.actions import reissue_code
from registration.codes import Signer
from tests import factories as make

SEED = bytes(range(32))
SIGNER = Signer({1: SEED})


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027")


@pytest.fixture
def ticket(event):
    order = make.an_order(make.a_product(event), event=event, name="Dr Ash Fictum", email="ash@north.example")
    return order.tickets[0]


@pytest.fixture
def steward(event):
    return make.a_person(role=Role.DOOR, event=event, name="Fern")


@pytest.fixture
def door(browse, steward):
    """The steward's browser."""
    return browse(steward)


@pytest.fixture
def replace_code(app, session, ticket):
    """Give the ticket a new code; the old one comes back."""

    def replace() -> str:
        old = ticket.code
        with app.app_context():
            reissue_code(session, ticket=ticket, version=ticket.link_version, by_id=None, now=make.NOON)
        session.commit()
        return old

    return replace
