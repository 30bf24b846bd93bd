"""PAY-4: wrong money, or money for another order, makes no ticket; it is flagged and the desk sees it."""

import pytest
from sqlalchemy import select

from events.models import Event
from people.models import Role
from registration.models import Order
from tests import factories as make
from tests.payments.shop import PRICE, SLUG

WRONG = {
    "one penny": ({"amount_total": 1}, "paid 1 pence, not 19500"),
    "one penny less": ({"amount_total": PRICE - 1}, "paid 19499 pence, not 19500"),
    "one penny more": ({"amount_total": PRICE + 1}, "paid 19501 pence, not 19500"),
    "a hundred times as much": ({"amount_total": PRICE * 100}, "paid 1950000 pence, not 19500"),
    "another currency": ({"currency": "eur"}, "paid in eur, not gbp"),
    "a currency without pence": ({"currency": "jpy"}, "paid in jpy, not gbp"),
    "another order": ({"client_reference_id": "somebody-elses"}, "paid for another order"),
    "no order": ({"client_reference_id": None}, "paid for another order"),
}


@pytest.fixture
def desk(shop, session, browse):
    """The organiser's view of an order."""
    organiser = browse(make.a_person(role=Role.ORGANISER, event=session.get_one(Event, shop.event_id)))

    def page_of(buyer) -> str:
        ((reference,),) = shop.rows(select(Order.reference).where(Order.key == buyer.key))
        return organiser.get(f"/desk/{SLUG}/orders/{reference}").text

    return page_of


@pytest.mark.parametrize("road", ["the browser", "a notice", "reconcile"])
@pytest.mark.parametrize(("changes", "told"), WRONG.values(), ids=list(WRONG))
def test_pay_4_money_that_does_not_fit_is_flagged_and_makes_no_ticket(shop, desk, changes, told, road):
    buyer = shop.buyer().at_the_till().pays()
    completed = shop.news()["checkout.session.completed"]
    shop.stripe.alter(buyer.session_id, **changes)

    if road == "the browser":
        assert buyer.comes_back().status_code == 303
    elif road == "a notice":
        assert shop.post(completed) == 200
        shop.work()
    else:
        shop.reconcile()

    assert shop.status(buyer) == "awaiting payment"
    assert [problem for *_amounts, problem in shop.payments(buyer)] == [told]
    assert "You are booked." not in buyer.page()
    assert f"Look at this: {told}" in desk(buyer)
    assert shop.letters() == []
    assert shop.broken() == {}


def test_pay_4_another_orders_paid_session_in_the_return_address_is_not_there(shop):
    paid, other = shop.paid(), shop.buyer().at_the_till()

    answer = other.comes_back(paid.session_id)

    assert answer.status_code == 404
    assert shop.status(other) == "awaiting payment"
    assert shop.payments(other) == []


def test_pay_4_neither_is_an_own_session_with_another_orders_key(shop):
    paid, other = shop.buyer().at_the_till().pays(), shop.buyer().at_the_till()

    assert paid.browser.get(f"/orders/{other.key}/paid?session={paid.session_id}").status_code == 404
    assert shop.status(other) == "awaiting payment"
    assert shop.status(paid) == "awaiting payment"


@pytest.mark.parametrize("session_id", ["", "cs_test_of_nobody", "{CHECKOUT_SESSION_ID}", "' or 1=1 --", "x" * 3000])
def test_pay_4_a_session_that_nobody_opened_is_not_there(shop, session_id):
    buyer = shop.buyer().at_the_till()

    assert buyer.browser.get(f"/orders/{buyer.key}/paid", query_string={"session": session_id}).status_code == 404


def test_pay_4_a_cheaper_orders_session_with_its_till_key_swapped_pays_for_nothing(shop):
    cheap = shop.buyer(shop.product(price_pence=100)).at_the_till().pays()
    dear = shop.buyer().at_the_till()
    sessions = {each["id"]: each for each in shop.stripe.ledger()["sessions"]}
    shop.stripe.alter(cheap.session_id, metadata=sessions[dear.session_id]["metadata"])

    shop.reconcile()

    assert shop.status(dear) == "awaiting payment"
    assert {problem for *_amounts, problem in shop.payments(dear)} <= {"paid for another order"}


def test_pay_4_a_till_opened_at_an_older_price_does_not_pay_the_newer(shop, session):
    product = shop.product()
    buyer = shop.buyer(product).at_the_till()
    shop.later(minutes=34, stripe_too=False)
    session.get_one(make.Product, product).price_pence = PRICE + 500
    session.commit()
    assert buyer.holds_again().status_code == 303
    buyer.pays()

    shop.reconcile()

    assert shop.status(buyer) == "held"
    assert shop.payments(buyer) == [(PRICE, PRICE, f"paid {PRICE} pence, not {PRICE + 500}")]
