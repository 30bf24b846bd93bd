"""Money that comes late for places booked with a code: a ticket if the code's use is still there, else it goes back
(rule 8, R5)."""

from datetime import timedelta

import pytest

from payments import actions
from registration.models import BookingCode, Effect, Product
from tests import factories as make
from tests.payments.shop import Buyer

ONCE = "ONCE"


@pytest.fixture
def half_price(shop):
    """A ticket with two places, and a code for one place at half its price, which keeps it or does not."""

    def made(is_reserving: bool) -> int:
        product_id = shop.product(capacity=2)
        with shop.app.app_context():
            product = make.session.get_one(Product, product_id)
            about = {"code": ONCE, "effect": Effect.PERCENT, "amount": 50, "uses": 1, "used": 0}
            window = {"starts_at": shop.clock.at - timedelta(days=1), "ends_at": shop.clock.at + timedelta(days=9)}
            code = BookingCode(event_id=shop.event_id, products=[product], created_at=shop.clock.at, **about, **window)
            make.saved(code)
            if is_reserving:
                product.quotas[0].reserved, code.is_reserving = 1, True
                make.session.commit()
        return product_id

    return made


@pytest.mark.parametrize("is_reserving", [False, True], ids=["a code", "a code that keeps its place"])
@pytest.mark.parametrize("is_used_again", [False, True], ids=["still there", "used by another"])
def test_late_money_for_a_code(shop, half_price, is_reserving, is_used_again):
    product = half_price(is_reserving)
    browser = shop.app.test_client()
    key = shop.asks_for(product, browser=browser, code=ONCE).location.rpartition("/")[2]
    late = Buyer(shop, browser, key).at_the_till().pays()
    shop.later(minutes=34, stripe_too=False)
    shop.work(actions.free_next_hold)
    assert shop.status(late) == "expired"
    if is_used_again:
        assert shop.asks_for(product, code=ONCE).status_code == 303

    assert shop.post(shop.news()["checkout.session.completed"]) == 200
    shop.work()

    if is_used_again:
        assert (shop.status(late), shop.refunds(late)) == ("expired", [(9_750, "late", "done")])
    else:
        assert (shop.status(late), shop.refunds(late)) == ("confirmed", [])
    assert shop.broken() == {}
    assert shop.agrees_with_stripe()
