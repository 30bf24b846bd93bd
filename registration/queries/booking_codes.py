"""Codes, as a buyer types them and as the desk lists them."""

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFound
from events.models import Event
from registration.models import BookingCode, Order, OrderLine, Product, WaitingEntry
from registration.rules import plain_code


def code_by_words(session: Session, event: Event, written: str, *, lock: bool = False) -> BookingCode | None:
    """The event's code that is ``written`` so (rules.plain_code), with its products and their quotas.

    Locked, it is as it is now and kept from others; the event's quotas are locked before it (R1).
    """
    found = select(BookingCode).where(BookingCode.event_id == event.id, BookingCode.code == written)
    found = found.options(selectinload(BookingCode.products).selectinload(Product.quotas))
    if lock:
        found = found.with_for_update(of=BookingCode).execution_options(populate_existing=True)
    return session.scalar(found)


def codes_page(session: Session, event: Event, *, words: str, before_id: int | None, rows: int) -> list[BookingCode]:
    """Up to ``rows`` codes older than ``before_id``, the latest first; not the offers of the waiting list."""
    found = _matching(event, words)
    if before_id is not None:
        found = found.where(BookingCode.id < before_id)
    found = found.options(selectinload(BookingCode.products)).order_by(BookingCode.id.desc()).limit(rows)
    return list(session.scalars(found))


def codes_found(session: Session, event: Event, *, words: str) -> list[BookingCode]:
    """All of them, for a file."""
    found = _matching(event, words).options(selectinload(BookingCode.products))
    return list(session.scalars(found.order_by(BookingCode.id)))


def how_many_codes(session: Session, event: Event, *, words: str) -> int:
    return session.scalar(select(func.count()).select_from(_matching(event, words).subquery())) or 0


def code_at_desk(session: Session, event: Event, code_id: int, *, lock: bool = False) -> BookingCode:
    """A code of this event. Locked, it is as it is now; the event's quotas are locked before it (R1)."""
    found = select(BookingCode).where(BookingCode.event_id == event.id, BookingCode.id == code_id, ~_IS_OFFER)
    found = found.options(selectinload(BookingCode.products).selectinload(Product.quotas))
    if lock:
        found = found.with_for_update(of=BookingCode).execution_options(populate_existing=True)
    code = session.scalar(found)
    if code is None:
        raise NotFound("There is no such code.")
    return code


def orders_with_code(session: Session, code: BookingCode, rows: int) -> list[tuple[Order, int]]:
    """The latest ``rows`` orders in which the code was used, each with how often."""
    used = select(OrderLine.order_id, func.sum(OrderLine.quantity).label("times"))
    counted = used.where(OrderLine.code_id == code.id).group_by(OrderLine.order_id).subquery()
    found = select(Order, counted.c.times).join(counted, counted.c.order_id == Order.id)
    return [(order, times) for order, times in session.execute(found.order_by(Order.id.desc()).limit(rows))]


_IS_OFFER = exists().where(WaitingEntry.code_id == BookingCode.id)


def _matching(event: Event, words: str) -> Select[tuple[BookingCode]]:
    found = select(BookingCode).where(BookingCode.event_id == event.id, ~_IS_OFFER)
    return found.where(*(_holds(word) for word in words.split()))


def _holds(word: str) -> ColumnElement[bool]:
    return or_(
        BookingCode.code.contains(plain_code(word), autoescape=True),
        func.lower(BookingCode.words).contains(word.lower(), autoescape=True),
    )
