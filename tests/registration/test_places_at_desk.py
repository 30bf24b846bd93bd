"""Places at the desk: what each quota counts, what the orders say, and what may be changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from people.models import Role
from registration import actions, queries, rules
from registration.models import Order, Quota
from registration.queries.faults import quotas_at_fault, reservations_at_fault
from tests import factories as make

DAY = timedelta(days=1)
DESK = "/desk/leaders-2027"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


class TestPlaces:
    def test_the_overview_says_what_is_sold_held_reserved_waited_for_and_free(self, organiser, session, event):
        hall = make.a_quota(event, capacity=100, name="Hall")
        free, dear = make.a_product(event, quotas=[hall]), make.a_product(event, quotas=[hall], price_pence=5)
        make.an_order(free, event=event, tickets=3)
        make.an_order(dear, event=event, tickets=2)
        actions.begin_reserving(session, code=make.a_code(event, products=[free], uses=7))
        session.commit()

        page = organiser.get(f"{DESK}/places").text

        for words in (">3 <", ">2 <", ">7 <", "<b>88</b>"):
            assert words in page

    def test_of_a_hold_that_has_ended_the_places_are_free(self, organiser, session, event):
        dear = make.a_product(event, capacity=10, price_pence=5)
        make.an_order(dear, event=event, tickets=4, now=make.NOON - timedelta(hours=1))

        page = organiser.get(f"{DESK}/places").text

        assert "<b>10</b>" in page
        assert "4 places of a hold that has ended" in page

    @pytest.mark.parametrize("quotas", [1, 5])
    def test_it_takes_six_statements_however_many_quotas(self, organiser, event, statements, quotas):
        for number in range(quotas):
            make.a_product(event, name=f"Product {number}")
        statements.clear()

        organiser.get(f"{DESK}/places")

        assert len(statements) <= 6

    def test_counted_again_it_agrees(self, organiser, event):
        make.an_order(make.a_product(event), event=event)

        assert "Every quota counts what the orders say" in organiser.get(f"{DESK}/places/check").text

    @pytest.mark.parametrize(("counter", "said"), [("sold", 1), ("held", 0), ("reserved", 0)])
    def test_a_planted_miscount_is_shown_beside_what_the_orders_say(self, organiser, session, event, counter, said):
        make.an_order(product := make.a_product(event), event=event)
        quota = product.quotas[0]
        setattr(quota, counter, getattr(quota, counter) + 3)
        session.commit()

        page = organiser.get(f"{DESK}/places/check").text

        assert "1 quota does not count what the orders say" in page
        assert f"by the orders {said}" in page
        at_fault = [*quotas_at_fault(session), *reservations_at_fault(session)]
        assert {row["id"] for row in at_fault} == set(queries.miscounts_of(session, [quota])) == {quota.id}

    def test_another_events_miscount_is_not_this_ones(self, organiser, session, event):
        other = make.a_product(make.an_event()).quotas[0]
        other.sold = 3
        session.commit()

        assert "Every quota counts what the orders say" in organiser.get(f"{DESK}/places/check").text

    def test_a_quota_is_added(self, organiser, session, event):
        assert organiser.post(f"{DESK}/places", data={"name": "Dinner", "capacity": "250"}).status_code == 303
        assert session.scalars(select(Quota.capacity)).one() == 250

    @pytest.mark.parametrize(("capacity", "status"), [("5", 303), ("4", 303), ("3", 409), ("-1", 422), ("many", 422)])
    def test_its_capacity_is_never_less_than_what_is_taken(self, organiser, session, event, capacity, status):
        product = make.a_product(event, capacity=10)
        make.an_order(product, event=event, tickets=4)
        quota = product.quotas[0]

        answer = organiser.post(f"{DESK}/places/{quota.id}", data={"name": "Hall", "capacity": capacity})

        assert answer.status_code == status
        session.expire_all()
        assert quota.capacity == (int(capacity) if status == 303 else 10)
        if status == 409:
            assert "4 places are taken or kept" in answer.text

    def test_places_of_a_hold_that_has_ended_can_be_taken_away(self, organiser, session, event):
        product = make.a_product(event, capacity=10, price_pence=5)
        order = make.an_order(product, event=event, tickets=4, now=make.NOON - timedelta(hours=1))
        quota = product.quotas[0]

        answer = organiser.post(f"{DESK}/places/{quota.id}", data={"name": "Hall", "capacity": "0"})

        assert answer.status_code == 303
        session.expire_all()
        assert (quota.capacity, quota.held, session.get_one(Order, order.id).status.value) == (0, 0, "expired")

    def test_a_capacity_that_nobody_checks_is_stopped_by_the_database(
        self, organiser, app, session, event, monkeypatch
    ):
        product = make.a_product(event, capacity=10)
        make.an_order(product, event=event, tickets=4)
        monkeypatch.setattr(rules, "check_capacity", lambda *_: None)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

        answer = organiser.post(f"{DESK}/places/{product.quotas[0].id}", data={"name": "Hall", "capacity": "3"})

        assert answer.status_code == 500
