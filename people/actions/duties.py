"""Duties offered, taken up and ended."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import diary
from core.config import Limits
from core.errors import TooMany
from core.limits import may_once_more
from core.outbox import queue_letter
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
    ends_on: date | None = None,
    scope: str = "",
) -> str:
    """The token of a new invitation, good once, for the owner of ``email``. Raises ScopeIsWrong or LastDayIsPast."""
    token = secrets.token_urlsafe(KEY_BYTES)
    offer: dict[str, Any] = {"email": email, "role": role, "event_id": event_id, "ends_on": ends_on, "scope": scope}
    _offer(session, token_hash=rules.hash_of(token), life=life, by_id=by_id, now=now, **offer)
    return token


def invite(
    session: Session,
    *,
    email: str,
    role: Role,
    event_id: int | None,
    ends_on: date | None,
    scope: str,
    held: rules.Duties,
    event_slug: str | None,
    secret: str,
    limits: Limits,
    by_id: int,
    now: datetime,
) -> Invitation:
    """A duty is offered to the owner of ``email`` by a letter, good once; the same one offered before is over.

    ``held`` are the duties of who offers it, ``event_slug`` the event of their desk. Raises MayNotOffer, ScopeIsWrong,
    LastDayIsPast, or TooMany for an address that was written to too often.
    """
    rules.check_may_offer(held, event_slug)
    key = rules.email_key(email)
    asked: dict[str, Any] = {
        "act": "invitation",
        "actor": key,
        "at_most": limits.letters_per_address,
        "window": limits.limit_window,
    }
    if not may_once_more(session, **asked, now=now):
        raise TooMany("This address has had several invitations just now. Wait fifteen minutes, then try again.")
    alike = (Invitation.email_key == key, Invitation.role == role, Invitation.scope == scope)
    still_open = (Invitation.taken_at.is_(None), Invitation.expires_at > now)
    older = update(Invitation).where(*alike, *still_open, Invitation.event_id.is_not_distinct_from(event_id))
    session.execute(older.values(expires_at=now))
    offer: dict[str, Any] = {"email": email, "role": role, "event_id": event_id, "ends_on": ends_on, "scope": scope}
    unknown = secrets.token_urlsafe(KEY_BYTES)
    invitation = _offer(session, token_hash=unknown, life=limits.invitation_life, by_id=by_id, now=now, **offer)
    # Reckoned from its number, so that the letter holds the token and no table does.
    invitation.token_hash = rules.hash_of(rules.link_token(secret, "invitation", invitation.id, 1))
    number = invitation.id
    queue_letter(session, kind="people/email/invitation", to=email, key=str(number), now=now, invitation_id=number)
    return invitation


def rename_scope(session: Session, *, role: Role, event_id: int, before: str, after: str) -> None:
    """Who holds a duty for something of that name in the event, or is invited to, holds it under its new name."""
    for table in (Duty, Invitation):
        held = (table.role == role, table.event_id == event_id, table.scope == before)
        session.execute(update(table).where(*held).values(scope=after))


def give_duty(
    session: Session, *, person: Person, role: Role, event_id: int, scope: str, by_id: int, now: datetime
) -> Duty:
    """Somebody has the duty in an event that has just been made, without a letter. Raises ScopeIsWrong."""
    rules.check_scope(role, scope)
    given = Duty(person_id=person.id, event_id=event_id, role=role, scope=scope)
    session.add(given)
    session.flush()
    diary.note(
        session,
        act="gave a duty",
        now=now,
        actor_id=by_id,
        thing=("person", person.id),
        event_id=event_id,
        after={"role": role.value},
    )
    return given


def withdraw_invitation(session: Session, *, invitation: Invitation, by_id: int, now: datetime) -> None:
    """Nobody can take the invitation any more. Raises InvitationIsOver if it has been taken, or is too old."""
    if not rules.is_open(invitation, now):
        raise rules.InvitationIsOver("This invitation has been used or has run out already.")
    invitation.expires_at = now
    _note_offer(session, "withdrew an invitation", invitation, by_id, now)


def end_duty(session: Session, *, duty: Duty, by_id: int, now: datetime) -> None:
    """The duty is held no more, from the next request on. Raises MayNotEnd."""
    rules.check_may_end(duty, by_id)
    is_for_all = duty.role is Role.ORGANISER and duty.event_id is None
    # Of two who end each other's at once the second finds their own gone.
    if is_for_all and by_id not in queries.organisers_of_all(session, rules.london_day(now)):
        raise rules.MayNotEnd("Your own duty for all events has just been ended.")
    diary.note(
        session,
        act="ended a duty",
        now=now,
        actor_id=by_id,
        thing=("person", duty.person_id),
        event_id=duty.event_id,
        before={"role": duty.role.value, "duty": duty.id},
    )
    session.delete(duty)


def take_duty(session: Session, *, invitation: Invitation, person: Person, now: datetime) -> None:
    """``person`` holds the offered duty. Raises InvitationIsOver or InvitedSomebodyElse."""
    rules.check_invitation(invitation, person, now)
    invitation.taken_at = now
    offered = (invitation.event_id, invitation.role, invitation.scope)
    held = {(duty.event_id, duty.role, duty.scope): duty for duty in queries.duties_of(session, person)}
    if offered in held:
        held[offered].ends_on = invitation.ends_on
    else:
        event_id, role, scope = offered
        session.add(Duty(person_id=person.id, event_id=event_id, role=role, scope=scope, ends_on=invitation.ends_on))
    _note_offer(session, "took a duty", invitation, person.id, now)


def _offer(
    session: Session,
    *,
    token_hash: str,
    email: str,
    role: Role,
    event_id: int | None,
    ends_on: date | None,
    scope: str,
    life: timedelta,
    by_id: int | None,
    now: datetime,
) -> Invitation:
    rules.check_scope(role, scope)
    rules.check_last_day(ends_on, rules.london_day(now))
    invitation = Invitation(
        token_hash=token_hash,
        email=email,
        email_key=rules.email_key(email),
        role=role,
        event_id=event_id,
        ends_on=ends_on,
        scope=scope,
        offered_at=now,
        expires_at=now + life,
    )
    session.add(invitation)
    session.flush()
    _note_offer(session, "offered a duty", invitation, by_id, now)
    return invitation


def _note_offer(session: Session, act: str, invitation: Invitation, by_id: int | None, now: datetime) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("invitation", invitation.id),
        event_id=invitation.event_id,
        after={"role": invitation.role.value},
    )
