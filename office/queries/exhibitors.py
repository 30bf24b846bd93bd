"""Who works for an exhibitor."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from events.models import Exhibitor
from people.models import Duty, Invitation, Person, Role
from people.queries import is_not_over, open_invitations


def people_of(session: Session, exhibitor: Exhibitor, today: date) -> list[Duty]:
    """The duties of those who scan for it today, by name."""
    held = (
        select(Duty)
        .join(Duty.person)
        .where(
            Duty.event_id == exhibitor.event_id,
            Duty.role == Role.EXHIBITOR,
            Duty.scope == exhibitor.name,
            is_not_over(today),
        )
    )
    return list(session.scalars(held.options(joinedload(Duty.person)).order_by(Person.name, Duty.id)))


def invited_by(session: Session, exhibitor: Exhibitor, now: datetime) -> list[Invitation]:
    """The invitations to scan for it that somebody may still take."""
    found = open_invitations(session, exhibitor.event_id, now)
    return [each for each in found if (each.role, each.scope) == (Role.EXHIBITOR, exhibitor.name)]
