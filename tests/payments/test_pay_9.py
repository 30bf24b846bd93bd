"""PAY-9: news from another world is answered well, kept, and harms nobody."""

import pytest
from sqlalchemy import func, select

from payments import actions
from payments.gateway import Gateway, StripeDown
from payments.models import Notice
from payments.simulator.events import NEWER_VERSION, OLDER_VERSION


@pytest.fixture
def buyer(shop):
    return shop.buyer().at_the_till().pays()


@pytest.fixture
def completed(shop, buyer):
    return shop.news()["checkout.session.completed"]


def kept(shop) -> int:
    return shop.rows(select(func.count(Notice.id)))[0][0]


def with_object(event: dict, **changes) -> dict:
    return event | {"data": {"object": event["data"]["object"] | changes}}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [({"livemode": True}, "other mode"), ({"account": "acct_of_somebody_else"}, "other account")],
    ids=["real money", "another account"],
)
def test_pay_9_what_is_not_meant_for_us_is_kept_and_not_acted_on(shop, buyer, completed, changes, outcome):
    assert shop.post(completed | changes) == 200
    shop.work()

    assert shop.outcomes() == [outcome]
    assert shop.status(buyer) == "awaiting payment"


def test_pay_9_a_session_of_real_money_pays_for_nothing_in_a_demo(shop, buyer, completed):
    shop.stripe.alter(buyer.session_id, livemode=True)

    assert shop.post(completed) == 200
    shop.work()
    shop.reconcile()

    assert shop.outcomes() == ["other mode"]
    assert shop.status(buyer) == "awaiting payment"
    assert shop.payments(buyer) == []


UNKNOWN = {
    "an unknown type": lambda event: event | {"type": "invoice.paid", "data": {"object": {"object": "invoice"}}},
    "a type that there will be": lambda event: event | {"type": "checkout.session.teleported"},
    "an unknown object": lambda event: with_object(event, object="hologram", id="holo_1"),
    "an unknown session": lambda event: with_object(event, id="cs_test_of_somebody_else"),
    "an unknown charge": lambda event: with_object(event, object="charge", id="ch_of_nobody"),
    "an unknown refund": lambda event: with_object(event, object="refund", id="re_of_nobody"),
    "an unknown dispute": lambda event: with_object(event, object="dispute", id="du_of_nobody"),
    "an object without an id": lambda event: event | {"data": {"object": {"object": "balance"}}},
    "an id that leads elsewhere": lambda event: with_object(event, id="../../account"),
    "an id of ten thousand letters": lambda event: with_object(event, id="cs_" + "x" * 10_000),
}


@pytest.mark.parametrize("change", UNKNOWN.values(), ids=list(UNKNOWN))
def test_pay_9_what_we_do_not_know_is_answered_well_and_kept(shop, buyer, completed, change):
    assert shop.post(change(completed)) == 200
    shop.work()

    assert kept(shop) == 1
    assert "" not in shop.outcomes()
    assert shop.payments(buyer) in ([], [(19_500, 0, "")])  # a type that there will be is asked for as any other
    assert shop.broken() == {}


def test_pay_9_a_session_of_another_program_on_the_same_account_is_not_ours(shop, buyer):
    shop.stripe.alter(buyer.session_id, metadata={}, client_reference_id="order-7")
    stranger = shop.gateway.open_session(
        till_key="of-another-program",
        order_key=buyer.key,
        reference="ABCDEF",
        email="somebody@north.example",
        lines=[("A mug", 1, 900)],
        currency="gbp",
        ends_at=shop.clock.at + shop.app.config["LIMITS"].till_life,
        success_address="http://localhost/",
        cancel_address="http://localhost/",
    )
    shop.stripe.pay(stranger.session_id)

    done = shop.reconcile()

    assert done["unknown order"] == 1
    assert [problem for *_amounts, problem in shop.payments(buyer)] == ["paid for another order"]
    assert shop.status(buyer) == "awaiting payment"


@pytest.mark.parametrize("shape", ["older", "newer"])
def test_pay_9_news_in_an_older_or_newer_shape_is_acted_on_by_asking(shop, buyer, completed, shape):
    thing = dict(completed["data"]["object"])
    if shape == "newer":
        moved = ("amount_total", "amount_subtotal", "currency", "payment_status", "payment_intent")
        thing["settlement"] = {name: thing.pop(name) for name in moved}
    else:
        thing = {name: thing[name] for name in ("id", "object", "livemode", "metadata")}
    version = OLDER_VERSION if shape == "older" else NEWER_VERSION

    assert shop.post(completed | {"api_version": version, "data": {"object": thing}}) == 200
    shop.work()

    assert shop.outcomes() == ["paid"]
    assert shop.status(buyer) == "confirmed"


def test_pay_9_our_own_calls_name_one_version(shop, buyer):
    versions = {call["stripe_version"] for call in shop.stripe.calls() if call["path"].startswith("/v1/")}

    assert versions == {"2026-10-28.endive"}


def test_pay_9_a_stripe_that_has_forgotten_everything_does_not_keep_the_worker_busy(shop):
    product = shop.product()
    buyer = shop.buyer(product).at_the_till()
    shop.stripe.reset()
    shop.later(minutes=16)

    assert shop.work() <= 2

    assert shop.tills(buyer) == ["shut"]
    assert shop.status(buyer) == "expired"
    assert shop.counts(product) == (0, 0)


def test_pay_9_with_a_key_that_stripe_refuses_no_place_is_freed_by_mistake(shop):
    product = shop.product()
    buyer = shop.buyer(product).at_the_till()
    shop.later(minutes=16)
    mistaken = Gateway(secret_key="sk_test_mistyped", webhook_secret="whsec_tests", api_base=shop.stripe.address)

    with pytest.raises(StripeDown):
        shop.do(actions.shut_next_till, mistaken)

    assert shop.tills(buyer) == ["open"]
    assert shop.counts(product) == (0, 1)
