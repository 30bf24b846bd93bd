from uuid import uuid4

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter
from people.access import link_token
from people.rules import hash_of
from registration import actions, rules
from registration.models import Order, OrderStatus, Quota, Ticket
from registration.queries import lock_quotas
from registration.rules import Place
from tests import factories as make

ASH = {"name": "Dr Ash Fictum", "email": "ash.fictum@north.example"}


@pytest.fixture
def event(session, now):
    return make.an_event()


@pytest.fixture
def place(app, session, now, event):
    """Place an order of Ash's for these places."""

    def order(*places: Place, **changes) -> Order:
        given = {"form_key": str(uuid4()), "buyer_id": None, "hold": make.HOLD, "now": now} | ASH
        quotas = lock_quotas(session, list(rules.draws(places)))
        with app.app_context():
            order = actions.place_order(session, event=event, places=list(places), quotas=quotas, **given | changes)
        session.commit()
        return order

    return order


@pytest.fixture
def cancel(app, session, now):
    def order(order: Order) -> None:
        with app.app_context():
            actions.cancel_order(session, order=order, by_id=None, now=now)
        session.commit()

    return order


def letters(session) -> list[tuple[str, str]]:
    rows = session.execute(select(OutgoingLetter.kind, OutgoingLetter.recipient).order_by(OutgoingLetter.id))
    return [(kind.rpartition("/")[2], recipient) for kind, recipient in rows]


class TestPlacing:
    def test_takes_the_places_and_confirms(self, place, event):
        full = make.a_product(event, capacity=3)

        order = place(Place(full, "Ash", "a@north.example"), Place(full, "Fenn", "f@north.example"))

        assert order.status is OrderStatus.CONFIRMED
        assert order.total_pence == 0
        assert full.quotas[0].sold == 2
        assert [(ticket.number, ticket.name) for ticket in order.tickets] == [(1, "Ash"), (2, "Fenn")]
        assert [(line.name, line.quantity, line.total_pence) for line in order.lines] == [("Full", 2, 0)]

    def test_a_place_takes_one_of_each_quota_it_draws_on(self, place, event):
        hall, workshop = make.a_quota(event), make.a_quota(event, capacity=1)
        both, full = make.a_product(event, quotas=[workshop, hall]), make.a_product(event, quotas=[hall])

        place(Place(both, **ASH), Place(full, **ASH))

        assert (hall.sold, workshop.sold) == (2, 1)

    def test_one_quota_that_is_full_takes_nothing_of_the_others(self, session, place, event):
        hall, workshop = make.a_quota(event), make.a_quota(event, capacity=1, sold=1)
        both = make.a_product(event, quotas=[hall, workshop])

        with pytest.raises(rules.SoldOut):
            place(Place(both, **ASH))
        session.rollback()

        assert (hall.sold, workshop.sold) == (0, 1)
        assert session.scalar(select(func.count(Order.id))) == 0
        assert letters(session) == []

    def test_whoever_forgets_the_lock_still_sells_no_place_twice(self, session, app, event, now):
        full = make.a_product(event, capacity=1)
        stale = [Quota(id=full.quotas[0].id, capacity=1, sold=0, held=0, reserved=0)]
        full.quotas[0].sold = 1
        session.commit()

        with app.app_context(), pytest.raises(rules.SoldOut):
            actions.place_order(
                session,
                event=event,
                form_key=str(uuid4()),
                buyer_id=None,
                places=[Place(full, **ASH)],
                quotas=stale,
                hold=make.HOLD,
                now=now,
                **ASH,
            )
        session.rollback()

    def test_is_refused_outside_its_window(self, session, place, event):
        product = make.a_product(event, sales_close_at=make.NOON)

        with pytest.raises(rules.NotOnSale):
            place(Place(product, **ASH))
        session.rollback()

        assert product.quotas[0].sold == 0

    def test_with_a_price_holds_the_places_and_writes_to_nobody_yet(self, session, place, event):
        full = make.a_product(event, capacity=3, price_pence=4500)

        order = place(Place(full, **ASH), Place(full, **ASH))

        assert (order.status, order.total_pence) == (OrderStatus.HELD, 9000)
        assert order.hold_ends_at == order.kept_until == make.NOON + make.HOLD
        assert (full.quotas[0].sold, full.quotas[0].held) == (0, 2)
        assert letters(session) == []

    def test_the_same_form_is_one_order(self, session, place, event):
        full = make.a_product(event)
        form_key = str(uuid4())
        place(Place(full, **ASH), form_key=form_key)

        with pytest.raises(Exception, match="form_key"):
            place(Place(full, **ASH), form_key=form_key)
        session.rollback()

        assert session.scalar(select(func.count(Order.id))) == 1
        assert full.quotas[0].sold == 1

    def test_its_pages_have_keys_of_128_bits_and_its_codes_are_no_keys(self, place, event):
        order = place(Place(make.a_product(event), **ASH))
        ticket = order.tickets[0]

        assert len(order.key) >= 22  # characters of 6 bits
        assert len(ticket.key) >= 22
        assert len({order.key, order.reference, ticket.key, ticket.code}) == 4

    def test_its_links_are_kept_hashed(self, app, place, event):
        order = place(Place(make.a_product(event), **ASH))

        with app.app_context():
            assert order.link_hash == hash_of(link_token("order", order.id, 1))
            assert order.tickets[0].link_hash == hash_of(link_token("ticket", order.tickets[0].id, 1))

    def test_the_buyer_and_each_delegate_with_another_address_get_a_letter(self, session, place, event):
        full = make.a_product(event)

        place(
            Place(full, **ASH),
            Place(full, "Fenn", "fenn@south.example"),
            Place(full, "Rowan", "ASH.Fictum@North.example"),
        )

        assert letters(session) == [
            ("confirmed", "ash.fictum@north.example"),
            ("ticket", "fenn@south.example"),
        ]

    def test_leaves_one_entry_in_the_diary_with_ids_alone(self, session, place, event):
        order = place(Place(make.a_product(event), **ASH))

        (entry,) = session.scalars(select(DiaryEntry))
        assert (entry.act, entry.object_kind, entry.object_id) == ("placed an order", "order", order.id)
        assert entry.event_id == event.id
        assert entry.after == {"status": "confirmed", "tickets": 1}


