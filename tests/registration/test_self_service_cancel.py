"""One free place of several is given back: what it drew on is free, and the others stay as they are (rules 7, 33)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.models import Admission, Scan, Verdict
from checkin.queries import admitted_after_cancelling
from core.diary import DiaryEntry
from people.models import Role
from registration.models import AddOn, Category, Effect, OrderStatus, ProductKind, Quota, Reduction
from registration.queries import delegates_expected, proofs_wanted, tickets_of
from registration.rules import Place
from tests import factories as make
from tests.conftest import words
from tests.registration.standing import BUYER, a_standing_order, faults, letters_to, opened

DAY = timedelta(days=1)
OWN = "own@north.example"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def product(event):
    return make.a_product(event)


@pytest.fixture
def order(event, product):
    return a_standing_order(event, [Place(product, "Dr Own", OWN), Place(product, "Dr Other", BUYER)])


@pytest.fixture
def ticket(order):
    return order.tickets[0]


@pytest.fixture
def buyer(browse, order):
    return opened(browse(), order)


@pytest.fixture
def door(browse, event):
    client = browse(make.a_person(role=Role.DOOR, event=event))

    def scan(ticket) -> str:
        scans = {"scans": [{"key": f"key of {ticket.code}", "code": ticket.code}]}
        return client.post("/events/leaders-2027/door/scans", json=scans).json["results"][0]["reason"]

    return scan


def gives_back(client, ticket):
    answer = client.post(f"/tickets/{ticket.key}/cancel")
    make.session.expire_all()
    return answer


class TestOnePlace:
    def test_rule_33_is_free_for_somebody_else_and_the_other_stands(self, session, order, ticket, buyer, product):
        assert gives_back(buyer, ticket).location == f"/tickets/{ticket.key}"

        assert (product.quotas[0].sold, order.lines[0].quantity, order.status) == (1, 1, OrderStatus.CONFIRMED)
        assert ticket.cancelled_at == make.NOON
        assert faults(session) == {}

    def test_rule_33_a_place_that_is_not_counted_back_is_noticed(self, session, ticket, buyer, monkeypatch):
        monkeypatch.setattr("registration.actions.self_service.free_places", lambda *_: None)

        gives_back(buyer, ticket)

        assert "quotas_at_fault" in faults(session)

    def test_admits_nobody_and_the_other_somebody(self, order, ticket, buyer, door):
        gives_back(buyer, ticket)

        assert (door(ticket), door(order.tickets[1])) == ("cancelled", "")

    def test_somebody_let_in_with_it_afterwards_is_noticed(self, session, ticket, buyer, door):
        gives_back(buyer, ticket)
        assert admitted_after_cancelling(session) == []
        given = {"event_id": ticket.event_id, "ticket_id": ticket.id, "list": "main", "place": "North"}
        at, by = make.NOON + DAY, make.a_person().id
        make.saved(Admission(**given, day=make.NOON.date(), admitted_at=at, by_id=by))
        read = {"key": "a", "read": ticket.code, "verdict": Verdict.ADMITTED, "reason": ""}
        make.saved(Scan(**given, **read, scanned_at=at, scanned_by_id=by))

        assert [each["ticket_id"] for each in admitted_after_cancelling(session)] == [ticket.id]

    def test_says_so_and_is_nowhere_else(self, session, event, order, ticket, buyer):
        gives_back(buyer, ticket)

        assert "This ticket was given back" in buyer.get(f"/tickets/{ticket.key}").text
        page = words(buyer.get(f"/orders/{order.key}"))
        assert "Dr Other" in page
        assert "Dr Own" not in page
        assert tickets_of(session, make.a_person(email=OWN)) == []
        assert (delegates_expected(session, event), proofs_wanted(session, event)) == (1, 0)
        assert "dr own" not in order.searchable

    def test_the_buyer_and_the_delegate_are_told_and_the_diary_says_so(self, session, ticket, buyer):
        gives_back(buyer, ticket)

        assert (letters_to(session, OWN)[-1], letters_to(session, BUYER)[-1]) == ("place_back", "place_back")
        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "gave a place back")).one()
        assert entry.after == {"ticket": 1, "tickets": 1}

    def test_twice_is_refused_and_counts_once(self, session, ticket, buyer):
        assert [gives_back(buyer, ticket).status_code for _ in range(2)] == [303, 409]
        assert faults(session) == {}

    def test_nothing_of_it_can_be_changed_afterwards(self, browse, event, order, ticket, buyer):
        gives_back(buyer, ticket)
        desk = browse(make.a_person(role=Role.ORGANISER, event=event))
        own, at_desk = f"/tickets/{ticket.key}", f"/desk/leaders-2027/orders/{order.reference}/tickets/1"

        assert opened(browse(), ticket).post(f"{own}/details", data={"name": "New"}).status_code == 409
        assert desk.post(f"{at_desk}/reissue", data={"version": 1}).status_code == 409
        assert buyer.get(f"{own}/joining-pack").status_code == 404

    def test_the_last_one_ends_the_order(self, session, order, ticket, buyer):
        for each in order.tickets:
            assert gives_back(buyer, each).status_code == 303

        assert order.status is OrderStatus.CANCELLED
        assert session.scalars(select(Quota.sold)).all() == [0]
        assert letters_to(session, BUYER)[-1] == "cancelled"
        assert faults(session) == {}

    def test_the_delegate_may_and_a_stranger_may_not(self, browse, ticket):
        assert gives_back(browse(), ticket).status_code == 404
        assert gives_back(opened(browse(), ticket), ticket).status_code == 303

    def test_not_once_the_event_has_begun(self, ticket, buyer, monkeypatch):
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + 10 * DAY)

        assert gives_back(buyer, ticket).status_code == 409


class TestWhatItTakesWithIt:
    def test_its_add_ons_are_free_too_and_the_others_are_not(self, session, event, product, browse):
        dinner = make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON, quotas=[make.a_quota(event)])
        add_on = make.saved(AddOn(parent_id=product.id, product_id=dinner.id, most=2, is_included=True))
        session.refresh(product)
        places = [Place(product, f"Dr {n}", f"d{n}@north.example", extras=((add_on, 2),)) for n in range(2)]
        order = a_standing_order(event, places)

        gives_back(opened(browse(), order), order.tickets[0])

        assert dinner.quotas[0].sold == 2
        assert [line.quantity for line in order.lines] == [1, 2]
        assert faults(session) == {}

    @pytest.mark.parametrize("is_reserving", [False, True], ids=["a code", "one that keeps places"])
    def test_its_use_of_a_code_is_given_back(self, session, event, browse, is_reserving):
        product = make.a_product(event, price_pence=5000)
        quota = product.quotas[0]
        code = make.a_code(event, effect=Effect.PERCENT, amount=100, uses=3, is_reserving=is_reserving)
        code.products, quota.reserved = [product], 3 if is_reserving else 0
        session.commit()
        order = a_standing_order(event, [Place(product, f"Dr {n}", f"d{n}@x.example") for n in range(2)], code=code)

        gives_back(opened(browse(), order), order.tickets[0])

        session.refresh(code)
        assert (code.used, code.spent_pence, quota.sold) == (1, 5000, 1)
        assert quota.reserved == (2 if is_reserving else 0)
        assert faults(session) == {}


class TestAPaidPlace:
    def test_is_given_back_by_the_events_team(self, event, browse, two_days, session):
        order = a_standing_order(event, [Place(two_days, "Dr Own", OWN, "", Category.DOCTOR)])

        answer = gives_back(opened(browse(), order), order.tickets[0])

        assert answer.status_code == 409
        assert "A paid place is given back by the events team" in answer.text
        assert "Give this place back" not in opened(browse(), order).get(f"/tickets/{order.tickets[0].key}").text

    def test_rule_7_beside_a_free_one_keeps_its_price_and_reduction(self, event, product, browse, two_days, session):
        two_days.prices[0].period.group_percent = 10
        doctors = [Place(two_days, f"Dr {n}", f"d{n}@north.example", "One Trust", Category.DOCTOR) for n in range(5)]
        order = a_standing_order(event, [*doctors, Place(product, "Helper", "helper@north.example", "One Trust")])
        before = [(line.unit_pence, line.off_pence, line.reduction, line.total_pence) for line in order.lines]

        assert gives_back(opened(browse(), order), order.tickets[5]).status_code == 303

        after = [(line.unit_pence, line.off_pence, line.reduction, line.total_pence) for line in order.lines]
        assert (52500, 5250, Reduction.GROUP, 5 * 47250) in before
        assert after == before
        assert order.total_pence == 5 * 47250
        assert faults(session) == {}
