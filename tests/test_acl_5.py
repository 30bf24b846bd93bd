"""Nobody guesses a paper: no key can be counted through, and one’s own opens nothing for others (ACL-5)."""

import re
from itertools import product

import pytest
from sqlalchemy import select, true

from people.models import Person
from registration.models import Order
from tests import factories as make
from tests.walked import NOWHERE

HREF = re.compile(r'(?:href|src|action)="(/[^"#]*)"')


@pytest.fixture(scope="session")
def app(walked):
    return walked[0]


@pytest.fixture
def harvest(app, session, world, ask):
    """Every address that the delegate's own pages lead to, and the words that are the delegate's alone."""

    def of_delegate() -> tuple[set[str], set[str]]:
        order = session.scalars(select(Order).where(Order.buyer_id.is_not(None))).one()
        ticket = order.tickets[0]
        own = {f"/orders/{order.key}", f"/tickets/{ticket.key}", "/me"}
        seen, left = set(), set(own)
        while left:
            path = left.pop()
            seen.add(path)
            answer = ask("delegate", path)
            if answer.mimetype == "text/html" and answer.status_code == 200 and path in own:
                left |= set(HREF.findall(answer.text)) - seen
        person = session.get_one(Person, order.buyer_id)
        return seen, {order.reference, order.key, ticket.key, ticket.code, person.email, person.name}

    return of_delegate


@pytest.fixture
def leaks(harvest, ask):
    """Addresses of the delegate's at which somebody else, or nobody, reads what is the delegate's."""

    def to_others() -> set[tuple[str, str]]:
        addresses, secrets = harvest()
        assert len(addresses) > 8
        found = set()
        for path, actor in product(sorted(addresses), ("nobody", "steward", "organiser of another", "finance")):
            answer = ask(actor, path)
            body = answer.data.decode(errors="replace")
            if any(secret in body and secret not in path for secret in secrets):
                found.add((actor, path.split("/")[1]))
            if path.startswith(("/orders/", "/tickets/")) and answer.status_code not in {404, 405}:
                found.add((actor, path.split("/")[1]))
        return found

    return to_others


def test_acl_5_what_one_finds_on_ones_own_pages_opens_nothing_for_others(leaks):
    assert leaks() == set()


def test_acl_5_a_planted_order_open_to_all_is_seen(leaks, monkeypatch):
    monkeypatch.setattr("registration.queries.orders._is_open_to", lambda _visitor: true())

    assert ("nobody", "orders") in leaks()
    assert ("steward", "tickets") in leaks()


def test_acl_5_keys_are_of_128_bits_and_no_two_share_a_part(session, world, now):
    event = make.an_event()
    product = make.a_product(event, capacity=60)
    orders = [make.an_order(product, event=event) for _ in range(50)]

    for keys in ([order.key for order in orders], [order.tickets[0].key for order in orders]):
        assert {len(key) for key in keys} == {22}  # characters of 6 bits
        assert len({key[:6] for key in keys}) == len({key[-6:] for key in keys}) == 50


def test_acl_5_a_neighbouring_key_is_not_there_nor_a_number_nor_a_reference(session, ask, world):
    order = session.scalars(select(Order).where(Order.buyer_id.is_not(None))).one()
    ticket, pack = order.tickets[0], order.event.joining_pack
    guesses = [f"/{kind}/{guess}" for kind in ("orders", "tickets") for guess in (*range(1, 9), order.reference)]
    guesses += [f"/orders/{order.key[:-1]}{letter}" for letter in "AQgwaz0" if letter != order.key[-1]]
    guesses += [f"/tickets/{ticket.code}", f"/tickets/{order.key}", f"/orders/{ticket.key}", f"/orders/{NOWHERE}"]
    guesses += [f"/tickets/{ticket.key}.pdf", f"/orders/{order.key}.json", f"/orders/{order.key}/invoice"]
    folders = ("static", "media", "files", "uploads", "exports", "tmp", "static/files", "static/../var")
    guesses += [f"/{folder}/{name}" for folder in folders for name in ("", pack.key, pack.name, "../app.py", "1")]

    for guess, actor in product(guesses, ("nobody", "steward", "organiser of another")):
        assert ask(actor, guess).status_code == 404, (actor, guess)


def test_acl_5_a_file_is_had_by_its_ticket_and_by_nothing_else(ask, world):
    own = world.parts["registration.download_joining_pack"]["own"]["key"]
    path = f"/tickets/{own}/joining-pack"

    statuses = {actor: ask(actor, path).status_code for actor in ("delegate", "nobody", "steward", "organiser of all")}

    assert statuses == {"delegate": 200, "nobody": 404, "steward": 404, "organiser of all": 404}
