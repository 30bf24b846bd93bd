"""The one place that sells: every change of a count of places or uses, and each move of an order (R1, R3)."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from core import diary
from registration import queries, rules
from registration.models import BookingCode, Order, OrderLine, OrderStatus, Quota, Reduction
from registration.rules import COUNTED_AS


def move(session: Session, *, order: Order, to: OrderStatus, act: str, by_id: int | None, now: datetime) -> None:
    """The order is in status ``to``, its places and its code's uses are counted there, and the diary says so.

    Its quotas are locked (queries.locked_order, or lock_quotas for a new order). Raises WrongMove where no arrow
    leads, SoldOut if the places were free in between and are no longer, and CodeNotGood if the code's uses were;
    then nothing has changed.
    """
    before = order.status
    rules.check_move(before, to)
    out_of, into = COUNTED_AS.get(before) if before else None, COUNTED_AS.get(to)
    if out_of != into:
        count_lines(session, order.lines, out_of, into)
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
        after={"status": to.value, "tickets": rules.how_many_tickets(order)},
    )


def make_room(
    session: Session,
    *,
    event_id: int,
    quotas: list[Quota],
    wanted: dict[int, int],
    now: datetime,
    is_paid_for: bool = False,
) -> None:
    """Places whose holds or reservations the clock has ended are free, if ``quotas`` cannot give ``wanted`` without
    them (rule 12).

    Nobody who waits is passed over (rule 14), but by who has paid already. Raises SoldOut if the quotas cannot even so.
    """
    if not wanted:
        return
    if not is_paid_for:
        queries.count_waiting(session, event_id, quotas, now)
    if not rules.is_left(quotas, wanted):
        clear_dead(session, event_id=event_id, now=now)
        quotas = queries.lock_quotas(session, list(wanted))
        if not is_paid_for:
            queries.count_waiting(session, event_id, quotas, now)
    rules.check_left(quotas, wanted)


def renew_uses(session: Session, *, code: BookingCode, uses: int, now: datetime) -> None:
    """What holds that the clock has ended used of the code may be used again, if it has fewer than ``uses`` left
    (rule 12). The event's quotas and the code are locked."""
    if code.uses_left < uses:
        clear_dead(session, event_id=code.event_id, now=now)
        session.refresh(code)


def clear_dead(session: Session, *, event_id: int, now: datetime) -> None:
    """What the clock has freed is free in the counters too. The event's quotas are locked."""
    for order in queries.dead_orders(session, event_id, now):
        move(session, order=order, to=OrderStatus.EXPIRED, act="let a hold end", by_id=None, now=now)
    for code in queries.dead_reservations(session, event_id, now):
        stop_reserving(session, code=code)


def begin_reserving(session: Session, *, code: BookingCode) -> None:
    """The code's uses are kept in the quotas of its product. They are locked. Raises SoldOut."""
    _count(session, rules.reserved_by(code), None, "reserved")
    code.is_reserving = True
    session.flush()


def stop_reserving(session: Session, *, code: BookingCode) -> None:
    """The places that a code kept and that nobody has used are free. The quotas are locked."""
    _count(session, rules.reserved_by(code), "reserved", None)
    code.is_reserving = False
    session.flush()


def draws_of(lines: list[OrderLine]) -> dict[int, int]:
    """How many each quota gives to these lines from what is free, by its id, in the order in which they are locked."""
    return rules.draws_on((line.product, line.quantity) for line in lines if not _is_reserved(line))


def count_lines(session: Session, lines: list[OrderLine], out_of: str | None, into: str | None) -> None:
    """Count all of ``lines`` out of one of their quotas' counters and into another (None: as free, or reserved).

    The uses of their codes go with them: of an order that neither stands nor is held, none is used. Raises CodeNotGood
    if they have been used by others, and then nothing has changed.
    """
    kept = [line for line in lines if _is_reserved(line)]
    rest = [line for line in lines if not _is_reserved(line)]
    if not (out_of and into):
        sign = 1 if into else -1
        # Before the places: a place that a code no longer keeps must not be counted out of those that it keeps.
        _check_uses(session, lines, sign)
        for line in lines:
            _use(session, line, sign * line.quantity)
    _count(session, _draws(kept), out_of or "reserved", into or "reserved")
    _count(session, _draws(rest), out_of, into)


def free_places(session: Session, places: list[tuple[OrderLine, int]]) -> None:
    """So many of each line of a booked order are free again, and so are their uses of its code (rule 33).

    The order's quotas are locked. The lines themselves are the caller's to change.
    """
    for line, number in places:
        _count(session, rules.draws_on([(line.product, number)]), "sold", "reserved" if _is_reserved(line) else None)
        _use(session, line, -number)


def _is_reserved(line: OrderLine) -> bool:
    return line.code is not None and line.code.is_reserving


def _draws(lines: list[OrderLine]) -> dict[int, int]:
    return rules.draws_on((line.product, line.quantity) for line in lines)


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
            .where(Quota.id == quota_id, Quota.sold + Quota.held + Quota.reserved + more <= Quota.capacity)
            .values(changes)
            .returning(Quota.id)
        )
        if counted is None:
            raise rules.sold_out(0)


def _check_uses(session: Session, lines: list[OrderLine], sign: int) -> None:
    """Raise CodeNotGood if the codes of all lines together cannot be used so often (1); they may always be given
    back (-1)."""
    for code in {line.code for line in lines if line.code is not None and sign > 0}:
        session.refresh(code, with_for_update=True)
        theirs = [line for line in lines if line.code is code]
        if sum(line.quantity for line in theirs) > code.uses_left:
            raise rules.used_up(code.uses_left)
        spent = sum(line.quantity * line.off_pence for line in theirs if line.reduction is Reduction.CODE)
        if code.budget_left is not None and spent > code.budget_left:
            raise rules.used_up(0)


def _use(session: Session, line: OrderLine, uses: int) -> None:
    """So many more uses of the line's code, if it has one, and what they cost of its budget; fewer if negative."""
    if line.code is None:
        return
    spent = uses * line.off_pence if line.reduction is Reduction.CODE else 0
    used, paid = BookingCode.used + uses, BookingCode.spent_pence + spent
    counted = session.scalar(
        update(BookingCode)
        .where(BookingCode.id == line.code.id, used <= BookingCode.uses)
        .where(or_(BookingCode.budget_pence.is_(None), paid <= BookingCode.budget_pence))
        .values(used=used, spent_pence=paid)
        .returning(BookingCode.id)
    )
    if counted is None:
        raise rules.used_up(0)
    session.refresh(line.code)
