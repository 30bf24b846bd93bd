"""Booking a place at a category's price, as a browser does."""

from sqlalchemy import select

from registration.models import Category, Order
from tests import factories as make

URL = "/events/leaders-2027/tickets"
MEMBER, DOCTOR, TRAINEE = Category.MEMBER.value, Category.DOCTOR.value, Category.TRAINEE.value


def book(client, product, category=DOCTOR, **typed):
    return client.post(URL, data=make.a_booking(product, **{"delegates-0-category": category} | typed))


def the_order(session) -> Order:
    session.expire_all()
    return session.scalars(select(Order)).one()
