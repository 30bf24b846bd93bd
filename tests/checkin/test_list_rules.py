"""What an admission list takes, as the one statement that a scan asks finds it."""

from datetime import date, timedelta

import pytest

from checkin import actions, queries
from checkin.models import AdmissionList, Entry, Verdict
from checkin.rules import Reading, Reason
from registration.models import Extra, OrderLine, OrderStatus
from tests import factories as make
from tests.checkin.conftest import SIGNER

DAY = timedelta(days=1)
IN, AGAIN = (Verdict.ADMITTED, Reason.NONE), (Verdict.AGAIN, Reason.ALREADY_IN)


def refused(reason: Reason) -> tuple[Verdict, Reason]:
    return Verdict.REFUSED, reason


@pytest.fixture
def a_list(event):
    def make_one(slug="dinner", *, products=(), **rules) -> AdmissionList:
        return make.saved(
            AdmissionList(event_id=event.id, slug=slug, name=slug.title(), products=list(products), **rules)
        )

    return make_one


@pytest.fixture
def scan(session, event, steward):
    numbers = iter(range(99))

    def read(ticket, list_name="dinner", now=make.NOON, **more):
        door = actions.Door(event, SIGNER, steward.id)
        read = Reading(f"scan-{next(numbers)}", ticket.code, list_name, **more)
        answer = actions.scan_badge(session, door=door, read=read, now=now)
        return answer.verdict, answer.reason

    return read


@pytest.fixture
def dinner(event):
    return make.a_product(event, name="Dinner")


def with_extra(session, ticket, product) -> None:
    line = OrderLine(
        order_id=ticket.order_id, product_id=product.id, name=product.name, quantity=1, unit_pence=0, total_pence=0
    )
    make.saved(line)
    make.saved(Extra(ticket_id=ticket.id, line_id=line.id))


def test_without_products_it_takes_any_ticket(scan, a_list, ticket):
    a_list()

    assert scan(ticket) == IN


def test_with_products_it_takes_tickets_of_those(scan, a_list, ticket, dinner):
    a_list(products=[dinner])
    a_list("main", products=[ticket.line.product])

    assert scan(ticket) == refused(Reason.OTHER_TICKET)
    assert scan(ticket, "main") == IN


def test_and_tickets_that_have_one_of_those_as_an_extra(session, event, scan, a_list, ticket, dinner):
    a_list(products=[dinner])
    other = make.an_order(make.a_product(event), event=event).tickets[0]
    with_extra(session, other, dinner)

    assert scan(ticket) == refused(Reason.OTHER_TICKET)
    assert scan(other) == IN


def test_the_rules_of_the_event_s_own_list_are_its_row_s_if_it_has_one(scan, a_list, ticket):
    a_list("main", day=date(2026, 5, 5))

    assert scan(ticket, "main") == refused(Reason.OTHER_DAY)


def test_another_event_s_list_of_the_same_name_is_not_asked(scan, a_list, ticket):
    elsewhere = make.an_event()
    make.saved(AdmissionList(event_id=elsewhere.id, slug="main", name="Theirs", day=date(2020, 1, 1)))

    assert scan(ticket, "main") == IN


def test_a_list_that_the_event_has_not_admits_nobody_and_the_scan_is_kept(session, scan, ticket):
    assert scan(ticket, "dinner") == refused(Reason.MALFORMED)
    assert len(queries.facts_of(session, [ticket.id])[ticket.id]) == 1


def test_a_ticket_for_one_day_is_for_no_other(session, scan, ticket):
    ticket.line.product.only_day = date(2026, 5, 5)
    session.commit()

    assert scan(ticket, "main") == refused(Reason.OTHER_DAY)
    assert scan(ticket, "main", make.NOON + DAY) == IN


def test_a_list_that_lets_in_once_knows_it_on_every_day(session, scan, a_list, ticket):
    a_list(entry=Entry.ONCE)

    assert [scan(ticket), scan(ticket), scan(ticket, now=make.NOON + DAY)] == [IN, AGAIN, AGAIN]
    assert queries.admissions_at_fault(session) == []


def test_as_often_as_one_likes(session, scan, a_list, ticket):
    a_list(entry=Entry.ALWAYS)

    assert [scan(ticket), scan(ticket)] == [IN, IN]
    assert queries.admissions_at_fault(session) == []


def test_a_full_list_waits_until_somebody_leaves(session, event, scan, a_list):
    a_list(capacity=1, reenters=True)
    one, two = make.an_order(make.a_product(event), event=event, tickets=2).tickets

    answers = [
        scan(one),
        scan(two),
        scan(one),
        scan(one, is_exit=True),
        scan(two),
        scan(one),
    ]

    assert answers == [
        IN,
        refused(Reason.FULL),
        AGAIN,
        (Verdict.ADMITTED, Reason.LEFT),
        IN,
        (Verdict.ADMITTED, Reason.BACK),  # who was let in is not kept out: the door counts, and a steward decides
    ]
    assert queries.admissions_at_fault(session) == []


@pytest.mark.parametrize("status", [OrderStatus.HELD, OrderStatus.AWAITING], ids=str)
def test_rule_34_a_place_that_is_not_paid_is_flagged_and_enters_only_where_the_list_says(
    session, scan, a_list, ticket, status
):
    a_list(unpaid_may_enter=True)
    ticket.order.status = status
    session.commit()

    holder = queries.holder_by_id(session, ticket_id=ticket.id, list_name="main", day=make.NOON.date())

    assert holder.flags == ["unpaid"]
    assert scan(ticket, "main") == refused(Reason.UNPAID)
    assert scan(ticket) == IN


@pytest.mark.parametrize("status", [OrderStatus.EXPIRED, OrderStatus.CANCELLED, OrderStatus.REQUESTED], ids=str)
def test_rule_34_an_order_that_is_over_or_never_granted_admits_nobody_anywhere(session, scan, a_list, ticket, status):
    a_list(unpaid_may_enter=True)
    ticket.order.status = status
    session.commit()

    assert scan(ticket, "main") == scan(ticket) == refused(Reason.CANCELLED)


def test_rule_34_a_code_admits_once_a_day_and_a_second_scan_knows_the_first_time(session, scan, ticket):
    assert [scan(ticket, "main"), scan(ticket, "main", make.NOON + timedelta(hours=3))] == [IN, AGAIN]
    assert scan(ticket, "main", make.NOON + DAY) == IN

    holder = queries.holder_by_id(session, ticket_id=ticket.id, list_name="main", day=make.NOON.date())
    assert holder.admitted_at == make.NOON


def test_rule_34_a_door_that_forgets_who_is_in_is_noticed(session, scan, ticket, monkeypatch):
    # Nobody is written down.
    monkeypatch.setattr("checkin.actions.door._admit", lambda *_: {ticket.id})

    assert [scan(ticket, "main"), scan(ticket, "main")] == [IN, IN]
    assert (
        queries.holder_by_id(session, ticket_id=ticket.id, list_name="main", day=make.NOON.date()).admitted_at is None
    )


def test_a_scan_that_admits_is_three_statements_whatever_its_list_asks(
    session, scan, a_list, ticket, dinner, statements
):
    a_list(products=[dinner, ticket.line.product])
    statements.clear()

    assert scan(ticket) == IN
    of_the_scan = [each for each in statements if "admissions" in each or "scans" in each]
    assert [each.partition(" ")[0] for each in of_the_scan] == ["SELECT", "INSERT", "INSERT"]
