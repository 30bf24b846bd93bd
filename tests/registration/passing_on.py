"""Passing a place on, as a browser does."""

from registration.models import Category, Order
from registration.rules import Place
from tests.registration.booking import DOCTOR
from tests.registration.standing import BUYER, a_standing_order

OLD, NEW = "old.delegate@north.example", "new.delegate@north.example"


def two_places(product, event) -> Order:
    """A doctor's place with an address of its own, and a member's at the buyer's address; both paid for."""
    places = [
        Place(product, "Dr Old Delegate", OLD, "Old Trust", Category.DOCTOR),
        Place(product, "Dr Other", BUYER, "", Category.MEMBER),
    ]
    return a_standing_order(event, places)


def typed(ticket, category=DOCTOR, **more) -> dict:
    given = {"name": "Dr New Delegate", "email": NEW, "organisation": "New Trust", "version": ticket.link_version}
    return given | {"category": category} | more


def passes_on(client, ticket, category=DOCTOR, **more):
    return client.post(f"/tickets/{ticket.key}/substitute", data=typed(ticket, category, **more))
