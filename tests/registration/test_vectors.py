"""The worked vectors of the domain's list, through HTTP to the stored order; 2 and 3 are with add-ons and groups."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.outbox import OutgoingLetter
from members.models import CareerStage, Grade
from payments.models import Till
from registration import rules
from registration.actions.places import move
from registration.models import Order, OrderStatus, Ticket
from tests import factories as make
from tests.registration.booking import URL, book, the_order

DAY = timedelta(days=1)
TRAINEE, STUDENT = "member trainee", "student"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def periods():
    return {make.NOON + DAY: "Early bird", make.NOON + 9 * DAY: "Standard"}


def test_vector_1_a_trainee_member_pays_195_early_and_no_vat(browse, session, event, periods):
    product = make.a_product(event, name="Two days", sales_close_at=make.NOON + 9 * DAY)
    make.a_matrix(product, periods, MEMBER_TRAINEE=(19500, 23000), DOCTOR=(52500, 62000))
    trainee = {"grade": Grade.TRAINEE, "career_stage": CareerStage.HIGHER_TRAINING}
    make.a_membership(email="ash.fictum@north.example", **trainee)

    assert book(browse(), product, TRAINEE).status_code == 303

    order = the_order(session)
    assert (order.total_pence, [line.vat_pence for line in order.lines]) == (19500, [0])
    assert order.lines[0].reduction.value == "none"


class TestVector9:
    @pytest.fixture
    def students(self, event, periods):
        """A student's ticket that draws on the hall and on the students' 120 places, of which one is left."""
        hall = make.a_quota(event, name="Hall", capacity=800)
        few = make.a_quota(event, name="Students", capacity=120)
        product = make.a_product(event, name="Student", quotas=[hall, few], sales_close_at=make.NOON + 9 * DAY)
        make.a_matrix(product, periods, STUDENT=(9500, 9500))
        few.sold = hall.sold = 119
        make.session.commit()
        return product

    def test_vector_9_the_120th_student_is_in_and_the_121st_is_offered_the_waiting_list(
        self, browse, session, students
    ):
        first, second = book(browse(), students, STUDENT), book(browse(), students, STUDENT)

        assert (first.status_code, second.status_code) == (303, 409)
        assert "sold out" in second.text
        assert f"/events/leaders-2027/waiting/{students.id}" in browse().get(URL).text
        session.expire_all()
        assert [quota.held for quota in students.quotas] == [1, 1]

    def test_rule_13_a_ticket_of_two_quotas_takes_nothing_of_the_one_that_has_room(self, browse, session, students):
        students.quotas[1].sold = 120
        session.commit()

        book(browse(), students, STUDENT)

        session.expire_all()
        assert [quota.held for quota in students.quotas] == [0, 0]

    def test_rule_13_a_program_that_looks_at_the_first_quota_only_is_noticed(
        self, browse, session, students, monkeypatch
    ):
        only_first = rules.draws_on
        monkeypatch.setattr(rules, "draws_on", lambda chosen: dict(list(only_first(chosen).items())[:1]))

        book(browse(), students, STUDENT)

        session.expire_all()
        assert [quota.held for quota in students.quotas] != [1, 1]  # and so vector 9 would fail

    def test_rule_11_confirmed_and_held_places_together_never_exceed_the_quota(self, browse, session, students):
        for _ in range(3):
            book(browse(), students, STUDENT)

        session.expire_all()
        assert all(quota.sold + quota.held <= quota.capacity for quota in students.quotas)
        assert session.scalar(select(func.count(Order.id))) == 1

    def test_rule_11_without_its_check_the_database_still_says_no(self, browse, session, students, monkeypatch):
        monkeypatch.setattr(rules, "check_left", lambda *_: None)

        answers = [book(browse(), students, STUDENT).status_code for _ in range(2)]

        session.expire_all()
        assert answers == [303, 409]
        assert students.quotas[1].held == 1


class TestRule9:
    def test_rule_9_a_free_order_is_confirmed_at_once_without_a_till(self, browse, session, event):
        product = make.a_product(event, capacity=2)

        book(browse(), product)

        order = the_order(session)
        assert order.status is OrderStatus.CONFIRMED
        assert product.quotas[0].sold == 1
        assert session.scalars(select(OutgoingLetter.kind)).all() == ["registration/email/confirmed"]
        assert session.scalars(select(Till)).all() == []
        assert session.scalar(select(func.count(Ticket.id))) == 1

    def test_rule_9_one_penny_makes_it_wait_for_its_payment(self, browse, session, event):
        book(browse(), make.a_product(event, price_pence=1))

        assert the_order(session).status is OrderStatus.HELD

    def test_rule_9_a_program_that_holds_free_orders_too_is_noticed(self, browse, session, event, monkeypatch):
        def hold(unit, *, order, hold, by_id, now, act):
            move(unit, order=order, to=OrderStatus.HELD, act=act, by_id=by_id, now=now)
            order.hold_ends_at = order.kept_until = now + hold

        monkeypatch.setattr("registration.actions.orders.take_places", hold)

        book(browse(), make.a_product(event))

        assert the_order(session).status is not OrderStatus.CONFIRMED
