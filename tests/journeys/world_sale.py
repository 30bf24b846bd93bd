"""What is sold at the desk, for the pages that show it: with long names, sold and unsold, over and to come."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from demo.add_ons import SLUG
from demo.prices import TWO_DAYS
from events.models import Event
from registration.actions import begin_reserving
from registration.models import BookingCode, PricePeriod, Product, Quota
from registration.queries import lock_places
from tests import factories as make

LONG = "Anrhydeddus gymdeithas o feddygon, deintyddion a nyrsys Llanfairpwllgwyngyll a\u2019r cyffiniau"


def sale(now) -> dict[str, str]:
    """A miscount, a code that keeps places, one that is over; and the ids of a ticket, a period, a quota and a code."""
    event = session.scalars(select(Event).where(Event.slug == SLUG)).one()
    long = session.scalars(select(Event).where(Event.slug == "long")).one()
    quota = session.scalars(select(Quota).where(Quota.event_id == event.id).order_by(Quota.id)).first()
    window = {"starts_at": now - timedelta(days=9), "created_at": now}
    product = session.scalars(select(Product).where(Product.event_id == long.id)).one()
    code = make.a_code(long, code="LLANFAIRPWLLGWYNGYLL", words=LONG, products=[product], uses=2, **window)
    make.a_code(long, code="OVER", ends_at=now - timedelta(days=1), budget_pence=5000, **window)
    lock_places(session, long)
    begin_reserving(session, code=code)
    make.a_matrix(product, {now + timedelta(days=1): LONG[:40], now + timedelta(days=9): "Late"}, PARTNER=(0, 9900))

    def first(table, *which):
        return str(
            session.scalars(select(table.id).where(table.event_id == event.id, *which).order_by(table.id)).first()
        )

    return {
        "sold_product": first(Product, Product.name == TWO_DAYS),
        "period": first(PricePeriod),
        "quota": str(quota.id),
        "code": first(BookingCode, BookingCode.used > 0),
        "long_product": str(product.id),
        "long_code": str(code.id),
    }
