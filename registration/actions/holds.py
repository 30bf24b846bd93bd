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

    Its quotas are locked. Raises SoldOut if its places went to others after its hold had ended, and CodeNotGood if its
    code's uses did.
    """
    if order.status is OrderStatus.EXPIRED:
        wanted = draws_of(order.lines)
        quotas = queries.lock_quotas(session, list(wanted))
        make_room(
            session,
            event_id=order.event_id,
            quotas=quotas,
            wanted=wanted,
            now=now,
            is_paid_for=True,
        )
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


def take_places(session: Session, *, order: Order, hold: timedelta, by_id: int | None, now: datetime, act: str) -> None:
    """A free order is confirmed, one with a price is held for ``hold`` (domain rule 9). There is room for it."""
    if order.total_pence == 0:
        confirm_order(session, order=order, by_id=by_id, now=now, act=act)
    else:
        move(session, order=order, to=OrderStatus.HELD, act=act, by_id=by_id, now=now)
        order.hold_ends_at = order.kept_until = now + hold


def hold_again(session: Session, *, order: Order, hold: timedelta, by_id: int | None, now: datetime) -> None:
    """The same choices are held for a new while, at the prices of now (domain rule 2).

    Raises WrongMove unless the hold is over, NotOnSale, NotSoldTo, CodeNotGood or SoldOut; then nothing has changed.
    """
    if not rules.may_hold_again(order, now):
        raise rules.WrongMove("These places are held, or settled, already.")
    if rules.is_dead(order, now):
        expire_order(session, order=order, now=now)
    for line in order.lines:
        rules.check_on_sale(line.product, now)
    _take_anew(session, order=order, hold=hold, by_id=by_id, now=now, act="held places again")


def approve_order(session: Session, *, order: Order, hold: timedelta, by_id: int, now: datetime) -> None:
    """What was asked for is theirs: confirmed if it is free, else kept for ``hold`` at the prices of now.

    Its quotas are locked. Raises WrongMove, NotSoldTo, CodeNotGood or SoldOut; then nothing has changed.
    """
    if order.status is not OrderStatus.REQUESTED:
        raise rules.WrongMove("This request has been decided already.")
    _take_anew(session, order=order, hold=hold, by_id=by_id, now=now, act="approved an order")
    if order.total_pence:
        tell_to_pay(session, order=order, now=now)


def tell_to_pay(session: Session, *, order: Order, now: datetime) -> None:
    """The buyer is sent the link to pay for what the desk keeps for them."""
    queue_letter(
        session, kind="registration/email/approved", to=order.email, key=str(order.id), now=now, order_id=order.id
    )


def _take_anew(session: Session, *, order: Order, hold: timedelta, by_id: int | None, now: datetime, act: str) -> None:
    for line, (unit_pence, off_pence) in zip(order.lines, rules.prices_anew(order.lines, now), strict=True):
        line.unit_pence, line.off_pence = unit_pence, off_pence
    add_up(order)
    wanted = draws_of(order.lines)
    quotas = queries.lock_quotas(session, [quota.id for line in order.lines for quota in line.product.quotas])
    make_room(session, event_id=order.event_id, quotas=quotas, wanted=wanted, now=now)
    take_places(session, order=order, hold=hold, by_id=by_id, now=now, act=act)


def add_up(order: Order) -> None:
    """The sums of the order's lines, the VAT in them, and its total are those of their quantities and prices."""
    for line in order.lines:
        line.total_pence = line.quantity * (line.unit_pence - line.off_pence)
        line.vat_pence = rules.vat_in(line.total_pence, line.vat_percent)
    order.total_pence = sum(line.total_pence for line in order.lines)
