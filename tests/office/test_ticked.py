"""What is done to several orders at once: each whole or not at all, and what was left out is said with its reason."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter
from registration.actions import desk_orders
from registration.models import OrderNote, OrderStatus, SavedView
from tests import factories as make

ORDERS = "/desk/england-2027/orders"
TICKED = f"{ORDERS}/ticked"


def of(*orders, act="cancel", **typed) -> dict:
    return {"act": act, "order": [order.reference for order in orders], **typed}


@pytest.fixture
def mixed(session, event, free, priced):
    """One that is free, one that is held, one that was paid, one that was given back."""
    orders = [make.an_order(product, event=event) for product in (free, priced, priced, free)]
    orders[2].status, orders[3].status = OrderStatus.CONFIRMED, OrderStatus.CANCELLED
    priced.quotas[0].held, priced.quotas[0].sold, free.quotas[0].sold = 1, 1, 1
    session.commit()
    return orders


class TestConfirming:
    def test_the_page_says_what_will_happen_to_how_many_and_why_not_to_others(self, session, organiser, mixed):
        page = organiser.get(TICKED, query_string=of(*mixed)).text

        assert "2 orders are cancelled" in page
        assert "give the money back" in page
        assert "given back already" in page
        assert page.count('type="hidden" name="order"') == 2

    def test_nothing_ticked_is_said(self, organiser):
        assert "Nothing is ticked" in organiser.get(TICKED).text
        assert organiser.post(TICKED, data={"act": "cancel"}).status_code == 409

    def test_a_hundred_at_most(self, organiser):
        answer = organiser.get(TICKED, query_string={"order": [f"R{n}" for n in range(101)], "act": "note"})

        assert answer.status_code == 409
        assert "At most 100 orders" in answer.text

    @pytest.mark.parametrize("act", ["note", "decline"])
    def test_without_words_the_page_comes_back(self, session, organiser, mixed, act):
        answer = organiser.post(TICKED, data=of(*mixed, act=act))

        assert answer.status_code == 422
        assert session.scalar(select(func.count(OrderNote.id))) == 0

    def test_all_on_a_page_are_ticked_by_a_link(self, organiser, mixed):
        assert organiser.get(ORDERS).text.count(" checked>") == 0
        assert organiser.get(ORDERS, query_string={"tick": "all"}).text.count(" checked>") == 4

    def test_another_events_orders_are_not_there(self, session, organiser, mixed):
        other = make.an_event()
        foreign = make.an_order(make.a_product(other), event=other)

        organiser.post(TICKED, data=of(mixed[0], foreign))

        session.expire_all()
        assert foreign.status is OrderStatus.CONFIRMED


class TestCancelling:
    def test_what_can_be_is_cancelled_and_the_rest_is_said_with_its_reason(self, organiser, mixed, status_of, letters):
        page = organiser.post(TICKED, data=of(*mixed, words="The room is gone."), follow_redirects=True).text

        assert [status_of(order).value for order in mixed] == ["cancelled", "cancelled", "confirmed", "cancelled"]
        assert "2 orders cancelled" in page
        assert f"Not done for {mixed[2].reference}. It was paid" in page
        assert f"Not done for {mixed[3].reference}. It has been given back already." in page
        assert letters().count("cancelled") == 2

    def test_the_places_are_free_and_nothing_is_broken(self, session, organiser, event, free, faults):
        orders = [make.an_order(free, event=event) for _ in range(3)]

        organiser.post(TICKED, data=of(*orders))

        session.expire_all()
        assert free.quotas[0].sold == 0
        assert faults() == {}

    def test_one_that_is_refused_half_way_is_undone_by_itself(
        self, session, organiser, event, free, status_of, monkeypatch, faults
    ):
        orders = [make.an_order(free, event=event) for _ in range(3)]
        refuse_half_way(monkeypatch, orders[1])

        organiser.post(TICKED, data=of(*orders, words="Why."))

        assert [status_of(order).value for order in orders] == ["cancelled", "confirmed", "cancelled"]
        assert session.scalar(select(func.count(OrderNote.id))) == 2
        assert faults() == {}

    def test_a_deed_that_is_left_half_done_is_noticed(self, session, organiser, event, free, status_of, monkeypatch):
        orders = [make.an_order(free, event=event) for _ in range(3)]
        refuse_half_way(monkeypatch, orders[1])
        monkeypatch.setattr("sqlalchemy.orm.Session.begin_nested", lambda self: self.no_autoflush)

        organiser.post(TICKED, data=of(*orders, words="Why."))

        assert session.scalar(select(func.count(OrderNote.id))) == 3  # a note of what was not done


def refuse_half_way(monkeypatch, unlucky) -> None:
    cancel, reference = desk_orders.cancel_order, unlucky.reference

    def cancel_most(session, *, order, **given):
        if order.reference == reference:
            raise desk_orders.rules.NotNow("Not this one.")
        cancel(session, order=order, **given)

    monkeypatch.setattr(desk_orders, "cancel_order", cancel_most)


class TestRequests:
    def test_who_asked_first_has_the_places(self, organiser, event, on_request, status_of, faults):
        orders = [make.an_order(on_request, event=event) for _ in range(3)]

        page = organiser.post(TICKED, data=of(*reversed(orders), act="approve"), follow_redirects=True).text

        assert [status_of(order).value for order in orders] == ["confirmed", "confirmed", "requested"]
        assert f"Not done for {orders[2].reference}. These places have just gone" in page
        assert faults() == {}

    def test_one_reason_goes_to_all_that_are_declined(self, organiser, event, on_request, free, status_of, letters):
        orders = [make.an_order(on_request, event=event) for _ in range(2)]
        booked = make.an_order(free, event=event)

        organiser.post(TICKED, data=of(*orders, booked, act="decline", words="Every one is given."))

        assert [status_of(order).value for order in (*orders, booked)] == ["cancelled", "cancelled", "confirmed"]
        assert letters() == ["confirmed", "declined", "declined"]


def test_a_note_is_added_to_each(session, organiser, mixed):
    organiser.post(TICKED, data=of(*mixed, act="note", words="Ask for the badge names."))

    assert session.scalars(select(OrderNote.words)).all() == ["Ask for the badge names."] * 4


def test_letters_go_out_once_more_only_where_there_are_some(session, organiser, mixed):
    before = session.scalar(select(func.count(OutgoingLetter.id)))

    page = organiser.post(TICKED, data=of(*mixed, act="letters"), follow_redirects=True).text

    assert session.scalar(select(func.count(OutgoingLetter.id))) == before + 2
    assert f"Not done for {mixed[1].reference}. The buyer holds it" in page


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_inj_5_an_export_is_text_whatever_was_typed(session, organiser, event, free, begins):
    name = f"{begins}cmd|' /C calc'!A0"
    order = make.an_order(free, event=event)
    order.name = order.tickets[0].name = name
    session.commit()

    answer = organiser.get(f"{ORDERS}/export.csv", query_string={"order": [order.reference]})

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="england-2027-orders.csv"'
    assert (rows[1][3], rows[1][8]) == (f"'{name}", f"'{name}")
    assert rows[1][0] == order.reference
    assert session.scalars(select(DiaryEntry.act).order_by(DiaryEntry.id.desc())).first() == "exported orders"


@pytest.mark.parametrize("path", [TICKED, f"{ORDERS}/export.csv"])
def test_whoever_signed_in_a_while_ago_is_asked_again(session, organiser, mixed, monkeypatch, path):
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + timedelta(hours=1))

    if path == TICKED:
        answer = organiser.post(path, data=of(*mixed))
        assert answer.status_code == 409
    else:
        answer = organiser.get(path, query_string={"order": [mixed[0].reference]})
        assert answer.status_code == 303
        assert mixed[0].reference in answer.location  # and comes back to the same orders
    session.expire_all()
    assert mixed[0].status is OrderStatus.CONFIRMED
    assert session.scalars(select(SavedView)).all() == []
