"""Nobody gets at what is another event's by its ids, wherever they are put (ACL-2)."""

import re
from collections.abc import Container
from itertools import product

import pytest
from flask import request
from sqlalchemy import select, true

from abstracts.models import Abstract, Author
from core.files import StoredFile
from events.models import Event
from people.models import Duty, Invitation
from registration.models import Order, Product, Quota, Ticket
from tests import walker
from tests.access_after import MIXABLE_AFTER
from tests.access_badges import MIXABLE_BADGES
from tests.access_book import MIXABLE_IN_BOOKS
from tests.access_chair import MIXABLE_IN_CALLS
from tests.access_devices import MIXABLE_DEVICES
from tests.access_door import OF_A_LIST, PAYMENTS
from tests.access_matrix import MATRIX, published
from tests.access_presenters import PRESENTERS
from tests.access_review import MIXABLE_IN_REVIEW
from tests.access_stands import MIXABLE_AT_STANDS

HREF = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
HOSTS = "localhost"
# Who have nothing to do with the other event.
AT_HOME = ("delegate", "steward", "organiser", "abstract chair", "reviewer")
QUERIES = ({}, {"q": "South.example"}, {"before": "2147483647"}, {"status": "held"}, {"event_id": "2"})
LISTS = {"front.show_home", "demo.show_demo"}  # name every public event on purpose


def names_of_the_other(session) -> set[str]:
    """Everything by which the second event's things are named, each long enough to be told from other words."""
    other = session.scalars(select(Event).where(Event.slug == "other")).one()
    order = session.scalars(select(Order).where(Order.event_id == other.id)).one()
    ticket = order.tickets[0]
    names = {order.key, order.reference, order.email, order.name, ticket.key, ticket.code}
    named = select(Author.email).join(Author.abstract).where(Abstract.event_id == other.id)
    names |= {*session.scalars(named)}
    names |= {"/desk/other/", "/events/other/door", session.get_one(StoredFile, other.joining_pack_id).key}
    return names


def is_let_in(endpoint: str, thing: str, actor: str) -> bool:
    return thing not in MATRIX[endpoint] or published(endpoint, thing, actor) not in {"in", "401", "403", "404"}


def mixtures(world: walker.World, endpoint: str) -> list[dict]:
    """The parts of an address of which some are one's own and some another's."""
    named = world.parts.get(endpoint) or {}
    if not {"own", "another's"} <= named.keys():
        return []
    own, another = named["own"], named["another's"]
    mixed = [
        dict(zip(own, values, strict=True)) for values in product(*zip(own.values(), another.values(), strict=True))
    ]
    return [each for each in mixed if each not in (own, another)]


@pytest.fixture(scope="session")
def app(walked):
    return walked[0]


@pytest.fixture
def crossings(app, session, world, ask, stands):
    """Addresses that mix one's own ids with another's and yet are there, or change something."""

    def of(endpoint: str) -> list[tuple]:
        (rule,) = [each for each in walker.rules_of(app) if each.endpoint == endpoint]
        adapter, found = app.url_map.bind(HOSTS), []
        for parts in mixtures(world, endpoint):
            if "event_slug" in parts and parts["event_slug"] != "home":
                continue  # somebody else's event in the first place: the matrix has it
            method = "POST" if "POST" in rule.methods else "GET"
            path = adapter.build(endpoint, parts, method=method, append_unknown=False)
            typed = world.typed(endpoint, "own") if method == "POST" else {}
            for actor in AT_HOME:
                answer = ask(actor, path, method, **typed)
                if answer.status_code != 404:
                    found.append((actor, method, path, answer.status_code))
        assert walker.rows_of(session.get_bind()) == stands
        return found

    return of


MIXABLE = (
    "abstracts.add_author",
    "abstracts.agree_as_author",
    "abstracts.ask_author_again",
    "abstracts.change_author",
    "abstracts.choose_author",
    "abstracts.decline_as_author",
    "abstracts.move_author",
    "abstracts.open_agreement",
    "abstracts.remove_author",
    "abstracts.show_agreement",
    "abstracts.show_author",
    "abstracts.show_authors",
    "abstracts.show_new_author",
    "abstracts.show_withdrawal",
    "abstracts.withdraw_abstract",
    "abstracts.delete_draft",
    "abstracts.download_exhibit",
    "abstracts.remove_exhibit",
    "abstracts.save_exhibit",
    "abstracts.save_statements",
    "abstracts.save_wording",
    "abstracts.show_abstract",
    "abstracts.show_check",
    "abstracts.show_exhibits",
    "abstracts.show_statements",
    "abstracts.show_text",
    "abstracts.submit_abstract",
    "office.show_order",
    "office.reissue_code",
    "office.refund_payment",
    "office.end_event_duty",
    "office.withdraw_event_invitation",
    "registration.download_proof",
    "registration.accept_proof",
    "registration.refuse_proof",
    "registration.settle_difference",
    "registration.open_order",
    "registration.open_ticket",
    "office.add_note",
    "office.approve_request",
    "office.cancel_order",
    "office.decline_request",
    "office.remove_view",
    "office.rename_view",
    "office.send_letters_again",
    "registration.change_code",
    "registration.change_period",
    "registration.change_product",
    "registration.change_question",
    "registration.change_quota",
    "registration.download_answer",
    "registration.end_code",
    "registration.join_waiting",
    "registration.move_question",
    "registration.open_waiting_entry",
    "registration.remove_period",
    "registration.retire_product",
    "registration.retire_question",
    "registration.save_add_ons",
    "registration.save_details_at_desk",
    "registration.show_code",
    "registration.show_details_at_desk",
    "registration.show_joined",
    "registration.show_period",
    "registration.show_product",
    "registration.show_question",
    "registration.show_quota",
    "registration.show_waiting",
    "registration.take_off_list",
    *(*MIXABLE_BADGES, *MIXABLE_IN_CALLS, *MIXABLE_IN_BOOKS, *MIXABLE_IN_REVIEW),
    *(*MIXABLE_AT_STANDS, *PRESENTERS),
    *(*MIXABLE_AFTER, *MIXABLE_DEVICES, *OF_A_LIST, *PAYMENTS),
)


