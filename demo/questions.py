"""What the invented annual conference asks its delegates, and what some have answered."""

import random
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo import data
from events.models import Event
from office.actions import WELSH_WORDING
from registration.actions import add_question, save_answers
from registration.models import BadgePart, Order, OrderStatus, Product, ProductKind, Question, QuestionKind, Ticket
from registration.queries import current_questions, products_of
from registration.rules import Wording

SLUG = "leaders-2027"
CHOICE, MANY = QuestionKind.CHOICE, QuestionKind.MANY
NEEDS = "Is there anything that would help you to take part?"
HELP = (
    "A seat near the door, please",
    "I use a hearing loop",
    "Somewhere quiet at lunch would help",
    "Handouts in large print",
)


def ask(session: Session, chance: random.Random, event: Event, by_id: int, now: datetime) -> None:
    """The event asks six questions, one upon an answer, one of who comes to dinner, one at the desk alone.

    One delegate in three has answered.
    """
    products = products_of(session, event)
    here = tuple(each for each in products if each.in_person and each.kind is ProductKind.TICKET)
    dinner = tuple(each for each in products if each.name == data.DINNER)
    _ask_all(session, event, here, dinner, by_id, now)
    questions = current_questions(session, event)
    standing = select(Ticket).join(Ticket.order).where(Ticket.event_id == event.id)
    standing = standing.where(Order.status == OrderStatus.CONFIRMED).order_by(Ticket.id)
    for ticket in session.scalars(standing).all():
        if chance.random() < 1 / 3:
            values = {each.first_id or 0: _answer(chance, each) for each in questions if not each.is_staff_only}
            save_answers(session, ticket=ticket, questions=questions, values=values, by_id=None, now=now, earlier=[])


def ask_for_welsh(session: Session, event: Event, by_id: int, now: datetime) -> None:
    """Each delegate is asked whether they wish to use Welsh: of five one does, two do not, and two have not said."""
    question = add_question(session, event=event, wording=WELSH_WORDING, by_id=by_id, now=now)
    standing = select(Ticket).join(Ticket.order).where(Ticket.event_id == event.id)
    standing = standing.where(Order.status == OrderStatus.CONFIRMED).order_by(Ticket.id)
    for number, ticket in enumerate(session.scalars(standing).all()):
        if number % 5 < 3:
            said = {question.first_id or 0: question.choices[min(number % 5, 1)]}
            save_answers(session, ticket=ticket, questions=[question], values=said, by_id=None, now=now, earlier=[])


def _ask_all(
    session: Session, event: Event, here: tuple, dinner: tuple[Product, ...], by_id: int, now: datetime
) -> None:
    def add(wording: Wording) -> Question:
        return add_question(session, event=event, wording=wording, by_id=by_id, now=now)

    foods = "Meat\nFish\nMilk\nEggs\nGluten\nNuts"
    add(Wording("What do you not eat?", "Caterers get the numbers, and no names", MANY, foods, products=here))
    needs = add(Wording(NEEDS, "Steps, hearing, sight, quiet, a companion", CHOICE, "Yes\nNo", True, products=here))
    upon = {"shown_if_id": needs.first_id, "shown_if_value": "Yes", "products": here}
    add(Wording("What would help?", "Only those who see to it read this", is_required=True, **upon))
    photos = "Yes\nNot in close-up\nNo"
    add(Wording("May you be seen in photographs?", "", CHOICE, photos, True, badge_part=BadgePart.PHOTOS))
    dishes = "Pie with leeks\nBaked aubergine\nTrout"
    add(Wording("Which main dish would you like?", "At the dinner", CHOICE, dishes, True, products=dinner))
    add(Wording("Which dinner table", kind=QuestionKind.NUMBER, is_staff_only=True, products=dinner))


def _answer(chance: random.Random, question: Question) -> str:
    if question.label == NEEDS:
        return "Yes" if chance.random() < 0.15 else "No"
    if question.kind is CHOICE:
        return chance.choice(question.choices)
    if question.kind is MANY:
        return "\n".join(each for each in question.choices if chance.random() < 0.15)
    return chance.choice(HELP)
