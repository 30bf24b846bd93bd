"""Rule 34: the admission list holds confirmed attendees only, and flags what is unpaid; a code admits once a day."""

from datetime import timedelta

import pytest

from checkin import queries
from checkin.models import Verdict
from checkin.rules import Reason
from registration.actions import cancel_order
from registration.models import OrderStatus, Product
from tests import factories as make


@pytest.fixture
def of_every_status(app, session, event, ticket):
    """A ticket of an order of each status, by its status."""
    tickets = {OrderStatus.CONFIRMED: ticket}
    priced = make.a_product(event, price_pence=4500)
    for status in set(OrderStatus) - {OrderStatus.CONFIRMED}:
        order = make.an_order(priced, event=event, name=f"Dr {status.value}")
        if status is OrderStatus.CANCELLED:
            order.tickets[0].cancelled_at = make.NOON
        order.status = status
        tickets[status] = order.tickets[0]
    session.commit()
    return tickets


def listed(session, event) -> set[str]:
    """The delegates whom the event's own list expects."""
    own = queries.lists_of(session, event)[0]
    names = {each.name for each in queries.no_shows(session, event, own, None)}
    assert queries.tallies(session, event, [own], make.NOON)["main"].expected == len(names)
    assert queries.turnout(session, event, own, None) == (0, len(names))
    return names


def test_rule_34_the_admission_list_holds_confirmed_attendees_only(session, event, of_every_status):
    assert listed(session, event) == {"Dr Ash Fictum"}


def test_rule_34_a_list_that_holds_whoever_booked_is_noticed(session, event, of_every_status, monkeypatch):
    monkeypatch.setattr("checkin.queries.attendance.IS_EXPECTED", (Product.id.is_not(None),))
    with pytest.raises(AssertionError):
        test_rule_34_the_admission_list_holds_confirmed_attendees_only(session, event, of_every_status)


def test_rule_34_a_ticket_that_is_not_paid_is_flagged_and_a_paid_one_is_not(of_every_status, scan):
    for status in (OrderStatus.HELD, OrderStatus.AWAITING):
        answer = scan("main", of=of_every_status[status])
        assert (answer.verdict, answer.reason, answer.holder.flags) == (Verdict.REFUSED, Reason.UNPAID, ["unpaid"])
    assert scan("main").holder.flags == []


def test_rule_34_a_code_admits_once_a_day_with_the_first_time_shown(scan, door, ticket):
    scan("main", place="North door")
    again = door.post("/events/england-2027/door", data={"code": ticket.code, "key": "b", "place": "South door"})

    assert "First admitted at <b>13:00</b>, North door" in again.text
    assert scan("main", now=make.NOON + timedelta(days=1)).verdict is Verdict.ADMITTED


def test_who_gave_their_place_back_is_on_the_list_no_more(app, session, event, ticket):
    with app.app_context():
        cancel_order(session, order=ticket.order, by_id=None, now=make.NOON)
    session.commit()

    assert listed(session, event) == set()
