import pytest
import stripe

from tests.payments.simulator_rig import a_rig, soon


@pytest.fixture(scope="module")
def running():
    with a_rig() as rig:
        yield rig


@pytest.fixture
def rig(running):
    running.clear()
    return running


@pytest.fixture
def intent(rig):
    return rig.a_paid_session().payment_intent


def charge_of(rig, intent):
    return rig.client.v1.charges.retrieve(intent.latest_charge.id)


def news(rig):
    return [event["type"] for event in rig.control("ledger")["events"]]


def balance(rig):
    return sum(entry["amount"] for entry in rig.control("ledger")["balance_transactions"])


def test_a_card_that_pays_makes_one_intent_one_charge_and_its_news(rig):
    session = rig.a_paid_session(payment_intent_data={"metadata": {"order": "7"}, "description": "Order 7"})

    assert (session.status, session.payment_status) == ("complete", "paid")
    assert session.customer_details.email == "ada@example.org"
    assert session.payment_intent.status == "succeeded"
    assert session.payment_intent.latest_charge.metadata.to_dict() == {"order": "7"}
    assert news(rig) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_a_declined_card_leaves_the_session_open_and_another_may_pay(rig):
    session = rig.a_session()

    declined = rig.control(f"sessions/{session.id}/pay", card="4000 0000 0000 0002")

    assert (declined["status_code"], declined["error"]["code"]) == (402, "card_declined")
    assert rig.client.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert rig.control(f"sessions/{session.id}/pay")["payment_status"] == "paid"
    ledger = rig.control("ledger")
    assert len(ledger["intents"]) == 1
    assert [charge["status"] for charge in ledger["charges"]] == ["failed", "succeeded"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4242424242424241", "incorrect_number"),
        ("4242", "incorrect_number"),
        ("5555555555554444", "card_declined"),
    ],
    ids=["wrong check digit", "too short", "not a card for tests here"],
)
def test_other_numbers_are_refused_and_not_kept(rig, number, code):
    session = rig.a_session()

    assert rig.control(f"sessions/{session.id}/pay", card=number)["error"]["code"] == code
    assert number not in str(rig.control("ledger"))


def test_a_card_may_need_one_more_step(rig):
    session = rig.a_session()
    pay = f"sessions/{session.id}/pay"

    assert rig.control(pay, card="4000002760003184")["status"] == "open"
    assert rig.control(f"sessions/{session.id}/step", outcome="refuse")["status"] == "open"
    assert rig.control("ledger")["intents"][0]["status"] == "requires_payment_method"
    rig.control(pay, card="4000002760003184")
    assert rig.control(f"sessions/{session.id}/step", outcome="authorise")["payment_status"] == "paid"


