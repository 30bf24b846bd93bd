"""The register's file: what it would change, changing it whole or not at all, and undoing that."""

import enum
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from core import diary
from core.db import refuse_if_broken
from core.errors import Refusal
from members import queries, rules
from members.models import Claim, Membership, RegisterChange, RegisterImport
from members.queries import Comparison
from members.rules import Entry, Problems

SHOWN = 50
CHUNK = 2**16
OWN = tuple(name for name in Entry._fields if name != "number")
DAYS = ("valid_from", "valid_to")


class NotAsBefore(Refusal):
    pass


@dataclass(frozen=True)
class Change:
    """One entry as it is and as the file has it, in words; nothing before if it is new."""

    number: str
    before: dict[str, str | None] | None
    after: dict[str, str | None]

    @property
    def columns(self) -> list[str]:
        """The columns that differ, but for the form in which an address is compared."""
        return [name for name in OWN if name != "email_key" and (self.before or {}).get(name) != self.after[name]]


@dataclass
class Outcome:
    """What a file would change or has changed, and what is wrong with it."""

    digest: str
    note: str = ""
    rows: int = 0
    added: int = 0
    changed: int = 0
    absent: int = 0
    problems: Problems = field(default_factory=Problems)
    changes: list[Change] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.changed

    @property
    def is_sound(self) -> bool:
        return not self.problems.count


def preview_register(session: Session, *, file: BinaryIO) -> Outcome:
    """What the file would change, its first changes side by side, and what is wrong with it; nothing is changed.

    Raises NotARegister.
    """
    encoding, note = rules.how_read(file)
    outcome = Outcome(digest=_digest_of(file), note=note)
    for some in queries.compared(session, rules.entries_of(file, encoding, outcome.problems)):
        _count(outcome, some)
    outcome.absent = queries.how_many_members(session) - outcome.changed - outcome.unchanged
    return outcome


def import_register(
    session: Session, *, file: BinaryIO, digest: str, by_id: int | None, now: datetime
) -> tuple[Outcome, RegisterImport | None]:
    """The register is as the file has it, entries that it leaves out apart. The import is None if nothing is new.

    Raises NotAsBefore if the file is not the one of that digest, or has a fault, and then nothing is changed.
    """
    encoding, note = rules.how_read(file)
    outcome = Outcome(digest=_digest_of(file), note=note)
    if outcome.digest != digest:
        raise NotAsBefore("This is not the file that was looked at. Send it once more.")
    # Whichever of two imports at once is second would add the same numbers again.
    refuse_if_broken(session, "uq_memberships_number", NotAsBefore("Another import came first. Send the file again."))
    made = None
    for some in queries.compared(session, rules.entries_of(file, encoding, outcome.problems), lock=True):
        _count(outcome, some)
        news = [each for each in some if not each.is_same]
        if news and made is None:
            made = RegisterImport(made_at=now, by_id=by_id, digest=digest, added=0, changed=0)
            session.add(made)
            session.flush()
        if news and made is not None:
            _write(session, made.id, news)
    if not outcome.is_sound:
        raise NotAsBefore("The file has faults, so nothing of it was taken. Send it again to see them.")
    if made is not None:
        made.added, made.changed = outcome.added, outcome.changed
        counts = {"added": made.added, "changed": made.changed}
        _note(session, "imported the register", made, by_id, now, after=counts)
    return outcome, made


def undo_import(session: Session, *, made: RegisterImport, by_id: int, now: datetime) -> None:
    """The register is as it was before this import, which keeps no change. Raises CannotUndo."""
    rules.check_may_undo(made, queries.latest_import_id(session), queries.how_many_claimed(session, made))
    last = 0
    while changes := queries.changes_of(session, made, after_id=last, rows=queries.BATCH):
        last = changes[-1].id
        restored = [
            _from_words(change.before) | {"its_id": change.membership_id} for change in changes if change.before
        ]
        added = [change.membership_id for change in changes if not change.before]
        session.execute(delete(RegisterChange).where(RegisterChange.id.in_([each.id for each in changes])))
        if restored:
            session.connection().execute(_rewriting(), restored)
        # A refused claim stays, without the entry that it was about.
        session.execute(update(Claim).where(Claim.membership_id.in_(added)).values(membership_id=None))
        # Guarded once more: somebody may have claimed one since they were counted.
        free = delete(Membership).where(Membership.id.in_(added), Membership.person_id.is_(None))
        gone = session.execute(free.returning(Membership.id).execution_options(synchronize_session=False)).all()
        if len(gone) < len(added):
            raise rules.CannotUndo("An entry that this import added was claimed just now, so it cannot be undone.")
        session.expire_all()
    made.undone_at = now
    _note(session, "undid an import of the register", made, by_id, now)


def _count(outcome: Outcome, some: list[Comparison]) -> None:
    outcome.rows += len(some)
    for each in some:
        outcome.added += each.before is None
        outcome.changed += each.before is not None and not each.is_same
        if not each.is_same and len(outcome.changes) < SHOWN:
            before = _in_words(each.before) if each.before else None
            outcome.changes.append(Change(each.entry.number, before, _in_words(each.entry)))


def _write(session: Session, import_id: int, news: list[Comparison]) -> None:
    """One statement for the new, one for the changed and one that remembers both, however many they are."""
    connection = session.connection()
    ids = {each.entry.number: each.id for each in news if each.id is not None}
    changed = [each.entry._asdict() | {"its_id": each.id} for each in news if each.id is not None]
    added = [each.entry._asdict() for each in news if each.id is None]
    if changed:
        connection.execute(_rewriting(), changed)
    if added:
        table = Membership.__table__
        rows = connection.execute(insert(table).returning(table.c.id, table.c.number), added)
        ids |= {number: id_ for id_, number in rows}
    remembered = [
        {
            "import_id": import_id,
            "membership_id": ids[each.entry.number],
            "before": json.dumps(_in_words(each.before)) if each.before else None,
            "after": json.dumps(_in_words(each.entry)),
        }
        for each in news
    ]
    connection.execute(insert(RegisterChange.__table__), remembered)


def _rewriting():
    """An UPDATE of the entry ``its_id`` with whatever columns it is given."""
    table = Membership.__table__
    return update(table).where(table.c.id == bindparam("its_id"))


def _in_words(entry: Entry) -> dict[str, str | None]:
    def word(value: Any) -> str | None:
        if isinstance(value, date):
            return value.isoformat()
        return value.value if isinstance(value, enum.Enum) else value

    return {name: word(value) for name, value in entry._asdict().items()}


def _from_words(text: str | None) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(text or "{}")
    kinds = {name: Membership.__table__.c[name].type for name in words}
    for name, word in words.items():
        if name in DAYS and word:
            words[name] = date.fromisoformat(word)
        elif kind := getattr(kinds[name], "enum_class", None):
            words[name] = kind(word)
    return words


def _digest_of(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: BinaryIO) -> Iterable[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _note(
    session: Session, act: str, made: RegisterImport, by_id: int | None, now: datetime, after: dict | None = None
) -> None:
    diary.note(session, act=act, now=now, actor_id=by_id, thing=("register import", made.id), after=after)
