"""Sending a delegate's own part in, as a browser does."""

from sqlalchemy import select

from registration.models import Answer, Order
from registration.rules import Place
from tests import factories as make
from tests.registration.standing import BUYER, a_standing_order

OWN = "own@north.example"


def five_places(event) -> Order:
    """Free ones: the first with an address of its own, the others at the buyer's."""
    product = make.a_product(event, capacity=20)
    places = [Place(product, "Dr Own", OWN, "Own Trust"), *(Place(product, f"Dr {n}", BUYER) for n in range(4))]
    return a_standing_order(event, places)


def sends(client, ticket, *asked, **typed):
    """What a browser sends that was shown the questions ``asked``."""
    shown = " ".join(str(each.first_id) for each in asked)
    given = {"name": "Dr Own", "organisation": "Own Trust", "shown": shown}
    return client.post(f"/tickets/{ticket.key}/details", data=given | typed)


def answers_in(session) -> dict[int, str]:
    session.expire_all()
    return {answer.question_id: answer.value for answer in session.scalars(select(Answer))}
