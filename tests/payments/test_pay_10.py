"""PAY-10: nobody gets past the till."""

import pytest
from sqlalchemy import func, select

from checkin.models import Admission
from events.models import Event
from registration.models import Order, Ticket
from tests import factories as make
from tests.payments.shop import PRICE, SLUG

HOSTILE = {
    "price": "0",
    "price_pence": "0",
    "unit_pence": "0",
    "total": "0",
    "total_pence": "0",
    "amount": "0",
    "amount_pence": "0",
    "currency": "xxx",
    "status": "confirmed",
    "paid": "1",
    "is_paid": "true",
    "payment_status": "paid",
    "confirmed": "1",
    "hold": "99999999",
    "hold_ends_at": "2099-01-01T00:00:00",
    "kept_until": "",
    "session": "cs_test_mine",
    "session_id": "cs_test_mine",
    "client_reference_id": "mine",
    "success_url": "https://evil.example/",
    "email": "eve@south.example",
    "discount": "100",
    "voucher": "FREE",
}


def test_pay_10_fields_that_nobody_asked_for_change_nothing_at_any_step(shop):
    product = shop.product()
    hostile = {name: value for name, value in HOSTILE.items() if name != "email"}
    browser = shop.app.test_client()
    answer = shop.asks_for(product, browser=browser, **hostile, **{"delegates-0-price_pence": "0"})
    assert answer.status_code == 303
    key = answer.location.rpartition("/")[2]

    browser.post(f"/orders/{key}/payment", data=HOSTILE)
    browser.get(f"/orders/{key}/paid", query_string=HOSTILE)
    browser.get(f"/orders/{key}", query_string=HOSTILE)

    found = select(Order.status, Order.total_pence, Order.currency, Order.email, Order.hold_ends_at)
    ((status, pence, currency, email, ends_at),) = shop.rows(found)
    assert (status.value, pence, currency) == ("awaiting payment", PRICE, "gbp")
    assert email == "ash.fictum@north.example"
    assert ends_at == shop.clock.at + make.HOLD
    (session,) = shop.stripe.ledger()["sessions"]
    assert (session["amount_total"], session["currency"]) == (PRICE, "gbp")
    assert session["client_reference_id"] == key
    assert session["success_url"] == f"http://localhost/orders/{key}/paid?session={{CHECKOUT_SESSION_ID}}"
    assert session["customer_email"] == "ash.fictum@north.example"


def test_pay_10_holding_again_with_hostile_fields_costs_the_same(shop):
    buyer = shop.buyer()
    shop.later(minutes=15)

    assert buyer.browser.post(f"/orders/{buyer.key}/hold", data=HOSTILE).status_code == 303

    assert shop.rows(select(Order.total_pence, Order.hold_ends_at)) == [(PRICE, shop.clock.at + make.HOLD)]


@pytest.mark.parametrize("deed", ["payment", "hold", "cancel"])
def test_pay_10_somebody_elses_order_is_not_there(shop, deed):
    buyer, stranger = shop.buyer(), shop.app.test_client()
    nowhere = stranger.post(f"/orders/no-such-order/{deed}")

    answer = stranger.post(f"/orders/{buyer.key}/{deed}")

    assert answer.status_code == nowhere.status_code == 404
    assert shop.status(buyer) == "held"
    assert shop.stripe.ledger()["sessions"] == []


def test_pay_10_neither_is_its_return_address(shop):
    buyer = shop.buyer().at_the_till().pays()

    answer = shop.app.test_client().get(f"/orders/{buyer.key}/paid?session={buyer.session_id}")

    assert answer.status_code == 404
    assert shop.status(buyer) == "awaiting payment"


def test_pay_10_the_printed_reference_opens_nothing(shop):
    buyer = shop.buyer()
    ((reference,),) = shop.rows(select(Order.reference))

    for address in ("payment", "hold", "cancel"):
        assert buyer.browser.post(f"/orders/{reference}/{address}").status_code == 404


def test_pay_10_coming_back_without_having_paid_confirms_nothing(shop):
    product = shop.product()
    buyer = shop.buyer(product).at_the_till()

    assert buyer.comes_back().status_code == 303

    assert shop.status(buyer) == "awaiting payment"
    assert shop.counts(product) == (0, 1)
    assert "You are booked." not in buyer.page()


@pytest.mark.parametrize("deed", ["confirm", "complete", "free", "paid", "invoice", "offline", "expire", "refund"])
def test_pay_10_there_is_no_address_that_confirms(shop, deed):
    buyer = shop.buyer()

    assert buyer.browser.post(f"/orders/{buyer.key}/{deed}").status_code in {404, 405}

    assert shop.status(buyer) == "held"


def test_pay_10_a_get_of_what_is_posted_does_nothing(shop):
    buyer = shop.buyer()

    for deed in ("payment", "hold", "cancel"):
        assert buyer.browser.get(f"/orders/{buyer.key}/{deed}").status_code in {404, 405}

    assert shop.status(buyer) == "held"


def test_pay_10_an_unpaid_orders_page_shows_no_code_that_would_admit(shop):
    buyer = shop.buyer().at_the_till()
    ((ticket_key, code),) = shop.rows(select(Ticket.key, Ticket.code))

    page = buyer.page()

    assert code not in page
    ticket = buyer.browser.get(f"/tickets/{ticket_key}")
    assert ticket.status_code == 404 or code not in ticket.text


@pytest.mark.parametrize("state", ["held", "at the till", "expired"])
def test_pay_10_an_unpaid_ticket_is_not_let_in(shop, session, state):
    product = shop.product()
    buyer = shop.buyer(product)
    if state == "at the till":
        buyer.at_the_till()
    if state == "expired":
        shop.later(minutes=15)
        shop.work()
    ((code,),) = shop.rows(select(Ticket.code))
    with shop.app.app_context():
        event = session.get_one(Event, shop.event_id)
        event.first_day = event.last_day = shop.clock.at.date()
        session.commit()

    shop.steward().post(f"/events/{SLUG}/door", data={"code": code, "key": "a"})

    admitted = shop.rows(select(func.count(Admission.id)))
    assert admitted == [(0,)]


def test_pay_10_a_mixed_order_of_free_and_dear_is_not_confirmed_unpaid(shop):
    free, dear = shop.product(price_pence=0), shop.product()

    buyer = shop.buyer(free, dear)

    assert shop.status(buyer) == "held"
    assert shop.counts(free) == shop.counts(dear) == (0, 1)
