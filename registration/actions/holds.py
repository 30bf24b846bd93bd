"""The life of an order between its being placed and its being settled."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.outbox import queue_letter
from registration import queries, rules
from registration.actions.places import draws_of, make_room, move
from registration.models import Order, OrderStatus


def begin_payment(session: Session, *, order: Order, kept_until: datetime, by_id: int | None, now: datetime) -> None:
    """The buyer is at the till, and the places are kept until the till itself has shut (R4).

    Raises NothingToPay or HoldIsOver.
    """
    rules.check_may_pay(order, now)
    if order.status is OrderStatus.HELD:
        move(session, order=order, to=OrderStatus.AWAITING, act="went to the till", by_id=by_id, now=now)
    order.kept_until = kept_until


def wait_for(session: Session, *, order: Order, now: datetime) -> None:
    """A payment that takes days is on its way: the places are kept until it settles."""
    if order.status is OrderStatus.HELD:
        move(session, order=order, to=OrderStatus.AWAITING, act="has a payment on its way", by_id=None, now=now)
    order.kept_until = None


def leave_till(session: Session, *, order: Order, now: datetime) -> None:
    """The till is shut unpaid: the hold goes on if it has time left, and ends if not."""
    if order.status is not OrderStatus.AWAITING:
        return
    if order.hold_ends_at is not None and now < order.hold_ends_at:
        move(session, order=order, to=OrderStatus.HELD, act="came back from the till", by_id=None, now=now)
        order.kept_until = order.hold_ends_at
    else:
        expire_order(session, order=order, now=now)


def confirm_order(
    session: Session, *, order: Order, by_id: int | None, now: datetime, act: str = "confirmed an order"
) -> None:
    """The order's tickets are valid, and the buyer and each other delegate are sent theirs.

    Its quotas are locked. Raises SoldOut if its places went to others after its hold had ended.
    """
    if order.status is OrderStatus.EXPIRED:
        wanted = draws_of(order.lines)
        quotas = queries.lock_quotas(session, list(wanted))
        make_room(session, event_id=order.event_id, quotas=quotas, wanted=wanted, now=now)
    move(session, order=order, to=OrderStatus.CONFIRMED, act=act, by_id=by_id, now=now)
    order.hold_ends_at = order.kept_until = None
    queue_letter(
        session, kind="registration/email/confirmed", to=order.email, key=str(order.id), now=now, order_id=order.id
    )
    for ticket in order.tickets:
        if ticket.email_key != order.email_key:
            queue_letter(
                session,
                kind="registration/email/ticket",
                to=ticket.email,
                key=f"{ticket.id}:{ticket.link_version}",
                now=now,
                ticket_id=ticket.id,
            )


def expire_order(session: Session, *, order: Order, now: datetime) -> None:
    """The order's places are free. What was chosen stays, so that it can be held again."""
    move(session, order=order, to=OrderStatus.EXPIRED, act="let a hold end", by_id=None, now=now)
    order.kept_until = None


def free_dead_order(session: Session, *, order_id: int, now: Callable[[], datetime]) -> bool:
    """Note what the clock has done already: the places of a dead hold are free. False if it is not dead.

    ``now`` is asked after the order's lock: whoever settled it meanwhile came first.
    """
    order = queries.locked_order(session, order_id)
    moment = now()
    if not rules.is_dead(order, moment):
        return False
    expire_order(session, order=order, now=moment)
    return True


def hold_again(session: Session, *, order: Order, hold: timedelta, by_id: int | None, now: datetime) -> None:
    """The same choices are held for a new while, at the prices of now (domain rule 2).

    Raises WrongMove unless the hold is over, NotOnSale, NotSoldTo or SoldOut; then nothing has changed.
    """
    if not rules.may_hold_again(order, now):
        raise rules.WrongMove("These places are held, or settled, already.")
    if rules.is_dead(order, now):
        expire_order(session, order=order, now=now)
    for line in order.lines:
        rules.check_on_sale(line.product, now)
        line.unit_pence = rules.price_of(line.product, line.category, now)
        line.total_pence = line.quantity * line.unit_pence
    order.total_pence = sum(line.total_pence for line in order.lines)
    wanted = draws_of(order.lines)
    quotas = queries.lock_quotas(session, list(wanted))
    make_room(session, event_id=order.event_id, quotas=quotas, wanted=wanted, now=now)
    move(session, order=order, to=OrderStatus.HELD, act="held places again", by_id=by_id, now=now)
    order.hold_ends_at = order.kept_until = now + hold
