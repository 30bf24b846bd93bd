"""Signing in and out, and taking up duties. The unit of work commits, never these functions."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import diary
from core.config import Limits
from core.db import refuse_if_broken
from core.limits import may_once_more
from core.outbox import queue_letter
from people import queries, rules
from people.models import Duty, Invitation, Person, Role, SignIn, SignInCode

KEY_BYTES = 16  # 128 bits


def ask_for_code(session: Session, *, email: str, limits: Limits, now: datetime) -> SignInCode:
    """A code that this browser may type in, and the letter that brings it; an older one of this address is over.

    Known and unknown addresses get the same, and a known one is written to as it was proved, since another
    spelling with the same key may be another mailbox. Past the limit of an address nothing is sent, and nothing
    says so: whoever asks for somebody else's code can neither find that out nor lock them out for long.
    """
    key = rules.email_key(email)
    known = queries.person_by_email(session, key)
    may_send = may_once_more(
        session, act="code", actor=key, at_most=limits.codes_per_address, window=limits.limit_window, now=now
    )
    code = SignInCode(
        key=secrets.token_urlsafe(KEY_BYTES),
        email=email,
        email_key=key,
        asked_at=now,
        # One that is not sent is over at once, or whoever asks often enough might guess for ever.
        expires_at=now + limits.code_life if may_send else now,
    )
    if may_send:
        _end_codes(session, key, now)
    session.add(code)
    session.flush()
    if may_send:
        to = known.email if known else email
        queue_letter(session, kind="people/email/code", to=to, key=str(code.id), now=now, code_id=code.id)
    return code


def sign_in(session: Session, *, code: SignInCode, browser: str, life: timedelta, now: datetime) -> tuple[Person, str]:
    """The person whose mailbox is now proved, and the key for this browser's cookie. Other codes are over."""
    _end_codes(session, code.email_key, now)
    person = queries.person_by_email(session, code.email_key) or _new_person(session, code, now)
    key = secrets.token_urlsafe(KEY_BYTES * 2)
    session.add(
        SignIn(
            person=person,
            key_hash=rules.hash_of(key),
            begun_at=now,
            seen_at=now,
            expires_at=now + life,
            browser=browser,
        )
    )
    diary.note(session, act="signed in", now=now, actor_id=person.id, thing=("person", person.id))
    return person, key


def sign_out(session: Session, *, key: str, now: datetime) -> None:
    """The sign-in is over, on every server at once."""
    session.execute(
        update(SignIn).where(SignIn.key_hash == rules.hash_of(key), SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def end_sign_ins(session: Session, *, person: Person, keep: str, now: datetime) -> None:
    """Every browser of this person but the one with the key ``keep`` is signed out."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.key_hash != rules.hash_of(keep))
        .values(ended_at=now)
    )
    diary.note(session, act="signed out elsewhere", now=now, actor_id=person.id, thing=("person", person.id))


def call_oneself(session: Session, *, person: Person, name: str, now: datetime) -> None:
    """The person's name is ``name`` from now on."""
    person.name = name
    diary.note(session, act="changed their name", now=now, actor_id=person.id, thing=("person", person.id))


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


def _end_codes(session: Session, email_key: str, now: datetime) -> None:
    ours = update(SignInCode).where(SignInCode.email_key == email_key, SignInCode.used_at.is_(None))
    session.execute(ours.values(used_at=now))


def _new_person(session: Session, code: SignInCode, now: datetime) -> Person:
    person = Person(email=code.email, email_key=code.email_key, created_at=now)
    session.add(person)
    refuse_if_broken(session, "uq_people_email_key", rules.CodeIsOver("Ask for a new code, please: two came at once."))
    session.flush()
    diary.note(session, act="became known", now=now, actor_id=person.id, thing=("person", person.id))
    return person
