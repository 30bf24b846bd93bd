"""Passkeys, the authenticator app and its recovery codes: added, used and taken away."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core import diary
from core.db import refuse_if_broken
from people import authenticator, rules
from people.models import AuthenticatorApp, Passkey, Person, RecoveryCode, SignIn
from people.queries import Factors


def add_passkey(
    session: Session, *, person: Person, passkey: Passkey, name: str, known: Factors, at_most: int, now: datetime
) -> None:
    """``person`` may sign in with ``passkey`` from now on. Raises NotAPasskey if there is no room for one more."""
    if len(known.passkeys) >= at_most:
        raise rules.NotAPasskey("You have as many passkeys as one can have. Remove one that you no longer use first.")
    passkey.person_id, passkey.name, passkey.added_at = person.id, name, now
    session.add(passkey)
    refuse_if_broken(session, "uq_passkeys_credential_id", rules.NotAPasskey("This passkey is known here already."))
    session.flush()
    _note(session, "added a passkey", ("passkey", passkey.id), person, now)


def remove_passkey(session: Session, *, passkey: Passkey, now: datetime) -> None:
    """Nobody signs in with this passkey any more."""
    _note(session, "removed a passkey", ("passkey", passkey.id), passkey.person, now)
    session.delete(passkey)


def use_passkey(session: Session, *, passkey: Passkey, sign_count: int, now: datetime) -> None:
    """The passkey was used just now and has come to ``sign_count``. Raises NotAPasskey if it was there before."""
    # A key that counts never comes to the same number twice, unless there are two of it.
    counted = (
        update(Passkey)
        .where(Passkey.id == passkey.id, (Passkey.sign_count < sign_count) | (Passkey.sign_count == 0))
        .values(sign_count=sign_count, used_at=now)
    )
    if session.execute(counted.returning(Passkey.id)).first() is None:
        raise rules.NotAPasskey("This passkey was used in the meantime. Try once more.")


def begin_app(session: Session, *, person: Person, known: Factors, secret: str, now: datetime) -> None:
    """There is a new secret to put into an app; it counts for nothing until its first digits are typed in."""
    if known.has_app:
        raise rules.FactorFirst("You have an authenticator app already. Remove it first to set up another.")
    session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id))
    kept = authenticator.sealed(secret, person.id, authenticator.new_secret())
    session.add(AuthenticatorApp(person_id=person.id, sealed_secret=kept, begun_at=now))
    refuse_if_broken(
        session, "uq_authenticator_apps_person_id", rules.FactorFirst("That came twice. Load the page again.")
    )


def prove_app(session: Session, *, person: Person, app: AuthenticatorApp, how_many: int, now: datetime) -> list[str]:
    """The recovery codes, told this once. From now on a sign-in by email asks for the app as well."""
    app.proved_at = person.two_step_since = now
    _note(session, "switched on the second step", ("person", person.id), person, now)
    return _new_codes(session, person, how_many, now)


def renew_recovery_codes(session: Session, *, person: Person, how_many: int, now: datetime) -> list[str]:
    """New recovery codes, told this once; the old ones are worth nothing."""
    _note(session, "renewed their recovery codes", ("person", person.id), person, now)
    return _new_codes(session, person, how_many, now)


def use_typed_factor(
    session: Session, *, person: Person, factors: Factors, secret: str, typed: str, is_digits: bool, now: datetime
) -> bool:
    """True if ``typed`` is what the app shows, or a recovery code; it is used up with this."""
    if is_digits:
        app = factors.app
        return factors.has_app and app is not None and use_app(session, app=app, secret=secret, typed=typed, now=now)
    return use_recovery_code(session, person=person, typed=typed, now=now)


def use_app(session: Session, *, app: AuthenticatorApp, secret: str, typed: str, now: datetime) -> bool:
    """True if ``typed`` is what the app shows, and was never used before; it is used up with this."""
    app_secret = authenticator.unsealed(secret, app.person_id, app.sealed_secret)
    step = authenticator.app_step(app_secret, typed, app.last_step, now) if app_secret else None
    if step is None:
        return False
    # Two at once with the same digits cannot both pass the WHERE.
    newer = update(AuthenticatorApp).where(AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step)
    return session.execute(newer.values(last_step=step).returning(AuthenticatorApp.id)).first() is not None


def use_recovery_code(session: Session, *, person: Person, typed: str, now: datetime) -> bool:
    """True if ``typed`` is one of the codes on paper, and was never used before; it is used up with this."""
    unused = update(RecoveryCode).where(
        RecoveryCode.person_id == person.id,
        RecoveryCode.code_hash == authenticator.recovery_hash(person.id, typed),
        RecoveryCode.used_at.is_(None),
    )
    is_ours = session.execute(unused.values(used_at=now).returning(RecoveryCode.id)).first() is not None
    if is_ours:
        _note(session, "used a recovery code", ("person", person.id), person, now)
    return is_ours


def remove_app(session: Session, *, person: Person, now: datetime) -> None:
    """Signing in by email takes one step again; app and recovery codes are forgotten."""
    for table in (AuthenticatorApp, RecoveryCode):
        session.execute(delete(table).where(table.person_id == person.id))
    person.two_step_since = None
    _note(session, "switched off the second step", ("person", person.id), person, now)


def drop_factors(session: Session, *, person: Person, now: datetime) -> None:
    """All second factors of somebody who has lost theirs are forgotten, and every browser is signed out."""
    remove_app(session, person=person, now=now)
    session.execute(delete(Passkey).where(Passkey.person_id == person.id))
    session.execute(update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=now))
    diary.note(session, act="had their second factors dropped", now=now, actor_id=None, thing=("person", person.id))


def _new_codes(session: Session, person: Person, how_many: int, now: datetime) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [authenticator.new_recovery_code() for _ in range(how_many)]
    for code in codes:
        kept = authenticator.recovery_hash(person.id, code)
        session.add(RecoveryCode(person_id=person.id, code_hash=kept, made_at=now))
    return [authenticator.in_groups(code) for code in codes]


def _note(session: Session, act: str, thing: tuple[str, int], person: Person, now: datetime) -> None:
    diary.note(session, act=act, now=now, actor_id=person.id, thing=thing)
