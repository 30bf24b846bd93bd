"""What may be sold, when, and for how much. Nothing here reads a clock or a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.errors import Refusal
from core.words import count
from events.models import Event
from events.rules import begins_at
from registration.models import AddOn, Category, Order, OrderStatus, Product, ProductKind, ProofStatus, Quota, Ticket

TERMS = "2026-11"  # the version of the terms page that an order was placed under

# A status may only move along these arrows. Money that comes late leads from expired to confirmed (R5).
NEXT_STATUSES: dict[OrderStatus | None, set[OrderStatus]] = {
    None: {OrderStatus.REQUESTED, OrderStatus.HELD, OrderStatus.CONFIRMED},
    OrderStatus.REQUESTED: {OrderStatus.HELD, OrderStatus.CONFIRMED, OrderStatus.CANCELLED},
    OrderStatus.HELD: {OrderStatus.AWAITING, OrderStatus.CONFIRMED, OrderStatus.EXPIRED, OrderStatus.CANCELLED},
    OrderStatus.AWAITING: {OrderStatus.HELD, OrderStatus.CONFIRMED, OrderStatus.EXPIRED},
    OrderStatus.EXPIRED: {OrderStatus.HELD, OrderStatus.CONFIRMED},
    OrderStatus.CONFIRMED: {OrderStatus.CANCELLED},
    OrderStatus.CANCELLED: set(),
}
# Which of a quota's counters an order in each status stands in.
COUNTED_AS = {OrderStatus.HELD: "held", OrderStatus.AWAITING: "held", OrderStatus.CONFIRMED: "sold"}
KEEPING = (OrderStatus.HELD, OrderStatus.AWAITING)
PAID_PLACE = "A paid place is given back by the events team. Write to them, and they refund it."


class NotOnSale(Refusal):
    pass


class SoldOut(Refusal):
    pass


class WrongMove(Refusal):
    pass


class TooLate(Refusal):
    pass


class NothingToPay(Refusal):
    pass


class HoldIsOver(Refusal):
    pass


@dataclass(frozen=True)
class Place:
    """One delegate's place as it was chosen: which product, what the badge says, where the ticket goes, whose price.

    ``extras`` are its add-ons, each with how many.
    """

    product: Product
    name: str = ""
    email: str = ""
    organisation: str = ""
    category: Category = Category.STANDARD
    proof: ProofStatus = ProofStatus.NOT_NEEDED
    extras: tuple[tuple[AddOn, int], ...] = ()


def is_on_sale(product: Product, now: datetime) -> bool:
    return product.sales_open_at <= now < product.sales_close_at


def check_on_sale(product: Product, now: datetime) -> None:
    """Raise NotOnSale outside the product's window: open at its first instant, shut at its last."""
    if not is_on_sale(product, now):
        raise NotOnSale(f"{product.name} is not on sale now.")


def on_sale(products: Iterable[Product], now: datetime) -> list[Product]:
    return [each for each in products if is_on_sale(each, now)]


def draws(places: Iterable[Place]) -> dict[int, int]:
    """How many each quota must give, by its id, in the order in which they are locked (R1, domain rule 13)."""
    chosen = [(place.product, 1) for place in places]
    chosen += [(add_on.product, quantity) for place in places for add_on, quantity in place.extras]
    return draws_on(chosen)


def draws_on(chosen: Iterable[tuple[Product, int]]) -> dict[int, int]:
    """As ``draws``, of products and how many of each."""
    wanted: dict[int, int] = {}
    for product, quantity in chosen:
        for quota in product.quotas:
            wanted[quota.id] = wanted.get(quota.id, 0) + quantity
    return dict(sorted(wanted.items()))


def is_left(quotas: Iterable[Quota], wanted: dict[int, int]) -> bool:
    """True if nobody is passed over who waits for such a place (domain rule 14)."""
    return all(quota.free - quota.waited_for >= wanted[quota.id] for quota in quotas if wanted.get(quota.id))


def check_left(quotas: Iterable[Quota], wanted: dict[int, int]) -> None:
    """Raise SoldOut, in words that say how many are left, if one of the quotas cannot give what is wanted of it."""
    for quota in quotas:
        if not is_left([quota], wanted):
            raise sold_out(quota.free - quota.waited_for)


def sold_out(left: int) -> SoldOut:
    if left <= 0:
        return SoldOut("These places have just gone: they are sold out. Nothing you typed is lost.")
    return SoldOut(f"There {'is' if left == 1 else 'are'} only {count(left, 'place')} left. Nothing you typed is lost.")


def check_move(current: OrderStatus | None, to: OrderStatus) -> None:
    """Raise WrongMove unless an arrow leads from ``current`` (None for a new order) to ``to``."""
    if to not in NEXT_STATUSES[current]:
        begun = current.value if current else "new"
        raise WrongMove(f"An order that is {begun} cannot become {to.value}.")


def how_many_tickets(order: Order) -> int:
    """How many of its places have not been given back."""
    return sum(line.quantity for line in order.lines if line.product.kind is ProductKind.TICKET)


def is_dead(order: Order, now: datetime) -> bool:
    """True if the clock alone has freed the order's places (domain rule 12)."""
    return order.status in KEEPING and order.kept_until is not None and order.kept_until <= now


def may_pay(order: Order, now: datetime) -> bool:
    """True while the buyer's own time lasts: from hold time to the last instant before its end."""
    return order.status in KEEPING and order.hold_ends_at is not None and now < order.hold_ends_at


def check_may_pay(order: Order, now: datetime) -> None:
    """Raise NothingToPay if the order is settled, or HoldIsOver if its time is."""
    if order.status not in KEEPING:
        raise NothingToPay("There is nothing to pay for this order.")
    if not may_pay(order, now):
        raise HoldIsOver("Your time for these places is over. Hold them again, if they are still free.")


def may_hold_again(order: Order, now: datetime) -> bool:
    return order.status is OrderStatus.EXPIRED or is_dead(order, now)


def may_cancel(order: Order, event: Event, now: datetime) -> bool:
    """True while the order stands, cost nothing, and its event has not begun; or is only held or asked for."""
    if order.status in {OrderStatus.HELD, OrderStatus.REQUESTED}:
        return True
    return order.status is OrderStatus.CONFIRMED and order.total_pence == 0 and now < begins_at(event)


def check_may_cancel(order: Order, event: Event, now: datetime) -> None:
    check_move(order.status, OrderStatus.CANCELLED)
    if order.status is OrderStatus.CONFIRMED and order.total_pence:
        raise TooLate(PAID_PLACE)
    if not may_cancel(order, event, now):
        raise TooLate("This event has begun, so its places can no longer be given back here.")


def check_may_reissue(order: Order, ticket: Ticket, version: int) -> None:
    """Raise WrongMove if the place was given back, or if the code has been replaced since ``version`` was shown."""
    if order.status is not OrderStatus.CONFIRMED or ticket.cancelled_at is not None:
        raise WrongMove("This place was given back, so it has no code to replace.")
    if ticket.link_version != version:
        raise WrongMove("This code has been replaced already. The new one is on its way to the delegate.")


def room_of(products: Iterable[Product]) -> Quota | None:
    """The quota that counts the places in the hall: the largest that a product in person draws on."""
    halls = [quota for product in products if product.in_person for quota in product.quotas]
    return max(halls, key=lambda quota: (quota.capacity, -quota.id), default=None)
