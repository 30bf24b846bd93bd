"""Who reads what of a supplement: the chair all of it, everybody else what is out."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from abstracts.models import (
    Abstract,
    AbstractFile,
    AbstractStatus,
    Agreement,
    Author,
    Call,
    Exhibit,
    FinalVersion,
    Supplement,
    SupplementEntry,
)
from abstracts.queries.bound import is_open_to
from abstracts.rules.printing import PRINTED, Piece, why_left_out
from core.errors import NotFound
from events.models import SHOWN, Event

NOTHING = "There is no book of abstracts at this address."


def supplement_of(session: Session, call: Call) -> Supplement:
    """The call's; one that nobody has set yet begins empty and is not stored."""
    found = session.scalar(select(Supplement).where(Supplement.call_id == call.id))
    return found or Supplement(call_id=call.id, call=call, journal="", issn="", volume="", issue="")


def pieces_of(session: Session, call: Call) -> list[Piece]:
    """The accepted abstracts of the call once its decisions are out, in the order of the book, each with its faults.

    A bound chair reads of them too: by now all that is in it has been told, and nothing of who judged it (rule 42).
    """
    found = select(Abstract, SupplementEntry).outerjoin(SupplementEntry).join(Abstract.call)
    found = found.where(Abstract.call_id == call.id, Abstract.status.in_(PRINTED), Call.released_at.is_not(None))
    rows = session.execute(found.options(*_PRINTED, joinedload(Abstract.owner)))
    pieces = [Piece(abstract, entry, why_left_out(abstract)) for abstract, entry in rows]
    return sorted(pieces, key=lambda piece: place_in_book(piece.abstract))


def piece_at_desk(
    session: Session, call: Call, number: int, *, chair_id: int | None, lock: bool = False
) -> tuple[Abstract, SupplementEntry]:
    """An accepted abstract and its entry, which is new and not stored yet where it has none.

    Not for a chair who is bound: nobody gives a prize to their own (rule 42).
    """
    found = select(Abstract).join(Abstract.call)
    found = found.where(Abstract.call_id == call.id, Abstract.number == number, Abstract.status.in_(PRINTED))
    found = found.where(Call.released_at.is_not(None), is_open_to(chair_id)).options(*_PRINTED)
    if lock:
        session.execute(found.with_only_columns(Abstract.id).with_for_update(of=Abstract))
        found = found.execution_options(populate_existing=True)
    abstract = session.scalar(found)
    if abstract is None:
        raise NotFound("There is no such abstract in the supplement.")
    entry = session.scalar(select(SupplementEntry).where(SupplementEntry.abstract_id == abstract.id))
    return abstract, entry or SupplementEntry(abstract_id=abstract.id, doi="", prize="", notice="")


def published_supplement(session: Session, event_slug: str, call_slug: str, now: datetime) -> Supplement:
    """The supplement that anybody may read now (domain rule 48). Until then there is none."""
    found = select(Supplement).join(Supplement.call).join(Call.event).where(*whole_book(now))
    found = found.where(Event.slug == event_slug, Call.slug == call_slug)
    whole = contains_eager(Supplement.call).options(contains_eager(Call.event), selectinload(Call.categories))
    supplement = session.scalar(found.options(whole))
    if supplement is None:
        raise NotFound(NOTHING)
    return supplement


def supplements_out(session: Session, event: Event, now: datetime) -> list[Supplement]:
    """Those of the event that anybody may read now; none is no fault."""
    found = select(Supplement).join(Supplement.call).join(Call.event).where(Event.id == event.id, *whole_book(now))
    return list(session.scalars(found.options(contains_eager(Supplement.call)).order_by(Call.closes_at, Call.id)))


def published_entries(
    session: Session, supplement: Supplement, now: datetime, *, words: str = "", category_id: int | None = None
) -> list[SupplementEntry]:
    """The book's abstracts that anybody may read now, in its order: all, or those of a category or with such words.

    Words are looked for in titles as they are printed, in keywords and in names of authors.
    """
    found = _published(now).where(Abstract.call_id == supplement.call_id)
    if category_id is not None:
        found = found.where(Abstract.category_id == category_id)
    for word in words.split():
        named = func.lower(Author.given_names + " " + Author.surname).contains(word.lower(), autoescape=True)
        told = func.lower(_TITLE + " " + Abstract.keywords).contains(word.lower(), autoescape=True)
        found = found.where(or_(told, Abstract.authors.any(named)))
    entries = session.scalars(found.options(contains_eager(SupplementEntry.abstract).options(*_PRINTED)))
    return sorted(entries, key=lambda entry: place_in_book(entry.abstract))


