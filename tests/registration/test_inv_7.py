"""INV-7: whatever a browser sends to be booked, nothing is sold outside its limits and nothing falls over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core import invariants
from registration.models import AddOn, BookingCode, Effect, Order, ProductKind
from tests import factories as make
from tests.registration.booking import DOCTOR, MEMBER, URL

DAY = timedelta(days=1)
ODD = ["", "0", "-1", "1e3", "0x1", "２", "1000000000", "99999999999999999999", " 1", "1 ", "null", "\u202e1"]


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def shop(event, two_days):
    """A ticket with an add-on, another ticket, a hidden one, one not on sale yet, one of another event, and a code."""
    dinner = make.a_product(event, name="Dinner", price_pence=6500, kind=ProductKind.ADD_ON, capacity=2)
    make.saved(AddOn(parent_id=two_days.id, product_id=dinner.id, most=1))
    two_days.most_per_order = 2
    later = {"sales_open_at": make.NOON + DAY, "sales_close_at": make.NOON + 2 * DAY}
    products = {
        "two days": two_days,
        "free": make.a_product(event, name="Free"),
        "hidden": make.a_product(event, name="Hidden", is_hidden=True),
        "later": make.a_product(event, name="Later", **later),
        "dinner": dinner,
        "elsewhere": make.a_product(make.an_event()),
    }
    window = {"starts_at": make.NOON - DAY, "ends_at": make.NOON + DAY, "created_at": make.NOON}
    code = {"code": "HALF", "effect": Effect.PERCENT, "amount": 50, "uses": 1, "products": [products["free"]]}
    make.saved(BookingCode(event_id=event.id, **code, **window))
    return products


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_inv_7_whatever_is_posted_is_refused_or_sold_within_its_limits(browse, app, session, shop, data):
    ids = [str(product.id) for product in shop.values()]
    add_ons = [f"extra{each.id}" for product in shop.values() for each in product.add_ons]
    typed = {"form_key": str(uuid4()), "name": "Dr Ash Fictum", "email": "ash.fictum@north.example"}
    for number in range(data.draw(st.integers(0, 4))):
        mine = {
            "product": data.draw(st.one_of(st.sampled_from(ids), st.sampled_from(ODD))),
            "category": data.draw(st.sampled_from([DOCTOR, MEMBER, "bursary", "standard", ""])),
            "name": data.draw(st.sampled_from(["", "Dr Elm"])),
        }
        for name in add_ons:
            mine[name] = data.draw(st.sampled_from(["", "1", "2", *ODD]))
        typed |= {f"delegates-{number}-{name}": value for name, value in mine.items()}
    typed["code"] = data.draw(st.sampled_from(["", "HALF", "half", "ODD", "\u202e"]))
    before = set(session.scalars(select(Order.id)))

    answer = browse().post(URL, data=typed)

    session.expire_all()
    made = [order for order in session.scalars(select(Order)) if order.id not in before]
    assert answer.status_code in {303, 409, 422, 429}
    assert len(made) == (1 if answer.status_code == 303 else 0)
    for order in made:
        sold = [line.product for line in order.lines]
        assert not {shop["hidden"], shop["later"], shop["elsewhere"]} & set(sold)
        assert shop["dinner"] not in sold or shop["two days"] in sold
        assert sum(line.quantity for line in order.lines if line.product is shop["two days"]) <= 2
    with app.app_context():
        assert {number: rows for number, rows in invariants.broken(session).items() if number != "I2"} == {}


@pytest.mark.parametrize(
    "rule",
    ["registration.actions.orders.rules.check_numbers", "registration.forms.booking.OrderForm._goes_together"],
)
def test_inv_7_one_of_its_two_guards_alone_still_refuses_an_add_on_without_its_ticket(
    browse, session, shop, monkeypatch, rule
):
    monkeypatch.setattr(rule, lambda *_: True)
    add_on = shop["two days"].add_ons[0]
    typed = make.a_booking(shop["free"], **{f"delegates-0-extra{add_on.id}": "1", "delegates-0-category": DOCTOR})

    browse().post(URL, data=typed)

    lines = [line.product.name for order in session.scalars(select(Order)) for line in order.lines]
    assert "Dinner" not in lines
