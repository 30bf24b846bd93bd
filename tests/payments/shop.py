"""A priced event on sale, its buyers at the till, and what the desk, the worker and Stripe make of them."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import invariants
from core.db import reading
from core.outbox import OutgoingLetter
from payments import actions
from payments.gateway import Gateway
from payments.models import Notice, Payment, Refund, Till
from payments.simulator.events import sign
from people.access import SIGN_IN
from people.models import Role, SignIn
from people.rules import hash_of
from registration.models import Order, Quota
from tests import factories as make
from tests.rig.stripe import Simulator

SLUG = "leaders-2027"
PRICE = 19_500
SECRET = "whsec_tests"
ENOUGH = 500


class Clock:
    """The time of the test; it stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Buyer:
    """A browser, the order that it placed, and the Stripe session at which it pays."""

    shop: "Shop"
    browser: FlaskClient
    key: str
    session_id: str = ""

    def pay_button(self):
        """The answer to pressing Pay."""
        return self.browser.post(f"/orders/{self.key}/payment")

    def at_the_till(self) -> "Buyer":
        answer = self.pay_button()
        assert answer.status_code == 303, answer.text
        self.session_id = answer.location.rpartition("/")[2]
        return self

    def pays(self, **how: str) -> "Buyer":
        """At Stripe only: nobody has told us."""
        self.shop.stripe.pay(self.session_id, **how)
        return self

    def comes_back(self, session_id: str | None = None):
        """The answer to the browser's return."""
        return self.browser.get(f"/orders/{self.key}/paid?session={session_id or self.session_id}")

    def page(self) -> str:
        return self.browser.get(f"/orders/{self.key}").text

    def holds_again(self):
        return self.browser.post(f"/orders/{self.key}/hold")

    def lets_go(self):
        return self.browser.post(f"/orders/{self.key}/cancel")


