"""What a phone's package is made of, as plain rows: so many statements, however many tickets there are."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session

from checkin.models import MAIN_LIST, Admission, AdmissionList, products_admitted
from checkin.queries.door import NO_PHOTOS, STATUS_AT_DOOR
from checkin.queries.faults import conflicts
from checkin.rules import (
    Contents,
    Holder,
    Listing,
    PlainDevice,
    PlainEntry,
    PlainList,
    PlainTicket,
    main_list,
    may_read_for,
)
from events.models import Event
from registration.models import Extra, Order, OrderLine, Product, RevokedCode, Ticket

# The event's own list is there without a row.
MAIN = PlainList(MAIN_LIST, main_list(0).name, Listing())
# Built once: each phone asks these every minute, and to build them takes longer than to ask.
_EVENT_ID: BindParameter[int] = bindparam("event_id")
_LISTS = (
    select(AdmissionList.slug, AdmissionList.name, *(getattr(AdmissionList, each.name) for each in fields(Listing)))
    .where(AdmissionList.event_id == _EVENT_ID)
    .order_by(AdmissionList.position, AdmissionList.id)
)
_PRODUCTS = select(Product.id, Product.name).where(Product.event_id == _EVENT_ID).order_by(Product.id)
_PRODUCTS_OF_LISTS = (
    select(AdmissionList.slug, products_admitted.c.product_id)
    .join(products_admitted, products_admitted.c.list_id == AdmissionList.id)
    .where(AdmissionList.event_id == _EVENT_ID)
    .order_by(products_admitted.c.product_id)
)
_TICKETS = (
    select(Ticket.id, Ticket.name, Ticket.organisation, OrderLine.name, Ticket.code, STATUS_AT_DOOR, Ticket.proof)
    .add_columns(Product.only_day, NO_PHOTOS, OrderLine.product_id)
    .join(Order, Order.id == Ticket.order_id)
    .join(OrderLine, OrderLine.id == Ticket.line_id)
    .join(Product, Product.id == OrderLine.product_id)
    .where(Ticket.event_id == _EVENT_ID)
    .order_by(Ticket.id)
)
_EXTRAS = (
    select(Extra.ticket_id, OrderLine.product_id)
    .join(OrderLine, OrderLine.id == Extra.line_id)
    .join(Ticket, Ticket.id == Extra.ticket_id)
    .where(Ticket.event_id == _EVENT_ID)
    .order_by(Extra.id)
)
_ENTRIES = (
    select(Admission.ticket_id, Admission.list, Admission.day, Admission.admitted_at, Admission.place)
    .add_columns(Admission.inside)
    .where(Admission.event_id == _EVENT_ID)
    .order_by(Admission.id)
)
_REPLACED = select(RevokedCode.code).where(RevokedCode.event_id == _EVENT_ID).order_by(RevokedCode.id)


def contents_for(session: Session, device: PlainDevice, event: Event) -> Contents:
    """All that the device's package holds, with the lists that it may read for, and who is in by those."""
    rows, of_event = session.connection().execute, {"event_id": event.id}  # plain columns: nothing for the ORM
    lists = [PlainList(slug, name, Listing(*rest)) for slug, name, *rest in rows(_LISTS, of_event)]
    if not any(each.slug == MAIN_LIST for each in lists):
        lists.append(MAIN)
    lists.sort(key=lambda each: each.slug != MAIN_LIST)
    return Contents(
        products={row.id: row.name for row in rows(_PRODUCTS, of_event)},
        lists=[each for each in lists if may_read_for(each.slug, device.lists)],
        products_of_lists=_grouped(rows(_PRODUCTS_OF_LISTS, of_event)),
        tickets=[
            PlainTicket(replace(Holder(*row), no_photos=no_photos), product_id)
            for *row, no_photos, product_id in rows(_TICKETS, of_event)
        ],
        extras=_grouped(rows(_EXTRAS, of_event)),
        entries=[
            entry
            for entry in (PlainEntry._make(row) for row in rows(_ENTRIES, of_event))
            if may_read_for(entry.list, device.lists)
        ],
        replaced=[row.code for row in rows(_REPLACED, of_event)],
        conflicts=[each.conflict for each in conflicts(session, event, device_id=device.id)],
    )


def _grouped(rows: Iterable[Row]) -> dict[Any, list[Any]]:
    """The second column by the first, in the order of the rows."""
    groups: dict[Any, list[Any]] = {}
    for key, value in rows:
        groups.setdefault(key, []).append(value)
    return groups
