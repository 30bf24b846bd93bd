import pytest
import stripe

from tests.payments.simulator_rig import KEY, a_rig, an_order, soon


@pytest.fixture(scope="module")
def running():
    with a_rig() as rig:
        yield rig


@pytest.fixture
def rig(running):
    running.clear()
    return running


def test_a_session_keeps_what_it_was_given_and_adds_it_up(rig):
    session = rig.a_session(expand=["line_items"])

    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.currency) == (25_000, "gbp")
    assert session.client_reference_id == "ORDER7"
    assert session.metadata.to_dict() == {"order": "7"}
    assert session.url == f"{rig.simulator.address}/c/pay/{session.id}"
    assert [(line.quantity, line.amount_total) for line in session.line_items.data] == [(2, 25_000)]
    assert session.expires_at - session.created == 24 * 3600


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"quantityy": 1}, "parameter_unknown", "quantityy"),
        ({"payment_method_types": ["card"]}, "parameter_unknown", "payment_method_types"),
        ({"api_key": "sk"}, "parameter_unknown", "api_key"),
        ({"mode": "payments"}, "parameter_invalid", "mode"),
        ({"expires_at": "soon"}, "parameter_invalid_integer", "expires_at"),
        ({"client_reference_id": ""}, "parameter_invalid_empty", "client_reference_id"),
        ({"client_reference_id": "x" * 201}, "parameter_invalid", "client_reference_id"),
        ({"success_url": "/orders/7"}, "url_invalid", "success_url"),
        ({"metadata": {"k" * 41: "v"}}, "parameter_invalid", f"metadata[{'k' * 41}]"),
        ({"line_items": [{"quantity": 1, "price": "price_1"}]}, "resource_missing", "line_items[0][price]"),
        ({"discounts": [{"coupon": "SPRING"}]}, "parameter_invalid", "discounts"),
        ({"expand": ["payment_intent.nothing"]}, "parameter_invalid", "expand"),
        (
            {"payment_intent_data": {"metadat": {"a": "b"}}},
            "parameter_unknown",
            "payment_intent_data[metadat]",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_session_is_refused_for_a_parameter_that_stripe_would_not_take(rig, changes, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        rig.a_session(**changes)

    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert rig.control("ledger")["sessions"] == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("quantity",), "two", "parameter_invalid_integer"),
        (("quantity",), 0, "parameter_invalid_integer"),
        (("price_data", "unit_amount"), -1, "parameter_invalid_integer"),
        (("price_data", "unit_amount"), 14, "amount_too_small"),
        (("price_data", "colour"), "red", "parameter_unknown"),
    ],
    ids=["quantity in words", "no quantity", "below zero", "too little", "unknown"],
)
def test_a_line_is_refused_for_a_value_that_stripe_would_not_take(rig, path, value, code):
    order = an_order()
    line = order["line_items"][0]
    (line["price_data"] if len(path) == 2 else line)[path[-1]] = value

    with pytest.raises(stripe.InvalidRequestError) as refused:
        rig.client.v1.checkout.sessions.create(order)

    assert refused.value.code == code
    if code != "amount_too_small":
        assert refused.value.param == "line_items[0]" + "".join(f"[{part}]" for part in path)


@pytest.mark.parametrize(
    ("life_seconds", "is_taken"),
    [(29 * 60, False), (30 * 60, True), (24 * 3600, True), (24 * 3600 + 60, False)],
    ids=["29 minutes", "30 minutes", "24 hours", "24 hours and a minute"],
)
def test_a_session_lives_from_half_an_hour_to_a_day(rig, life_seconds, is_taken):
    expires_at = rig.simulator.ledger.now() + life_seconds

    if is_taken:
        assert rig.a_session(expires_at=expires_at).expires_at == expires_at
    else:
        with pytest.raises(stripe.InvalidRequestError, match="at least 30 minutes and less than 24 hours"):
            rig.a_session(expires_at=expires_at)


def test_a_session_ends_when_its_time_has_come(rig):
    session = rig.a_session(expires_at=rig.simulator.ledger.now() + 1800)

    rig.control("clock", advance_seconds=1801)

    ended = rig.client.v1.checkout.sessions.retrieve(session.id)
    assert (ended.status, ended.url) == ("expired", None)
    assert soon(lambda: "checkout.session.expired" in rig.endpoint.types())


