"""Stands for the pages that are looked at: long names, each answer, copies that were taken, and a closed one."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from events.models import Event, Exhibitor
from people.models import Duty, Person, Role
from registration.documents import order_link
from registration.models import ExportedLead, LeadExport, Rating, Say
from tests import factories as make
from tests.stands import a_lead, an_exhibitor, said, scanned

SCANS = {"exhibitor": "alder.mannequin@larkmere.example"}
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LONG_PROMISE = "We write to you once about what you asked us, and give your name to nobody else. " * 3


def at_stands(now, long_name: str, long_title: str) -> dict[str, str]:
    """A ticket whose delegate was asked by two, agrees with one and has left one; and their stands.

    Two stands have changed their promise since somebody agreed to it.
    """
    person = session.scalars(select(Person).where(Person.email_key == SCANS["exhibitor"])).one()
    days = {"first_day": (now + 40 * DAY).date(), "last_day": (now + 41 * DAY).date()}
    window = {"sales_open_at": now - 9 * DAY, "sales_close_at": now + 9 * DAY}
    event = make.an_event(slug="stands", name=long_title, **days)
    product = make.a_product(event, **window)
    orders = [make.an_order(product, event=event, name=name, now=now - DAY) for name in (long_name, "Dr Ash Fictum")]
    asked, other = (order.tickets[0] for order in orders)
    names = (long_title, "Larkmere Rotas", "Quillon Learning", "Sable Scanning", "Tarn Health Records")
    stands = [an_exhibitor(event, name, promise=LONG_PROMISE.strip()) for name in names]
    closed = an_exhibitor(event, "Closed Cases", is_open=False)
    for each in (*stands[:2], closed):
        session.add(Duty(person_id=person.id, event_id=event.id, role=Role.EXHIBITOR, scope=each.name))
    for stand in stands[:2]:
        scanned(asked, stand, person, at=now)
    a_lead(asked, stands[2], person, rating=Rating.HOT)
    lead = a_lead(other, stands[0], person, rating=Rating.WARM, note=LONG_PROMISE)
    for stand in (stands[0], stands[2]):  # both say something else since
        stand.promise, stand.promise_version = "We phone you, too. " + stand.promise, 2
    said(asked, stands[3], Say.NO)
    for stand in (stands[2], stands[3], stands[0]):
        export = make.saved(LeadExport(exhibitor_id=stand.id, by_id=person.id, at=now, leads=1))
        session.add(ExportedLead(export_id=export.id, ticket_id=asked.id))
    demo = session.scalars(select(Exhibitor).join(Event).where(Event.slug == "leaders-2027")).first()
    return {
        "open_asked": order_link(orders[0]),
        "asked_ticket": f"/tickets/{asked.key}",
        "asked_exhibitors": f"/tickets/{asked.key}/exhibitors",
        "asked_code": asked.code,
        "agreed_code": other.code,
        "stand": f"/events/stands/leads/{stands[0].id}",
        "stand_closed": f"/events/stands/leads/{closed.id}",
        "stand_lead": f"/events/stands/leads/{stands[0].id}/{lead.id}",
        "stand_at_desk": f"/desk/stands/exhibitors/{stands[0].id}",
        "stand_of_demo": f"/events/leaders-2027/leads/{demo.id}",
    }
