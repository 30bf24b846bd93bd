"""Choosing: add-ons, codes and questions on one page, and what the order then holds (domain rules 6, 8, 16, 21)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from registration import actions
from registration.models import (
    AddOn,
    Answer,
    BookingCode,
    Category,
    Effect,
    Order,
    OrderStatus,
    ProductKind,
    QuestionKind,
    Reduction,
    Ticket,
    Vat,
)
from registration.rules import Wording
from tests import factories as make
from tests.conftest import words
from tests.registration.booking import DOCTOR, MEMBER, URL, book, the_order

DAY = timedelta(days=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def dinner(event, two_days):
    product = make.a_product(event, name="Dinner", price_pence=6500, kind=ProductKind.ADD_ON, vat=Vat.STANDARD)
    return make.saved(AddOn(parent_id=two_days.id, product_id=product.id, most=2))


def a_code(event, **changes) -> BookingCode:
    given = {"code": "AUTUMN", "effect": Effect.PERCENT, "amount": 20, "uses": 3, "created_at": make.NOON}
    window = {"starts_at": make.NOON - DAY, "ends_at": make.NOON + DAY}
    return make.saved(BookingCode(event_id=event.id, **given | window | changes))


class TestAddOns:
    def test_vector_2_a_consultant_with_dinner_pays_460_with_10_83_of_vat(self, browse, session, two_days, dinner):
        make.a_membership(email="ash.fictum@north.example")

        answer = book(browse(), two_days, MEMBER, **{f"delegates-0-extra{dinner.id}": "1"})

        order = the_order(session)
        assert answer.status_code == 303
        assert order.total_pence == 46000
        assert [(line.total_pence, line.vat_pence) for line in order.lines] == [(39500, 0), (6500, 1083)]
        assert order.total_pence - sum(line.vat_pence for line in order.lines) == 44917
        assert [(each.line.name, each.quantity) for each in order.tickets[0].extras] == [("Dinner", 1)]

    def test_the_page_offers_them_once_a_ticket_is_chosen_and_adds_them_up(self, browse, two_days, dinner):
        assert "Dinner" not in browse().get(URL).text

        chosen = {"do": "update", f"delegates-0-extra{dinner.id}": "2"}
        shown = book(browse(), two_days, DOCTOR, **chosen)

        assert "Dinner × 2" in words(shown)
        assert "<output>£655.00</output>" in shown.text

    @pytest.mark.parametrize("number", ["0x1", "-1", "1e3", "999999999999", "２", "3"])
    def test_inv_7_a_number_that_is_none_or_too_many_is_refused(self, browse, session, two_days, dinner, number):
        answer = book(browse(), two_days, DOCTOR, **{f"delegates-0-extra{dinner.id}": number})

        assert answer.status_code == 422
        assert session.scalars(select(Order)).all() == []

    def test_inv_7_an_add_on_of_another_ticket_is_refused(self, browse, session, event, two_days, dinner):
        other = make.a_product(event, name="Day one", price_pence=100)

        answer = book(browse(), other, DOCTOR, **{f"delegates-0-extra{dinner.id}": "1"})

        assert answer.status_code == 422
        assert "goes with another ticket" in answer.text
        assert session.scalars(select(Order)).all() == []

    def test_what_the_ticket_includes_costs_nothing_and_still_takes_its_place(self, browse, session, two_days, dinner):
        dinner.is_included = True
        session.commit()

        book(browse(), two_days, DOCTOR, **{f"delegates-0-extra{dinner.id}": "1"})

        order = the_order(session)
        assert order.total_pence == 52500
        assert order.lines[1].reduction is Reduction.INCLUDED
        assert dinner.product.quotas[0].held == 1

    def test_a_sold_out_add_on_refuses_the_whole_order(self, browse, session, two_days, dinner):
        dinner.product.quotas[0].capacity = 0
        session.commit()

        answer = book(browse(), two_days, DOCTOR, **{f"delegates-0-extra{dinner.id}": "1"})

        assert answer.status_code == 409
        assert "sold out" in answer.text
        session.expire_all()
        assert two_days.quotas[0].held == 0


class TestCodes:
    def test_rule_6_the_page_shows_what_a_code_takes_off_and_the_order_keeps_it(self, browse, session, event, two_days):
        code = a_code(event)

        shown = book(browse(), two_days, code="autumn", do="update")
        book(browse(), two_days, code="Au-Tumn ")

        line = the_order(session).lines[0]
        assert "with your code: £105.00 off" in words(shown)
        assert (line.unit_pence, line.off_pence, line.total_pence) == (52500, 10500, 42000)
        assert (line.reduction, line.code_id) == (Reduction.CODE, code.id)
        session.refresh(code)
        assert code.used == 1

    @pytest.mark.parametrize("typed", ["WINTER", "<b>", "AUTUMN1"])
    def test_a_code_that_is_none_says_so_and_books_nothing(self, browse, session, event, two_days, typed):
        a_code(event)

        answer = book(browse(), two_days, code=typed)

        assert answer.status_code == 422
        assert "We know no such code" in answer.text
        assert session.scalars(select(Order)).all() == []

    @pytest.mark.parametrize("at", [make.NOON - 2 * DAY, make.NOON + DAY], ids=["too early", "over"])
    def test_rule_8_outside_its_window_a_code_is_none(self, browse, session, event, two_days, monkeypatch, at):
        a_code(event)
        monkeypatch.setattr(clock, "now", lambda: at)

        assert book(browse(), two_days, code="AUTUMN").status_code in {409, 422}
        assert session.scalars(select(Order)).all() == []

    def test_a_hidden_ticket_is_neither_shown_nor_sold_without_its_code(self, browse, session, event, two_days):
        hidden = make.a_product(event, name="Founders", is_hidden=True)
        a_code(event, code="FOUNDERS", effect=Effect.NONE, opens_hidden=True, products=[hidden])

        without = browse().get(URL)
        refused = book(browse(), hidden)
        told = browse().get(f"{URL}?code=founders")
        with_code = book(browse(), hidden, code="founders")

        assert "Founders" not in without.text
        assert refused.status_code == 422
        assert "Founders" in told.text
        assert with_code.status_code == 303

    def test_a_category_by_invitation_is_had_with_its_code_alone(self, browse, session, event, two_days):
        make.a_matrix(two_days, {make.NOON + 5 * DAY: "Middle"}, PARTNER=(0,))
        monthly = {"effect": Effect.NONE, "amount": 0, "category": Category.PARTNER}
        a_code(event, code="PARTNER", starts_at=make.NOON, ends_at=make.NOON + 8 * DAY, **monthly)

        assert Category.PARTNER.value not in browse().get(URL).text
        assert Category.PARTNER.value in browse().get(f"{URL}?code=partner").text

    def test_rule_8_a_code_with_one_use_is_not_used_for_two(self, browse, session, event, two_days):
        a_code(event, uses=1)
        second = {"delegates-1-product": two_days.id, "delegates-1-category": DOCTOR, "delegates-1-name": "Dr Elm"}

        answer = book(browse(), two_days, code="autumn", **second)

        assert answer.status_code == 409
        assert "good for only 1 place more" in answer.text


class TestApproval:
    def test_a_ticket_that_needs_approval_is_asked_for_and_takes_no_place(self, browse, session, event):
        product = make.a_product(event, name="Bursary", needs_approval=True)

        book(browse(), product)

        order = the_order(session)
        assert order.status is OrderStatus.REQUESTED
        assert product.quotas[0].sold == product.quotas[0].held == 0

    def test_approved_it_is_theirs(self, app, browse, session, event):
        product = make.a_product(event, name="Bursary", needs_approval=True)
        organiser = make.a_person()
        book(browse(), product)
        order = the_order(session)

        with app.app_context():
            actions.approve_order(session, order=order, hold=DAY, by_id=organiser.id, now=make.NOON)
        session.commit()

        session.expire_all()
        assert order.status is OrderStatus.CONFIRMED
        assert product.quotas[0].sold == 1


class TestQuestions:
    @pytest.fixture
    def question(self, app, session, event, two_days):
        wording = Wording(label="What do you eat?", kind=QuestionKind.CHOICE, options="Meat\nPlants", is_required=True)
        with app.app_context():
            asked = actions.add_question(session, event=event, wording=wording, by_id=make.a_person().id, now=make.NOON)
        session.commit()
        return asked

    def test_who_books_for_themselves_must_answer(self, browse, session, two_days, question):
        answer = book(browse(), two_days)

        assert answer.status_code == 422
        assert "Answer “What do you eat?”" in answer.text
        assert session.scalars(select(Order)).all() == []

    def test_the_answer_is_kept_with_the_ticket(self, browse, session, two_days, question):
        book(browse(), two_days, **{f"delegates-0-q{question.first_id}": "Plants"})

        assert session.scalars(select(Answer.value)).all() == ["Plants"]
        assert session.scalars(select(Ticket.filled_in_at)).one() == make.NOON

    def test_a_colleague_with_an_address_answers_for_themselves(self, browse, session, two_days, question):
        theirs = {"delegates-0-name": "Dr Elm Notreal", "delegates-0-email": "elm@north.example"}

        assert book(browse(), two_days, **theirs).status_code == 303
        assert session.scalars(select(Ticket.filled_in_at)).one() is None


class TestOrderBefore:
    def test_who_comes_back_from_an_order_is_told_of_it_and_may_still_book_another(self, browse, session, two_days):
        guest = browse()
        book(guest, two_days)
        order = the_order(session)

        assert f"Open order {order.reference}" in guest.get(URL).text
        assert "Open order" not in browse().get(URL).text
        assert "Open order" not in browse(make.a_person()).get(URL).text
        assert book(guest, two_days).status_code == 303

    @pytest.mark.parametrize(
        ("status", "left", "is_told"),
        [
            (OrderStatus.CONFIRMED, None, True),
            (OrderStatus.HELD, timedelta(seconds=1), True),
            (OrderStatus.HELD, timedelta(), False),
            (OrderStatus.CANCELLED, None, False),
        ],
        ids=["booked", "held", "held no longer", "given back"],
    )
    def test_only_an_order_that_stands_is_told(self, browse, session, two_days, now, status, left, is_told):
        guest = browse()
        book(guest, two_days)
        order = the_order(session)
        order.status, order.hold_ends_at = status, make.NOON + left if left is not None else None
        order.kept_until = order.hold_ends_at
        session.commit()

        assert ("Open order" in guest.get(URL).text) is is_told
