import hashlib
import hmac
import json

import pytest
import stripe

from tests.payments.simulator_rig import KEY, SECRET, a_rig, soon
from tests.payments.stripe_shapes import faults_of


@pytest.fixture(scope="module")
def running():
    with a_rig() as rig:
        yield rig


@pytest.fixture
def rig(running):
    running.clear()
    return running


PAID = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
]


def arrived(rig, count):
    """What arrived, once there is so much of it."""
    assert soon(lambda: len(rig.endpoint.arrived) >= count), rig.endpoint.types()
    return rig.endpoint.arrived


def test_every_event_arrives_once_in_order_and_signed_so_that_the_sdk_accepts_it(rig):
    session = rig.a_paid_session()

    events = [stripe.Webhook.construct_event(body, header, SECRET) for header, body in arrived(rig, 4)]

    assert [event.type for event in events] == PAID
    assert events[-1].data.object.id == session.id
    assert events[-1].api_version == stripe.api_version
    assert rig.client.v1.events.retrieve(events[-1].id).type == PAID[-1]


def test_the_signature_is_of_the_moment_and_the_raw_body(rig):
    rig.a_paid_session()
    header, body = arrived(rig, 4)[0]

    moment, signature = (part.split("=")[1] for part in header.split(","))

    assert signature == hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("kind", ["wrong", "blank", "stale", "altered", "missing"])
def test_a_forged_signature_is_one_that_the_sdk_refuses(rig, kind):
    rig.control("knobs", webhook_signature=kind)
    rig.a_paid_session()
    header, body = arrived(rig, 1)[0]

    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, header, SECRET)


def test_while_a_secret_is_rolled_two_signatures_are_sent(rig):
    rig.control("knobs", webhook_signature="rolled")
    rig.a_paid_session()
    header, body = arrived(rig, 1)[0]

    assert header.count("v1=") == 2
    assert stripe.Webhook.construct_event(body, header, SECRET).type == PAID[0]


def test_events_can_come_several_times(rig):
    rig.control("knobs", webhook_duplicates=2, webhook_at_once=4)
    rig.a_paid_session()

    ids = [json.loads(body)["id"] for _, body in arrived(rig, 12)]

    assert sorted(ids.count(id) for id in set(ids)) == [3, 3, 3, 3]


def test_events_can_come_in_the_wrong_order(rig):
    rig.control("knobs", webhook_order="reversed")
    rig.a_paid_session()

    arrived(rig, 4)

    assert rig.endpoint.types() == PAID[::-1]


def test_events_can_be_held_and_sent_on_request(rig):
    rig.control("knobs", webhook_hold=True)
    rig.a_paid_session()
    assert {delivery["status"] for delivery in rig.control("ledger")["deliveries"]} == {"waiting"}

    sent = rig.control("deliver")["deliveries"]

    assert [delivery["status"] for delivery in sent] == ["delivered"] * 4
    assert rig.endpoint.types() == PAID
    assert {event["pending_webhooks"] for event in rig.control("ledger")["events"]} == {0}


def test_events_can_come_late_and_asking_brings_them_at_once(rig):
    rig.control("knobs", webhook_delay_seconds=60)
    rig.a_paid_session()
    assert rig.endpoint.arrived == []

    rig.control("deliver")

    assert rig.endpoint.types() == PAID


def test_a_dropped_event_never_comes_but_can_be_sent_again(rig):
    rig.control("knobs", webhook_drop=["checkout.session.completed"])
    rig.a_paid_session()
    arrived(rig, 3)
    lost = rig.client.v1.events.list({"type": "checkout.session.completed"}).data[0]
    assert rig.control("ledger")["deliveries"][-1]["status"] == "dropped"

    rig.control(f"events/{lost.id}/resend")
    arrived(rig, 4)

    assert rig.endpoint.types()[-1] == "checkout.session.completed"


