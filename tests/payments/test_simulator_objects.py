import pytest

from tests.payments.simulator_rig import a_rig
from tests.payments.stripe_shapes import SHAPES, faults_of


@pytest.fixture(scope="module")
def rig():
    with a_rig() as rig:
        yield rig


@pytest.fixture(scope="module")
def shown(rig):
    """One or more objects of every kind, in every state that the simulator knows, as the API shows them."""
    open_session = rig.a_session()
    rig.control(f"sessions/{open_session.id}/pay", card="4000000000000002")
    stepping = rig.a_session()
    rig.control(f"sessions/{stepping.id}/pay", card="4000002760003184")
    banked = rig.a_session()
    rig.control(f"sessions/{banked.id}/pay", method="bank")
    bounced = rig.a_session()
    rig.control(f"sessions/{bounced.id}/pay", method="bank")
    rig.control(f"sessions/{bounced.id}/settle", outcome="failed")
    rig.client.v1.checkout.sessions.expire(rig.a_session().id)
    free = rig.a_session(line_items=[_free_line()])
    rig.control(f"sessions/{free.id}/pay")
    for outcome in ("succeeded", "pending", "failed"):
        paid = rig.a_paid_session()
        intent = paid.payment_intent.id
        rig.control("refunds", payment_intent=intent, amount=100, outcome=outcome)
    for status in ("won", "lost"):
        dispute = rig.control("disputes", charge=rig.a_paid_session().payment_intent.latest_charge.id)
        rig.control(f"disputes/{dispute['id']}/close", status=status)
    services = rig.client.v1
    everything = {"limit": 100}
    return {
        "checkout.session": services.checkout.sessions.list(everything).data,
        "payment_intent": services.payment_intents.list(everything).data,
        "charge": services.charges.list(everything).data,
        "refund": services.refunds.list(everything).data,
        "dispute": services.disputes.list(everything).data,
        "event": services.events.list(everything).data,
        "balance_transaction": services.balance_transactions.list(everything).data,
        "account": [services.accounts.retrieve_current()],
        "item": services.checkout.sessions.line_items.list(paid.id).data,
    }


@pytest.mark.parametrize("kind", SHAPES)
def test_every_object_keeps_to_the_shape_of_stripes_examples(shown, kind):
    assert shown[kind]
    assert [fault for thing in shown[kind] for fault in faults_of(kind, thing.to_dict())] == []


def test_every_object_inside_an_event_keeps_to_its_shape(shown):
    objects = [event.to_dict()["data"]["object"] for event in shown["event"]]

    assert [fault for thing in objects for fault in faults_of(thing["object"], thing)] == []


def test_the_objects_cover_every_state(shown):
    assert {session.status for session in shown["checkout.session"]} == {"open", "complete", "expired"}
    assert {intent.status for intent in shown["payment_intent"]} >= {
        "processing",
        "requires_action",
        "requires_payment_method",
        "succeeded",
    }
    assert {charge.status for charge in shown["charge"]} == {"succeeded", "pending", "failed"}
    assert {refund.status for refund in shown["refund"]} == {"succeeded", "pending", "failed"}
    assert {dispute.status for dispute in shown["dispute"]} == {"won", "lost"}


def test_a_wrong_type_or_a_missing_key_is_noticed(shown):
    refund = shown["refund"][0].to_dict()

    assert faults_of("refund", refund | {"amount": "100"}) == ["refund.amount is '100', not a number"]
    del refund["charge"]
    assert faults_of("refund", refund) == ["refund has no charge"]


def _free_line() -> dict:
    price = {"currency": "gbp", "unit_amount": 0, "product_data": {"name": "Member's place"}}
    return {"quantity": 1, "price_data": price}
