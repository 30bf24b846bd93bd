"""Signing in and out, and proving again who one is."""

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
from people.actions.factors import use_passkey
from people.models import Passkey, Person, SignIn, SignInCode

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
        end_codes(session, key, now)
    session.add(code)
    session.flush()
    if may_send:
        to = known.email if known else email
        queue_letter(session, kind="people/email/code", to=to, key=str(code.id), now=now, code_id=code.id)
    return code


def sign_in(
    session: Session,
    *,
    code: SignInCode,
    browser: str,
    life: timedelta,
    now: datetime,
    device: str = "",
    replaces: str = "",
) -> tuple[Person, str]:
    """The person whose mailbox is now proved, and the key for this browser's cookie. Other codes are over.

    ``device`` is what the browser is known by, so that one that is new to the person can be told to them;
    ``replaces`` is the key that it had before, which is worth nothing from now on.
    """
    end_codes(session, code.email_key, now)
    found = queries.person_by_email(session, code.email_key) or _new_person(session, code, now)
    person = found.merged_into or found
    begun = SignIn(person=person, begun_at=now, seen_at=now, confirmed_at=now, expires_at=now + life, browser=browser)
    return person, _begin(session, begun, device=device, replaces=replaces, now=now)


def sign_in_by_passkey(
    session: Session,
    *,
    passkey: Passkey,
    sign_count: int,
    browser: str,
    life: timedelta,
    now: datetime,
    device: str = "",
    replaces: str = "",
) -> str:
    """The key for this browser's cookie. A passkey is both factors. Raises NotAPasskey if it was copied."""
    use_passkey(session, passkey=passkey, sign_count=sign_count, now=now)
    begun = SignIn(
        person=passkey.person,
        begun_at=now,
        seen_at=now,
        confirmed_at=now,
        second_factor_at=now,
        expires_at=now + life,
        browser=browser,
    )
    return _begin(session, begun, device=device, replaces=replaces, now=now)


def confirm(session: Session, *, sign_in: SignIn, by_factor: bool, now: datetime) -> str:
    """The new key of a browser that has proved once more whose it is; a copy of the old one opens nothing."""
    key = _new_key()
    sign_in.key_hash = rules.hash_of(key)
    sign_in.confirmed_at = now
    if by_factor:
        sign_in.second_factor_at = now
    diary.note(
        session,
        act="proved a second factor" if by_factor else "confirmed who they are",
        now=now,
        actor_id=sign_in.person_id,
        thing=("sign-in", sign_in.id),
    )
    return key


def confirm_by_code(session: Session, *, sign_in: SignIn, code: SignInCode, now: datetime) -> str:
    """The new key of a browser whose person has read a code in their mailbox. Other codes are over."""
    end_codes(session, code.email_key, now)
    return confirm(session, sign_in=sign_in, by_factor=False, now=now)


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


def end_codes(session: Session, email_key: str, now: datetime) -> None:
    """No code sent to this address works any more."""
    ours = update(SignInCode).where(SignInCode.email_key == email_key, SignInCode.used_at.is_(None))
    session.execute(ours.values(used_at=now))


def _new_person(session: Session, code: SignInCode, now: datetime) -> Person:
    person = Person(email=code.email, email_key=code.email_key, created_at=now)
    session.add(person)
    refuse_if_broken(session, "uq_people_email_key", rules.CodeIsOver("Ask for a new code, please: two came at once."))
    session.flush()
    diary.note(session, act="became known", now=now, actor_id=person.id, thing=("person", person.id))
    return person


def _begin(session: Session, begun: SignIn, *, device: str, replaces: str, now: datetime) -> str:
    person = begun.person
    is_new = False
    if device:
        begun.device_hash = rules.hash_of(f"{person.id}:{device}")
        is_new = queries.is_new_device(session, person, begun.device_hash)
    if replaces:
        sign_out(session, key=replaces, now=now)
    key = _new_key()
    begun.key_hash = rules.hash_of(key)
    session.add(begun)
    session.flush()
    if is_new:
        number = begun.id
        queue_letter(session, kind="people/email/device", to=person.email, key=str(number), now=now, sign_in_id=number)
    diary.note(session, act="signed in", now=now, actor_id=person.id, thing=("person", person.id))
    return key


def _new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES * 2)
