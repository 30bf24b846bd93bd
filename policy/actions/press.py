"""Named people are let read a position early, or no longer; what they do with it is noted (domain rule 51)."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from core import diary
from core.outbox import queue_letter, queue_letter_once
from people.rules import email_key, london_day
from policy import queries, rules
from policy.models import AccessAct, AccessStep, EmbargoMove, Grant, GuestKind, Launch, Opened, Opening
from policy.rules import Standing, TypedGuest

INVITED = "policy/email/press_invited"
MOVED = "policy/email/moved"
REVOKED = "policy/email/press_revoked"
KEY_BYTES = 16  # 128 bits


def invite_guests(
    session: Session,
    *,
    launch: Launch,
    guests: Iterable[TypedGuest],
    kind: GuestKind,
    expires_at: datetime | None,
    by_id: int,
    now: datetime,
) -> list[Grant]:
    """Each of them has a numbered copy, a letter that leads to its terms, and access until then.

    ``expires_at`` is a week after the instant if none is given. The launch is locked. Raises MayNotInvite or
    WrongExpiry, and then nobody is invited.
    """
    lifts_at = rules.check_may_invite(launch, now)
    until = expires_at or rules.usual_expiry(lifts_at)
    rules.check_expiry(launch, until, now)
    last = queries.last_copy_number(session, launch)
    made = [
        Grant(
            key=secrets.token_urlsafe(KEY_BYTES),
            launch=launch,
            copy_number=number,
            kind=kind,
            name=each.name,
            outlet=each.outlet,
            email=each.email,
            email_key=email_key(each.email),
            invited_at=now,
            invited_by_id=by_id,
            expires_at=until,
        )
        for number, each in enumerate(guests, start=last + 1)
    ]
    session.add_all(made)
    session.flush()
    for grant in made:
        _note(session, grant, AccessAct.INVITED, by_id, now)
        _write_to(session, grant, now)
    return made


def remind_guest(session: Session, *, grant: Grant, by_id: int, now: datetime) -> bool:
    """The invitation goes out once more, at most once a day; false if it has gone today or is not wanted any more."""
    rules.check_not_frozen(grant.launch)
    if rules.standing_of(grant, now) not in (Standing.INVITED, Standing.TO_ACCEPT_AGAIN):
        return False
    if is_written := _write_to(session, grant, now):
        _note(session, grant, AccessAct.REMINDED, by_id, now)
    return is_written


def revoke_access(session: Session, *, grant: Grant, tell: bool, by_id: int, now: datetime) -> None:
    """From now on there is nothing at their address; if ``tell``, a letter says so. Once more it changes nothing."""
    if grant.revoked_at is not None:
        return
    was_over = rules.standing_of(grant, now) is Standing.EXPIRED
    grant.revoked_at, grant.revoked_by_id = now, by_id
    step = _note(session, grant, AccessAct.REVOKED, by_id, now)
    if tell and not was_over:
        queue_letter(session, kind=REVOKED, to=grant.email, key=str(step.id), now=now, grant_id=grant.id)


def give_back_access(session: Session, *, grant: Grant, by_id: int, now: datetime) -> None:
    """They have what they had before it was revoked, on the terms that they accepted. Raises LogIsFrozen."""
    rules.check_not_frozen(grant.launch)
    if grant.revoked_at is None:
        return
    grant.revoked_at = grant.revoked_by_id = None
    _note(session, grant, AccessAct.GIVEN_BACK, by_id, now)


def reset_expiry(session: Session, *, grant: Grant, expires_at: datetime, by_id: int, now: datetime) -> None:
    """Their access ends then. Raises WrongExpiry or LogIsFrozen."""
    rules.check_not_frozen(grant.launch)
    rules.check_expiry(grant.launch, expires_at, now)
    if grant.expires_at != expires_at:
        grant.expires_at = expires_at
        _note(session, grant, AccessAct.RESET_EXPIRY, by_id, now)


def set_terms(session: Session, *, launch: Launch, terms: str, by_id: int, now: datetime) -> int:
    """The launch's terms are these. How many had accepted others, and are asked by letter to accept these.

    The launch is locked. Raises LogIsFrozen, and MayNotInvite for empty terms where somebody is invited.
    """
    rules.check_not_frozen(launch)
    told = queries.to_be_told(session, launch, now)
    rules.check_terms(terms, bool(told))
    if terms == launch.terms:
        return 0
    launch.terms = terms
    launch.version += 1
    session.flush()
    diary.note(session, act="set the terms of access", now=now, actor_id=by_id, **_of(launch))
    asked_again = [each for each in told if each.accepted_at is not None and rules.is_waiting(launch, now)]
    for grant in asked_again:
        queue_letter(
            session,
            kind=INVITED,
            to=grant.email,
            key=f"{grant.id}:terms {launch.version}",
            now=now,
            grant_id=grant.id,
        )
    return len(asked_again)


def accept_terms(session: Session, *, grant: Grant, shown: str, now: datetime) -> None:
    """The person accepts the terms that they were shown, which are kept word for word. Raises TermsChanged."""
    rules.check_terms_shown(shown, grant.launch)
    if rules.has_accepted(grant):
        return
    grant.terms, grant.accepted_at = grant.launch.terms, now
    _note(session, grant, AccessAct.ACCEPTED, None, now)


def note_opening(session: Session, *, grant: Grant, opened: Opened, thing_id: int | None, now: datetime) -> None:
    """One more row of the log: it is kept with the answer, or there is no answer."""
    session.add(Opening(grant_id=grant.id, at=now, opened=opened, thing_id=thing_id))
    session.flush()


def tell_of_move(session: Session, move: EmbargoMove, now: datetime) -> int:
    """Everybody with access is owed a letter with the old and the new instant; how many (domain rule 51).

    Whose access ended a week after the old instant has it until a week after the new one.
    """
    session.flush()  # the move's own id
    launch = session.get_one(Launch, move.launch_id)
    told = queries.to_be_told(session, launch, now)
    for grant in told:
        if move.was is not None and grant.expires_at == rules.usual_expiry(move.was):
            grant.expires_at = rules.usual_expiry(move.lifts_at)
            _note(session, grant, AccessAct.RESET_EXPIRY, move.moved_by_id, now)
        key = f"{move.id}:{grant.id}"
        queue_letter(session, kind=MOVED, to=grant.email, key=key, now=now, grant_id=grant.id, move_id=move.id)
    after = {"move": move.id, "told": len(told)}
    diary.note(session, act="told of a move", now=now, actor_id=move.moved_by_id, after=after, **_of(launch))
    return len(told)


def _write_to(session: Session, grant: Grant, now: datetime) -> bool:
    key = f"{grant.id}:{london_day(now)}"
    return queue_letter_once(session, kind=INVITED, to=grant.email, key=key, now=now, grant_id=grant.id)


def _note(session: Session, grant: Grant, act: AccessAct, by_id: int | None, now: datetime) -> AccessStep:
    terms = grant.terms if act is AccessAct.ACCEPTED else ""
    step = AccessStep(grant_id=grant.id, at=now, act=act, by_id=by_id, expires_at=grant.expires_at, terms=terms)
    session.add(step)
    session.flush()
    diary.note(
        session,
        act=f"press access {act.value}",
        now=now,
        actor_id=by_id,
        thing=("press grant", grant.id),
        event_id=grant.launch.event_id,
    )
    return step


def _of(launch: Launch) -> dict:
    return {"thing": ("launch", launch.id), "event_id": launch.event_id}
