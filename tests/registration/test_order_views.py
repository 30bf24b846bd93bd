"""The page of an order and of a ticket: who opens them, by which link, and giving places back."""

import pytest
from sqlalchemy import select

from core.outbox import OutgoingLetter
from people.access import link_token
from registration.models import Order, OrderStatus
from tests import factories as make
from tests.conftest import words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027")


@pytest.fixture
def order(event):
    return make.an_order(make.a_product(event), event=event, name="Ash", email="ash@north.example")


@pytest.fixture
def link(app):
    """The address of an access link, as the letter has it."""

    def address(kind: str, thing) -> str:
        with app.app_context():
            return f"/{kind}s/{thing.key}/open/{link_token(kind, thing.id, thing.link_version)}"

    return address


class TestAnOrder:
    def test_opens_by_its_link_which_leaves_a_clean_address(self, browse, order, link):
        client = browse()
        token = link("order", order).rsplit("/", 1)[1]

        opened = client.get(link("order", order))

        assert (opened.status_code, opened.location) == (303, f"/orders/{order.key}")
        assert opened.headers["Cache-Control"] == "private, no-store"
        page = client.get(opened.location)
        assert page.status_code == 200
        assert order.reference in page.text
        assert token not in page.text
        assert client.get(f"/tickets/{order.tickets[0].key}").status_code == 200

    def test_opens_by_its_link_again_and_in_another_browser(self, browse, order, link):
        client = browse()

        for each in (client, client, browse()):
            assert each.get(link("order", order), follow_redirects=True).status_code == 200

    def test_opens_to_its_proved_address_in_any_browser(self, browse, order):
        ash = make.a_person(email="ash@north.example")

        assert browse(ash).get(f"/orders/{order.key}").status_code == 200

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_of_somebody_else_is_answered_as_if_it_were_not_there(self, browse, session, event, order, link, headers):
        other = make.an_order(make.a_product(event), event=event)
        holder = browse()
        holder.get(link("order", other))

        for stranger in (browse(), browse(make.a_person()), holder):
            for kind, thing in (("orders", order), ("tickets", order.tickets[0])):
                missing = stranger.get(f"/{kind}/no-such-key", headers=headers)
                answer = stranger.get(f"/{kind}/{thing.key}", headers=headers)
                assert answer.status_code == missing.status_code == 404
                assert words(answer) == words(missing)
                assert "Ash" not in answer.text

    def test_does_not_open_by_a_made_up_link_or_anothers(self, browse, event, order, link):
        other = make.an_order(make.a_product(event), event=event)
        token = link("order", other).rsplit("/", 1)[1]

        for wrong in ("nonsense", token, order.link_hash, link("ticket", order.tickets[0]).rsplit("/", 1)[1]):
            client = browse()
            assert client.get(f"/orders/{order.key}/open/{wrong}").status_code == 404
            assert client.get(f"/orders/{order.key}").status_code == 404

    @pytest.mark.parametrize("places", [1, 3])
    def test_asks_the_same_few_questions_however_many_tickets_it_has(self, browse, event, statements, link, places):
        order = make.an_order(make.a_product(event), event=event, tickets=places)
        client = browse()
        client.get(link("order", order))
        statements.clear()

        assert client.get(f"/orders/{order.key}").text.count('<svg class="qr"') == places

        # The order with its event, its tickets, their extras, its lines; and whether delegates are asked.
        assert len(statements) == 5


class TestATicket:
    @pytest.fixture
    def fenns(self, session, order):
        ticket = order.tickets[0]
        ticket.email = ticket.email_key = "fenn@south.example"
        session.commit()
        return ticket

    def test_opens_to_its_delegate_who_learns_nothing_of_the_order(self, browse, order, fenns, link):
        client = browse()
        opened = client.get(link("ticket", fenns))

        assert (opened.status_code, opened.location) == (303, f"/tickets/{fenns.key}")
        page = client.get(opened.location)
        assert page.status_code == 200
        assert "ash@north.example" not in page.text
        assert order.key not in page.text
        assert client.get(f"/orders/{order.key}").status_code == 404
        assert client.post(f"/orders/{order.key}/cancel").status_code == 404

    def test_shows_its_code_while_it_stands_and_not_after(self, browse, session, order, link):
        client, ticket = browse(), order.tickets[0]
        client.get(link("order", order))
        printed = f"{ticket.code[:4]} {ticket.code[4:]}"

        assert printed in client.get(f"/tickets/{ticket.key}").text
        client.post(f"/orders/{order.key}/cancel")

        for address in (f"/tickets/{ticket.key}", f"/orders/{order.key}"):
            page = client.get(address)
            assert page.status_code == 200
            assert printed not in page.text
            assert 'class="qr"' not in page.text


