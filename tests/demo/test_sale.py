"""What the demo sells: the whole matrix of the annual conference, with add-ons, codes and a group."""

import pytest
from sqlalchemy import func, select

from core import invariants
from core.db import reading, session
from demo import data
from events.models import Event
from registration.models import (
    BookingCode,
    Category,
    Effect,
    Order,
    OrderLine,
    OrderStatus,
    Price,
    PricePeriod,
    Product,
    Quota,
    Reduction,
)


@pytest.fixture(scope="module")
def demo(loaded):
    with loaded(data.D0).app_context(), reading():
        yield session.scalars(select(Event).where(Event.slug == "leaders-2027")).one()


def named(event, name) -> Product:
    return session.scalars(select(Product).where(Product.event_id == event.id, Product.name == name)).one()


def row(product, category) -> list[int]:
    found = select(Price.pence).join(PricePeriod).where(Price.product_id == product.id, Price.category == category)
    return list(session.scalars(found.order_by(PricePeriod.ends_at)))


def test_nothing_is_wrong_with_it(demo):
    assert invariants.broken(session) == {}


@pytest.mark.parametrize(
    ("name", "category", "pence"),
    [
        ("Two days", Category.MEMBER, [39500, 46500, 52500]),
        ("Two days", Category.COMMERCIAL, [95000, 110000, 125000]),
        ("Two days", Category.PARTNER, [0, 0, 0]),
        ("Day one", Category.STUDENT, [5500, 5500, 7000]),
        ("Online, both days", Category.LOW_INCOME, [2500, 2500, 2500]),
        ("Bursary place", Category.BURSARY, [0]),
        ("Workshop: chairing well", Category.FELLOW, [9500, 9500, 9500]),
        ("Workshop: chairing well", Category.DOCTOR, [14000, 14000, 14000]),
        ("Workshop: chairing well", Category.TRAINEE, [5500, 5500, 5500]),
    ],
)
def test_the_prices_are_the_conferences(demo, name, category, pence):
    assert row(named(demo, name), category) == pence


def test_a_group_has_ten_percent_off_until_the_last_period(demo):
    percents = select(PricePeriod.group_percent).where(PricePeriod.event_id == demo.id).order_by(PricePeriod.ends_at)

    assert session.scalars(percents).all() == [10, 10, 0]


def test_each_thing_has_its_places(demo):
    places = dict(session.execute(select(Quota.name, Quota.capacity).where(Quota.event_id == demo.id)).all())

    assert (places["Students"], places["Bursaries"], places["Conference dinner"]) == (120, 20, 250)
    assert [places[name] for name in places if name.startswith("Workshop")] == [40, 40]


def test_rule_21_somebody_dines_with_the_vat_that_is_in_it(demo):
    dinner = named(demo, "Conference dinner")
    line = session.scalars(select(OrderLine).where(OrderLine.product_id == dinner.id)).one()

    assert (line.total_pence, line.vat_pence) == (6500, 1083)


def test_a_group_a_code_and_a_bursary_are_booked(demo):
    reductions = session.scalars(
        select(OrderLine.reduction).join(Order).where(Order.event_id == demo.id).distinct()
    ).all()
    asked = select(func.count(Order.id)).where(Order.event_id == demo.id, Order.status == OrderStatus.REQUESTED)

    assert {Reduction.GROUP, Reduction.CODE} <= set(reductions)
    assert session.scalar(asked) == 1


def test_there_are_codes_of_each_kind(demo):
    codes = session.scalars(select(BookingCode).where(BookingCode.event_id == demo.id)).all()

    assert {code.effect for code in codes} == set(Effect)
    assert {code.category for code in codes} == {None, Category.PARTNER, Category.ISSUED}
    assert {code.is_reserving for code in codes} == {code.opens_hidden for code in codes} == {True, False}