def published_entry(session: Session, supplement: Supplement, number: int, now: datetime) -> SupplementEntry:
    """One of them, whole; what is not in the book does not exist."""
    found = _published(now).where(Abstract.call_id == supplement.call_id, Abstract.number == number)
    entry = session.scalar(found.options(contains_eager(SupplementEntry.abstract).options(*_PRINTED)))
    if entry is None:
        raise NotFound(NOTHING)
    return entry


def published_exhibit(
    session: Session, supplement: Supplement, number: int, exhibit: Exhibit, now: datetime
) -> AbstractFile:
    """The figure or table of an abstract that anybody may read now; one that is retracted has none."""
    found = select(AbstractFile).join(Abstract, Abstract.id == AbstractFile.abstract_id)
    found = found.where(Abstract.id.in_(_published(now).with_only_columns(Abstract.id)))
    found = found.where(Abstract.call_id == supplement.call_id, Abstract.number == number)
    found = found.where(AbstractFile.exhibit == exhibit, ~_is_retracted())
    file = session.scalar(found.options(joinedload(AbstractFile.file)))
    if file is None:
        raise NotFound(NOTHING)
    return file


def just_out(session: Session, now: datetime, *, lock: bool = False) -> list[Abstract]:
    """The abstracts that anybody may read now and that are not called published yet."""
    ids = _published(now).with_only_columns(Abstract.id).where(Abstract.status != AbstractStatus.PUBLISHED)
    found = select(Abstract).where(Abstract.id.in_(ids)).order_by(Abstract.id)
    return list(session.scalars(found.with_for_update() if lock else found))


def place_in_book(abstract: Abstract) -> tuple[int, int, int]:
    """By category in the order of the call, and then by number."""
    category = abstract.category
    return (category.position, category.id, abstract.number) if category else (10**6, 0, abstract.number)


def whole_book(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What must be true of a call and its supplement before anybody reads of it."""
    # R15: the embargo is asked of the row at each reading, and no job lifts it.
    return (
        Event.visibility.in_(SHOWN),
        Call.released_at <= now,
        Call.embargo_until <= now,
        Supplement.published_at <= now,
    )


def each_in_it(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """And what of each abstract. One that is retracted stays, whoever says since that they are no author of it."""
    declined = Abstract.authors.any(Author.agreement == Agreement.DECLINED)
    return (
        SupplementEntry.published_at <= now,
        Abstract.status.in_(PRINTED),
        Abstract.licence_agreed_at.is_not(None),
        or_(~declined, SupplementEntry.retracted_at.is_not(None)),
    )


def _is_retracted() -> ColumnElement[bool]:
    entry = select(SupplementEntry.id).where(SupplementEntry.abstract_id == Abstract.id)
    return entry.where(SupplementEntry.retracted_at.is_not(None)).exists()


def _published(now: datetime) -> Select[SupplementEntry]:
    return (
        select(SupplementEntry)
        .join(SupplementEntry.abstract)
        .join(Call, Call.id == Abstract.call_id)
        .join(Event, Event.id == Call.event_id)
        .join(Supplement, Supplement.call_id == Call.id)
        .where(*whole_book(now), *each_in_it(now))
    )


_TITLE = func.coalesce(
    select(FinalVersion.title).where(FinalVersion.abstract_id == Abstract.id).scalar_subquery(), Abstract.title
)
# All that is printed of any number of abstracts, in as many statements as of one.
_PRINTED = (
    joinedload(Abstract.category),
    joinedload(Abstract.offer),
    joinedload(Abstract.final).selectinload(FinalVersion.sections),
    joinedload(Abstract.call).options(
        joinedload(Call.event), selectinload(Call.headings), selectinload(Call.questions), selectinload(Call.categories)
    ),
    selectinload(Abstract.sections),
    selectinload(Abstract.prizes),
    selectinload(Abstract.authors),
    selectinload(Abstract.files).joinedload(AbstractFile.file),
    selectinload(Abstract.answers),
)