class TestGivingBack:
    def test_frees_the_places_and_queues_a_letter(self, browse, session, order, link):
        client = browse()
        client.get(link("order", order))

        answer = client.post(f"/orders/{order.key}/cancel", follow_redirects=True)

        assert answer.status_code == 200
        assert "Your place is given back." in answer.text
        session.expire_all()
        assert order.status is OrderStatus.CANCELLED
        assert order.lines[0].product.quotas[0].sold == 0
        kinds = session.scalars(select(OutgoingLetter.kind).order_by(OutgoingLetter.id)).all()
        assert kinds[-1] == "registration/email/cancelled"

    def test_twice_is_refused_and_changes_nothing(self, browse, session, order, link):
        client = browse()
        client.get(link("order", order))
        client.post(f"/orders/{order.key}/cancel")

        again = client.post(f"/orders/{order.key}/cancel")

        assert again.status_code == 409
        session.expire_all()
        assert order.lines[0].product.quotas[0].sold == 0

    def test_is_too_late_once_the_doors_are_open(self, browse, session, order, link, monkeypatch):
        client = browse()
        client.get(link("order", order))
        monkeypatch.setattr("core.clock.now", lambda: make.NOON.replace(day=14))

        assert "Give the place back" not in client.get(f"/orders/{order.key}").text
        answer = client.post(f"/orders/{order.key}/cancel")

        session.expire_all()
        assert (answer.status_code, order.status) == (409, OrderStatus.CONFIRMED)

    def test_is_for_nobody_else(self, browse, session, order):
        for stranger in (browse(), browse(make.a_person())):
            assert stranger.post(f"/orders/{order.key}/cancel").status_code == 404
        session.expire_all()
        assert order.status is OrderStatus.CONFIRMED

    def test_does_not_happen_by_a_link(self, browse, session, order, link):
        client = browse()
        client.get(link("order", order))

        assert client.get(f"/orders/{order.key}/cancel").status_code == 405
        session.expire_all()
        assert order.status is OrderStatus.CONFIRMED


class TestLost:
    def ask(self, client, email):
        return client.post("/lost", data={"email": email}, follow_redirects=True)

    def test_known_and_unknown_addresses_are_told_the_same(self, browse, session, order):
        known, unknown = self.ask(browse(), "ash@north.example"), self.ask(browse(), "eve@west.example")

        assert known.status_code == unknown.status_code == 200
        assert known.text == unknown.text
        letters = select(OutgoingLetter.recipient).where(OutgoingLetter.kind == "registration/email/links")
        assert session.scalars(letters).all() == ["ash@north.example"]

    def test_nobody_is_sent_more_than_five_in_a_quarter_of_an_hour(self, browse, session, order, monkeypatch):
        moments = iter(range(60))
        monkeypatch.setattr("core.clock.now", lambda: make.NOON.replace(second=next(moments)))

        for _ in range(7):
            assert self.ask(browse(), "ash@north.example").status_code == 200

        letters = select(OutgoingLetter.recipient).where(OutgoingLetter.kind == "registration/email/links")
        assert len(session.scalars(letters).all()) == 5

    @pytest.mark.parametrize("typed", ["", "nowhere", "ash@north.example,eve@west.example"])
    def test_what_is_no_address_is_said_at_the_field(self, browse, session, now, typed):
        answer = browse().post("/lost", data={"email": typed})

        assert answer.status_code == 422
        assert '<a href="#email">' in answer.text

    def test_nobodys_order_is_opened_by_asking(self, browse, session, order):
        client = browse()
        self.ask(client, "ash@north.example")

        assert client.get(f"/orders/{order.key}").status_code == 404
        assert session.scalars(select(Order)).one() is order
