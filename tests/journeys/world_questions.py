"""Places with questions to answer, to be passed on and given back, for the pages that are looked at."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from people.models import Person
from registration.actions import (
    Substitute,
    add_question,
    change_question,
    confirm_order,
    give_back_place,
    pass_on,
    save_answers,
)
from registration.documents import order_link, ticket_link
from registration.models import Category, OrderStatus, QuestionKind
from registration.queries import current_questions
from registration.rules import Place, Wording
from tests import factories as make

LONG = "What should whoever looks after you on the day know, however long it takes you to say so in your own words?"
SELF_SERVICE_LETTERS = ("passed_on", "place_back", "difference")


def questions(placed, long_name: str, now) -> dict[str, str]:
    """A group's order: one has answered, one has not, one gave back, one passed on; and an event that is too near."""
    days = {"first_day": now.date() + timedelta(days=40), "last_day": now.date() + timedelta(days=41)}
    window = {"sales_open_at": now - timedelta(days=9), "sales_close_at": now + timedelta(days=9)}
    asks = make.an_event(slug="asks", name="Leading and asking", **days)
    free = make.a_product(asks, name="Free place", **window)
    priced = make.a_product(asks, name="Two days", **window)
    make.a_matrix(priced, {now + timedelta(days=9): "Early"}, MEMBER=(39500,), DOCTOR=(52500,))
    by_id = session.scalars(select(Person.id).order_by(Person.id)).first()
    choice, yes = QuestionKind.CHOICE, {"kind": QuestionKind.CHOICE, "options": "Yes\nNo"}
    for kind in QuestionKind:
        options = "Meat\nFish\nNuts" if kind in {choice, QuestionKind.MANY} else ""
        wording = Wording(f"Tell us {kind.value}", "Only if you like", kind, options, kind is QuestionKind.TEXT)
        add_question(session, event=asks, wording=wording, by_id=by_id, now=now)
    first = add_question(session, event=asks, wording=Wording(LONG, **yes, is_required=True), by_id=by_id, now=now)
    more = Wording("Which dinner?", shown_if_id=first.first_id, shown_if_value="Yes")
    add_question(session, event=asks, wording=more, by_id=by_id, now=now)
    table = add_question(session, event=asks, wording=Wording("Which table", is_staff_only=True), by_id=by_id, now=now)
    change_question(
        session, question=table, wording=Wording("Which dinner table", is_staff_only=True), by_id=by_id, now=now
    )
    names = ("done", "new", "gone", "passed")
    places = [Place(free, long_name, f"{name}@asks.example") for name in names]
    order = placed(asks, "group@asks.example", places, now)
    done, new, gone, passed = order.tickets
    asked = current_questions(session, asks)
    values = {each.first_id or 0: "Yes" if each.id == first.id else "" for each in asked if not each.is_staff_only}
    values[asked[0].first_id or 0] = long_name
    save_answers(session, ticket=done, questions=asked, values=values, by_id=None, now=now)
    values = {each.first_id or 0: "4" for each in asked if each.is_staff_only}
    save_answers(session, ticket=done, questions=asked, values=values, by_id=by_id, now=now, at_desk=True)
    give_back_place(session, ticket=gone, by_id=None, now=now)
    somebody = Substitute("Dr Instead", "instead@asks.example")
    pass_on(session, ticket=passed, substitute=somebody, version=1, agreed_pence=0, by=None, now=now)
    member = Place(priced, "Dr Member", "member@asks.example", "", Category.MEMBER)
    dear = placed(
        asks, "dear@asks.example", [member, Place(priced, "Dr Two", "two@asks.example", "", Category.MEMBER)], now
    )
    assert dear.status is OrderStatus.HELD
    confirm_order(session, order=dear, by_id=None, now=now)
    doctor = Substitute("Dr Owing", "owing@asks.example", "", Category.DOCTOR)
    pass_on(session, ticket=dear.tickets[1], substitute=doctor, version=1, agreed_pence=13000, by=None, now=now)
    session.flush()
    day = now.date() + timedelta(days=3)
    near = make.an_event(slug="near", first_day=day, last_day=day)
    near.changes_end_at = now - timedelta(hours=1)
    late = placed(
        near, "late@asks.example", [Place(make.a_product(near, **window), long_name, "late@asks.example")], now
    )
    return {
        "open_group": order_link(order),
        "open_done": ticket_link(done),
        "details_done": f"/tickets/{done.key}/details",
        "open_new": ticket_link(new),
        "details_new": f"/tickets/{new.key}/details",
        "substitute_new": f"/tickets/{new.key}/substitute",
        "open_gone": ticket_link(gone),
        "open_dear": ticket_link(dear.tickets[0]),
        "substitute_dear": f"/tickets/{dear.tickets[0].key}/substitute",
        "open_late": ticket_link(late.tickets[0]),
        "details_late": f"/tickets/{late.tickets[0].key}/details",
        "substitute_late": f"/tickets/{late.tickets[0].key}/substitute",
        "asks_reference": order.reference,
        "question": f"/desk/asks/questions/{first.id}",
        "old_question": f"/desk/asks/questions/{table.id}",
    }
