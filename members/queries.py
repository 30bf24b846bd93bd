from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from core.errors import NotFound
from members.models import Claim, ClaimStatus, Membership, RegisterChange, RegisterImport
from members.rules import Entry
from people.models import Person

BATCH = 1000


class Comparison(NamedTuple):
    """An entry of a file, and what the register has under its number: the id and its own columns, or nothing."""

    entry: Entry
    id: int | None
    before: Entry | None

    @property
    def is_same(self) -> bool:
        return self.before == self.entry


# Built once: of fifty thousand lines each thousand asks this.
@cache
def _entries_by_number() -> Select:
    columns = [getattr(Membership, name) for name in Entry._fields]
    found = select(Membership.id, *columns).where(Membership.number.in_(bindparam("numbers", expanding=True)))
    return found.order_by(Membership.id)


def compared(session: Session, entries: Iterable[Entry], *, lock: bool = False) -> Iterator[list[Comparison]]:
    """The entries beside what the register has, some at a time; with ``lock`` nobody else changes those meanwhile."""
    waiting, asked = iter(entries), _entries_by_number()
    if lock:
        asked = asked.with_for_update()
    while some := list(islice(waiting, BATCH)):
        rows = session.execute(asked, {"numbers": [entry.number for entry in some]})
        known = {number: (id_, Entry(number, *rest)) for id_, number, *rest in rows}
        yield [Comparison(entry, *known.get(entry.number, (None, None))) for entry in some]


def memberships_for(session: Session, email_keys: Iterable[str], person_id: int | None) -> list[Membership]:
    """The entries of the register under these addresses, and the one proved by this person, in one statement."""
    named = Membership.email_key.in_(sorted(set(email_keys)))
    wanted = named if person_id is None else or_(named, Membership.person_id == person_id)
    return list(session.scalars(select(Membership).where(wanted).order_by(Membership.id)))


def membership_of(session: Session, person_id: int) -> Membership | None:
    """The membership of a person: the one they have claimed, or else the only one that names their proved mailbox.

    A mailbox that two free entries name proves neither.
    """
    other = aliased(Membership)
    key = select(Person.email_key).where(Person.id == person_id).scalar_subquery()
    shared = select(other.id).where(
        other.email_key == Membership.email_key, other.person_id.is_(None), other.id != Membership.id
    )
    by_mailbox = and_(Membership.person_id.is_(None), Membership.email_key == key, ~shared.exists())
    found = select(Membership).where(or_(Membership.person_id == person_id, by_mailbox))
    return session.scalar(found.order_by(Membership.person_id.is_(None)).limit(1))


def membership_by_number(session: Session, number: str, *, lock: bool = False) -> Membership | None:
    found = select(Membership).where(Membership.number == number)
    return session.scalar(found.with_for_update() if lock else found)


def last_claim_of(session: Session, person_id: int, *, lock: bool = False) -> Claim | None:
    """What somebody last asked the office to decide, decided or not."""
    found = select(Claim).where(Claim.person_id == person_id).order_by(Claim.id.desc()).limit(1)
    return session.scalar(found.with_for_update() if lock else found)


def claim(session: Session, claim_id: int, *, lock: bool = False) -> Claim:
    """A claim with whoever makes it; with ``lock`` nobody else decides it meanwhile."""
    found = select(Claim).where(Claim.id == claim_id).options(joinedload(Claim.person, innerjoin=True))
    one = session.scalar(found.with_for_update(of=Claim) if lock else found)
    if one is None:
        raise NotFound("There is no such claim.")
    return one


def waiting_claims(session: Session, *, rows: int) -> list[Row[tuple[Claim, Membership | None]]]:
    """Up to ``rows`` claims that wait, the longest first, each with the entry that has its number now."""
    found = select(Claim, Membership).outerjoin(Membership, Membership.number == Claim.number)
    found = found.where(Claim.status == ClaimStatus.WAITING).order_by(Claim.id).limit(rows)
    load = joinedload(Claim.person, innerjoin=True), joinedload(Membership.person)
    return list(session.execute(found.options(*load)))


def how_many_claims(session: Session) -> int:
    return session.scalar(select(func.count(Claim.id)).where(Claim.status == ClaimStatus.WAITING)) or 0


def members_page(session: Session, *, words: str, before_id: int | None, rows: int) -> list[Membership]:
    """Up to ``rows`` entries older than ``before_id``, the latest first: paging by key is as quick at the end."""
    found = select(Membership).where(*_matching(words))
    if before_id is not None:
        found = found.where(Membership.id < before_id)
    return list(session.scalars(found.order_by(Membership.id.desc()).limit(rows)))


def how_many_members(session: Session, *, words: str = "") -> int:
    return session.scalar(select(func.count(Membership.id)).where(*_matching(words))) or 0


def imports(session: Session, *, rows: int) -> list[tuple[RegisterImport, str]]:
    """The latest imports, each with the name of who made it (empty for a command)."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    found = select(RegisterImport, name).outerjoin(Person, Person.id == RegisterImport.by_id)
    return [(made, who) for made, who in session.execute(found.order_by(RegisterImport.id.desc()).limit(rows))]


def latest_import_id(session: Session) -> int | None:
    """The import that may be undone: the latest that stands."""
    return session.scalar(select(func.max(RegisterImport.id)).where(RegisterImport.undone_at.is_(None)))


def register_import(session: Session, import_id: int) -> RegisterImport:
    """One import, locked."""
    made = session.scalar(select(RegisterImport).where(RegisterImport.id == import_id).with_for_update())
    if made is None:
        raise NotFound("There is no such import.")
    return made


def how_many_claimed(session: Session, made: RegisterImport) -> int:
    """How many of the entries that an import added are somebody's by now, or may soon be."""
    waiting = select(Claim.id).where(Claim.number == Membership.number, Claim.status == ClaimStatus.WAITING)
    claimed = select(func.count(Membership.id)).join(RegisterChange, RegisterChange.membership_id == Membership.id)
    claimed = claimed.where(RegisterChange.import_id == made.id, RegisterChange.before.is_(None))
    return session.scalar(claimed.where(or_(Membership.person_id.is_not(None), waiting.exists()))) or 0


def changes_of(session: Session, made: RegisterImport, *, after_id: int, rows: int) -> list[RegisterChange]:
    """Up to ``rows`` changes of an import, those after ``after_id``."""
    found = select(RegisterChange).where(RegisterChange.import_id == made.id, RegisterChange.id > after_id)
    return list(session.scalars(found.order_by(RegisterChange.id).limit(rows)))


def _matching(words: str) -> list:
    held = Membership.number + " " + Membership.name + " " + Membership.email
    return [func.lower(held).contains(word, autoescape=True) for word in words.lower().split()]
