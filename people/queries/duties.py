"""Duties, and invitations to them."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from people.models import (
    Duty,
    Invitation,
    Person,
    Role,
)


def is_not_over(today: date) -> ColumnElement[bool]:
    """The duty's last day, if it has one, has not gone by."""
    return or_(Duty.ends_on.is_(None), Duty.ends_on >= today)


def duties_of(session: Session, person: Person) -> list[Duty]:
    held = select(Duty).where(Duty.person_id == person.id).options(joinedload(Duty.event)).order_by(Duty.id)
    return list(session.scalars(held))


def duties_page(session: Session, event_id: int | None, *, before_id: int | None, rows: int) -> list[Duty]:
    """Up to ``rows`` duties, the newest first, with who holds them and where: of one event, or of all."""
    found = select(Duty).options(joinedload(Duty.person, innerjoin=True), joinedload(Duty.event))
    if event_id is not None:
        found = found.where(Duty.event_id == event_id)
    if before_id is not None:
        found = found.where(Duty.id < before_id)
    return list(session.scalars(found.order_by(Duty.id.desc()).limit(rows)))


def duty_at_desk(session: Session, duty_id: int, event_id: int | None) -> Duty:
    """A duty, locked: one of the event, or with none any. To others there is no such duty."""
    found = select(Duty).where(Duty.id == duty_id).with_for_update(of=Duty)
    found = found if event_id is None else found.where(Duty.event_id == event_id)
    duty = session.scalar(found.options(joinedload(Duty.person, innerjoin=True)))
    if duty is None:
        raise NotFound("There is no such duty.")
    return duty


def organisers_of_all(session: Session, today: date) -> list[int]:
    """Who organises all events today, locked, so that of two who end each other's duty the second is told."""
    held = select(Duty).where(Duty.role == Role.ORGANISER, Duty.event_id.is_(None), is_not_over(today))
    locked = held.order_by(Duty.id).with_for_update().execution_options(populate_existing=True)
    return [duty.person_id for duty in session.scalars(locked)]


def open_invitations(session: Session, event_id: int | None, now: datetime) -> list[Invitation]:
    """Invitations that somebody may still take, the newest first: of one event, or of all."""
    found = select(Invitation).where(Invitation.taken_at.is_(None), Invitation.expires_at > now)
    if event_id is not None:
        found = found.where(Invitation.event_id == event_id)
    return list(session.scalars(found.options(joinedload(Invitation.event)).order_by(Invitation.id.desc())))


def invitation_at_desk(session: Session, invitation_id: int, event_id: int | None) -> Invitation:
    """An invitation, locked: one of the event, or with none any."""
    found = select(Invitation).where(Invitation.id == invitation_id).with_for_update(of=Invitation)
    found = found if event_id is None else found.where(Invitation.event_id == event_id)
    if (invitation := session.scalar(found)) is None:
        raise NotFound("There is no such invitation.")
    return invitation


def invitation_by_token(session: Session, token_hash: str, *, lock: bool = False) -> Invitation:
    found = select(Invitation).where(Invitation.token_hash == token_hash)
    invitation = session.scalar(found.with_for_update() if lock else found)
    if invitation is None:
        raise NotFound("There is no such invitation.")
    return invitation
