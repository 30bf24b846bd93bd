"""Asking questions at the desk, and answering them (the answers' words are in no diary)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from core import diary, files
from core.db import refuse_if_broken
from core.files import StoredFile
from events.models import Event
from registration import queries, rules
from registration.models import Answer, Question, QuestionKind, Ticket
from registration.rules import Wording


def add_question(session: Session, *, event: Event, wording: Wording, by_id: int, now: datetime) -> Question:
    """The event asks one question more, after the others. Raises NotAQuestion."""
    asked = queries.current_questions(session, event)
    rules.check_wording(wording, asked)
    last = max((each.position for each in asked), default=0)
    question = _version(event.id, wording, position=last + 1, version=1)
    session.add(question)
    session.flush()
    question.first_id = question.id
    _note(session, "asked a question", question, by_id, now)
    return question


def change_question(session: Session, *, question: Question, wording: Wording, by_id: int, now: datetime) -> Question:
    """The question's next version, which is asked from now on; what was answered keeps to the version it answered.

    The question is locked. Raises NotAQuestion, or QuestionHasChanged if it is asked no more.
    """
    rules.check_is_asked(question)
    rules.check_stays_hidden(question, wording)
    event = session.get_one(Event, question.event_id)
    rules.check_wording(wording, queries.current_questions(session, event), first_id=question.first_id)
    # Two at once: the second finds the version taken.
    refuse_if_broken(session, "uq_questions_first_id", rules.question_has_changed())
    newer = _version(event.id, wording, position=question.position, version=question.version + 1)
    newer.first_id = question.first_id
    session.add(newer)
    question.replaced_at = now
    _note(session, "changed a question", newer, by_id, now)
    return newer


def retire_question(session: Session, *, question: Question, by_id: int, now: datetime) -> None:
    """Nobody is asked it any more; what was answered stays. Raises QuestionHasChanged if it is asked no more."""
    rules.check_is_asked(question)
    question.replaced_at = now
    _note(session, "retired a question", question, by_id, now)


def move_question(
    session: Session, *, event: Event, question: Question, by: int, by_id: int | None, now: datetime
) -> None:
    """The question comes so many places later than it did, or earlier where ``by`` is negative.

    Raises QuestionHasChanged if it is asked no more.
    """
    rules.check_is_asked(question)
    asked = queries.current_questions(session, event)
    place = asked.index(question)
    asked.remove(question)
    asked.insert(max(0, place + by), question)
    for position, each in enumerate(asked, start=1):
        each.position = position
    _note(session, "moved a question", question, by_id, now)


def save_answers(
    session: Session,
    *,
    ticket: Ticket,
    questions: Iterable[Question],
    values: Mapping[int, str],
    now: datetime,
    by_id: int | None,
    sent: Mapping[int, StoredFile] | None = None,
    at_desk: bool = False,
    earlier: list[Answer] | None = None,
) -> None:
    """The ticket's answers are ``values``, by the questions' first ids; an empty one takes an answer back.

    ``questions`` are the event's current ones (queries.current_questions); ``sent`` the files that answer some of
    them. What was not typed stays, unless its condition is no longer met: then it is removed. An answer to an older
    version gives way to one to the newest. Outside the desk the delegate's part counts as filled in from now on, if
    nothing required is missing. Pass ``earlier=[]`` for a new ticket, which has none, to spare the statement.

    Raises NotAnAnswer for a value that is none; what is not asked of this ticket is not kept.
    """
    questions, sent = list(questions), sent or {}
    answers = queries.answers_of(session, ticket) if earlier is None else earlier
    kept = {each.question.first_id: each for each in answers}
    products = rules.products_of_ticket(ticket)
    typed = {**rules.values_of(answers), **values, **{first_id: stored.name for first_id, stored in sent.items()}}
    asked = rules.asked_of(questions, products, typed, at_desk=True)
    mine = {each.first_id for each in rules.asked_of(questions, products, typed, at_desk=at_desk)}
    changed = []
    for question in questions:
        first_id, before = question.first_id or 0, kept.get(question.first_id)
        if question not in asked:
            if before is not None:
                _take_back(session, before)
                changed.append(first_id)
            continue
        if question.first_id not in mine or not (first_id in values or first_id in sent):
            continue
        value, stored = values.get(first_id, ""), sent.get(first_id)
        if question.kind is not QuestionKind.FILE:
            rules.check_answer(question, value)
        is_same = before is not None and (before.value, stored) == (value, None)
        if is_same and before is not None and (at_desk or before.question_id == question.id):
            continue  # the desk, which saves a whole page, says nothing anew in the delegate's name
        if before is not None:
            _take_back(session, before)
            session.flush()
        if value or stored:
            session.add(Answer(ticket_id=ticket.id, question=question, value=value, file=stored, answered_at=now))
        if before is not None or value or stored:
            changed.append(first_id)
    if not at_desk:
        own = rules.asked_of(questions, products, typed)
        ticket.filled_in_at = None if rules.missing_from(own, typed) else now
    session.flush()
    diary.note(
        session,
        act="filled in answers",
        now=now,
        actor_id=by_id,
        thing=("order", ticket.order_id),
        event_id=ticket.event_id,
        after={"ticket": ticket.number, "questions": ", ".join(str(each) for each in changed) or "none"},
    )


def forget_answers(session: Session, ticket: Ticket) -> None:
    """Nothing is known any more of what the ticket's delegate answered, nor that they did (domain rule 30)."""
    for answer in queries.answers_of(session, ticket):
        _take_back(session, answer)
    ticket.filled_in_at = None
    session.flush()


def _take_back(session: Session, answer: Answer) -> None:
    stored = answer.file
    session.delete(answer)
    if stored is not None:
        session.flush()
        files.let_go(session, stored)


def _version(event_id: int, wording: Wording, *, position: int, version: int) -> Question:
    return Question(
        event_id=event_id,
        version=version,
        position=position,
        label=wording.label,
        hint=wording.hint,
        kind=wording.kind,
        options=wording.options if wording.kind in rules.WITH_OPTIONS else "",
        is_required=wording.is_required,
        is_staff_only=wording.is_staff_only,
        shown_if_id=wording.shown_if_id,
        shown_if_value=wording.shown_if_value if wording.shown_if_id else "",
        badge_part=wording.badge_part,
        products=list(wording.products),
    )


def _note(session: Session, act: str, question: Question, by_id: int | None, now: datetime) -> None:
    session.flush()
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("question", question.first_id),
        event_id=question.event_id,
        after={"version": question.version},
    )
