"""Admission lists, and whose tickets they admit."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from checkin.models import MAIN_LIST, AdmissionList, Scan, device_lists
from checkin.rules import main_list
from core.errors import NotFound
from events.models import Event
from registration.models import Extra, OrderLine, Ticket


def lists_of(session: Session, event: Event) -> list[AdmissionList]:
    """The event's admission lists, its own first; that one is there without a row too."""
    found = (
        select(AdmissionList).where(AdmissionList.event_id == event.id).options(selectinload(AdmissionList.products))
    )
    lists = list(session.scalars(found.order_by(AdmissionList.position, AdmissionList.id)))
    if all(each.slug != MAIN_LIST for each in lists):
        lists.append(main_list(event.id))
    return sorted(lists, key=lambda each: each.slug != MAIN_LIST)


def list_at_desk(session: Session, event: Event, slug: str) -> AdmissionList:
    """A list of this event; its own is made up where there is no row of it."""
    found = select(AdmissionList).where(AdmissionList.event_id == event.id, AdmissionList.slug == slug)
    one = session.scalar(found.options(selectinload(AdmissionList.products)))
    if one is None and slug != MAIN_LIST:
        raise NotFound("There is no such list.")
    return one or main_list(event.id)


def has_scans(session: Session, admission_list: AdmissionList) -> bool:
    """True once a ticket was scanned for the list."""
    scanned = select(Scan.id).where(Scan.event_id == admission_list.event_id, Scan.list == admission_list.slug)
    return session.scalar(scanned.limit(1)) is not None


def has_phones(session: Session, admission_list: AdmissionList) -> bool:
    """True if a phone was set up for this list and not for all."""
    bound = select(device_lists.c.list_id).where(device_lists.c.list_id == admission_list.id)
    return session.scalar(bound.limit(1)) is not None


def is_admitted_by(admission_list: AdmissionList) -> ColumnElement[bool]:
    """Of tickets joined with their lines: whether theirs is one of the list's products, or has one as an extra."""
    if not admission_list.products:
        return Ticket.id.is_not(None)
    wanted = [product.id for product in admission_list.products]
    extra = select(Extra.id).join(OrderLine, OrderLine.id == Extra.line_id).where(Extra.ticket_id == Ticket.id)
    return or_(
        OrderLine.product_id.in_(wanted), extra.where(OrderLine.product_id.in_(wanted)).correlate(Ticket).exists()
    )
