"""A place as its delegate or buyer changes it."""

from sqlalchemy import column, exists, inspect, select, table
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core.errors import NotFound
from events.models import Event
from people.access import Visitor
from registration.models import Answer, Extra, Order, Question, Ticket
from registration.queries.orders import ticket_for
from registration.queries.questions import answers_of, current_questions
from registration.rules import asked_of, may_fill_in, missing_from, products_of_ticket, values_of

# The door's table, by its name: the door stands above us, and this one fact of it binds us.
_ADMISSIONS = table("admissions", column("ticket_id"))


def ticket_to_fill_in(session: Session, visitor: Visitor, key: str) -> Ticket:
    """A ticket whose own part is open to ``visitor``: the delegate's, and the buyer's if it went to their address."""
    ticket = ticket_for(session, visitor, key)
    if not may_fill_in(visitor, ticket):
        raise NotFound("There is no such ticket.")
    return ticket


def locked_ticket(session: Session, ticket: Ticket) -> Ticket:
    """The ticket as it is now, kept from others together with its order, in whose words it is found."""
    own_order = select(Order).where(Order.id == ticket.order_id).with_for_update()
    session.scalars(own_order.execution_options(populate_existing=True)).one()
    own = select(Ticket).where(Ticket.id == ticket.id).with_for_update(of=Ticket)
    return session.scalars(own.execution_options(populate_existing=True)).one()


def own_part(session: Session, ticket: Ticket) -> tuple[list[Question], list[Answer]]:
    """What the event asks now, and what this ticket's delegate has answered; four statements at most."""
    if "extras" in inspect(ticket).unloaded:
        extras = select(Extra).where(Extra.ticket_id == ticket.id).options(joinedload(Extra.line, innerjoin=True))
        set_committed_value(ticket, "extras", list(session.scalars(extras.order_by(Extra.id))))
    return current_questions(session, ticket.event), answers_of(session, ticket)


def questions_waiting(session: Session, ticket: Ticket) -> tuple[list[Question], bool]:
    """The required questions that the delegate has not answered, and whether anything is asked of them at all."""
    questions, answers = own_part(session, ticket)
    values = values_of(answers)
    asked = asked_of(questions, products_of_ticket(ticket), values)
    return missing_from(asked, values), bool(asked)


def asks_delegates(session: Session, event: Event) -> bool:
    """True if the event asks its delegates anything."""
    asked = (Question.event_id == event.id, Question.replaced_at.is_(None), Question.is_staff_only.is_(False))
    return bool(session.scalar(select(exists().where(*asked))))


def is_inside(session: Session, ticket: Ticket) -> bool:
    """True if a door has let somebody in with this ticket."""
    return bool(session.scalar(select(exists().where(_ADMISSIONS.c.ticket_id == ticket.id))))
