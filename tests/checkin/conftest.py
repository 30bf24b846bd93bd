"""An event with a ticket, and a steward at its door."""

from itertools import count

import pytest

from checkin.actions import Door, scan_badge
from checkin.rules import Reading
from people.models import Role
from registration.actions import reissue_code
from registration.codes import Signer
from registration.documents import signer
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


@pytest.fixture
def scan(app, session, event, ticket, steward):
    """Read a ticket's code for a list at a moment; what the door answered comes back."""
    keys = count(1)

    def read(list_name: str = "main", *, of=None, now=make.NOON, place="North", **given):
        with app.app_context():
            door = Door(event, signer(), steward.id, place)
            reading = Reading(f"scan-{next(keys)}", (of or ticket).code, list_name, **given)
            answer = scan_badge(session, door=door, read=reading, now=now)
        session.commit()
        return answer

    return read
