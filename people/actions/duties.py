"""Duties offered and taken up."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import diary
from people import queries, rules
from people.models import Duty, Invitation, Person, Role

KEY_BYTES = 16  # 128 bits


def offer_duty(
    session: Session,
    *,
    email: str,
    role: Role,
    event_id: int | None,
    life: timedelta,
    by_id: int | None,
    now: datetime,
) -> str:
    """The token of a new invitation, good once, for the owner of ``email``."""
    token = secrets.token_urlsafe(KEY_BYTES)
    invitation = Invitation(
        token_hash=rules.hash_of(token),
        email=email,
        email_key=rules.email_key(email),
        role=role,
        event_id=event_id,
        offered_at=now,
        expires_at=now + life,
    )
    session.add(invitation)
    session.flush()
    diary.note(
        session,
        act="offered a duty",
        now=now,
        actor_id=by_id,
        thing=("invitation", invitation.id),
        event_id=event_id,
        after={"role": role.value},
    )
    return token


def take_duty(session: Session, *, invitation: Invitation, person: Person, now: datetime) -> None:
    """``person`` holds the offered duty. Raises InvitationIsOver or InvitedSomebodyElse."""
    rules.check_invitation(invitation, person, now)
    invitation.taken_at = now
    held = {(duty.event_id, duty.role) for duty in queries.duties_of(session, person)}
    if (invitation.event_id, invitation.role) not in held:
        session.add(Duty(person_id=person.id, event_id=invitation.event_id, role=invitation.role))
    diary.note(
        session,
        act="took a duty",
        now=now,
        actor_id=person.id,
        thing=("invitation", invitation.id),
        event_id=invitation.event_id,
        after={"role": invitation.role.value},
    )
