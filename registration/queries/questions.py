"""The questions of an event, and what delegates answered."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from core.errors import NotFound
from core.files import StoredFile
from events.models import Event
from registration.models import Answer, Order, Question, Ticket

_IN_ORDER = (Question.position, Question.first_id, Question.id)


def current_questions(session: Session, event: Event) -> list[Question]:
    """What the event asks now, in its order, with the products that each is for; two statements, one if it asks none.

    Staff-only ones are among them: rules.asked_of leaves them out.
    """
    asked = select(Question).where(Question.event_id == event.id, Question.replaced_at.is_(None))
    return list(session.scalars(asked.options(selectinload(Question.products)).order_by(*_IN_ORDER)))


def answers_of(session: Session, ticket: Ticket) -> list[Answer]:
    """What a ticket's delegate has answered, each with the version that was asked, in the questions' order."""
    return answers_by_ticket(session, [ticket])[ticket.id]


def answers_by_ticket(session: Session, tickets: list[Ticket]) -> dict[int, list[Answer]]:
    """The same for several tickets, by their ids, in one statement; an empty list for who answered nothing."""
    given = select(Answer).join(Answer.question).where(Answer.ticket_id.in_([ticket.id for ticket in tickets]))
    given = given.options(contains_eager(Answer.question), joinedload(Answer.file))
    found: dict[int, list[Answer]] = defaultdict(list)
    for answer in session.scalars(given.order_by(*_IN_ORDER)):
        found[answer.ticket_id].append(answer)
    return found


def question_at_desk(session: Session, event: Event, question_id: int, *, lock: bool = False) -> Question:
    """A version of a question of this event, for those who run the event."""
    wanted = select(Question).where(Question.id == question_id, Question.event_id == event.id)
    question = session.scalar(wanted.with_for_update(of=Question) if lock else wanted)
    if question is None:
        raise NotFound("There is no such question.")
    return question


def file_of_answer(session: Session, event: Event, answer_id: int) -> StoredFile:
    """The file that a delegate of this event sent as an answer, to the event's desk."""
    of_event = select(Answer).join(Ticket, Ticket.id == Answer.ticket_id).join(Order, Order.id == Ticket.order_id)
    wanted = of_event.where(Answer.id == answer_id, Order.event_id == event.id).options(joinedload(Answer.file))
    answer = session.scalar(wanted)
    if answer is None or answer.file is None:
        raise NotFound("There is no such file.")
    return answer.file


def how_many_answers(session: Session, question: Question) -> int:
    """How many delegates have answered the question, in whichever of its versions."""
    answered = select(func.count(Answer.id)).join(Answer.question).where(Question.first_id == question.first_id)
    return session.scalar(answered) or 0


def versions_of(session: Session, question: Question) -> list[Question]:
    """Every version of the question, the latest first."""
    versions = select(Question).where(Question.first_id == question.first_id)
    return list(session.scalars(versions.order_by(Question.version.desc())))
