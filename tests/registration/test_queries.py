"""Who may see an order or a ticket, and how a list is found. What may not be seen cannot be fetched."""

import pytest

from core.errors import NotFound
from people.access import Visitor, link_token
from people.rules import email_key, hash_of
from registration import queries
from registration.actions import cancel_order
from registration.models import OrderStatus
from registration.rules import OrdersWanted
from tests import factories as make


@pytest.fixture
def event(session, now):
    return make.an_event()


@pytest.fixture
def order(event):
    """Ash's order of one place, made without signing in."""
    return make.an_order(make.a_product(event), event=event, name="Ash", email="ash@north.example")


def a_visitor(*, email: str = "", person_id: int = 0, links: tuple[str, ...] = ()) -> Visitor:
    return Visitor(person_id, email_key(email) if email else "", tuple(hash_of(token) for token in links))


@pytest.fixture
def link(app):
    def token(kind: str, thing) -> str:
        with app.app_context():
            return link_token(kind, thing.id, thing.link_version)

    return token


class TestOneOrder:
    def test_opens_to_its_proved_address_and_to_its_link(self, session, order, link):
        for visitor in (a_visitor(email="ASH@north.example"), a_visitor(links=(link("order", order),))):
            assert queries.order_for(session, visitor, order.key) is order
            assert queries.ticket_for(session, visitor, order.tickets[0].key) is order.tickets[0]

    def test_opens_to_whoever_placed_it_signed_in_under_whatever_address(self, session, event):
        buyer = make.a_person()
        order = make.an_order(make.a_product(event), event=event, buyer=buyer, email="office@south.example")

        visitor = a_visitor(email=buyer.email, person_id=buyer.id)
        assert queries.order_for(session, visitor, order.key) is order

    def test_opens_to_nobody_else(self, session, event, order, link):
        other = make.an_order(make.a_product(event), event=event)
        strangers = [
            a_visitor(),
            a_visitor(email="eve@west.example", person_id=make.a_person().id),
            a_visitor(links=(link("order", other),)),
            a_visitor(links=("", order.key, order.link_hash)),
        ]

        for visitor in strangers:
            with pytest.raises(NotFound):
                queries.order_for(session, visitor, order.key)
            with pytest.raises(NotFound):
                queries.ticket_for(session, visitor, order.tickets[0].key)

    def test_a_link_of_an_older_version_opens_nothing(self, session, order, link):
        old = link("order", order)
        order.link_version, order.link_hash = 2, hash_of("a newer one")

        with pytest.raises(NotFound):
            queries.order_for(session, a_visitor(links=(old,)), order.key)
        with pytest.raises(NotFound):
            queries.order_by_link(session, order.key, hash_of(old))

    def test_a_true_link_with_another_orders_key_opens_nothing(self, session, event, order, link):
        other = make.an_order(make.a_product(event), event=event)

        with pytest.raises(NotFound):
            queries.order_by_link(session, other.key, hash_of(link("order", order)))
        with pytest.raises(NotFound):
            queries.ticket_by_link(session, other.tickets[0].key, hash_of(link("ticket", order.tickets[0])))


class TestOneTicket:
    @pytest.fixture
    def fenns(self, app, session, event, order):
        """A ticket of Ash's order that is in Fenn's name."""
        ticket = order.tickets[0]
        ticket.email = ticket.email_key = "fenn@south.example"
        session.commit()
        return ticket

    def test_opens_to_its_delegate_and_the_order_does_not(self, session, order, fenns, link):
        for fenn in (a_visitor(email="fenn@south.example"), a_visitor(links=(link("ticket", fenns),))):
            assert queries.ticket_for(session, fenn, fenns.key) is fenns
            with pytest.raises(NotFound):
                queries.order_for(session, fenn, order.key)

    def test_stands_among_the_tickets_of_its_delegate_while_it_stands(self, app, session, order, fenns, now):
        fenn = make.a_person(email="fenn@south.example")
        assert queries.tickets_of(session, fenn) == [fenns]
        assert queries.orders_of(session, fenn) == []

        with app.app_context():
            cancel_order(session, order=order, by_id=None, now=now)
        assert queries.tickets_of(session, fenn) == []


class TestOrdersAtTheDesk:
    def found(self, session, event, words="", status=None, before_id=None, rows=50):
        wanted = OrdersWanted(words=words, status=status)
        found = queries.orders_page(session, event, wanted, before_id=before_id, rows=rows)
        return [listed.order.name for listed in found.rows]

    @pytest.fixture
    def orders(self, app, session, event, now):
        product = make.a_product(event)
        names = {"Ash Fictum": "ash@north.example", "Siân Gray": "sian@south.example", "Fenn 100%": "f_g@west.example"}
        orders = [make.an_order(product, event=event, name=name, email=email) for name, email in names.items()]
        with app.app_context():
            cancel_order(session, order=orders[1], by_id=None, now=now)
        session.commit()
        make.an_order(make.a_product(other := make.an_event()), event=other, name="Ash of another event")
        return orders

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("", ["Fenn 100%", "Siân Gray", "Ash Fictum"]),
            ("ash", ["Ash Fictum"]),
            ("FICTUM north", ["Ash Fictum"]),
            ("SIÂN", ["Siân Gray"]),
            ("south.example", ["Siân Gray"]),
            ("100%", ["Fenn 100%"]),
            ("f_g", ["Fenn 100%"]),
            ("%", ["Fenn 100%"]),
            ("_", ["Fenn 100%"]),
            ("' or 1=1 --", []),
            ("ash sian", []),
        ],
    )
    def test_are_found_by_each_word_of_name_address_or_reference(self, session, event, orders, words, names):
        assert self.found(session, event, words) == names
        found = queries.orders_page(session, event, OrdersWanted(words=words), before_id=None, rows=1)
        assert found.how_many == len(names)

    def test_are_found_by_reference(self, session, event, orders):
        assert self.found(session, event, orders[0].reference.lower()) == ["Ash Fictum"]

    def test_are_found_by_status(self, session, event, orders):
        assert self.found(session, event, status=OrderStatus.CANCELLED) == ["Siân Gray"]

    def test_are_paged_by_key(self, session, event, orders):
        assert self.found(session, event, rows=2) == ["Fenn 100%", "Siân Gray"]
        assert self.found(session, event, rows=2, before_id=orders[1].id) == ["Ash Fictum"]

    def test_are_those_of_the_event_alone(self, session, event, orders):
        other = make.an_order(make.a_product(elsewhere := make.an_event()), event=elsewhere)

        with pytest.raises(NotFound):
            queries.order_at_desk(session, event, other.reference)
        assert queries.order_at_desk(session, event, orders[0].reference) is orders[0]

    def test_a_cancelled_order_expects_nobody(self, session, event, orders):
        assert queries.delegates_expected(session, event) == 2
