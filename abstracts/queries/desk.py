"""What the chair reads of calls and of one abstract. That the event is theirs the caller has asked already."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractAnswer,
    AbstractFile,
    Call,
    CallCategory,
    Exhibit,
    Finding,
    LateEntry,
    Likeness,
    Message,
    Redaction,
)
from abstracts.queries.abstracts import WHOLE
from abstracts.queries.bound import is_open_to
from abstracts.rules import CallPart, PartKind
from abstracts.rules.figures import Sent
from core.diary import DiaryEntry
from core.errors import NotFound
from events.models import Event
from people.models import Person


def calls_of(session: Session, event: Event) -> list[Call]:
    """The event's calls with their parts, those that close first first."""
    return list(session.scalars(_calls().where(Call.event_id == event.id).order_by(Call.closes_at, Call.id)))


def call_at_desk(session: Session, event: Event, call_slug: str, *, lock: bool = False) -> Call:
    """A call of this event, whole; locked, it is as it is now."""
    found = _calls().where(Call.event_id == event.id, Call.slug == call_slug)
    if lock:
        found = found.with_for_update(of=Call).execution_options(populate_existing=True)
    call = session.scalar(found)
    if call is None:
        raise NotFound("There is no such call.")
    return call


def part_at_desk(call: Call, kind: PartKind, part_id: int) -> CallPart:
    """A category, heading or question of this call."""
    for each in rules.parts_of(call, kind):
        if each.id == part_id:
            return each
    raise NotFound("There is no such part of this call.")


def answers_to(session: Session, question_id: int) -> int:
    """How many abstracts answered the question."""
    answered = select(func.count(AbstractAnswer.id)).where(AbstractAnswer.question_id == question_id)
    return session.scalar(answered.where(AbstractAnswer.value != "")) or 0


def sent_in_to(session: Session, call: Call) -> list[Abstract]:
    """What was sent in to the call and not withdrawn, with all that limits are asked of."""
    sent = select(Abstract).where(Abstract.call_id == call.id, Abstract.submitted_at.is_not(None))
    sent = sent.where(Abstract.withdrawn_at.is_(None)).options(selectinload(Abstract.authors))
    return list(session.scalars(sent.options(selectinload(Abstract.sections), selectinload(Abstract.files))))


def late_entries_of(session: Session, call: Call) -> list[LateEntry]:
    """The codes by which one comes late, the newest first."""
    return list(session.scalars(select(LateEntry).where(LateEntry.call_id == call.id).order_by(LateEntry.id.desc())))


def late_entry_at_desk(session: Session, call: Call, entry_id: int) -> LateEntry:
    """A code of this call, locked."""
    found = select(LateEntry).where(LateEntry.id == entry_id, LateEntry.call_id == call.id)
    entry = session.scalar(found.with_for_update())
    if entry is None:
        raise NotFound("There is no such code.")
    return entry


def abstract_at_desk(
    session: Session, event: Event, call_slug: str, number: int, *, chair_id: int | None, lock: bool = False
) -> Abstract:
    """An abstract of this event, whole; locked, it is as it is now. A chair who is bound finds none (rule 42)."""
    found = select(Abstract).join(Abstract.call).where(Abstract.event_id == event.id, is_open_to(chair_id))
    found = found.where(Call.slug == call_slug, Abstract.number == number)
    if lock:
        session.execute(found.with_only_columns(Abstract.id).with_for_update(of=Abstract))
        found = found.execution_options(populate_existing=True)
    merged = joinedload(Abstract.merged_into).joinedload(Abstract.call)
    abstract = session.scalar(found.options(*WHOLE, joinedload(Abstract.owner, innerjoin=True), merged))
    if abstract is None:
        raise NotFound("There is no such abstract.")
    return abstract


def both_abstracts(
    session: Session, event: Event, call_slug: str, number: int, other_id: int, *, chair_id: int | None
) -> tuple[Abstract, Abstract]:
    """An abstract of this event and another of the same event, whole and locked in the order of their ids."""
    kept = abstract_at_desk(session, event, call_slug, number, chair_id=chair_id)
    pair = select(Abstract).where(Abstract.event_id == event.id, Abstract.id.in_((kept.id, other_id)))
    pair = pair.where(is_open_to(chair_id))
    session.execute(pair.with_only_columns(Abstract.id).order_by(Abstract.id).with_for_update(of=Abstract))
    found = pair.options(*WHOLE, joinedload(Abstract.owner, innerjoin=True))
    by_id = {each.id: each for each in session.scalars(found.execution_options(populate_existing=True))}
    if other_id not in by_id:
        raise NotFound("There is no such abstract.")
    return by_id[kept.id], by_id[other_id]


def findings_of(session: Session, abstract: Abstract) -> list[Finding]:
    """What was found in it that may tell who wrote it, in the order in which the text is read."""
    order = {field: place for place, field in enumerate(rules.field_names(abstract))}
    found = list(session.scalars(select(Finding).where(Finding.abstract_id == abstract.id)))
    return sorted(found, key=lambda each: (order.get(each.field, len(order)), each.start, each.id))


def finding_at_desk(session: Session, abstract: Abstract, finding_id: int) -> Finding:
    found = select(Finding).where(Finding.id == finding_id, Finding.abstract_id == abstract.id)
    finding = session.scalar(found.with_for_update())
    if finding is None:
        raise NotFound("There is no such passage.")
    return finding