def test_an_open_session_can_be_ended_once_and_a_paid_one_cannot(rig):
    session, paid = rig.a_session(), rig.a_paid_session()
    rig.control(f"sessions/{session.id}/pay", card="4000000000000002")

    ended = rig.client.v1.checkout.sessions.expire(session.id, {"expand": ["payment_intent"]})

    assert (ended.status, ended.payment_intent.status) == ("expired", "canceled")
    for id, status in ((session.id, "expired"), (paid.id, "complete")):
        with pytest.raises(stripe.InvalidRequestError, match=f"status of {status}"):
            rig.client.v1.checkout.sessions.expire(id)
    assert rig.control(f"sessions/{session.id}/pay")["status_code"] == 400


def test_an_intent_is_cancelled_through_its_session_only(rig):
    session = rig.a_session()
    rig.control(f"sessions/{session.id}/pay", card="4000000000000002")
    intent = rig.client.v1.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError) as refused:
        rig.client.v1.payment_intents.cancel(intent)

    assert refused.value.code == "payment_intent_unexpected_state"


def test_what_is_not_there_and_who_may_not_ask_are_told_apart(rig):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        rig.client.v1.checkout.sessions.retrieve("cs_test_nothing")
    with pytest.raises(stripe.AuthenticationError) as stranger:
        rig.client_with("sk_test_other").v1.charges.list()
    with pytest.raises(stripe.InvalidRequestError, match="Invalid Stripe API version") as old:
        rig.client_with(KEY, stripe_version="2020-08-27").v1.charges.list()

    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    assert stranger.value.http_status == 401
    assert old.value.http_status == 400
    assert missing.value.request_id.startswith("req_")


def test_lists_are_newest_first_and_go_on_from_a_cursor(rig):
    ids = [rig.a_session().id for _ in range(5)]
    sessions = rig.client.v1.checkout.sessions

    first = sessions.list({"limit": 2})
    second = sessions.list({"limit": 2, "starting_after": first.data[-1].id})

    assert [session.id for session in first.data + second.data] == ids[:0:-1]
    assert first.has_more
    assert [session.id for session in sessions.list({"limit": 2}).auto_paging_iter()] == ids[::-1]
    back = sessions.list({"limit": 2, "ending_before": ids[0]})
    assert [session.id for session in back.data] == [ids[2], ids[1]]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sessions.list({"starting_after": "cs_test_nothing"})
    assert (refused.value.code, refused.value.param) == ("resource_missing", "starting_after")


def test_lists_are_filtered_by_moment_status_and_owner(rig):
    early = rig.a_paid_session()
    rig.control("clock", advance_seconds=600)
    late = rig.a_session()
    services = rig.client.v1

    recent = services.checkout.sessions.list({"created": {"gte": late.created}})
    done = services.checkout.sessions.list({"status": "complete", "expand": ["data.payment_intent.latest_charge"]})
    theirs = services.checkout.sessions.list({"payment_intent": early.payment_intent.id})
    news = services.events.list({"types": ["checkout.session.completed", "charge.*"]})

    assert [session.id for session in recent.data] == [late.id]
    assert done.data[0].payment_intent.latest_charge.amount == 25_000
    assert [session.id for session in theirs.data] == [early.id]
    assert [event.type for event in news.data] == ["checkout.session.completed", "charge.succeeded"]


def test_ids_are_replaced_by_what_they_name_on_request(rig):
    intent = rig.a_paid_session().payment_intent

    charge = rig.client.v1.charges.retrieve(
        intent.latest_charge.id, {"expand": ["payment_intent", "balance_transaction.source", "refunds"]}
    )

    assert charge.payment_intent.id == intent.id
    assert (charge.balance_transaction.amount, charge.balance_transaction.net) == (25_000, 24_605)
    assert charge.balance_transaction.source.id == charge.id
    assert charge.refunds.data == []


def test_every_call_is_noted_as_it_was_sent(rig):
    rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "order-7-v1"})

    call = rig.control("calls")["calls"][0]

    assert (call["method"], call["path"], call["status"]) == ("POST", "/v1/checkout/sessions", 200)
    assert call["parameters"]["line_items"][0]["price_data"]["unit_amount"] == "12500"
    assert call["idempotency_key"] == "order-7-v1"
    assert call["stripe_version"] == stripe.api_version
