"""What the invented annual conference asks its delegates, and what some have answered."""

import random
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from events.models import Event
from registration.actions import add_question, save_answers
from registration.models import Order, OrderStatus, Product, Question, QuestionKind, Ticket
from registration.queries import current_questions
from registration.rules import Wording

SLUG = "leaders-2027"
DINNER = "Do you come to the dinner on the first evening?"
NEEDS = "What do you not eat?"
ACCESS = "Is there anything we should know to make the days work for you?"
PHOTOS = "May you be seen in photographs?"
DISH, DISHES = "Which main dish would you like?", "Pie with leeks\nBaked aubergine\nTrout"
TABLE = "Which dinner table"
FOODS = "Meat\nFish\nMilk\nEggs\nGluten\nNuts"
PHOTO_CHOICES = "Yes\nNot in close-up\nNo"
NEEDS_IN_WORDS = (
    "A seat near the door, please",
    "I use a hearing loop",
    "Somewhere quiet at lunch would help",
    "Handouts in large print",
)


def ask(
    session: Session, chance: random.Random, event: Event, products: list[Product], by_id: int, now: datetime
) -> None:
    """The event asks six questions, one only of who comes to dinner and one for the desk; one in three answered."""
    here = tuple(product for product in products if product.in_person)
    many, choice = QuestionKind.MANY, QuestionKind.CHOICE

    def add(wording: Wording) -> Question:
        return add_question(session, event=event, wording=wording, by_id=by_id, now=now)

    add(Wording(NEEDS, "Caterers get the numbers, and no names", many, FOODS, products=here))
    add(Wording(ACCESS, "Steps, hearing, sight, quiet, a companion. Only those who help you read it", products=here))
    add(Wording(PHOTOS, "Your badge says it by its colour, and not in words", choice, PHOTO_CHOICES, True))
    dinner = add(Wording(DINNER, "", choice, "Yes\nNo", is_required=True, products=here))
    about_dinner = {"shown_if_id": dinner.first_id, "shown_if_value": "Yes", "products": here}
    add(Wording(DISH, "", choice, DISHES, is_required=True, **about_dinner))
    add(Wording(TABLE, "", QuestionKind.NUMBER, is_staff_only=True, **about_dinner))
    questions = current_questions(session, event)
    standing = select(Ticket).join(Ticket.order).where(Ticket.event_id == event.id)
    standing = standing.where(Order.status == OrderStatus.CONFIRMED).order_by(Ticket.id)
    for ticket in session.scalars(standing).all():
        if chance.random() < 1 / 3:
            values = {each.first_id or 0: _answer(chance, each) for each in questions if not each.is_staff_only}
            save_answers(session, ticket=ticket, questions=questions, values=values, by_id=None, now=now, earlier=[])


def _answer(chance: random.Random, question: Question) -> str:
    if question.kind is QuestionKind.CHOICE:
        return chance.choice(question.choices)
    if question.kind is QuestionKind.MANY:
        return "\n".join(each for each in question.choices if chance.random() < 0.15)
    return chance.choice(NEEDS_IN_WORDS) if chance.random() < 0.1 else ""
