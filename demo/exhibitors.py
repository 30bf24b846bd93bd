"""The stands of the invented annual conference: who scans there, whom they asked, and what delegates have said."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checkin.actions import judge_lead, scan_at_stand
from events.actions import add_exhibitor
from events.models import Event, Exhibitor
from people.access import Visitor
from people.models import Duty, Person, Role
from registration.actions import say_to_exhibitor
from registration.documents import signer
from registration.models import Lead, Order, OrderStatus, Rating, Say, Ticket
from registration.queries import asks_role
from registration.rules import words_seen

SLUG = "leaders-2027"
STANDS = (
    ("Larkmere Rotas", "12", "We write once about rota software, and delete names after a year."),
    ("Tarn Health Records", "14", "We send one invitation to see our system, and give names to nobody else."),
    ("Quillon Learning", "Foyer 3", "We email our course list in June, and ask again before we write any more."),
    ("Sable Scanning", "21", "We phone nobody: one email with what you asked us at the stand."),
)
# What was written at the stand of each of the first leads.
NOTES = (
    (Rating.HOT, "Three sites, still on paper. Wants a demonstration before June."),
    (Rating.WARM, "Asked about part-time rotas. Send the two-page summary."),
    (Rating.COLD, "Only wanted a pen."),
    (None, ""),
)
MINUTES = timedelta(minutes=7)


def open_stands(session: Session, event: Event, organiser: Person, exhibitor_person: Person, now: datetime) -> None:
    """Four stands. At the first eighteen were scanned: ten agree, two took it back, and six have yet to answer."""
    stands = [
        add_exhibitor(session, event=event, name=name, stand=stand, promise=promise, by_id=organiser.id, now=now)
        for name, stand, promise in STANDS
    ]
    first, *others = stands
    held = {"person_id": exhibitor_person.id, "event_id": event.id, "role": Role.EXHIBITOR}
    session.add(Duty(scope=first.name, **held))
    tickets = _delegates(session, event)
    for number, ticket in enumerate(tickets):
        at = now - timedelta(days=1) + number * MINUTES
        if number < 12:
            _says(session, ticket, first, Say.YES, at - MINUTES)
        if number < 18:
            scan_at_stand(session, exhibitor=first, signer=signer(), text=ticket.code, by=exhibitor_person, now=at)
        if number in {4, 9}:
            _says(session, ticket, first, Say.NO, at + MINUTES)
        for other in others[: number % 3]:
            _says(session, ticket, other, Say.YES, at)
    leads = session.scalars(select(Lead).where(Lead.exhibitor_id == first.id).order_by(Lead.id))
    for lead, (rating, note) in zip(leads, NOTES, strict=False):
        judge_lead(session, exhibitor=first, lead=lead, rating=rating, note=note, by=exhibitor_person, now=now)


def _delegates(session: Session, event: Event) -> list[Ticket]:
    """Some who booked for themselves alone, since theirs is a yes that nobody else can have given."""
    alone = select(Ticket.order_id).group_by(Ticket.order_id).having(func.count() == 1)
    found = (
        select(Ticket)
        .join(Ticket.order)
        .where(Order.event_id == event.id, Order.status == OrderStatus.CONFIRMED, Order.id.in_(alone))
    )
    return list(session.scalars(found.order_by(Ticket.id).limit(24)))


def _says(session: Session, ticket: Ticket, exhibitor: Exhibitor, say: Say, at: datetime) -> None:
    delegate = Visitor(0, ticket.email_key, ())
    seen = words_seen(exhibitor, with_role=asks_role(session, ticket.event_id))
    say_to_exhibitor(session, ticket=ticket, exhibitor=exhibitor, say=say, seen=seen, visitor=delegate, now=at)
