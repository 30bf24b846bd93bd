import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, Row, Select, bindparam, func, lambda_stmt, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from core import clock
from core.clock import TimeToo
from core.errors import NotFound
from people.models import (
    AddressChange,
    Answer,
    AuthenticatorApp,
    Channel,
    Consent,
    Duty,
    Invitation,
    Passkey,
    Person,
    Purpose,
    RecoveryCode,
    Role,
    SignIn,
    SignInCode,
    WrongCode,
)
from people.rules import Duties, Subject, london_day


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


class PlainPerson(NamedTuple):
    id: int
    two_step_since: datetime | None
    name: str
    email: str

    @property
    def known_as(self) -> str:
        return self.name or self.email


class PlainSignIn(NamedTuple):
    id: int
    seen_at: datetime
    expires_at: datetime
    second_factor_at: datetime | None
    person: PlainPerson


class PlainEvent(NamedTuple):
    id: int
    slug: str
    name: str
    zone: str
    first_day: date
    last_day: date
    visibility: Any  # an enum of the events, which stand above people


@dataclass(frozen=True)
class Asker:
    """A browser that is signed in and what its person does where, the event if it was asked for, and the time."""

    sign_in: SignIn | PlainSignIn
    duties: Duties
    asked_at: datetime
    event: PlainEvent | None = None


def _signed_in(*columns: Any) -> Select:
    events = aliased(Duty.__table__.metadata.tables["events"])  # by name: events stand above people
    known = select(Duty.role, Duty.ends_on, events.c.slug, TimeToo(), *columns).select_from(SignIn)
    held = known.outerjoin(Duty, Duty.person_id == SignIn.person_id).outerjoin(events, events.c.id == Duty.event_id)
    return held.where(SignIn.key_hash == bindparam("key_hash"), SignIn.ended_at.is_(None))


# Built once: each request of somebody signed in asks one of these, and to build it takes longer than to ask. Lambdas, so
# that it is not looked through each time either, to find its SQL.
@cache
def _sign_in_by_key() -> Executable:
    asked = _signed_in(SignIn).options(joinedload(SignIn.person, innerjoin=True))
    return lambda_stmt(lambda: asked, enable_tracking=False)


@cache
def _plain_sign_in_by_key() -> Executable:
    events = Duty.__table__.metadata.tables["events"]
    own = [getattr(SignIn, name) for name in PlainSignIn._fields[:-1]]
    persons = [getattr(Person, name) for name in PlainPerson._fields]
    known = _signed_in(*(events.c[name] for name in PlainEvent._fields), *persons, *own)
    known = known.join(Person).outerjoin(events, events.c.slug == bindparam("event_slug"))
    return lambda_stmt(lambda: known, enable_tracking=False)


def sign_in_by_key(session: Session, key_hash: str) -> Asker | None:
    """The live sign-in of a browser with its person, and what that person does where, if it has one."""
    rows = session.execute(_sign_in_by_key(), {"key_hash": key_hash}).all()
    return _asker(rows, rows[0][4]) if rows else None


def plain_sign_in_by_key(session: Session, key_hash: str, event_slug: str) -> Asker | None:
    """The same as plain rows, which are quicker had, and in the same statement the event with this slug."""
    rows = session.connection().execute(_plain_sign_in_by_key(), {"key_hash": key_hash, "event_slug": event_slug}).all()
    if not rows:
        return None
    found = iter(rows[0][4:])
    of_event, of_person = ([next(found) for _ in kind._fields] for kind in (PlainEvent, PlainPerson))
    event = PlainEvent(*of_event) if of_event[0] is not None else None
    return _asker(rows, PlainSignIn._make((*found, PlainPerson(*of_person))), event)


def _asker(rows: Sequence[Row], sign_in: SignIn | PlainSignIn, event: PlainEvent | None = None) -> Asker | None:
    """None if the sign-in is over by the time that came with it."""
    now = clock.told(rows[0][3])
    today = london_day(now)
    held = [(role, slug) for role, ends_on, slug, *_ in rows if role and (ends_on is None or today <= ends_on)]
    return Asker(sign_in, frozenset(held), now, event) if now < sign_in.expires_at else None


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


def invitation_by_token(session: Session, token_hash: str, *, lock: bool = False) -> Invitation:
    found = select(Invitation).where(Invitation.token_hash == token_hash)
    invitation = session.scalar(found.with_for_update() if lock else found)
    if invitation is None:
        raise NotFound("There is no such invitation.")
    return invitation


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
