"""Taking in abstracts from another program: all of a file or nothing, and the same file again changes nothing."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from abstracts.actions.exhibits import put_in_place
from abstracts.actions.guard import note_findings
from abstracts.models import (
    Abstract,
    AbstractAnswer,
    AbstractStatus,
    Author,
    Call,
    CallCategory,
    Exhibit,
    Section,
)
from abstracts.queries.exchange import IMPORTED, IMPORTED_AGAIN, calls_with_abstracts, when_imported
from abstracts.rules import KINDS, SENT_IN, check_move
from abstracts.rules.exchange import Record, Writer
from abstracts.rules.hotcrp import is_hotcrp, records_from_hotcrp
from abstracts.rules.importing import Does, Plan, Step, next_status, plan_import, poster_key_in
from abstracts.rules.incoming import NotAbstracts, Problem, read_json, records_in
from core import diary, files
from core.uploads import Unfit, Upload, take_in
from events.models import Event
from people.actions import person_at
from people.rules import email_key

# What stands under each record's place and kind of exhibit: the key it was written as, and what was read.
TakenFiles = Mapping[tuple[int, Exhibit], tuple[str, Upload]]
PLAIN = (
    *("title", "preference", "ethics", "ethics_reference", "consent", "conflicts", "funding", "lead", "nation"),
    "licence_agreed_at",
)
TIMES = ("submitted_at", "withdrawn_at", "decision", "decided_at")


def look_at_import(
    session: Session,
    *,
    event: Event,
    content: bytes,
    to_call: str = "",
    adds_categories: bool = False,
    lock: bool = False,
) -> Plan:
    """What importing the file would do, and all that is wrong with it; nothing is changed. Raises NotAbstracts."""
    found = read_json(content)
    calls, stored = calls_with_abstracts(session, event, lock=lock)
    by_slug = {call.slug: call for call in calls}
    leftovers: list = []
    if is_hotcrp(found):
        slug = to_call or (calls[0].slug if len(calls) == 1 else "")
        if slug not in by_slug:
            raise NotAbstracts("Say with --call to which of the event's calls these papers belong.")
        records, problems, leftovers = records_from_hotcrp(found, by_slug[slug])
        to_call = slug
    else:
        records, problems = records_in(found)
    plan = plan_import(
        records,
        calls=by_slug,
        to_call=to_call,
        stored=stored,
        imported_at=when_imported(session, event),
        adds_categories=adds_categories,
    )
    plan.problems = sorted([*problems, *plan.problems], key=lambda each: each.place)
    plan.leftovers = [*leftovers, *plan.leftovers]
    return plan


def take_files(plan: Plan, *, keep: bool = True) -> TakenFiles:
    """The figures and tables of what is to be added, read in blind and on the disk; never inside a transaction.

    What is unfit becomes a problem of the plan. What is then not imported is swept a day later; with ``keep`` false
    nothing is written at all.
    """
    taken: dict[tuple[int, Exhibit], tuple[str, Upload]] = {}
    for place, kept in plan.files_to_take():
        about = {"name": "", "kinds": KINDS[kept.exhibit], "limits": current_app.config["LIMITS"]}
        try:
            upload = take_in(b64decode(kept.content, validate=True), **about, blind=True)
            taken[place, kept.exhibit] = files.store().write(upload.content) if keep else "", upload
        except (Unfit, ValueError) as refusal:
            says = str(refusal) if isinstance(refusal, Unfit) else "It is not in base64."
            plan.problems.append(Problem(place, "", f"Its {kept.exhibit.value}: {says}"))
    return taken


def import_abstracts(
    session: Session,
    *,
    event: Event,
    content: bytes,
    to_call: str = "",
    adds_categories: bool = False,
    by_id: int | None,
    now: datetime,
    taken: TakenFiles | None = None,
) -> Plan:
    """Every abstract of the file is here, or brought up to it; those that were changed here since stay as they are.

    ``taken`` are the figures and tables that take_files has read and written. Looked at once more under the calls'
    locks. Raises NotAbstracts if anything is wrong, and then nothing is changed. Nobody is written to: whose abstracts
    they are see them once they have signed in (R10).
    """
    plan = look_at_import(
        session, event=event, content=content, to_call=to_call, adds_categories=adds_categories, lock=True
    )
    if not plan.is_sound:
        raise NotAbstracts("The file has faults, so nothing of it was taken.")
    _add_categories(session, plan)
    for step in plan.steps:
        if step.does is Does.ADDS:
            _add(session, step, taken or {}, by_id, now)
        elif step.does is Does.CHANGES and step.abstract is not None:
            _change(session, step.abstract, step.record, by_id, now)
    session.flush()
    _link_merged(session, event, plan)
    return plan


def _add_categories(session: Session, plan: Plan) -> None:
    calls = {step.call.id: step.call for step in plan.steps}
    for call_id, name in plan.new_categories:
        call = calls[call_id]
        if _category(call, name) is None:
            last = max((each.position for each in call.categories), default=0)
            call.categories.append(CallCategory(name=name, position=last + 1))
    session.flush()


def _add(session: Session, step: Step, taken: TakenFiles, by_id: int | None, now: datetime) -> None:
    call, record = step.call, step.record
    number = session.scalar(
        update(Call).where(Call.id == call.id).values(last_number=Call.last_number + 1).returning(Call.last_number)
    )
    abstract = Abstract(
        event_id=call.event_id,
        call_id=call.id,
        call=call,
        number=number,
        owner=person_at(session, **_owner(record), now=now),
        status=record.status,
        # Not the first: that is an untouched draft's, which its owner would be given instead of an empty page.
        version=2,
        source_ref=record.ref,
        started_at=record.started_at or record.submitted_at or now,
        saved_at=now,
        **{name: getattr(record, name) for name in TIMES},
    )
    if record.status not in {AbstractStatus.DRAFT, AbstractStatus.WITHDRAWN}:
        abstract.submitted_at = record.submitted_at or now
    if record.status is AbstractStatus.WITHDRAWN:
        abstract.withdrawn_at = record.withdrawn_at or now
    session.add(abstract)
    session.flush()
    _write(session, abstract, record)
    _keep_files(session, abstract, step, taken, now)
    abstract.poster_key = poster_key_in(record)
    _guard(session, abstract, now)
    _note(session, IMPORTED, abstract, by_id, now)


def _change(session: Session, abstract: Abstract, record: Record, by_id: int | None, now: datetime) -> None:
    before = abstract.status
    to = next_status(record, abstract)
    _write(session, abstract, record)
    if to is not None:
        check_move(before, to)
        abstract.status = to
        if to is AbstractStatus.WITHDRAWN:
            abstract.withdrawn_at = record.withdrawn_at or now
        else:
            abstract.submitted_at = record.submitted_at or now
    abstract.version += 1  # a window that is open on it must not write over this
    abstract.saved_at = now
    _guard(session, abstract, now)
    _note(session, IMPORTED_AGAIN, abstract, by_id, now, before=before)


def _write(session: Session, abstract: Abstract, record: Record) -> None:
    for name in PLAIN:
        setattr(abstract, name, getattr(record, name))
    abstract.keywords = "\n".join(record.keywords)
    abstract.category = _category(abstract.call, record.category) if record.category else None
    headings = {each.name: each.id for each in abstract.call.headings}
    sections = {each.heading_id: each for each in abstract.sections}
    words = {headings[name]: text for name, text in record.sections.items()}
    for heading_id in {*sections, *words}:
        if heading_id in sections:
            sections[heading_id].words = words.get(heading_id, "")
        else:
            abstract.sections.append(Section(heading_id=heading_id, words=words[heading_id]))
    labels = {each.label: each.id for each in abstract.call.questions}
    answers = {each.question_id: each for each in abstract.answers}
    values = {labels[label]: value for label, value in record.answers.items()}
    for question_id in {*answers, *values}:
        if question_id in answers:
            answers[question_id].value = values.get(question_id, "")
        else:
            abstract.answers.append(AbstractAnswer(question_id=question_id, value=values[question_id]))
    _write_authors(session, abstract, record.authors)


def _keep_files(session: Session, abstract: Abstract, step: Step, taken: TakenFiles, now: datetime) -> None:
    for kept in step.record.files:
        if (step.place, kept.exhibit) in taken:
            key, upload = taken[step.place, kept.exhibit]
            put_in_place(session, abstract, kept.exhibit, upload, key, now).caption = kept.caption


def _guard(session: Session, abstract: Abstract, now: datetime) -> None:
    """The chair is told of what may give away the authors of what was sent in (domain rule 41)."""
    if abstract.status in SENT_IN:
        note_findings(session, abstract=abstract, now=now)


def _write_authors(session: Session, abstract: Abstract, writers: Iterable[Writer]) -> None:
    """The authors in their order; who is named still keeps what they answered."""
    known = {each.email_key: each for each in abstract.authors}
    named = {email_key(each.email): each for each in writers}
    for key, each in known.items():
        # One presents and one is written to: nobody does both while they change places.
        each.is_presenter = each.is_corresponding = False
        if key not in named:
            session.delete(each)
    session.flush()
    author: Author | None
    for position, (key, writer) in enumerate(named.items(), start=1):
        values = {
            name: getattr(writer, name) for name in Writer.model_fields if name not in {"agreement", "answered_at"}
        }
        if (author := known.get(key)) is None:
            answered = {"agreement": writer.agreement, "answered_at": writer.answered_at}
            session.add(Author(abstract_id=abstract.id, email_key=key, position=position, **values, **answered))
            continue
        for name, value in values.items():
            setattr(author, name, value)
        author.position = position
    session.flush()
    session.expire(abstract, ["authors"])


def _link_merged(session: Session, event: Event, plan: Plan) -> None:
    """What was merged into another abstract of the file is so here too, now that all have their ids."""
    wanted = {
        (step.call.id, step.record.ref): step.record.merged_into for step in plan.steps if step.record.merged_into
    }
    if not wanted:
        return
    _, stored = calls_with_abstracts(session, event)
    by_ref = {(each.call_id, each.source_ref): each for each in stored if each.source_ref}
    for (call_id, ref), into in wanted.items():
        abstract, kept = by_ref.get((call_id, ref)), by_ref.get((call_id, into))
        if abstract is not None and kept is not None:
            abstract.merged_into = kept
    session.flush()


def _category(call: Call, name: str) -> CallCategory | None:
    return next((each for each in call.categories if each.name.casefold() == name.casefold()), None)


def _owner(record: Record) -> dict[str, str]:
    if record.owner is not None:
        return {"email": record.owner.email, "name": record.owner.name}
    first = next((each for each in record.authors if each.is_corresponding), record.authors[0])
    return {"email": first.email, "name": f"{first.given_names} {first.surname}".strip()}


def _note(
    session: Session,
    act: str,
    abstract: Abstract,
    by_id: int | None,
    now: datetime,
    before: AbstractStatus | None = None,
) -> None:
    statuses: dict = {"after": {"status": abstract.status.value}}
    if before is not None:
        statuses["before"] = {"status": before.value}
    thing = ("abstract", abstract.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=abstract.event_id, **statuses)
