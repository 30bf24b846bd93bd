from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from people.models import Duty, Invitation, Person, SignIn, SignInCode, WrongCode
from people.rules import Duties


# Built once: each request of somebody signed in asks this, and to build it takes longer than to ask.
@cache
def _sign_in_by_key() -> Select:
    events = Duty.__table__.metadata.tables["events"]  # by name: events stand above people
    live = select(SignIn, Duty.role, events.c.slug).where(
        SignIn.key_hash == bindparam("key_hash"), SignIn.ended_at.is_(None), SignIn.expires_at > bindparam("now")
    )
    held = live.outerjoin(Duty, Duty.person_id == SignIn.person_id).outerjoin(events, events.c.id == Duty.event_id)
    return held.options(joinedload(SignIn.person, innerjoin=True))


def sign_in_by_key(session: Session, key_hash: str, now: datetime) -> tuple[SignIn, Duties] | None:
    """The live sign-in of a browser with its person, and what that person does where, if it has one."""
    rows = session.execute(_sign_in_by_key(), {"key_hash": key_hash, "now": now}).all()
    return (rows[0][0], frozenset((role, slug) for _, role, slug in rows if role is not None)) if rows else None


def duties_of(session: Session, person: Person) -> list[Duty]:
    held = select(Duty).where(Duty.person_id == person.id).options(joinedload(Duty.event)).order_by(Duty.id)
    return list(session.scalars(held))


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


def event_id_by_slug(session: Session, slug: str) -> int:
    """The id of an event, asked of the duties' own foreign key since events stand above people."""
    events = Duty.__table__.metadata.tables["events"]
    found = session.scalar(select(events.c.id).where(events.c.slug == slug))
    if found is None:
        raise NotFound(f"There is no event {slug}.")
    return found
