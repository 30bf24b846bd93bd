"""What authors read of their own abstracts."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from abstracts.models import Abstract, AbstractFile, AbstractStatus, Author, Call, LateEntry, Section
from core.errors import NotFound
from events.models import Event
from people.models import Person

WHOLE = (
    joinedload(Abstract.call).options(
        joinedload(Call.event), selectinload(Call.categories), selectinload(Call.headings), selectinload(Call.questions)
    ),
    joinedload(Abstract.category),
    joinedload(Abstract.late_entry),
    selectinload(Abstract.sections).joinedload(Section.heading),
    selectinload(Abstract.authors),
    selectinload(Abstract.files).joinedload(AbstractFile.file),
    selectinload(Abstract.answers),
)


_HEAD = (
    joinedload(Abstract.call).joinedload(Call.event),
    joinedload(Abstract.category),
    joinedload(Abstract.late_entry),
)
# What saving one page needs, since hundreds of authors save theirs in the last minutes.
FOR_WORDING = (
    *_HEAD,
    joinedload(Abstract.call).options(selectinload(Call.categories), selectinload(Call.headings)),
    selectinload(Abstract.sections),
)
FOR_STATEMENTS = (
    *_HEAD,
    joinedload(Abstract.call).selectinload(Call.questions),
    selectinload(Abstract.answers),
)


def own_abstract(
    session: Session,
    person: Person,
    event_slug: str,
    call_slug: str,
    number: int,
    *,
    lock: bool = False,
    loaded: Sequence[ExecutableOption] = WHOLE,
) -> Abstract:
    """The abstract, whole or as ``loaded`` says, to whoever writes it; to anybody else there is none (R13).

    Locked, it is read again after the lock was had. Ask for the time after that, so that nobody who waited is early.
    """
    found = _in_call(event_slug, call_slug).where(Abstract.number == number, Abstract.owner_id == person.id)
    if lock:
        session.execute(found.with_only_columns(Abstract.id).with_for_update(of=Abstract))
        found = found.execution_options(populate_existing=True)
    abstract = session.scalar(found.options(*loaded))
    if abstract is None:
        raise NotFound("There is no such abstract.")
    return abstract


def own_abstracts(session: Session, person: Person) -> list[Abstract]:
    """What ``person`` writes, in any call, the newest first; with its call and event."""
    mine = select(Abstract).where(Abstract.owner_id == person.id)
    loaded = mine.options(joinedload(Abstract.call).joinedload(Call.event), selectinload(Abstract.authors))
    return list(session.scalars(loaded.order_by(Abstract.id.desc())))


def untouched_draft(
    session: Session, call: Call, person: Person, late_entry: LateEntry | None = None
) -> Abstract | None:
    """A draft that ``person`` began in this call, by that code if any, and never saved anything in, if there is one."""
    mine = select(Abstract).where(Abstract.call_id == call.id, Abstract.owner_id == person.id)
    untouched = mine.where(Abstract.status == AbstractStatus.DRAFT, Abstract.version == 1)
    if late_entry is not None:
        untouched = untouched.where(Abstract.late_entry_id == late_entry.id)
    return session.scalar(untouched.order_by(Abstract.id).limit(1))


def named_abstracts(session: Session, person: Person) -> list[Author]:
    """Where ``person``'s proved address is named as an author of what somebody else sent in (R10)."""
    named = (
        select(Author)
        .join(Author.abstract)
        .where(Author.email_key == person.email_key, Abstract.owner_id != person.id)
        .where(Abstract.status != AbstractStatus.DRAFT)
        .options(joinedload(Author.abstract).joinedload(Abstract.call).joinedload(Call.event))
    )
    return list(session.scalars(named.order_by(Author.id.desc())))


def _in_call(event_slug: str, call_slug: str) -> Select:
    return (
        select(Abstract)
        .join(Abstract.call)
        .join(Event, Event.id == Abstract.event_id)
        .where(Event.slug == event_slug, Call.slug == call_slug)
    )
