"""What the desk does to orders, one or many, and the searches it keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core import diary
from core.db import refuse_if_broken
from core.errors import Refusal
from core.outbox import queue_letter
from events.models import Event
from people.models import Person
from registration import queries, rules
from registration.actions.holds import approve_order
from registration.actions.orders import Desk, cancel_order, place_order
from registration.actions.places import move
from registration.models import Order, OrderNote, OrderStatus, SavedView


@dataclass
class Outcome:
    """What became of the orders that were ticked: those done, and by reason the references of those that were not."""

    done: list[Order] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)


def add_note(session: Session, *, order: Order, words: str, by_id: int, now: datetime) -> OrderNote:
    """The desk reads ``words`` on the order's page from now on; the diary says that there is a note, not what."""
    note = OrderNote(order_id=order.id, by_id=by_id, at=now, words=words)
    session.add(note)
    session.flush()
    _tell(session, order, "wrote a note", by_id, now, note=note.id)
    return note


def place_for(
    session: Session, *, desk: Desk, reason: str = "", now: datetime, organisation: str = "", **chosen: Any
) -> Order:
    """As place_order, for somebody else: what costs something is kept, and the buyer is sent a link to pay.

    A complimentary one is booked at once, and ``reason`` stays with it as a note. What the desk says of a delegate's
    category is taken as proved. Raises NotSoldTo, NotAllowed, CodeNotGood or SoldOut, and then nothing is taken.
    """
    order = place_order(session, buyer_id=None, desk=desk, organisation=organisation, now=now, **chosen)
    if desk.is_complimentary:
        add_note(session, order=order, words=rules.COMPLIMENTARY + reason, by_id=desk.person_id, now=now)
    return order


def decline_request(session: Session, *, order: Order, words: str, by_id: int, now: datetime) -> None:
    """The request is over, and the buyer is told why. It kept no place. Raises WrongMove."""
    rules.check_is_requested(order)
    note = add_note(session, order=order, words=words, by_id=by_id, now=now)
    move(session, order=order, to=OrderStatus.CANCELLED, act="declined a request", by_id=by_id, now=now)
    order.cancelled_at = now
    queue_letter(
        session,
        kind="registration/email/declined",
        to=order.email,
        key=str(order.id),
        now=now,
        order_id=order.id,
        note_id=note.id,
    )


def cancel_at_desk(session: Session, *, order: Order, words: str, by_id: int, now: datetime) -> None:
    """A free, held or asked-for order is cancelled, and the buyer is told, with the reason if there is one.

    Its quotas are locked. Raises NotNow for what was paid, is being paid, or is over.
    """
    if reason := rules.why_not_to_cancel(order, now):
        raise rules.NotNow(reason)
    note = add_note(session, order=order, words=words, by_id=by_id, now=now) if words else None
    cancel_order(session, order=order, by_id=by_id, now=now, note_id=note and note.id)


def send_again(session: Session, *, order: Order, by_id: int, now: datetime) -> None:
    """The letters of a booked order go out once more, the buyer's and each other delegate's; of one that the desk
    keeps until it is paid, the letter with the link to pay. Raises NotNow if the order has neither.
    """
    rules.check_may_send_again(order)
    key = f"{order.id}:again:{now.isoformat()}"
    if order.status is OrderStatus.CONFIRMED:
        kind = "registration/email/confirmed"
        queue_letter(session, kind=kind, to=order.email, key=key, now=now, order_id=order.id)
        for ticket in order.standing:
            if ticket.email_key != order.email_key:
                kind, own = "registration/email/ticket", f"{key}:{ticket.number}"
                queue_letter(session, kind=kind, to=ticket.email, key=own, now=now, ticket_id=ticket.id)
    elif queries.was_told_to_pay(session, order):
        kind = "registration/email/approved"
        queue_letter(session, kind=kind, to=order.email, key=key, now=now, order_id=order.id)
    else:
        raise rules.NotNow("The buyer holds it for a few minutes and pays on the page where it was booked.")
    _tell(session, order, "sent the letters again", by_id, now)


def note_each(session: Session, *, orders: list[Order], words: str, by_id: int, now: datetime) -> Outcome:
    return _each(session, orders, lambda order: add_note(session, order=order, words=words, by_id=by_id, now=now))


def send_each_again(session: Session, *, orders: list[Order], by_id: int, now: datetime) -> Outcome:
    return _each(session, orders, lambda order: send_again(session, order=order, by_id=by_id, now=now))


def cancel_each(session: Session, *, orders: list[Order], words: str, by_id: int, now: datetime) -> Outcome:
    return _each(session, orders, lambda order: cancel_at_desk(session, order=order, words=words, by_id=by_id, now=now))


def decline_each(session: Session, *, orders: list[Order], words: str, by_id: int, now: datetime) -> Outcome:
    return _each(
        session, orders, lambda order: decline_request(session, order=order, words=words, by_id=by_id, now=now)
    )


def approve_each(session: Session, *, orders: list[Order], hold: timedelta, by_id: int, now: datetime) -> Outcome:
    """As approve_order, the oldest first: where places run out, whoever asked first has them."""
    return _each(session, orders, lambda order: approve_order(session, order=order, hold=hold, by_id=by_id, now=now))


def _each(session: Session, orders: list[Order], deed: Callable[[Order], object]) -> Outcome:
    """Do it to each order in the order of ids, all in this one transaction; the event's quotas, and then the orders,
    are locked (queries.ticked_orders). What a rule refuses is undone by itself, and said with its reason: each order
    is done whole or not at all.
    """
    outcome = Outcome()
    for order in orders:
        reference = order.reference
        try:
            with session.begin_nested():
                deed(order)
            outcome.done.append(order)
        except Refusal as refusal:
            outcome.refused.setdefault(str(refusal), []).append(reference)
    return outcome


def save_view(session: Session, *, event: Event, person: Person, name: str, query: str, now: datetime) -> SavedView:
    """The search is kept for this person in this event under ``name``. Raises TooMany, or NotNow for a name taken."""
    rules.check_may_keep_view(queries.views_of(session, person, event), name)
    refuse_if_broken(session, "uq_saved_views_event_id", rules.name_taken())
    view = SavedView(event_id=event.id, person_id=person.id, name=name, query=query)
    session.add(view)
    session.flush()
    _tell_of_view(session, view, "kept a view of orders", now)
    return view


def rename_view(session: Session, *, view: SavedView, others: list[SavedView], name: str, now: datetime) -> None:
    """The search is kept under another name. Raises NotNow if one of the ``others`` has it."""
    rules.check_view_name([each for each in others if each is not view], name)
    refuse_if_broken(session, "uq_saved_views_event_id", rules.name_taken())
    view.name = name
    _tell_of_view(session, view, "renamed a view of orders", now)


def remove_view(session: Session, *, view: SavedView, now: datetime) -> None:
    _tell_of_view(session, view, "removed a view of orders", now)
    session.delete(view)


def _tell(session: Session, order: Order, act: str, by_id: int, now: datetime, **after: int) -> None:
    about = ("order", order.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=about, event_id=order.event_id, after=after or None)


def _tell_of_view(session: Session, view: SavedView, act: str, now: datetime) -> None:
    about = ("view", view.id)
    diary.note(session, act=act, now=now, actor_id=view.person_id, thing=about, event_id=view.event_id)