def test_an_endpoint_that_fails_is_tried_again_until_it_is_not_worth_it(rig):
    rig.endpoint.statuses = [500, 503, 200]
    rig.control("knobs", webhook_retries=2, webhook_retry_seconds=0.02)
    rig.control("events", type="ping", object={"object": "nothing"})

    arrived(rig, 3)
    rig.control("deliver")
    delivery = rig.control("ledger")["deliveries"][0]
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 503, 200]
    assert delivery["status"] == "delivered"

    rig.endpoint.statuses = [500]
    rig.control("events", type="ping", object={"object": "nothing"})
    assert soon(lambda: rig.control("ledger")["deliveries"][1]["status"] == "failed")


def test_an_endpoint_that_is_not_there_is_noted(rig):
    rig.control("knobs", webhook_urls=["http://127.0.0.1:9/stripe/webhook"], webhook_retries=0)
    rig.control("events", type="ping", object={"object": "nothing"})

    assert soon(lambda: rig.control("ledger")["deliveries"][0]["status"] == "failed")
    assert "refused" in rig.control("ledger")["deliveries"][0]["attempts"][0]["error"]


def test_every_endpoint_gets_every_event(rig):
    rig.control("knobs", webhook_urls=[rig.endpoint.address, f"{rig.endpoint.address}?host=2"])
    rig.a_paid_session()

    assert len(arrived(rig, 8)) == 8


def test_an_older_version_carries_refunds_in_the_charge_and_charges_in_the_intent(rig):
    rig.control("knobs", event_shape="older", webhook_hold=True)
    intent = rig.a_paid_session().payment_intent
    rig.client.v1.refunds.create({"payment_intent": intent.id, "amount": 100})
    rig.control("deliver")
    events = {event["type"]: event for event in map(json.loads, (body for _, body in rig.endpoint.arrived))}

    assert {event["api_version"] for event in events.values()} == {"2020-08-27"}
    assert events["charge.refunded"]["data"]["object"]["refunds"]["data"][0]["amount"] == 100
    assert "charges" in events["payment_intent.succeeded"]["data"]["object"]
    assert "latest_charge" not in events["payment_intent.succeeded"]["data"]["object"]


def test_a_newer_version_moves_what_a_reader_of_bodies_relied_on(rig):
    rig.control("knobs", event_shape="newer", webhook_hold=True)
    session = rig.a_paid_session()
    rig.control("deliver")

    event = stripe.Webhook.construct_event(*reversed(rig.endpoint.arrived[-1]), SECRET).to_dict()

    assert event["api_version"] != stripe.api_version
    assert event["data"]["object"]["id"] == session.id
    assert "amount_total" not in event["data"]["object"]
    assert event["data"]["object"]["settlement"]["amount_total"] == 25_000
    kept = rig.client.v1.events.retrieve(event["id"]).to_dict()
    assert faults_of("checkout.session", kept["data"]["object"]) == []


def test_an_event_can_be_of_the_live_world_or_of_another_account(rig):
    rig.control("knobs", event_livemode=True, event_account="acct_other")
    rig.a_paid_session()

    event = json.loads(arrived(rig, 1)[0][1])

    assert (event["livemode"], event["account"]) == (True, "acct_other")
    assert event["data"]["object"]["livemode"] is True


def test_an_event_names_the_request_that_caused_it(rig):
    session = rig.a_session()
    rig.client.v1.checkout.sessions.expire(session.id, None, {"idempotency_key": "expire-7"})

    event = json.loads(arrived(rig, 1)[0][1])

    assert event["request"]["idempotency_key"] == "expire-7"
    assert event["request"]["id"] == rig.control("calls")["calls"][-1]["request_id"]


def test_an_unknown_knob_is_refused_and_nothing_is_turned(rig):
    assert rig.control("knobs", webhook_delays=1)["status_code"] == 400
    assert rig.control("knobs", webhook_hold=True)["webhook_hold"] is True


def test_a_reset_forgets_everything_and_turns_the_knobs_back(rig):
    rig.control("knobs", webhook_hold=True)
    rig.a_paid_session()
    rig.control("clock", advance_seconds=3600)

    ledger = rig.control("reset")

    assert all(ledger[shelf] == [] for shelf in ("sessions", "intents", "charges", "events", "deliveries"))
    assert rig.client_with(KEY).v1.checkout.sessions.list().data == []
    assert rig.control("knobs")["webhook_hold"] is False
