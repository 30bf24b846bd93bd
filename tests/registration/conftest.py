"""What several tests of orders begin with."""

from datetime import timedelta

import pytest

from tests import factories as make

DAY = timedelta(days=1)


@pytest.fixture
def two_days(event):
    product = make.a_product(event, name="Two days", price_pence=99900, sales_close_at=make.NOON + 9 * DAY)
    periods = {make.NOON + DAY: "Early", make.NOON + 9 * DAY: "Late"}
    return make.a_matrix(product, periods, MEMBER=(39500, 46500), DOCTOR=(52500, 62000), TRAINEE=(27500, 32500))


@pytest.fixture
def context(app):
    """The application's context, for actions that are called without a request."""
    with app.app_context():
        yield


@pytest.fixture
def sold_out(session, event):
    """A ticket of which each of three places is sold, in an order of its own."""
    product = make.a_product(event, capacity=3, sales_close_at=make.NOON + 9 * DAY)
    for _ in range(3):
        make.an_order(product, event=event)
    return product
