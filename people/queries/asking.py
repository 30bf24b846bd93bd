"""Who is asking: the browser of a request, its person, and what that person does where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Executable, Row, Select, bindparam, lambda_stmt, select
from sqlalchemy.orm import Session, aliased, joinedload

from core import clock
from core.clock import TimeToo
from people.models import (
    Duty,
    Person,
    SignIn,
)
from people.rules import Duties, london_day


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


# Built once, since to build these takes longer than to ask; lambdas, since to look through them for their SQL does too.
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
    known = known.outerjoin(events, events.c.slug == bindparam("event_slug"))
    return lambda_stmt(lambda: known.join(Person, Person.id == SignIn.person_id), enable_tracking=False)


def sign_in_by_key(session: Session, key_hash: str) -> Asker | None:
    """The live sign-in of a browser with its person, and what that person does where, if it has one."""
    rows = session.execute(_sign_in_by_key(), {"key_hash": key_hash}).all()
    return _asker(rows, rows[0][4]) if rows else None


def plain_sign_in_by_key(session: Session, key_hash: str, event_slug: str) -> Asker | None:
    """The same as plain rows, which are quicker had, and in the same statement the event with this slug."""
    asked = {"key_hash": key_hash, "event_slug": event_slug}
    if not (rows := session.connection().execute(_plain_sign_in_by_key(), asked).all()):
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