def test_acl_2_every_address_with_two_ids_is_mixed(app, world):
    mixable = {endpoint for endpoint in MATRIX if mixtures(world, endpoint)}
    stopping_letters = {"people.show_unsubscribe", "people.unsubscribe"}  # has a link and no event
    # Those of all events take one id, beside an event's name that they do not read.
    of_all_events = {"office.end_duty", "office.withdraw_invitation"}
    assert mixable - stopping_letters - of_all_events == set(MIXABLE)


@pytest.mark.parametrize("endpoint", MIXABLE)
def test_acl_2_anothers_id_within_ones_own_address_is_not_there(crossings, endpoint):
    assert crossings(endpoint) == []


def test_acl_2_a_planted_crossing_is_seen(crossings, monkeypatch):
    def duty_of_any_event(unit, duty_id, _event_id):
        return unit.get_one(Duty, duty_id)

    monkeypatch.setattr("office.views.duties.queries.duty_at_desk", duty_of_any_event)

    assert {actor for actor, *_ in crossings("office.end_event_duty")} == {"organiser"}


@pytest.fixture
def named_elsewhere(app, session, world, ask):
    """Pages in the first event on which the second event's things are named, for those who have no part in it."""

    def on_pages(endpoints: Container[str] = MATRIX) -> set[tuple[str, str]]:
        adapter, names, found = app.url_map.bind(HOSTS), names_of_the_other(session), set()
        for rule in walker.rules_of(app):
            if "GET" not in rule.methods or rule.endpoint in LISTS or rule.endpoint not in endpoints:
                continue
            parts = (world.parts.get(rule.endpoint) or world.parts["an event"]).get("own", {})
            path = adapter.build(rule.endpoint, parts, method="GET", append_unknown=False)
            let_in: set[str] = set()
            for query, actor in product(QUERIES, AT_HOME):
                if query and actor not in let_in:
                    continue  # who may not see a page may not look for something on it
                answer = ask(actor, path, query_string=query)
                let_in |= {actor} if answer.status_code == 200 else set()
                body = answer.data.decode(errors="replace")
                found |= {(actor, rule.endpoint) for name in names if name in body}
        return found

    return on_pages


def test_acl_2_no_page_of_one_event_names_what_belongs_to_another(named_elsewhere):
    assert named_elsewhere() == set()


def test_acl_2_a_planted_list_of_both_events_is_seen(named_elsewhere, monkeypatch):
    monkeypatch.setattr("registration.queries.desk_orders._conditions", lambda *_: [true()])

    assert named_elsewhere({"office.show_orders", "front.show_me"}) == {("organiser", "office.show_orders")}


@pytest.fixture
def touched(app, session, walk, world, pytestconfig):
    """Rows of the second event that are otherwise after its ids were posted to every form of the first, by whom it
    takes; in the slow suite by those too whom it refuses."""
    is_whole = pytestconfig.getoption("--whole")

    def by_forms(endpoints: Container[str] = MATRIX) -> set[str]:
        other = session.scalars(select(Event).where(Event.slug == "other")).one()
        order = session.scalars(select(Order).where(Order.event_id == other.id)).one()
        wares = session.scalars(select(Product).where(Product.event_id == other.id).order_by(Product.id)).first()
        foreign = {
            "event": other.id,
            "event_id": other.id,
            "event_slug": "other",
            "order_id": order.id,
            "payment": order.id,
            "product": wares.id,
            "delegates-0-product": wares.id,
            "reference": order.reference,
            "key": order.key,
            "code": order.tickets[0].code,
            "duty_id": 1,
            "person_id": 1,
        }
        ours = (Order, Ticket, Product, Quota, Duty, Invitation)

        def rows() -> dict[str, list]:
            return {
                table.__tablename__: [
                    tuple(row)
                    for row in session.get_bind().execute(
                        select(table.__table__).where(table.event_id == other.id).order_by(table.id)
                    )
                ]
                for table in ours
            }

        before, changed = rows(), set()
        for rule in walker.rules_of(app):
            if "POST" not in rule.methods or rule.endpoint not in endpoints:
                continue
            thing = "own" if "own" in MATRIX[rule.endpoint] else ""
            for actor in AT_HOME:
                if not (is_whole or is_let_in(rule.endpoint, thing, actor)):
                    continue
                undone = session.get_bind().begin_nested()
                client = app.test_client()
                client.set_cookie("plenary", world.cookies[actor])
                typed = world.typed(rule.endpoint, "own")
                data = {"data": typed.get("data", {}) | foreign} if "input_stream" not in typed else typed
                client.post(walk.path(rule, thing), **data)
                if rows() != before:
                    changed.add(rule.endpoint)
                undone.rollback()
        return changed

    return by_forms


def test_acl_2_another_events_ids_in_a_form_change_nothing_there(touched):
    assert touched() == set()


def test_acl_2_a_planted_form_that_takes_another_events_id_is_seen(touched, monkeypatch):
    def end_any(unit, **_given):
        unit.delete(unit.scalars(select(Duty).where(Duty.event_id == int(request.form["event_id"]))).first())

    monkeypatch.setattr("office.views.duties.actions.end_duty", end_any)

    assert touched({"office.end_event_duty", "front.call_oneself"}) == {"office.end_event_duty"}
