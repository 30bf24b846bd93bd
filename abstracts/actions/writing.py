"""What an author does with an abstract, from the empty page to the submission."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.agreement import ask_authors
from abstracts.actions.guard import note_findings
from abstracts.actions.steps import move_to, note_deed, tell_of_change
from abstracts.models import Abstract, AbstractAnswer, AbstractStatus, Author, Call, LateEntry, Section
from abstracts.rules import Statements, Wording
from core import files
from core.db import record_apart
from core.limits import one_more, times_so_far
from core.outbox import queue_letter
from people.models import Person

GUESS = "late code that lets nobody in"


def start_abstract(
    session: Session, *, call: Call, owner: Person, now: datetime, late_code: str = "", place: str = ""
) -> Abstract:
    """An empty draft of ``owner``'s, as its only author so far; the one they have not touched yet, if there is one.

    Raises CallClosed unless the call is open, or WrongLateCode if ``late_code`` does not let them in. Every code that
    does not counts against ``place``, the network it comes from, and past the limit none is looked up any more.
    """
    late_entry = _late_entry(session, call, late_code, place, now) if late_code else None
    if late_entry is None:
        rules.check_open(call, now)
    if (untouched := queries.untouched_draft(session, call, owner, late_entry)) is not None:
        return untouched  # a double click begins one abstract, not two (R7)
    if late_entry is not None:
        _use(late_entry, now)
    # One guarded UPDATE gives each its number, so that two who begin at once have two.
    number = session.scalar(
        update(Call).where(Call.id == call.id).values(last_number=Call.last_number + 1).returning(Call.last_number)
    )
    abstract = Abstract(
        event_id=call.event_id,
        call_id=call.id,
        number=number,
        owner_id=owner.id,
        late_entry=late_entry,
        started_at=now,
        saved_at=now,
    )
    session.add(abstract)
    session.flush()
    given, _, surname = owner.name.rpartition(" ")
    first = {"position": 1, "is_presenter": True, "is_corresponding": True}
    named = {"given_names": given, "surname": surname, "email": owner.email, "email_key": owner.email_key}
    session.add(Author(abstract_id=abstract.id, **first, **named))
    note_deed(session, "started an abstract", abstract, owner.id, now)
    return abstract


def save_wording(
    session: Session, *, abstract: Abstract, wording: Wording, version: int, by_id: int | None, now: datetime
) -> None:
    """The draft's text is ``wording``, however long: limits are asked on submission, so that nothing typed is lost.

    A submitted one must stay complete. The abstract is locked. Raises CallClosed, MayNotChange, ChangedElsewhere or
    NotComplete, and then nothing is kept. The same words again change nothing, whatever the version (R7).
    """
    check_may_write_now(abstract, now)
    written = {each.heading_id: each for each in abstract.sections}
    offered = {each.id for each in abstract.call.headings}
    sections = {each: words for each, words in wording.sections.items() if each in offered}
    same_sections = all((written[each].words if each in written else "") == sections[each] for each in sections)
    category = next((each for each in abstract.call.categories if each.id == wording.category_id), None)
    values = {
        "title": wording.title,
        "category": category,
        "preference": wording.preference,
        "keywords": "\n".join(wording.keywords),
    }
    if same_sections and _has(abstract, values):
        return
    rules.check_version(abstract, version)
    for name, value in values.items():
        setattr(abstract, name, value)
    for heading_id, words in sections.items():
        if heading_id in written:
            written[heading_id].words = words
        elif words:
            abstract.sections.append(Section(heading_id=heading_id, words=words))
    saved(session, abstract, by_id, now)


def save_statements(
    session: Session, *, abstract: Abstract, statements: Statements, version: int, by_id: int | None, now: datetime
) -> None:
    """What the author declares is ``statements``. Raises as save_wording does."""
    check_may_write_now(abstract, now)
    agreed = abstract.licence_agreed_at if statements.agrees_to_licence else None
    values = {
        "ethics": statements.ethics,
        "ethics_reference": statements.ethics_reference,
        "consent": statements.consent,
        "conflicts": statements.conflicts,
        "funding": statements.funding,
        "lead": statements.lead,
        "nation": statements.nation,
        "licence_agreed_at": agreed or (now if statements.agrees_to_licence else None),
    }
    said = {each.question_id: each for each in abstract.answers}
    asked = {each.id for each in abstract.call.questions}
    answers = {each: value for each, value in statements.answers.items() if each in asked}
    same_answers = all((said[each].value if each in said else "") == answers[each] for each in answers)
    if same_answers and _has(abstract, values):
        return
    rules.check_version(abstract, version)
    for name, value in values.items():
        setattr(abstract, name, value)
    for question_id, value in answers.items():
        if question_id in said:
            said[question_id].value = value
        elif value:
            abstract.answers.append(AbstractAnswer(question_id=question_id, value=value))
    saved(session, abstract, by_id, now)


def submit_abstract(session: Session, *, abstract: Abstract, version: int, by_id: int | None, now: datetime) -> None:
    """The draft is sent in, and its authors are told. Submitted again, nothing changes (R7).

    What may still tell who wrote it does not hold it up: the chair is told of that (domain rule 41).

    The abstract is locked, and ``now`` was asked after that: from the call's closing moment on nothing gets in (domain
    rule 38). Raises CallClosed, MayNotChange, ChangedElsewhere or NotComplete.
    """
    if abstract.status is AbstractStatus.SUBMITTED:
        return
    check_may_write_now(abstract, now)
    rules.check_version(abstract, version)
    rules.check_complete(abstract)
    move_to(session, abstract, AbstractStatus.SUBMITTED, by_id, now)
    abstract.submitted_at = now
    abstract.version += 1
    queue_letter(
        session,
        kind="abstracts/email/submitted",
        to=abstract.owner.email,
        key=str(abstract.id),
        now=now,
        abstract_id=abstract.id,
    )
    ask_authors(session, abstract=abstract, now=now)
    note_findings(session, abstract=abstract, now=now)


def delete_draft(session: Session, *, abstract: Abstract, by_id: int | None, now: datetime) -> None:
    """The draft and all that was written for it are gone. Raises MayNotChange if it was submitted."""
    rules.check_is_draft(abstract)
    for each in abstract.files:
        stored = each.file
        session.delete(each)
        session.flush()
        files.let_go(session, stored)
    for part in (*abstract.sections, *abstract.answers, *abstract.authors):
        session.delete(part)
    session.flush()
    session.delete(abstract)
    note_deed(session, "deleted a draft abstract", abstract, by_id, now)


def _late_entry(session: Session, call: Call, code: str, place: str, now: datetime) -> LateEntry:
    limits = current_app.config["LIMITS"]
    if times_so_far(session, **_guesses(place, now)) >= limits.guesses_per_visitor:
        raise rules.TooManyCodes("Too many codes were tried from your network. Wait fifteen minutes, then try again.")
    found = queries.late_entry_by_code(session, call, code, lock=True)
    if found is None:
        record_apart(one_more(session, **_guesses(place, now)))
    return rules.check_is_code(found)


def _use(late_entry: LateEntry, now: datetime) -> None:
    rules.check_late_entry(late_entry, now)
    late_entry.used += 1


def _guesses(place: str, now: datetime) -> dict:
    return {"act": GUESS, "actor": place, "window": current_app.config["LIMITS"].limit_window, "now": now}


def check_may_write_now(abstract: Abstract, now: datetime) -> None:
    """Raise MayNotChange or CallClosed unless its author may change it at ``now``."""
    rules.check_may_write(abstract)
    rules.check_open_for(abstract, now)


def _has(abstract: Abstract, values: Mapping[str, object]) -> bool:
    return all(getattr(abstract, name) == value for name, value in values.items())


def saved(session: Session, abstract: Abstract, by_id: int | None, now: datetime) -> None:
    """The abstract has a new version. Raises NotComplete if it was submitted and now lacks something."""
    if abstract.status is AbstractStatus.SUBMITTED:
        rules.check_complete(abstract)
        note_deed(session, "changed a submitted abstract", abstract, by_id, now)
        tell_of_change(session, abstract=abstract, now=now)
        note_findings(session, abstract=abstract, now=now)
    abstract.version += 1
    abstract.saved_at = now
    session.flush()
