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
