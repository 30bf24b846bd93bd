"""What a phone's package is made of, as plain rows: so many statements, however many tickets there are."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row, Select, select
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


def contents_for(session: Session, device: PlainDevice, event: Event) -> Contents:
    """All that the device's package holds, with the lists that it may read for, and who is in by those."""
    rows = session.connection().execute  # plain columns: nothing for the ORM
    lists = [PlainList(slug, name, Listing(*rest)) for slug, name, *rest in rows(_lists(event.id))]
    if not any(each.slug == MAIN_LIST for each in lists):
        lists.append(MAIN)
    lists.sort(key=lambda each: each.slug != MAIN_LIST)
    return Contents(
        products={row.id: row.name for row in rows(_products(event.id))},
        lists=[each for each in lists if may_read_for(each.slug, device.lists)],
        products_of_lists=_grouped(rows(_products_of_lists(event.id))),
        tickets=[
            PlainTicket(replace(Holder(*row), no_photos=no_photos), product_id)
            for *row, no_photos, product_id in rows(_tickets(event.id))
        ],
        extras=_grouped(rows(_extras(event.id))),
        entries=[
            entry
            for entry in (PlainEntry._make(row) for row in rows(_entries(event.id)))
            if may_read_for(entry.list, device.lists)
        ],
        replaced=[row.code for row in rows(_replaced(event.id))],
        conflicts=[each.conflict for each in conflicts(session, event, device_id=device.id)],
    )


def _lists(event_id: int) -> Select:
    columns = [getattr(AdmissionList, each.name) for each in fields(Listing)]
    found = select(AdmissionList.slug, AdmissionList.name, *columns).where(AdmissionList.event_id == event_id)
    return found.order_by(AdmissionList.position, AdmissionList.id)


def _products(event_id: int) -> Select:
    return select(Product.id, Product.name).where(Product.event_id == event_id).order_by(Product.id)


def _products_of_lists(event_id: int) -> Select:
    found = select(AdmissionList.slug, products_admitted.c.product_id)
    found = found.join(products_admitted, products_admitted.c.list_id == AdmissionList.id)
    return found.where(AdmissionList.event_id == event_id).order_by(products_admitted.c.product_id)


def _tickets(event_id: int) -> Select:
    columns = (Ticket.id, Ticket.name, Ticket.organisation, OrderLine.name, Ticket.code, STATUS_AT_DOOR, Ticket.proof)
    found = select(*columns, Product.only_day, NO_PHOTOS, OrderLine.product_id)
    found = found.join(Order, Order.id == Ticket.order_id).join(OrderLine, OrderLine.id == Ticket.line_id)
    found = found.join(Product, Product.id == OrderLine.product_id)
    return found.where(Ticket.event_id == event_id).order_by(Ticket.id)


def _extras(event_id: int) -> Select:
    found = select(Extra.ticket_id, OrderLine.product_id).join(OrderLine, OrderLine.id == Extra.line_id)
    found = found.join(Ticket, Ticket.id == Extra.ticket_id)
    return found.where(Ticket.event_id == event_id).order_by(Extra.id)


def _entries(event_id: int) -> Select:
    columns = (Admission.ticket_id, Admission.list, Admission.day, Admission.admitted_at, Admission.place)
    found = select(*columns, Admission.inside).where(Admission.event_id == event_id)
    return found.order_by(Admission.id)


def _replaced(event_id: int) -> Select:
    return select(RevokedCode.code).where(RevokedCode.event_id == event_id).order_by(RevokedCode.id)


def _grouped(rows: Iterable[Row]) -> dict[Any, list[Any]]:
    """The second column by the first, in the order of the rows."""
    groups: dict[Any, list[Any]] = {}
    for key, value in rows:
        groups.setdefault(key, []).append(value)
    return groups
