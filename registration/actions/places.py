"""The one place that sells: every change of a counter of places, and with it every move of an order (R1, R3)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import diary
from registration import queries, rules
from registration.models import Order, OrderLine, OrderStatus, Quota
from registration.rules import COUNTED_AS, Place


def move(session: Session, *, order: Order, to: OrderStatus, act: str, by_id: int | None, now: datetime) -> None:
    """The order is in status ``to``, its places are counted there, and the diary says so.

    Its quotas are locked (queries.locked_order, or lock_quotas for a new order). Raises WrongMove where no arrow
    leads, and SoldOut if the places were free in between and are no longer; then nothing has changed.
    """
    before = order.status
    rules.check_move(before, to)
    out_of, into = COUNTED_AS.get(before) if before else None, COUNTED_AS.get(to)
    if out_of != into:
        _count(session, draws_of(order.lines), out_of, into)
    order.status = to
    session.add(order)
    session.flush()
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("order", order.id),
        event_id=order.event_id,
        before={"status": before.value} if before else None,
        after={"status": to.value, "tickets": sum(line.quantity for line in order.lines)},
    )


def make_room(session: Session, *, event_id: int, quotas: list[Quota], wanted: dict[int, int], now: datetime) -> None:
    """Places whose holds the clock has ended are free, if ``quotas`` cannot give ``wanted`` without them (rule 12).

    Raises SoldOut if they cannot even so.
    """
    if not rules.is_left(quotas, wanted):
        for order in queries.dead_orders(session, event_id, now):
            move(session, order=order, to=OrderStatus.EXPIRED, act="let a hold end", by_id=None, now=now)
        quotas = queries.lock_quotas(session, list(wanted))
    rules.check_left(quotas, wanted)


def draws_of(lines: list[OrderLine]) -> dict[int, int]:
    """How many each quota gives to these lines, by its id, in the order in which they are locked."""
    return rules.draws(Place(line.product) for line in lines for _ in range(line.quantity))


def _count(session: Session, wanted: dict[int, int], out_of: str | None, into: str | None) -> None:
    for quota_id, quantity in wanted.items():
        changes = {}
        if out_of:
            changes[out_of] = getattr(Quota, out_of) - quantity
        if into:
            changes[into] = getattr(Quota, into) + quantity
        # Guarded although locked: whoever one day forgets the lock still cannot sell a place twice (R2).
        more = quantity if into and not out_of else 0
        counted = session.scalar(
            update(Quota)
            .where(Quota.id == quota_id, Quota.sold + Quota.held + more <= Quota.capacity)
            .values(changes)
            .returning(Quota.id)
        )
        if counted is None:
            raise rules.sold_out(0)
