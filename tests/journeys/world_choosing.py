"""An event with everything there is to choose, for the pages that are looked at."""

from datetime import timedelta

from core.db import session
from registration.actions import add_question
from registration.models import AddOn, BookingCode, Effect, ProductKind, QuestionKind, Vat
from registration.rules import Wording
from tests import factories as make


def a_rich_event(days: dict, window: dict, now) -> None:
    """Categories, periods, add-ons, a question, a hidden ticket and a code: all there is to choose."""
    rich = make.an_event(slug="rich", name="Leading richly", **days)
    ticket = make.a_product(rich, name="Two days", capacity=80, **window)
    dinner = make.a_product(rich, name="Dinner", price_pence=6500, kind=ProductKind.ADD_ON, vat=Vat.STANDARD, **window)
    guest = make.a_product(rich, name="Guest at the dinner", price_pence=6500, kind=ProductKind.ADD_ON, **window)
    ask = make.a_product(rich, name="Bursary place", needs_approval=True, is_hidden=True, **window)
    periods = {now + timedelta(days=2): "Early bird", now + timedelta(days=20): "Standard"}
    make.a_matrix(ticket, periods, MEMBER=(39500, 46500), DOCTOR=(52500, 62000), STUDENT=(9500, 9500))
    for price in ticket.prices:
        price.period.group_percent = 10
    make.saved(AddOn(parent_id=ticket.id, product_id=dinner.id))
    make.saved(AddOn(parent_id=ticket.id, product_id=guest.id, most=3))
    wording = Wording(label="What do you eat?", kind=QuestionKind.CHOICE, options="Everything\nPlants only")
    add_question(session, event=rich, wording=wording, by_id=make.a_person().id, now=now)
    code = {"code": "AUTUMN", "effect": Effect.PERCENT, "amount": 20, "uses": 9, "opens_hidden": True}
    when = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=9), "created_at": now}
    make.saved(BookingCode(event_id=rich.id, products=[ticket, ask], **code, **when))
