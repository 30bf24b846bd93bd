"""Codes, as a buyer types them and as the desk lists them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from events.models import Event
from registration.models import BookingCode, Product


def code_by_words(session: Session, event: Event, plain_code: str, *, lock: bool = False) -> BookingCode | None:
    """The event's code that is written so (rules.plain_code), with its products and their quotas.

    Locked, it is as it is now and kept from others; the event's quotas are locked before it (R1).
    """
    found = select(BookingCode).where(BookingCode.event_id == event.id, BookingCode.code == plain_code)
    found = found.options(selectinload(BookingCode.products).selectinload(Product.quotas))
    if lock:
        found = found.with_for_update(of=BookingCode).execution_options(populate_existing=True)
    return session.scalar(found)