class Shop:
    """Reads come back as plain values, so that they are true at the moment they were asked."""

    def __init__(self, app: Flask, stripe: Simulator, gateway: Gateway, clock: Clock) -> None:
        self.app, self.stripe, self.gateway, self.clock = app, stripe, gateway, clock
        with app.app_context():
            day = clock.at.date() + timedelta(days=100)
            self.event_id = make.an_event(slug=SLUG, first_day=day, last_day=day, created_at=clock.at).id

    # What is sold

    def quota(self, capacity: int) -> int:
        with self.app.app_context():
            return make.saved(Quota(event_id=self.event_id, name="In person", capacity=capacity)).id

    def product(self, capacity: int = 10, quota_ids: list[int] | None = None, **changes: Any) -> int:
        window = {
            "sales_open_at": self.clock.at - timedelta(days=1),
            "sales_close_at": self.clock.at + timedelta(days=30),
        }
        with self.app.app_context():
            quotas = [make.session.get_one(Quota, each) for each in quota_ids or [self.quota(capacity)]]
            event = make.session.get_one(make.Event, self.event_id)
            given = {"price_pence": PRICE} | window | changes
            return make.a_product(event, quotas=quotas, **given).id

    # Buyers

    def asks_for(self, *product_ids: int, browser: FlaskClient | None = None, **typed: Any):
        """The answer to a form that asks for one place of each product."""
        form = make.a_booking(make.Product(id=product_ids[0]), **typed)
        for number, product_id in enumerate(product_ids[1:], start=1):
            form |= {f"delegates-{number}-product": product_id, f"delegates-{number}-name": f"Delegate {number}"}
        return (browser or self.app.test_client()).post(f"/events/{SLUG}/tickets", data=form)

    def buyer(self, *product_ids: int) -> Buyer:
        """Somebody who holds one place of each of these products; one of a new product if none is named."""
        browser = self.app.test_client()
        answer = self.asks_for(*(product_ids or (self.product(),)), browser=browser)
        assert answer.status_code == 303, answer.text
        return Buyer(self, browser, answer.location.rpartition("/")[2])

    def paid(self, *product_ids: int) -> Buyer:
        """A buyer whose order is paid and confirmed."""
        buyer = self.buyer(*product_ids).at_the_till().pays()
        assert buyer.comes_back().status_code == 303
        assert self.status(buyer) == "confirmed"
        return buyer

    # The desk

    def organiser(self) -> FlaskClient:
        """A browser in which somebody who runs the event is signed in."""
        return self._signed_in(Role.ORGANISER)

    def steward(self) -> FlaskClient:
        return self._signed_in(Role.DOOR)

    def _signed_in(self, role: Role) -> FlaskClient:
        browser, key = self.app.test_client(), f"key-{uuid4()}"
        with self.app.app_context():
            event = make.session.get_one(make.Event, self.event_id)
            person_id = make.a_person(role=role, event=event).id
            times = {"begun_at": self.clock.at, "seen_at": self.clock.at, "expires_at": make.LONG_AFTER}
            make.saved(SignIn(person_id=person_id, key_hash=hash_of(key), **times))
        with browser.session_transaction() as cookie:
            cookie[SIGN_IN] = key
        return browser

    def desk_page(self, buyer: Buyer) -> str:
        """What the desk sees of the order."""
        return self.organiser().get(f"/desk/{SLUG}/orders/{self._reference(buyer)}").text

    def refund(self, buyer: Buyer, pounds: str, *, by: FlaskClient | None = None, number: int = 0, **typed: str):
        """The answer to the desk's refund form, for the first of the order's payments or the one of this number."""
        address = f"/desk/{SLUG}/orders/{self._reference(buyer)}/refund"
        found = select(Payment.id, Payment.amount_pence - Payment.refunded_pence).join(Payment.order)
        payment_id, left = self._of_order(buyer, found.order_by(Payment.id))[number]
        given = {"payment": payment_id, "left": left, "amount": pounds}
        return (by or self.organiser()).post(address, data=given | typed)

    def _reference(self, buyer: Buyer) -> str:
        return self._of_order(buyer, select(Order.reference))[0][0]

    # Time, the worker, Stripe's news

    def later(self, *, stripe_too: bool = True, **delta: float) -> None:
        passed = timedelta(**delta)
        self.clock.at += passed
        if stripe_too:
            self.stripe.advance(int(passed.total_seconds()))

    def do(self, work: Callable, *arguments: Any, **named: Any) -> Any:
        with self.app.app_context():
            return work(*arguments, **named)

    def work(self, *turns: Callable[[], bool]) -> int:
        """Let the worker, or these of its turns, do all that is due; how much that was."""
        gateway = self.gateway
        turns = turns or (
            actions.free_next_hold,
            lambda: actions.settle_next_notice(gateway),
            lambda: actions.shut_next_till(gateway),
            lambda: actions.send_next_refund(gateway),
        )
        for done in range(ENOUGH):
            if not any(self.do(turn) for turn in turns):
                return done
        raise AssertionError("The worker never comes to an end.")

    def reconcile(self) -> dict[str, int]:
        return self.do(actions.reconcile, self.gateway)

    def news(self, session_id: str = "") -> dict[str, dict]:
        """Stripe's events by type, the newest of each; of one session if it is named."""
        return {
            event["type"]: event
            for event in self.stripe.ledger()["events"]
            if not session_id or event["data"]["object"].get("id") in {session_id, *self._of(session_id)}
        }

    def _of(self, session_id: str) -> set[str]:
        ledger = self.stripe.ledger()
        intents = {each["payment_intent"] for each in ledger["sessions"] if each["id"] == session_id}
        return intents | {each["id"] for each in ledger["charges"] if each["payment_intent"] in intents}

    def post(self, event: dict | bytes, signature: str | None = None) -> int:
        """The status that our endpoint answers to this event, signed well unless a signature is given."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        headers = {"Stripe-Signature": signed(body) if signature is None else signature}
        return self.app.test_client().post("/stripe/webhook", data=body, headers=headers).status_code

    # What is there

    def rows(self, query) -> list[tuple]:
        with self.app.app_context(), reading() as session:
            return [tuple(row) for row in session.execute(query)]

    def _of_order(self, buyer: Buyer, query) -> list[tuple]:
        return self.rows(query.where(Order.key == buyer.key))

    def status(self, buyer: Buyer) -> str:
        return self._of_order(buyer, select(Order.status))[0][0].value

    def counts(self, product_id: int) -> tuple[int, int]:
        """Sold and held, of the product's first quota."""
        found = select(Quota.sold, Quota.held).join(make.Product.quotas.of_type(Quota))
        return self.rows(found.where(make.Product.id == product_id).order_by(Quota.id))[0]

    def charge(self, buyer: Buyer) -> str:
        """Stripe's id of the order's latest charge."""
        found = select(Payment.charge_id).join(Payment.order).order_by(Payment.id)
        return self._of_order(buyer, found)[-1][0]

    def payments(self, buyer: Buyer) -> list[tuple]:
        """Amount, how much of it goes back, and what is wrong with it."""
        found = select(Payment.amount_pence, Payment.refunded_pence, Payment.problem).join(Payment.order)
        return self._of_order(buyer, found.order_by(Payment.id))

    def refunds(self, buyer: Buyer) -> list[tuple]:
        """Amount, reason and status."""
        found = select(Refund.amount_pence, Refund.reason, Refund.status).join(Refund.payment).join(Payment.order)
        return [(pence, why.value, how.value) for pence, why, how in self._of_order(buyer, found.order_by(Refund.id))]

    def tills(self, buyer: Buyer) -> list[str]:
        found = self._of_order(buyer, select(Till.status).join(Till.order).order_by(Till.id))
        return [status.value for (status,) in found]

    def letters(self) -> list[str]:
        found = select(OutgoingLetter.kind).order_by(OutgoingLetter.id)
        return [kind.rpartition("/")[2] for (kind,) in self.rows(found)]

    def outcomes(self) -> list[str]:
        return [outcome for (outcome,) in self.rows(select(Notice.outcome).order_by(Notice.id))]

    def broken(self) -> dict[str, list[dict]]:
        with self.app.app_context(), reading() as session:
            return invariants.broken(session)

    def agrees_with_stripe(self) -> bool:
        """Our payments and what went back are Stripe's charges and refunds, both ways (I11)."""
        ledger = self.stripe.ledger()
        theirs = {
            each["id"]: (each["amount"], each["amount_refunded"])
            for each in ledger["charges"]
            if each["status"] == "succeeded"
        }
        ours = self.rows(select(Payment.charge_id, Payment.amount_pence, Payment.refunded_pence))
        return {charge_id: (amount, refunded) for charge_id, amount, refunded in ours} == theirs


def signed(body: bytes, *, secret: str = SECRET, seconds_ago: int = 0) -> str:
    """The header that Stripe would send with this body."""
    moment = int(time.time()) - seconds_ago
    return f"t={moment},v1={sign(secret, moment, body)}"