@pytest.mark.parametrize(
    ("outcome", "status", "last_news"),
    [
        ("succeeded", "paid", "checkout.session.async_payment_succeeded"),
        ("failed", "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_bank_payment_completes_the_session_first_and_settles_later(rig, outcome, status, last_news):
    session = rig.a_session()

    complete = rig.control(f"sessions/{session.id}/pay", method="bank")
    assert (complete["status"], complete["payment_status"]) == ("complete", "unpaid")
    assert news(rig)[-1] == "checkout.session.completed"
    settled = rig.control(f"sessions/{session.id}/settle", outcome=outcome)

    assert settled["payment_status"] == status
    assert news(rig)[-1] == last_news
    assert balance(rig) == (25_000 if outcome == "succeeded" else 0)
    assert rig.control(f"sessions/{session.id}/settle", outcome="succeeded")["status_code"] == 400


def test_a_bank_payment_settles_by_itself_after_the_time_that_a_knob_gives(rig):
    rig.control("knobs", settle_after_seconds=3600, settle_outcome="failed")
    session = rig.a_session()
    rig.control(f"sessions/{session.id}/pay", method="bank")

    rig.control("clock", advance_seconds=3600)

    assert soon(lambda: "checkout.session.async_payment_failed" in rig.endpoint.types())


def test_a_session_for_cards_only_takes_no_bank_payment(rig):
    session = rig.a_session(allowed_payment_method_types=["card"])

    assert session.payment_method_types == ["card"]
    assert rig.control(f"sessions/{session.id}/pay", method="bank")["status_code"] == 400


def test_refunds_add_up_and_never_exceed_the_charge(rig, intent):
    create = rig.client.v1.refunds.create
    create({"payment_intent": intent.id, "amount": 10_000, "reason": "requested_by_customer"})

    with pytest.raises(stripe.InvalidRequestError) as too_much:
        create({"payment_intent": intent.id, "amount": 15_001})
    rest = create({"charge": intent.latest_charge.id})
    with pytest.raises(stripe.InvalidRequestError) as again:
        create({"charge": intent.latest_charge.id})

    assert (too_much.value.code, too_much.value.param) == ("amount_too_large", "amount")
    assert (rest.amount, rest.status) == (15_000, "succeeded")
    assert again.value.code == "charge_already_refunded"
    assert charge_of(rig, intent).refunded
    assert balance(rig) == 0
    assert news(rig)[-2:] == ["refund.created", "charge.refunded"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "parameter_missing"),
        ({"payment_intent": "pi_nothing"}, "resource_missing"),
        ({"charge": "ch_nothing", "amount": 0}, "parameter_invalid_integer"),
        ({"charge": "ch_nothing", "reason": "because"}, "parameter_invalid"),
        ({"charge": "ch_nothing", "pence": 1}, "parameter_unknown"),
    ],
    ids=["no payment", "unknown payment", "no amount", "unknown reason", "unknown key"],
)
def test_a_refund_is_refused_for_what_stripe_would_not_take(rig, asked, code):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        rig.client.v1.refunds.create(asked)

    assert refused.value.code == code


def test_a_refund_may_be_pending_and_then_succeed_or_fail(rig, intent):
    rig.control("knobs", refund_outcome="pending")
    create = rig.client.v1.refunds.create
    first, second = (create({"payment_intent": intent.id, "amount": 1_000}) for _ in range(2))
    assert (first.status, charge_of(rig, intent).amount_refunded) == ("pending", 2_000)

    rig.control(f"refunds/{first.id}/succeed")
    rig.control(f"refunds/{second.id}/fail")

    states = [refund.status for refund in rig.client.v1.refunds.list({"charge": intent.latest_charge.id}).data]
    assert states == ["failed", "succeeded"]
    assert charge_of(rig, intent).amount_refunded == 1_000
    assert balance(rig) == 24_000
    assert news(rig)[-3:] == ["refund.updated", "refund.updated", "refund.failed"]


def test_a_refund_in_the_dashboard_needs_no_call_of_ours(rig, intent):
    made = rig.control("refunds", charge=intent.latest_charge.id, amount=500)

    assert rig.client.v1.refunds.retrieve(made["id"]).amount == 500
    event = rig.client.v1.events.list({"type": "refund.created"}).data[0]
    assert event.request.id is None


@pytest.mark.parametrize(
    ("status", "left_pence", "last_news"),
    [("won", 25_000, "charge.dispute.funds_reinstated"), ("lost", 0, "charge.dispute.closed")],
)
def test_a_dispute_takes_the_money_and_returns_it_only_when_won(rig, intent, status, left_pence, last_news):
    dispute = rig.control("disputes", charge=intent.latest_charge.id, reason="fraudulent")
    assert (dispute["amount"], dispute["status"], balance(rig)) == (25_000, "needs_response", 0)
    assert news(rig)[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        rig.client.v1.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_disputed"

    rig.control(f"disputes/{dispute['id']}/close", status=status)

    assert rig.client.v1.disputes.retrieve(dispute["id"]).status == status
    assert balance(rig) == left_pence
    assert news(rig)[-1] == last_news


def test_a_dispute_is_over_what_was_not_refunded(rig, intent):
    rig.client.v1.refunds.create({"payment_intent": intent.id, "amount": 10_000})

    assert rig.control("disputes", charge=intent.latest_charge.id)["amount"] == 15_000
    assert rig.control("disputes", charge=intent.latest_charge.id)["status_code"] == 400


def test_nothing_to_pay_needs_no_intent(rig):
    price = {"currency": "gbp", "unit_amount": 0, "product_data": {"name": "Member's place"}}
    session = rig.a_session(line_items=[{"quantity": 1, "price_data": price}])

    done = rig.control(f"sessions/{session.id}/pay")

    assert (done["status"], done["payment_status"]) == ("complete", "no_payment_required")
    assert rig.control("ledger")["intents"] == []


def test_a_session_can_be_made_to_say_what_it_should_not(rig):
    session = rig.a_paid_session()

    rig.control(f"sessions/{session.id}/alter", amount_total=1, currency="eur")

    altered = rig.client.v1.checkout.sessions.retrieve(session.id)
    assert (altered.amount_total, altered.currency) == (1, "eur")
    assert rig.control(f"sessions/{session.id}/alter", amount=1)["status_code"] == 400
