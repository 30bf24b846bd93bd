"""Abstracts as the chair looks for them: a page of them, how many there are, and those that are ticked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractFile,
    AbstractStatus,
    Agreement,
    Author,
    Call,
    Exhibit,
    Finding,
    Flagged,
    Likeness,
    Section,
)
from abstracts.queries.bound import is_open_to
from abstracts.rules import AbstractsWanted, Flag
from events.models import Event
from people.models import Person
from people.queries import PlainEvent

IN_SQL = (Flag.LEAKS, Flag.DECLINED, Flag.ALIKE, Flag.SAME_PRESENTER, Flag.FIGURE, Flag.TABLE)
# What rules.lacks reads of an abstract, beside its call.
FOR_LACKS = (
    joinedload(Abstract.files),
    selectinload(Abstract.authors),
    selectinload(Abstract.sections),
    selectinload(Abstract.answers),
)


class ListedAbstract(NamedTuple):
    """An abstract of a list, what the chair should look at in it, and how much it lacks if it is a draft."""

    abstract: Abstract
    flags: list[Flag]
    lacking: int


class AbstractsPage(NamedTuple):
    """``how_many`` is of all that are found; one more than MOST_ABSTRACTS_COUNTED stands for any more."""

    rows: list[ListedAbstract]
    how_many: int


class CallCounted(NamedTuple):
    """A call of the event, whole, and how many of its abstracts have which status."""

    call: Call
    counts: dict[AbstractStatus, int]


def calls_counted(session: Session, event: Event | PlainEvent, *, chair_id: int | None) -> list[CallCounted]:
    """The event's calls with their parts, those that close first first, in one statement.

    What the chair is in conflict with is not counted: else its status could be told from the figures (domain rule 42).
    """
    of_status = [func.count(Abstract.id).filter(Abstract.status == each).label(each.name) for each in AbstractStatus]
    counted = select(Abstract.call_id, *of_status).where(Abstract.event_id == event.id, is_open_to(chair_id))
    sub = counted.group_by(Abstract.call_id).subquery()
    found = (
        select(Call, *(func.coalesce(sub.c[each.name], 0) for each in AbstractStatus))
        .outerjoin(sub, sub.c.call_id == Call.id)
        .where(Call.event_id == event.id)
        .options(joinedload(Call.categories), joinedload(Call.headings), joinedload(Call.questions))
        .order_by(Call.closes_at, Call.id)
    )
    rows = session.execute(found).unique().all()
    return [CallCounted(row[0], dict(zip(AbstractStatus, row[1:], strict=True))) for row in rows]


def abstracts_page(
    session: Session,
    event: Event | PlainEvent,
    calls: Iterable[Call],
    wanted: AbstractsWanted,
    *,
    chair_id: int | None,
    before_id: int | None,
    rows: int,
) -> AbstractsPage:
    """Up to ``rows`` abstracts older than ``before_id``, the latest first, and how many there are of all pages.

    Four statements; one more with words, since texts are folded and compared here (no database folds accents alike);
    one fewer where only incomplete ones are wanted: that is a rule, asked of every draft. What the chair is in conflict
    with is not among them (domain rule 42).
    """
    conditions = _conditions(session, event, list(calls), wanted, chair_id)
    flags = [_flagged(each, chair_id).label(each.name) for each in IN_SQL]
    found = select(Abstract, *flags).where(*conditions).order_by(Abstract.id.desc()).options(*FOR_LACKS)
    if wanted.flag is Flag.INCOMPLETE:
        every = [_listed(row) for row in session.execute(found).unique()]
        lacking = [each for each in every if each.lacking]
        later = [each for each in lacking if before_id is None or each.abstract.id < before_id]
        return AbstractsPage(later[:rows], len(lacking))
    counted = select(Abstract.id).where(*conditions).limit(rules.MOST_ABSTRACTS_COUNTED + 1).correlate(None)
    counting = found.add_columns(select(func.count()).select_from(counted.subquery()).scalar_subquery())
    if before_id is not None:
        counting = counting.where(Abstract.id < before_id)
    listed = session.execute(counting.limit(rows)).unique().all()
    return AbstractsPage([_listed(row) for row in listed], listed[0][-1] if listed else 0)


def wanted_ids(
    session: Session,
    event: Event | PlainEvent,
    calls: Iterable[Call],
    wanted: AbstractsWanted,
    *,
    chair_id: int | None,
) -> list[int]:
    """The ids of all that the search finds, the latest first."""
    if wanted.flag is Flag.INCOMPLETE:
        most = rules.MOST_ABSTRACTS_COUNTED
        found = abstracts_page(session, event, calls, wanted, chair_id=chair_id, before_id=None, rows=most)
        return [each.abstract.id for each in found.rows]
    asked = select(Abstract.id).where(*_conditions(session, event, list(calls), wanted, chair_id))
    return list(session.scalars(asked.order_by(Abstract.id.desc())))


def ticked_abstracts(
    session: Session, event: Event, ids: Iterable[int], *, chair_id: int | None, lock: bool = False
) -> list[Abstract]:
    """Those of the event's abstracts with these ids, by id, with call, category, owner and authors.

    With ``lock`` they are as they are now, and kept from others.
    """
    found = select(Abstract).where(Abstract.event_id == event.id, Abstract.id.in_([*ids]), is_open_to(chair_id))
    found = found.order_by(Abstract.id)
    if lock:
        found = found.with_for_update(of=Abstract).execution_options(populate_existing=True)
    loaded = (
        joinedload(Abstract.call, innerjoin=True).joinedload(Call.event, innerjoin=True),
        joinedload(Abstract.category),
        joinedload(Abstract.owner, innerjoin=True),
        selectinload(Abstract.authors),
    )
    return list(session.scalars(found.options(*loaded)))


def findings_by_abstract(session: Session, abstracts: Iterable[Abstract]) -> dict[int, list[Finding]]:
    """What was found in each that may tell who wrote it, by its id, in the order of the text; of most, nothing."""
    ids = [each.id for each in abstracts]
    found: dict[int, list[Finding]] = defaultdict(list)
    for each in session.scalars(select(Finding).where(Finding.abstract_id.in_(ids)).order_by(Finding.start)):
        found[each.abstract_id].append(each)
    return found


def _listed(row: Row) -> ListedAbstract:
    abstract = row[0]
    flags = [each for each, is_so in zip(IN_SQL, row[1:], strict=False) if is_so]
    lacking = len(rules.lacks(abstract)) if abstract.status is AbstractStatus.DRAFT else 0
    return ListedAbstract(abstract, [*flags, Flag.INCOMPLETE] if lacking else flags, lacking)


def _flagged(flag: Flag, chair_id: int | None) -> ColumnElement[bool]:
    """Whether the chair should look at that in the abstract of the row; what binds them makes no other like it."""
    if flag is Flag.LEAKS:
        is_open = and_(Finding.state == Flagged.OPEN, Finding.is_hint.is_(False))
        return _there_is(select(Finding.id).where(Finding.abstract_id == Abstract.id, is_open))
    if flag is Flag.DECLINED:
        declined = Author.agreement == Agreement.DECLINED
        return _there_is(select(Author.id).where(Author.abstract_id == Abstract.id, declined))
    if flag is Flag.ALIKE:
        return or_(
            _alike(Likeness.first_id, Likeness.second_id, chair_id),
            _alike(Likeness.second_id, Likeness.first_id, chair_id),
        )
    if flag is Flag.SAME_PRESENTER:
        return _presented_twice(chair_id)
    exhibit = Exhibit.FIGURE if flag is Flag.FIGURE else Exhibit.TABLE
    of_it = AbstractFile.abstract_id == Abstract.id
    return _there_is(select(AbstractFile.id).where(of_it, AbstractFile.exhibit == exhibit))


def _there_is(found: Select) -> ColumnElement[bool]:
    """Whether any is found; of the row around it the abstract alone is meant, whatever else is joined there."""
    return found.correlate(Abstract).exists()


def _alike(
    mine: InstrumentedAttribute[int], others: InstrumentedAttribute[int], chair_id: int | None
) -> ColumnElement[bool]:
    """The abstract stands in one column of a likeness that nobody dismissed, and one that is open in the other."""
    other = aliased(Abstract)
    found = select(Likeness.id).join(other, other.id == others).where(mine == Abstract.id)
    return _there_is(found.where(Likeness.dismissed_at.is_(None), is_open_to(chair_id, other)))


def _presented_twice(chair_id: int | None) -> ColumnElement[bool]:
    """The presenter is named as that of another abstract of the event, and both stand (domain rule 47)."""
    mine, theirs, other = aliased(Author), aliased(Author), aliased(Abstract)
    again = (
        select(mine.id)
        .join(theirs, and_(theirs.email_key == mine.email_key, theirs.is_presenter))
        .join(other, other.id == theirs.abstract_id)
        .where(mine.abstract_id == Abstract.id, mine.is_presenter, other.id != Abstract.id)
        .where(other.event_id == Abstract.event_id, other.status.in_(rules.STANDING), is_open_to(chair_id, other))
    )
    return and_(Abstract.status.in_(rules.STANDING), _there_is(again))


def _conditions(
    session: Session, event: Event | PlainEvent, calls: list[Call], wanted: AbstractsWanted, chair_id: int | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Abstract.event_id == event.id, is_open_to(chair_id)]
    if wanted.call_slug:
        conditions.append(Abstract.call_id.in_([each.id for each in calls if each.slug == wanted.call_slug]))
    if wanted.flag is Flag.INCOMPLETE:
        conditions.append(Abstract.status == AbstractStatus.DRAFT)
    elif wanted.flag:
        conditions.append(_flagged(wanted.flag, chair_id))
    exactly = {
        Abstract.status: wanted.status,
        Abstract.category_id: wanted.category_id,
        Abstract.preference: wanted.preference,
        Abstract.lead: wanted.lead,
        Abstract.nation: wanted.nation,
    }
    conditions += [column == value for column, value in exactly.items() if value is not None]
    if words := wanted.words.removeprefix("#").strip():
        conditions.append(Abstract.id.in_(_with_words(session, conditions, words)))
    return conditions


def _with_words(session: Session, conditions: list[ColumnElement[bool]], words: str) -> list[int]:
    """The ids of those of which the words are the number; if there is none, of those that hold every word."""
    numbers: dict[int, int] = {}
    texts: dict[int, list[str]] = defaultdict(list)
    for abstract_id, number, text in session.execute(_texts(conditions)):
        texts[abstract_id].append(rules.folded(text))
        numbers[abstract_id] = number
    if words.isascii() and words.isdigit() and (same := [key for key, each in numbers.items() if str(each) == words]):
        return same
    sought = rules.folded(words).split()
    return [key for key, parts in texts.items() if rules.holds_all("\n".join(parts), sought)]


def _texts(conditions: list[ColumnElement[bool]]) -> Select:
    """Every text of the abstracts that is searched, a row for each, with the id and the number."""
    space = literal(" ")
    of_it = select(Abstract.id, Abstract.number, (Abstract.title + space + Abstract.keywords).label("text"))
    sections = select(Abstract.id, Abstract.number, Section.words).join(Section, Section.abstract_id == Abstract.id)
    owners = select(Abstract.id, Abstract.number, Person.name + space + Person.email)
    named = Author.given_names + space + Author.surname + space + Author.email
    works = space + Author.organisation + space + Author.second_organisation + space + Author.town
    authors = select(Abstract.id, Abstract.number, named + works).join(Author, Author.abstract_id == Abstract.id)
    each = (of_it, sections, owners.join(Person, Person.id == Abstract.owner_id), authors)
    every = union_all(*(part.where(*conditions) for part in each)).subquery()
    return select(every)
