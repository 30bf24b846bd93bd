"""People: how they sign in and prove themselves, and what they may be told."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from people.models import (
    AddressChange,
    Answer,
    AuthenticatorApp,
    Channel,
    Consent,
    Duty,
    Passkey,
    Person,
    Purpose,
    RecoveryCode,
    SignIn,
    SignInCode,
    WrongCode,
)
from people.rules import Subject


@dataclass(frozen=True)
class Factors:
    """What a person can prove themselves by, beyond their mailbox."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]

    @property
    def has_app(self) -> bool:
        return self.app is not None and self.app.proved_at is not None

    def __bool__(self) -> bool:
        return self.has_app or bool(self.passkeys)


def person_by_email(session: Session, email_key: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email_key == email_key))


def code_by_key(session: Session, key: str, *, lock: bool = False) -> SignInCode | None:
    """The code that one browser asked for; with ``lock`` nobody else tries it meanwhile."""
    asked = select(SignInCode).where(SignInCode.key == key)
    return session.scalar(asked.with_for_update() if lock else asked)


def wrong_tries(session: Session, code: SignInCode | None) -> int:
    if code is None:
        return 0
    return session.scalar(select(func.count(WrongCode.id)).where(WrongCode.code_id == code.id)) or 0


def sign_ins_of(session: Session, person: Person, now: datetime) -> list[SignIn]:
    """The browsers in which ``person`` is signed in, the latest used first."""
    live = select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
    return list(session.scalars(live.order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


def consents_of(session: Session, person: Person) -> dict[Subject, Consent]:
    """What the person agrees to now: for each purpose and channel the latest word, where that is yes."""
    answers = latest_answers(session, person)
    return {subject: consent for subject, consent in answers.items() if consent.answer is Answer.GRANTED}


def latest_answers(session: Session, person: Person) -> dict[Subject, Consent]:
    """The person's latest word, yes or no, for each purpose and channel of which they said anything."""
    latest = select(func.max(Consent.id)).where(Consent.person_id == person.id)
    latest = latest.group_by(Consent.purpose, Consent.channel)
    found = select(Consent).where(Consent.id.in_(latest)).order_by(Consent.id)
    return {(consent.purpose, consent.channel): consent for consent in session.scalars(found)}


def may_be_told(session: Session, person: Person, channel: Channel, purpose: Purpose) -> bool:
    """True if the person has agreed to this purpose by this channel, and has not taken it back."""
    return (purpose, channel) in consents_of(session, person)


def consent_history(session: Session, person: Person) -> list[Consent]:
    """Everything the person said about what they may be told, the latest first."""
    said = select(Consent).where(Consent.person_id == person.id).order_by(Consent.id.desc())
    return list(session.scalars(said))


def person_by_link(session: Session, person_id: int, *, token: str, expected: str) -> Person:
    """The person whose letter held the link ``token``. A wrong one and a person who is not there are the same."""
    person = session.get(Person, person_id)
    if person is None or not hmac.compare_digest(token.encode(), expected.encode()):
        raise NotFound("There is no such link.")
    return person


def event_id_by_slug(session: Session, slug: str) -> int:
    """The id of an event, asked of the duties' own foreign key since events stand above people."""
    events = Duty.__table__.metadata.tables["events"]
    found = session.scalar(select(events.c.id).where(events.c.slug == slug))
    if found is None:
        raise NotFound(f"There is no event {slug}.")
    return found


def is_new_device(session: Session, person: Person, device_hash: str) -> bool:
    """True if ``person`` has signed in before, and never from this browser."""
    before = select(func.count(SignIn.id), func.count().filter(SignIn.device_hash == device_hash))
    times, from_here = session.execute(before.where(SignIn.person_id == person.id)).one()
    return times > 0 and from_here == 0


def factors_of(session: Session, person: Person, *, lock: bool = False) -> Factors:
    """The authenticator app and the passkeys of ``person``; with ``lock`` nobody else changes the app meanwhile."""
    app = select(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id)
    passkeys = select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)
    return Factors(session.scalar(app.with_for_update() if lock else app), list(session.scalars(passkeys)))


def passkey_by_credential(session: Session, credential_id: str) -> Passkey | None:
    found = select(Passkey).where(Passkey.credential_id == credential_id).options(joinedload(Passkey.person))
    return session.scalar(found.with_for_update(of=Passkey))


def passkey_of(session: Session, person: Person, number: int) -> Passkey:
    passkey = session.scalar(select(Passkey).where(Passkey.id == number, Passkey.person_id == person.id))
    if passkey is None:
        raise NotFound("There is no such passkey.")
    return passkey


def recovery_codes_left(session: Session, person: Person) -> int:
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0


def address_change_by_token(session: Session, token_hash: str, *, lock: bool = False) -> AddressChange:
    """The change of address that a mailed link belongs to, whichever of its two mailboxes that went to."""
    found = select(AddressChange).where(or_(AddressChange.old_hash == token_hash, AddressChange.new_hash == token_hash))
    change = session.scalar(found.with_for_update() if lock else found)
    if change is None:
        raise NotFound("There is no such change of address.")
    return change
