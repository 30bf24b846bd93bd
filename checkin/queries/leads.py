"""An exhibitor's own leads. Each begins with ``agreed_leads``, which knows nobody who has not said yes."""

from datetime import date

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from events.models import Event, Exhibitor
from people.models import Duty, Person, Role
from people.queries import is_not_over
from registration.models import Lead
from registration.queries import agreed_leads


def stands_of(session: Session, person: Person, event_slug: str, today: date) -> list[Exhibitor]:
    """The exhibitors of the event for which the person works today."""
    return list(session.scalars(_stands(person, event_slug, today).order_by(Exhibitor.name, Exhibitor.id)))


def stand_for(session: Session, person: Person, event_slug: str, exhibitor_id: int, today: date) -> Exhibitor:
    """One of them; to everybody else there is no such exhibitor."""
    exhibitor = session.scalar(_stands(person, event_slug, today).where(Exhibitor.id == exhibitor_id))
    if exhibitor is None:
        raise NotFound("There is no such exhibitor.")
    return exhibitor


def leads_page(session: Session, exhibitor: Exhibitor, *, before_id: int | None, rows: int) -> list[Row]:
    """Up to ``rows`` leads, the latest scanned first."""
    found = agreed_leads(exhibitor)
    if before_id is not None:
        found = found.where(Lead.id < before_id)
    return list(session.execute(found.order_by(Lead.id.desc()).limit(rows)))


def leads_to_export(session: Session, exhibitor: Exhibitor) -> list[Row]:
    """All of them, in the order in which they were scanned."""
    return list(session.execute(agreed_leads(exhibitor).order_by(Lead.id)))


def agreed_lead(session: Session, exhibitor: Exhibitor, lead_id: int) -> Row:
    """One lead as the exhibitor may see it; of one without consent there is none."""
    row = session.execute(agreed_leads(exhibitor).where(Lead.id == lead_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such lead.")
    return row


def lead_of(session: Session, exhibitor: Exhibitor, ticket_id: int) -> Row | None:
    """The lead that a ticket is to the exhibitor, if its delegate agrees."""
    return session.execute(agreed_leads(exhibitor).where(Lead.ticket_id == ticket_id)).one_or_none()


def lead_to_judge(session: Session, exhibitor: Exhibitor, lead_id: int) -> Lead:
    """The same, locked, to be rated."""
    row = agreed_lead(session, exhibitor, lead_id)
    return session.scalars(select(Lead).where(Lead.id == row.id).with_for_update(of=Lead)).one()


def _stands(person: Person, event_slug: str, today: date) -> Select:
    held = select(Duty.id).where(
        Duty.person_id == person.id,
        Duty.role == Role.EXHIBITOR,
        Duty.event_id == Exhibitor.event_id,
        Duty.scope == Exhibitor.name,
        is_not_over(today),
    )
    found = select(Exhibitor).join(Event, Event.id == Exhibitor.event_id).where(Event.slug == event_slug)
    return found.where(held.exists()).options(joinedload(Exhibitor.event))
