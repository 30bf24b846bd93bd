"""Booking for somebody else at the desk: at the price, complimentary, or with a code; never past a quota."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from core.invariants import broken
from core.outbox import OutgoingLetter, compose
from people.models import Role
from registration.models import (
    AddOn,
    Category,
    Effect,
    Order,
    OrderNote,
    OrderStatus,
    ProductKind,
    ProofStatus,
    Reduction,
)
from tests import factories as make

URL = "/desk/leaders-2027/orders/new"
DAY = timedelta(days=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(name="Olive", role=Role.ORGANISER, event=event))


@pytest.fixture
def priced(event):
    return make.a_product(event, price_pence=4500, capacity=2)


@pytest.fixture
def faults(app, session):
    def found() -> dict:
        with app.app_context():
            return broken(session)

    return found


def typed(product, **given) -> dict:
    begun = {"form_key": str(uuid4()), "name": "Dr Ash Fictum", "email": "ash@north.example"}
    return begun | {"delegates-0-product": product.id} | given


def the_order(session) -> Order:
    session.expire_all()
    return session.scalars(select(Order)).one()


class TestAtThePrice:
    def test_it_is_kept_for_three_days_and_the_buyer_has_a_link_to_pay(self, app, session, organiser, priced, faults):
        answer = organiser.post(URL, data=typed(priced))

        order = the_order(session)
        assert (answer.status_code, answer.location) == (303, f"/desk/leaders-2027/orders/{order.reference}")
        assert (order.status, order.total_pence) == (OrderStatus.HELD, 4500)
        assert order.kept_until == make.NOON + app.config["LIMITS"].approval_hold
        letter = session.scalars(select(OutgoingLetter)).one()
        with app.test_request_context():
            composed = compose(session, letter, masked=False)
        assert composed.subject.startswith("Kept for you")
        assert "/open/" in composed.text
        assert "asked for" not in composed.text
        assert faults() == {}

    def test_the_diary_says_who_booked_it(self, session, organiser, priced):
        organiser.post(URL, data=typed(priced))

        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "placed an order")).one()
        assert entry.actor_id == the_order(session).placed_by_id
        assert the_order(session).buyer_id is None

    def test_ten_delegates_each_with_their_own(self, session, organiser, event):
        product = make.a_product(event, capacity=10)
        people = {
            f"delegates-{n}-{part}": value
            for n in range(10)
            for part, value in {
                "product": product.id,
                "name": f"Dr Number {n}",
                "email": f"number{n}@north.example",
            }.items()
        }

        assert organiser.post(URL, data=typed(product) | people).status_code == 303
        assert [ticket.name for ticket in the_order(session).tickets] == [f"Dr Number {n}" for n in range(10)]

    def test_the_organisation_stands_on_the_badges_of_who_has_no_other(self, session, organiser, priced):
        form = typed(priced, organisation="Northmere Teaching Hospitals")
        second = {"delegates-1-product": priced.id, "delegates-1-name": "Dr Two", "delegates-1-organisation": "Halcyon"}

        organiser.post(URL, data=form | second)

        order = the_order(session)
        assert order.organisation == "Northmere Teaching Hospitals"
        assert [each.organisation for each in order.tickets] == ["Northmere Teaching Hospitals", "Halcyon"]

    def test_a_form_sent_twice_is_one_order(self, session, organiser, priced):
        form = typed(priced)

        answers = [organiser.post(URL, data=form) for _ in range(2)]

        assert answers[0].location == answers[1].location
        assert the_order(session).total_pence == 4500

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "nowhere"}, {"delegates-0-product": ""}])
    def test_what_is_not_right_comes_back(self, session, organiser, priced, wrong):
        assert organiser.post(URL, data=typed(priced) | wrong).status_code == 422
        assert session.scalars(select(Order)).all() == []

    @pytest.mark.parametrize("do", ["add", "update"])
    def test_another_delegate_and_the_prices_need_no_script(self, organiser, priced, do):
        answer = organiser.post(URL, data=typed(priced, do=do))

        assert answer.status_code == 200
        assert ("delegate-2" in answer.text) is (do == "add")
        assert "£45.00" in answer.text


class TestWhatTheDeskMaySell:
    @pytest.mark.parametrize(
        "changes",
        [
            {"is_hidden": True},
            {"needs_approval": True},
            {"sales_close_at": make.NOON - timedelta(hours=1)},
            {"sales_open_at": make.NOON + timedelta(hours=1)},
        ],
        ids=["hidden", "on request", "after the sale", "before it"],
    )
    def test_what_nobody_else_can_book_now(self, session, organiser, event, changes):
        product = make.a_product(event, **changes)

        assert organiser.post(URL, data=typed(product)).status_code == 303
        assert the_order(session).status is OrderStatus.CONFIRMED

    def test_any_category_at_its_price_and_without_a_proof(self, session, organiser, event, two_days):
        session.refresh(two_days)
        form = typed(two_days) | {"delegates-0-category": Category.MEMBER.value}

        assert organiser.post(URL, data=form).status_code == 303
        order = the_order(session)
        assert (order.total_pence, order.tickets[0].proof) == (39500, ProofStatus.NOT_NEEDED)

    def test_with_add_ons(self, session, organiser, event, priced):
        dinner = make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON, price_pence=6500)
        row = make.saved(AddOn(parent_id=priced.id, product_id=dinner.id, most=2))
        session.expire_all()

        answer = organiser.post(URL, data=typed(priced) | {f"delegates-0-extra{row.id}": "2"})

        assert answer.status_code == 303
        assert the_order(session).total_pence == 4500 + 2 * 6500

    @pytest.mark.parametrize("given", [{}, {"complimentary": "y", "reason": "A speaker"}], ids=["priced", "free"])
    def test_rule_11_never_past_a_quota(self, session, organiser, event, priced, faults, given):
        make.an_order(priced, event=event, tickets=2)

        answer = organiser.post(URL, data=typed(priced, **given))

        assert answer.status_code == 409
        assert "sold out" in answer.text
        assert "Dr Ash Fictum" in answer.text  # nothing typed is lost
        assert the_order(session).total_pence == 9000
        assert faults() == {}

    def test_rule_11_a_desk_that_asks_no_quota_is_noticed(self, session, organiser, event, priced, monkeypatch):
        make.an_order(priced, event=event, tickets=2)
        monkeypatch.setattr("registration.actions.orders.make_room", lambda *_, **__: None)

        answer = organiser.post(URL, data=typed(priced))

        assert answer.status_code == 409  # the guarded count says so still
        monkeypatch.setattr("registration.actions.places._count", lambda *_: None)
        assert organiser.post(URL, data=typed(priced)).status_code == 303


class TestComplimentary:
    def test_it_is_booked_at_once_for_nothing_and_says_why(self, session, organiser, priced, faults):
        organiser.post(URL, data=typed(priced, complimentary="y", reason="She opens the conference"))

        order = the_order(session)
        assert (order.status, order.total_pence) == (OrderStatus.CONFIRMED, 0)
        assert [(line.unit_pence, line.off_pence, line.reduction) for line in order.lines] == [
            (4500, 4500, Reduction.COMPLIMENTARY)
        ]
        assert session.scalars(select(OrderNote.words)).all() == ["Complimentary: She opens the conference"]
        assert session.scalars(select(OutgoingLetter.kind)).all() == ["registration/email/confirmed"]
        assert faults() == {}  # I1, I3 and I4 among them

    def test_inv_3_a_complimentary_line_that_still_costs_is_noticed(self, session, organiser, priced, faults):
        organiser.post(URL, data=typed(priced, complimentary="y", reason="She opens the conference"))
        line = the_order(session).lines[0]
        line.off_pence, line.total_pence = 0, 4500
        session.commit()

        assert "I3" in faults()

    def test_without_a_reason_it_comes_back(self, session, organiser, priced):
        answer = organiser.post(URL, data=typed(priced, complimentary="y"))

        assert answer.status_code == 422
        assert "Write why it costs nothing." in answer.text
        assert session.scalars(select(Order)).all() == []


class TestWithACode:
    def test_the_price_is_the_codes_and_its_use_is_counted(self, session, organiser, event, priced, faults):
        code = make.a_code(event, code="SPEAKER", effect=Effect.PERCENT, amount=50)

        assert organiser.post(URL, data=typed(priced, code="speaker")).status_code == 303

        assert the_order(session).total_pence == 2250
        session.refresh(code)
        assert code.used == 1
        assert faults() == {}

    @pytest.mark.parametrize("uses", [0, 1])
    def test_inv_6_no_more_often_than_it_may_be_used(self, session, organiser, event, priced, faults, uses):
        make.a_code(event, code="SPEAKER", effect=Effect.PERCENT, amount=50, uses=1, used=0)
        for _ in range(1 - uses):
            organiser.post(URL, data=typed(priced, code="SPEAKER"))

        answer = organiser.post(URL, data=typed(priced, code="SPEAKER"))

        assert answer.status_code == (303 if uses else 409)
        assert faults() == {}

    def test_one_that_nobody_knows_is_told_at_once(self, session, organiser, priced):
        assert organiser.post(URL, data=typed(priced, code="NOSUCH")).status_code == 409
        assert session.scalars(select(Order)).all() == []

    def test_not_beside_complimentary(self, session, organiser, event, priced):
        make.a_code(event, code="SPEAKER")
        form = typed(priced, code="SPEAKER", complimentary="y", reason="Both")

        assert organiser.post(URL, data=form).status_code == 422


@pytest.mark.parametrize("role", [None, Role.DOOR, Role.FINANCE])
def test_to_others_the_page_does_not_exist(browse, session, event, priced, role):
    somebody = browse(make.a_person(role=role, event=event if role else None))

    assert somebody.get(URL).status_code == 404
    assert somebody.post(URL, data=typed(priced)).status_code == 404
    assert session.scalars(select(Order)).all() == []
