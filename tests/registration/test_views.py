"""Choosing tickets and booking them."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import session as units
from core.outbox import OutgoingLetter
from events.models import Visibility
from registration.models import Order, Quota, Ticket
from tests import factories as make
from tests.conftest import words

HTMX = {"HX-Request": "true"}
URL = "/events/england-2027/tickets"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027")


@pytest.fixture
def full(event):
    return make.a_product(event, capacity=5)


def orders(session) -> int:
    return session.scalar(select(func.count(Order.id)))


def test_a_guest_books_with_a_name_and_an_address(browse, session, full):
    client = browse()

    answer = client.post(URL, data=make.a_booking(full))

    order = session.scalars(select(Order)).one()
    assert (answer.status_code, answer.location) == (303, f"/orders/{order.key}")
    assert (order.name, order.email, order.buyer_id) == ("Dr Ash Fictum", "ash.fictum@north.example", None)
    assert [(ticket.name, ticket.email) for ticket in order.tickets] == [(order.name, order.email)]
    assert client.get(answer.location).status_code == 200


def test_who_is_signed_in_finds_their_own_name_there_and_is_the_buyer(browse, session, full):
    ash = make.a_person(name="Ash")
    client = browse(ash)

    assert f'value="{ash.email}"' in client.get(URL).text
    client.post(URL, data=make.a_booking(full, email="office@south.example"))

    order = session.scalars(select(Order)).one()
    assert order.buyer_id == ash.id
    assert browse(ash).get(f"/orders/{order.key}").status_code == 200


def test_several_delegates_each_have_their_own_ticket(browse, session, full):
    typed = make.a_booking(full)
    for number, name in enumerate(["Fenn", "Rowan"], start=1):
        typed |= {f"delegates-{number}-product": full.id, f"delegates-{number}-name": name}
    typed["delegates-2-email"] = "rowan@south.example"

    assert browse().post(URL, data=typed).status_code == 303

    tickets = session.execute(select(Ticket.name, Ticket.email).order_by(Ticket.number)).all()
    assert tickets == [
        ("Dr Ash Fictum", "ash.fictum@north.example"),
        ("Fenn", "ash.fictum@north.example"),
        ("Rowan", "rowan@south.example"),
    ]


def test_a_name_is_kept_on_one_line(browse, session, full):
    browse().post(URL, data=make.a_booking(full, name=" Ash\r\n\r\nClick  here\t\u2028now "))

    assert session.scalars(select(Order.name)).one() == "Ash Click here now"


class TestTypedWrongly:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_the_form_comes_back_with_nothing_lost_and_each_error_at_its_field(self, browse, session, full, headers):
        typed = make.a_booking(full, email="nowhere", **{"delegates-0-name": "Fenn & Söhne"})

        answer = browse().post(URL, data=typed, headers=headers)

        assert answer.status_code == 422
        assert ("<title>Error: " in answer.text) is (headers == {})
        assert 'id="order_form"' in answer.text
        assert 'value="Dr Ash Fictum"' in answer.text
        assert 'value="nowhere"' in answer.text
        assert 'value="Fenn &amp; Söhne"' in answer.text
        assert f'value="{typed["form_key"]}"' in answer.text
        assert re.search(rf'value="{full.id}"[^>]* checked', answer.text)
        assert '<li><a href="#email">Write the email address in full' in answer.text
        field = re.search(r'<input[^>]*id="email"[^>]*>', answer.text)[0]
        assert 'aria-describedby="email-hint email-error"' in field
        assert 'aria-invalid="true"' in field
        assert 'id="email-error"' in answer.text
        assert orders(session) == 0

    def test_a_delegates_error_says_whose_it_is(self, browse, session, full):
        typed = make.a_booking(full) | {"delegates-1-product": full.id, "delegates-1-email": "nowhere"}

        answer = browse().post(URL, data=typed)

        assert answer.status_code == 422
        assert '<a href="#delegates-1-name">Delegate 2: write the name for this delegate’s badge.</a>' in answer.text
        assert '<a href="#delegates-1-email">Delegate 2: write the email address in full' in answer.text
        assert orders(session) == 0

    @pytest.mark.parametrize(
        "product",
        ["", "0", "-1", "1000000000", "1e3", "1.0", "nonsense", "9" * 5000, "' or 1=1 --"],
        ids=["none", "zero", "negative", "huge", "1e3", "a fraction", "a word", "5000 digits", "SQL"],
    )
    def test_what_is_no_ticket_of_this_event_is_refused_at_its_field(self, browse, session, full, product):
        answer = browse().post(URL, data=make.a_booking(full, **{"delegates-0-product": product}))

        assert answer.status_code == 422
        assert '<a href="#delegates-0-product">Delegate 1: choose a ticket.</a>' in answer.text
        assert orders(session) == 0

    def test_a_ticket_of_another_event_is_none_of_this_one(self, browse, session, full, event):
        other = make.a_product(make.an_event())

        answer = browse().post(URL, data=make.a_booking(other))

        assert (answer.status_code, orders(session)) == (422, 0)
        assert other.quotas[0].sold == 0

    def test_more_delegates_than_one_order_may_have_are_not_booked(self, browse, session, event):
        full = make.a_product(event, capacity=50)
        typed = make.a_booking(full)
        for number in range(1, 40):
            typed |= {f"delegates-{number}-product": full.id, f"delegates-{number}-name": "Fenn"}

        browse().post(URL, data=typed)

        assert session.scalar(select(func.count(Ticket.id))) <= 10

    @pytest.mark.parametrize("form_key", ["1", "' or 1=1 --"])
    def test_a_form_with_another_key_than_ours_must_be_loaded_again(self, browse, session, full, form_key):
        answer = browse().post(URL, data=make.a_booking(full, form_key=form_key))

        assert (answer.status_code, orders(session)) == (422, 0)
        assert "Load this page again." in answer.text


class TestRefused:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_sold_out_shows_the_page_again_with_what_was_typed(self, browse, session, event, headers):
        full = make.a_product(event, capacity=1)
        typed = make.a_booking(full) | {"delegates-1-product": full.id, "delegates-1-name": "Fenn"}

        answer = browse().post(URL, data=typed, headers=headers)

        assert answer.status_code == 409
        assert "There is only 1 place left. Nothing you typed is lost." in answer.text
        for value in ("Dr Ash Fictum", "ash.fictum@north.example", "Fenn"):
            assert f'value="{value}"' in answer.text
        assert ("<title>" in answer.text) is (headers == {})
        assert orders(session) == 0
        assert session.scalars(select(Quota.sold)).one() == 0

    @pytest.mark.parametrize(
        "window",
        [
            {"sales_open_at": make.NOON + timedelta(seconds=1)},
            {"sales_close_at": make.NOON},
        ],
        ids=["a second too early", "a second too late"],
    )
    def test_outside_its_window_a_ticket_is_not_to_be_had(self, browse, session, event, window):
        product = make.a_product(event, **window)

        answer = browse().post(URL, data=make.a_booking(product))

        assert (answer.status_code, orders(session)) == (409, 0)
        assert "Full is not on sale now." in answer.text

    def test_a_place_with_a_price_is_held_at_our_own_price(self, browse, session, event):
        product = make.a_product(event, price_pence=4500)

        answer = browse().post(URL, data=make.a_booking(product, price="0", total="0", price_pence="0"))

        order = session.scalars(select(Order)).one()
        assert (answer.status_code, answer.location) == (303, f"/orders/{order.key}")
        assert (order.status.value, order.total_pence) == ("held", 4500)

    def test_fields_that_nobody_asked_for_are_ignored(self, browse, session, full, event):
        other = make.an_event()
        hostile = {
            "price": "-5",
            "price_pence": "-500",
            "status": "cancelled",
            "total": "-5",
            "total_pence": "-500",
            "event_id": other.id,
            "buyer_id": make.a_person().id,
            "key": "mine",
            "reference": "MINE",
            "link_version": "7",
            "placed_at": "1970-01-01",
            "delegates-0-code": "AAAAAAAA",
            "delegates-0-event_id": other.id,
            "delegates-0-price_pence": "-500",
            "quantity": "1000",
        }

        assert browse().post(URL, data=make.a_booking(full, **hostile)).status_code == 303

        order = session.scalars(select(Order)).one()
        assert (order.status.value, order.total_pence, order.event_id) == ("confirmed", 0, event.id)
        assert (order.buyer_id, order.link_version, order.placed_at) == (None, 1, make.NOON)
        assert order.key != "mine"
        assert order.reference != "MINE"
        assert len(order.tickets) == 1
        assert order.tickets[0].code != "AAAAAAAA"
        assert full.quotas[0].sold == 1

    def test_an_event_that_is_a_draft_is_not_there(self, browse, session, now):
        draft = make.an_event(slug="england-2028", visibility=Visibility.DRAFT)
        product = make.a_product(draft)
        missing = browse().get("/events/no-such/tickets")

        for answer in (
            browse().get("/events/england-2028/tickets"),
            browse().post("/events/england-2028/tickets", data=make.a_booking(product)),
        ):
            assert answer.status_code == 404
            assert words(answer) == words(missing)
        assert orders(session) == 0


class TestTwice:
    def test_the_same_form_is_one_order_and_one_answer(self, browse, session, full):
        client, typed = browse(), make.a_booking(full)

        first, second = (client.post(URL, data=typed) for _ in range(2))

        assert (first.status_code, first.location) == (second.status_code, second.location)
        assert orders(session) == 1
        assert full.quotas[0].sold == 1
        assert session.scalar(select(func.count(OutgoingLetter.id))) == 1

    def test_at_once_too(self, app_that_commits, monkeypatch):
        with app_that_commits.app_context():
            monkeypatch.setattr(make, "session", units)
            monkeypatch.setattr("core.clock.now", lambda: make.NOON)
            typed = make.a_booking(make.a_product(make.an_event(slug="england-2027")))

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: app_that_commits.test_client().post(URL, data=typed), range(4)))

        assert {answer.status_code for answer in answers} == {303}
        assert len({answer.location for answer in answers}) == 1

    def test_another_form_is_another_order(self, browse, session, full):
        for _ in range(2):
            browse().post(URL, data=make.a_booking(full))

        assert orders(session) == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_delegate_is_added_and_dropped_with_nothing_lost(browse, session, full, headers):
    client, typed = browse(), make.a_booking(full, email="not yet typ")

    two = client.post(URL, data=typed | {"do": "add"}, headers=headers)
    one = client.post(URL, data=typed | {"delegates-1-name": "Fenn", "do": "drop"}, headers=headers)

    assert two.status_code == one.status_code == 200
    assert 'name="delegates-1-name"' in two.text
    assert 'name="delegates-1-name"' not in one.text
    for answer in (two, one):
        assert 'value="not yet typ"' in answer.text
        assert "in full" not in answer.text  # nothing is found fault with yet
        assert ("<title>" in answer.text) is (headers == {})
    assert orders(session) == 0


def test_the_last_delegate_stays_and_an_eleventh_is_not_to_be_had(browse, full):
    one = browse().post(URL, data=make.a_booking(full, do="drop"))
    ten = make.a_booking(full, do="add") | {f"delegates-{number}-name": "Fenn" for number in range(1, 10)}

    assert 'name="delegates-0-product"' in one.text
    assert "delegates-10-name" not in browse().post(URL, data=ten).text


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_the_same_few_questions_however_long_it_is(browse, event, statements, how_many):
    for _ in range(how_many):
        make.a_product(event)
    statements.clear()

    assert browse().get(URL).status_code == 200

    assert len(statements) == 8  # event, questions, products, quotas, prices, add-ons; dead holds, who waits