def redactions_of(session: Session, abstract: Abstract) -> dict[str, Redaction]:
    """What reviewers read instead, by field."""
    return {each.field: each for each in session.scalars(select(Redaction).where(Redaction.abstract_id == abstract.id))}


def likenesses_of(session: Session, abstract: Abstract, *, chair_id: int | None) -> list[tuple[Likeness, Abstract]]:
    """The abstracts that say nearly the same, the likest first, each with what was found; dismissed ones last."""
    of_it = or_(Likeness.first_id == abstract.id, Likeness.second_id == abstract.id)
    open_ids = select(Abstract.id).where(Abstract.event_id == abstract.event_id, is_open_to(chair_id))
    found = (
        select(Likeness)
        .where(of_it, Likeness.first_id.in_(open_ids), Likeness.second_id.in_(open_ids))
        .options(
            joinedload(Likeness.first).joinedload(Abstract.call), joinedload(Likeness.second).joinedload(Abstract.call)
        )
    )
    rows = list(session.scalars(found.order_by(Likeness.per_mille.desc(), Likeness.id)))
    rows.sort(key=lambda each: each.dismissed_at is not None)
    return [(each, each.second if each.first_id == abstract.id else each.first) for each in rows]


def likeness_of(session: Session, abstract: Abstract, likeness_id: int, *, chair_id: int | None) -> Likeness:
    """A likeness of this abstract, locked; to a chair who is bound by either of the two there is none (rule 42)."""
    of_it = or_(Likeness.first_id == abstract.id, Likeness.second_id == abstract.id)
    open_ids = select(Abstract.id).where(Abstract.event_id == abstract.event_id, is_open_to(chair_id))
    found = select(Likeness).where(Likeness.id == likeness_id, of_it)
    found = found.where(Likeness.first_id.in_(open_ids), Likeness.second_id.in_(open_ids))
    likeness = session.scalar(found.with_for_update(of=Likeness))
    if likeness is None:
        raise NotFound("There is no such likeness.")
    return likeness


def others_of_presenter(session: Session, abstract: Abstract, *, chair_id: int | None) -> list[Abstract]:
    """The event's other abstracts that stand and name the same presenter, by number (domain rule 47)."""
    presenter = rules.presenter_of(abstract)
    if presenter is None or abstract.status not in rules.STANDING:
        return []
    found = (
        select(Abstract)
        .where(Abstract.event_id == abstract.event_id, Abstract.id != abstract.id, is_open_to(chair_id))
        .where(Abstract.status.in_(rules.STANDING))
        .where(Abstract.authors.any(email_key=presenter.email_key, is_presenter=True))
        .options(joinedload(Abstract.call), joinedload(Abstract.category))
        .order_by(Abstract.call_id, Abstract.number)
    )
    return list(session.scalars(found))


def exhibit_at_desk(
    session: Session, event: Event, call_slug: str, number: int, exhibit: Exhibit, *, chair_id: int | None
) -> AbstractFile:
    """The figure or table of an abstract of this event, with its file and its abstract's number."""
    found = (
        select(AbstractFile)
        .join(Abstract, Abstract.id == AbstractFile.abstract_id)
        .join(Call, Call.id == Abstract.call_id)
        .where(Abstract.event_id == event.id, Call.slug == call_slug, Abstract.number == number)
        .where(AbstractFile.exhibit == exhibit, is_open_to(chair_id))
        .options(joinedload(AbstractFile.file))
    )
    file = session.scalar(found)
    if file is None:
        raise NotFound("There is no such file.")
    return file


def history_of(session: Session, abstract: Abstract) -> list[tuple[DiaryEntry, str]]:
    """What happened to it, oldest first, each with the name of who did it (empty for nobody signed in)."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    found = (
        select(DiaryEntry, name)
        .outerjoin(Person, Person.id == DiaryEntry.actor_id)
        .where(DiaryEntry.event_id == abstract.event_id)
        .where(DiaryEntry.object_kind == "abstract", DiaryEntry.object_id == abstract.id)
    )
    return [(entry, who) for entry, who in session.execute(found.order_by(DiaryEntry.id))]


def messages_of(session: Session, event: Event, rows: int) -> list[tuple[Message, str]]:
    """What was written to authors of the event, the newest first, with the name of who wrote."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    found = select(Message, name).join(Call, Call.id == Message.call_id).where(Call.event_id == event.id)
    found = found.outerjoin(Person, Person.id == Message.by_id).order_by(Message.id.desc()).limit(rows)
    return [(message, who) for message, who in session.execute(found)]


def sent_facts(session: Session, event: Event, call_slug: str = "", *, chair_id: int | None) -> list[Sent]:
    """What the figures are made of, one for each abstract of the event or of one of its calls; one statement.

    But for what the chair is in conflict with (domain rule 42).
    """
    facts = (CallCategory.name, Abstract.status, Abstract.preference, Abstract.lead, Abstract.nation)
    found = (
        select(*facts, Abstract.submitted_at)
        .outerjoin(CallCategory, CallCategory.id == Abstract.category_id)
        .where(Abstract.event_id == event.id, is_open_to(chair_id))
    )
    if call_slug:
        found = found.join(Call, Call.id == Abstract.call_id).where(Call.slug == call_slug)
    return [Sent(row[0] or "", *row[1:]) for row in session.execute(found)]


def _calls():
    loaded = (selectinload(Call.categories), selectinload(Call.headings), selectinload(Call.questions))
    return select(Call).options(joinedload(Call.event, innerjoin=True), *loaded)