class TestCancelling:
    def test_gives_each_place_back_to_each_of_its_quotas(self, place, cancel, event):
        hall, workshop = make.a_quota(event), make.a_quota(event)
        both = make.a_product(event, quotas=[hall, workshop])
        place(Place(both, **ASH))
        order = place(Place(both, **ASH), Place(both, **ASH))

        cancel(order)

        assert order.status is OrderStatus.CANCELLED
        assert order.cancelled_at == make.NOON
        assert (hall.sold, workshop.sold) == (1, 1)

    def test_tells_the_buyer_and_the_diary(self, session, place, cancel, event):
        order = place(Place(make.a_product(event), **ASH))

        cancel(order)

        assert letters(session)[-1] == ("cancelled", "ash.fictum@north.example")
        entry = session.scalars(select(DiaryEntry).order_by(DiaryEntry.id.desc())).first()
        assert (entry.act, entry.before, entry.after) == (
            "cancelled an order",
            {"status": "confirmed"},
            {"status": "cancelled", "tickets": 1},
        )

    def test_happens_once(self, session, place, cancel, event):
        full = make.a_product(event)
        order = place(Place(full, **ASH))
        cancel(order)

        with pytest.raises(rules.WrongMove):
            cancel(order)
        session.rollback()

        assert full.quotas[0].sold == 0


class TestLostLinks:
    @pytest.fixture
    def ask(self, app, session, now):
        def for_address(email: str) -> None:
            with app.app_context():
                actions.send_links_again(session, email=email, now=now)
            session.commit()

        return for_address

    def test_one_letter_brings_the_links_of_every_standing_order(self, session, place, cancel, ask, event):
        full = make.a_product(event)
        first, second, gone = (place(Place(full, **ASH)) for _ in range(3))
        cancel(gone)

        ask("Ash.Fictum@NORTH.example")

        last = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
        assert last.kind == "registration/email/links"
        assert last.recipient == "ash.fictum@north.example"
        assert last.about == {"order_ids": [second.id, first.id]}

    def test_an_address_without_orders_gets_none(self, session, place, ask, event):
        ask("nobody@north.example")

        assert letters(session) == []

    def test_another_spelling_of_an_address_learns_nothing_of_its_orders(self, session, place, ask, event):
        full = make.a_product(event)
        order = place(Place(full, name="Ffion", email="ffion@north.example"), name="Ffion", email="ffion@north.example")
        other = place(Place(full, name="Eve", email="ﬀion@north.example"), name="Eve", email="ﬀion@north.example")

        ask("ﬀion@north.example")

        sent = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "registration/email/links")).all()
        assert {letter.recipient: letter.about["order_ids"] for letter in sent} == {
            "ffion@north.example": [order.id],
            "ﬀion@north.example": [other.id],
        }


def test_the_database_lets_nobody_sell_more_than_there_is(session, event):
    quota = make.a_quota(event, capacity=1)
    quota.sold = 2

    with pytest.raises(Exception, match="not_oversold"):
        session.flush()
    session.rollback()


def test_no_two_tickets_of_an_event_have_one_code(session, place, event):
    order = place(Place(full := make.a_product(event), **ASH), Place(full, **ASH))
    first, second = session.scalars(select(Ticket).order_by(Ticket.id))
    second.code = first.code

    with pytest.raises(Exception, match=r"(?i)unique"):
        session.flush()
    session.rollback()
    assert len(order.tickets) == 2
