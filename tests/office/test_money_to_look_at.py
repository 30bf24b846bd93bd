"""Payments that somebody must look at stand above the orders of their event, in one statement however many."""

import pytest

from payments.models import Dispute, Payment, Refund, RefundReason, RefundStatus
from tests import factories as make

ORDERS = "/desk/england-2027/orders"
PENCE = 4500


def paid(order, **changes) -> Payment:
    known = {"intent_id": f"pi_{order.id}", "charge_id": f"ch_{order.id}", "currency": "gbp"}
    return make.saved(Payment(order_id=order.id, amount_pence=PENCE, captured_at=make.NOON, **known | changes))


def refunded(payment: Payment, status: RefundStatus) -> Refund:
    times = {"wanted_at": make.NOON, "due_at": make.NOON}
    given = {"key": f"r{payment.id}", "amount_pence": PENCE, "reason": RefundReason.ASKED, "status": status}
    return make.saved(Refund(payment_id=payment.id, **given, **times))


def disputed(payment: Payment, status: str) -> Dispute:
    given = {"dispute_id": f"dp_{payment.id}", "amount_pence": PENCE, "status": status}
    return make.saved(Dispute(payment_id=payment.id, opened_at=make.NOON, **given))


@pytest.fixture
def payments(event, priced) -> dict[str, Payment]:
    """A payment for each reason to look at one, and for each reason not to."""
    names = ("wrong", "failed", "disputed", "right", "refunded", "won")
    made = {name: paid(make.an_order(priced, event=event), problem="x" if name == "wrong" else "") for name in names}
    refunded(made["failed"], RefundStatus.FAILED)
    refunded(made["refunded"], RefundStatus.DONE)
    disputed(made["disputed"], "needs_response")
    disputed(made["won"], "won")
    return made


def shown(page: str, payments: dict[str, Payment]) -> set[str]:
    return {name for name, payment in payments.items() if f"Order {payment.order.reference}" in page}


def test_what_is_wrong_is_shown_and_what_is_settled_is_not(organiser, payments):
    assert shown(organiser.get(ORDERS).text, payments) == {"wrong", "failed", "disputed"}


def test_what_is_another_events_is_not(organiser, session, payments):
    other = make.an_event()
    foreign = paid(make.an_order(make.a_product(other), event=other), problem="It is too little.")

    assert shown(organiser.get(ORDERS).text, {"foreign": foreign}) == set()


def test_it_costs_no_statement_more(organiser, payments, statements):
    statements.clear()
    organiser.get(ORDERS)

    assert len(statements) == 5
