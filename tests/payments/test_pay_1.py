"""PAY-1: a notice that Stripe did not sign changes nothing, and one that it signed is taken."""

import json

import pytest
from sqlalchemy import func, select

from core.config import Config, UnsafeSetting
from payments.models import Notice
from payments.simulator.events import sign
from tests.core.test_config import GOOD
from tests.payments.shop import SECRET, signed


@pytest.fixture
def buyer(shop):
    """Somebody whose money Stripe has, and of whom nobody has told us."""
    return shop.buyer().at_the_till().pays()


@pytest.fixture
def event(shop, buyer):
    return shop.news()["checkout.session.completed"]


def kept(shop) -> int:
    return shop.rows(select(func.count(Notice.id)))[0][0]


def as_spaced(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=2).encode()


FORGED = {
    "no header": lambda body: (body, ""),
    "nonsense for a header": lambda body: (body, "t=now,v1=yes"),
    "a header without a signature": lambda body: (body, signed(body).partition(",")[0]),
    "another secret": lambda body: (body, signed(body, secret="whsec_of_somebody_else")),
    "a blank secret": lambda body: (body, signed(body, secret="")),
    "the body written anew": lambda body: (as_spaced(body), signed(body)),
    "ten minutes old": lambda body: (body, signed(body, seconds_ago=600)),
    "the signature of another event": lambda body: (body, signed(body.replace(b"evt_", b"evt_x"))),
    "another event under a true signature": lambda body: (body.replace(b'"evt_', b'"evt_x'), signed(body)),
    "an older scheme": lambda body: (body, signed(body).replace("v1=", "v0=")),
    "no body at all": lambda body: (b"", signed(body)),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=list(FORGED))
def test_pay_1_a_forged_notice_is_answered_400_and_changes_nothing(shop, buyer, event, forge):
    body, signature = forge(json.dumps(event).encode())

    assert shop.post(body, signature) == 400

    shop.work()
    assert kept(shop) == 0
    assert shop.status(buyer) == "awaiting payment"


@pytest.mark.parametrize("body", [b"", b"paid", b"\xff\xfe", b"null", b"[]", b"{}"], ids=repr)
def test_pay_1_a_well_signed_body_that_is_no_event_is_not_taken(shop, body):
    assert shop.post(body) == 400
    assert kept(shop) == 0


def test_pay_1_a_notice_in_time_and_well_signed_is_taken(shop, buyer, event):
    body = json.dumps(event).encode()

    assert shop.post(body, signed(body, seconds_ago=240)) == 200

    shop.work()
    assert shop.status(buyer) == "confirmed"


@pytest.mark.parametrize("ours_is_first", [True, False])
def test_pay_1_while_a_secret_is_rolled_one_of_two_signatures_is_ours(shop, buyer, event, ours_is_first):
    body = json.dumps(event).encode()
    moment = signed(body).partition(",")[0]
    signatures = [f"v1={sign(secret, int(moment[2:]), body)}" for secret in (SECRET, "whsec_the_other")]

    assert shop.post(body, ",".join([moment, *(signatures if ours_is_first else signatures[::-1])])) == 200

    shop.work()
    assert shop.status(buyer) == "confirmed"


def test_pay_1_the_true_signature_on_somebody_elses_event_helps_nobody(shop, buyer, event):
    unpaid = shop.buyer().at_the_till()
    claim = event | {"id": "evt_claim", "data": {"object": event["data"]["object"] | {"id": unpaid.session_id}}}

    assert shop.post(claim) == 200  # as if the secret had leaked: what it says is asked for, not believed

    shop.work()
    assert shop.status(unpaid) == "awaiting payment"
    assert shop.payments(unpaid) == []


@pytest.mark.parametrize("secret", [None, "", "   ", "secret"], ids=["none", "empty", "blank", "not Stripe's"])
def test_pay_1_production_does_not_start_without_a_secret(secret):
    given = {name: value for name, value in GOOD.items() if name != "STRIPE_WEBHOOK_SECRET"}

    with pytest.raises(UnsafeSetting, match=r"^STRIPE_WEBHOOK_SECRET "):
        Config.from_environment(given | ({} if secret is None else {"STRIPE_WEBHOOK_SECRET": secret}))


def test_pay_1_a_notice_needs_no_token_and_may_come_from_anywhere(shop, buyer, event):
    body = json.dumps(event).encode()
    headers = {"Stripe-Signature": signed(body), "Sec-Fetch-Site": "cross-site", "Origin": "https://stripe.example"}
    shop.app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = shop.app.test_client().post("/stripe/webhook", data=body, headers=headers)
    finally:
        shop.app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
