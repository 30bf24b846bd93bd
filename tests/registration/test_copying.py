"""Tickets copied from another event."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from people.models import Duty, Role
from registration import rules
from registration.models import AddOn, BookingCode, PricePeriod, Product, ProductKind, Question, Quota
from tests import factories as make

DAY = timedelta(days=1)
URL = "/desk/next/tickets/copy"


@pytest.fixture
def source(session, now):
    """An event in summer with everything that can be copied, and some of it sold."""
    event = make.an_event(slug="last", first_day=date(2026, 6, 10), last_day=date(2026, 6, 11))
    hall = make.a_quota(event, name="Hall", capacity=50)
    ticket = make.a_product(event, name="Two days", quotas=[hall], most_per_order=3, is_hidden=True)
    dinner = make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON, quotas=[hall], price_pence=6500)
    make.saved(AddOn(parent_id=ticket.id, product_id=dinner.id, least=1, most=2))
    make.an_order(dinner, event=event)
    midnight = rules.period_end(event, date(2026, 5, 31))
    make.a_matrix(ticket, {midnight: "Early"}, MEMBER=(100,), DOCTOR=(200,))
    make.a_code(event, products=[ticket])
    return event


@pytest.fixture
def event(session, source):
    return make.an_event(slug="next", first_day=date(2027, 1, 20), last_day=date(2027, 1, 21))


@pytest.fixture
def organiser(session, source, event):
    person = make.a_person(role=Role.ORGANISER, event=event)
    make.saved(Duty(person_id=person.id, event_id=source.id, role=Role.ORGANISER))
    return person


def of(session, table, event) -> list:
    return list(session.scalars(select(table).where(table.event_id == event.id).order_by(table.id)))


def test_everything_that_is_sold_is_copied_and_nothing_that_was_sold(browse, session, organiser, source, event):
    assert browse(organiser).post(URL, data={"source": source.id}).status_code == 303

    ticket, dinner = of(session, Product, event)
    (hall,) = of(session, Quota, event)
    assert (hall.name, hall.capacity, hall.sold, hall.held, hall.reserved) == ("Hall", 50, 0, 0, 0)
    assert (ticket.name, ticket.most_per_order, ticket.is_hidden, ticket.quotas) == ("Two days", 3, True, [hall])
    assert (dinner.kind, dinner.price_pence) == (ProductKind.ADD_ON, 6500)
    assert sorted(price.pence for price in ticket.prices) == [100, 200]
    (add_on,) = ticket.add_ons
    assert (add_on.product, add_on.least, add_on.most) == (dinner, 1, 2)
    assert of(session, BookingCode, event) == []


def test_days_are_shifted_with_the_event_and_hours_on_the_clocks_stay(browse, session, organiser, source, event):
    browse(organiser).post(URL, data={"source": source.id})

    shift = event.first_day - source.first_day
    (period,) = of(session, PricePeriod, event)
    assert rules.last_day_of(event, period) == date(2026, 5, 31) + shift
    assert period.ends_at.hour == 0  # midnight in winter, though it was 23:00 UTC in summer
    ticket, _ = of(session, Product, event)
    assert ticket.sales_open_at == make.NOON - DAY + shift + timedelta(hours=1)


def test_questions_come_as_first_versions_that_still_hang_together(browse, session, organiser, source, event):
    ticket = of(session, Product, source)[0]
    leader = make.saved(Question(event_id=source.id, label="Dinner?", products=[ticket]))
    leader.first_id = leader.id
    hanging = make.saved(
        Question(event_id=source.id, label="Diet?", shown_if_id=leader.id, shown_if_value="Yes", position=1, version=2)
    )
    hanging.first_id = hanging.id
    make.saved(Question(event_id=source.id, label="Gone", replaced_at=make.NOON))

    browse(organiser).post(URL, data={"source": source.id})

    first, second = of(session, Question, event)
    assert [first.label, second.label, second.version] == ["Dinner?", "Diet?", 1]
    assert (first.first_id, second.shown_if_id, second.shown_if_value) == (first.id, first.id, "Yes")
    assert first.products == [of(session, Product, event)[0]]


def test_the_page_offers_the_events_that_one_runs_and_no_others(browse, session, organiser, source, event):
    make.an_event(name="Somebody else’s")

    page = browse(organiser).get("/desk/next/tickets").text

    assert source.name in page
    assert "Somebody else’s" not in page


def test_from_an_event_that_one_does_not_run_nothing_is_copied(browse, session, organiser, source, event):
    other = make.an_event()
    make.a_product(other)

    assert browse(organiser).post(URL, data={"source": other.id}).status_code == 422
    assert of(session, Product, event) == []


def test_twice_is_once(browse, session, organiser, source, event):
    client = browse(organiser)
    answers = [client.post(URL, data={"source": source.id}) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 422]
    assert len(of(session, Product, event)) == 2


def test_a_period_that_ends_on_the_same_day_is_there_already(browse, session, organiser, source, event):
    shift = event.first_day - source.first_day
    ends_at = rules.period_end(event, date(2026, 5, 31) + shift)
    there = make.saved(PricePeriod(event_id=event.id, name="Mine", ends_at=ends_at))

    assert browse(organiser).post(URL, data={"source": source.id}).status_code == 303

    assert of(session, PricePeriod, event) == [there]
    assert {price.period_id for price in of(session, Product, event)[0].prices} == {there.id}


def test_a_rule_that_lets_it_be_mixed_is_noticed(browse, session, organiser, source, event, monkeypatch):
    monkeypatch.setattr(rules, "check_may_copy", lambda products: None)
    client = browse(organiser)
    for _ in range(2):
        client.post(URL, data={"source": source.id})

    assert len(of(session, Product, event)) != 2
