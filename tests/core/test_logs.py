"""Logs hold ids and no people, keys or queries, whatever goes wrong (PRI-1)."""

import json

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from core import outbox
from people.access import link_token
from people.models import Role, SignInCode
from people.rules import digits_for
from registration.models import Order
from tests import factories as make

CANARIES = {
    "name": "Canary Namesworth",
    "organisation": "Canary Trust",
    "email": "canary.mail@north.example",
    "delegate": "canary.delegate@south.example",
    "typed": "canary-typed-text",
}


@pytest.fixture
def lines():
    with capture_logs() as caught:
        yield caught


def found_in(lines, secrets) -> set[str]:
    text = json.dumps(lines, default=str).casefold()
    return {secret for secret in secrets if secret.casefold() in text}


@pytest.fixture
def journey(app, browse, session, now, catcher):
    """A whole order, from choosing to the door, with each refusal and fault on the way; what must stay secret."""
    event = make.an_event(slug="england-2027")
    product = make.a_product(event, capacity=3)
    guest = browse()
    typed = make.a_booking(product, name=CANARIES["name"], email=CANARIES["email"]) | {
        "delegates-1-product": product.id,
        "delegates-1-name": CANARIES["name"],
        "delegates-1-organisation": CANARIES["organisation"],
        "delegates-1-email": CANARIES["delegate"],
    }
    url = "/events/england-2027/tickets"
    guest.post(url, data=typed | {"email": CANARIES["typed"]})
    guest.post(url, data=typed)
    guest.post(url, data=typed | {"form_key": make.a_booking(product)["form_key"]})
    order = session.scalars(select(Order)).one()
    ticket = order.tickets[1]
    guest.get(f"/orders/{order.key}")
    browse().get(f"/orders/{order.key}")
    catcher.turn(answers={CANARIES["delegate"]: f"550 no mailbox {CANARIES['delegate']}"})
    with app.app_context():
        token = link_token("order", order.id, 1)
        while outbox.send_next():
            pass
    browse().get(f"/orders/{order.key}/open/{token}")
    guest.post("/lost", data={"email": CANARIES["email"]})
    guest.post("/sign-in", data={"email": CANARIES["email"], "next": f"/{CANARIES['typed']}"})
    digits = digits_for(app.config["SECRET_KEY"], session.scalars(select(SignInCode)).one())
    guest.post("/sign-in/code", data={"code": "000000"})
    guest.post("/sign-in/code", data={"code": digits})
    guest.get(f"/desk/{CANARIES['typed']}/orders?q={CANARIES['typed']}")
    steward = browse(make.a_person(role=Role.DOOR, event=event))
    steward.post("/events/england-2027/door", data={"code": ticket.code, "key": "a", "place": CANARIES["typed"]})
    organiser = browse(make.a_person(role=Role.ORGANISER, event=event))
    organiser.get(f"/desk/england-2027/orders?q={CANARIES['email']}")
    return {*CANARIES.values(), order.key, ticket.key, ticket.code, token, digits, typed["form_key"]}


def test_a_whole_order_leaves_nobodys_data_in_the_log(lines, journey):
    assert len(lines) >= 15
    assert {line["status"] for line in lines if line["event"] == "request"} >= {200, 303, 404, 409, 422}
    assert any(line["event"] == "letter not taken" for line in lines)
    assert found_in(lines, journey) == set()


def test_the_same_search_finds_what_is_planted(lines, journey):
    lines.append({"event": "planted", "of": list(journey)})

    assert found_in(lines, journey) == journey


def test_a_fault_is_told_by_kind_and_place_and_not_by_its_words(view, lines):
    def toy():
        raise ValueError(CANARIES["email"])

    assert view(toy).get(f"/toy?q={CANARIES['typed']}").status_code == 500

    fault = next(line for line in lines if line["event"] == "fault")
    assert fault["kind"] == "ValueError"
    assert fault["places"][-1].endswith(" toy")
    assert found_in(lines, CANARIES.values()) == set()


def test_a_fault_of_the_database_does_not_say_what_was_typed(view, lines):
    from sqlalchemy import text

    from core.db import session as units

    def toy():
        units.execute(text("insert into nowhere values (:name)"), {"name": CANARIES["name"]})

    assert view(toy).post("/toy").status_code == 500

    assert found_in(lines, CANARIES.values()) == set()


def test_each_request_is_one_line_with_its_route(app, session, lines):
    answer = app.test_client().get("/events/no-such/?q=canary")

    (line,) = lines
    milliseconds = line.pop("milliseconds")
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "route": "/events/<event_slug>/",
        "status": 404,
        "request_id": answer.headers["X-Request-Id"],
    }
    assert milliseconds >= 0
