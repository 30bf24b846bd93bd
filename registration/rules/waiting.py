"""Who waits for a place, who is next, and how long an offer lasts (domain rule 14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.config import Limits
from core.errors import Refusal
from core.words import count
from registration.models import Product, ProductKind, Quota, WaitingEntry, WaitingStatus
from registration.rules.orders import is_on_sale

# Whoever has less time than this could hardly read the letter and book.
LEAST_OFFER = timedelta(hours=1)
# What has ended may yet turn out booked: money that comes late buys the place if it is free (R5).
NEXT_WAITING: dict[WaitingStatus | None, set[WaitingStatus]] = {
    None: {WaitingStatus.WAITING},
    WaitingStatus.WAITING: {WaitingStatus.OFFERED, WaitingStatus.LEFT},
    WaitingStatus.OFFERED: {WaitingStatus.BOOKED, WaitingStatus.LAPSED, WaitingStatus.LEFT},
    WaitingStatus.LAPSED: {WaitingStatus.BOOKED},
    WaitingStatus.LEFT: {WaitingStatus.BOOKED},
    WaitingStatus.BOOKED: set(),
}
LIVE = (WaitingStatus.WAITING, WaitingStatus.OFFERED)
# Why somebody is taken off the list, in words for them. A letter and the diary keep the number: add, never reorder.
REMOVALS = (
    "You asked us to.",
    "You have a place already.",
    "Letters to your address came back.",
    "This list is for somebody else.",
)


class CannotWait(Refusal):
    """There is nothing to wait for: places are left, are not sold this way, or not sold now."""


class NotWaiting(Refusal):
    """The entry has moved on meanwhile."""


class NobodyServed(Refusal):
    """What is free is not enough for who is first."""


@dataclass(frozen=True)
class Wish:
    """One entry of the queue: so many places in each of these quotas, all of them or none."""

    entry_id: int
    places: int
    quota_ids: tuple[int, ...]


def may_still_offer(product: Product, now: datetime) -> bool:
    """True while the product is on sale and an offer made at ``now`` would last at least an hour."""
    return is_on_sale(product, now) and product.sales_close_at - now >= LEAST_OFFER


def offer_ends_at(product: Product, life: timedelta, now: datetime) -> datetime:
    """When an offer made at ``now`` is over: after ``life``, and never later than the sale."""
    return min(now + life, product.sales_close_at)


def is_over(entry: WaitingEntry, now: datetime) -> bool:
    """True once the clock, or the end of the sale, has ended the entry's offer; its end is outside it."""
    return entry.ends_at is not None and now >= min(entry.ends_at, entry.product.sales_close_at)


def may_join(product: Product, now: datetime) -> bool:
    """True for a ticket that is sold openly and at once, is on sale, and has nothing left."""
    is_sold_so = product.kind is ProductKind.TICKET and not product.is_hidden and not product.needs_approval
    return is_sold_so and is_on_sale(product, now) and product.left == 0


def check_may_join(product: Product, now: datetime) -> None:
    """Raise CannotWait, with the reason, unless ``may_join``."""
    if may_join(product, now):
        return
    if not is_on_sale(product, now):
        raise CannotWait(f"{product.name} is not on sale now, so nobody waits for it.")
    if product.kind is not ProductKind.TICKET or product.is_hidden or product.needs_approval:
        raise CannotWait(f"{product.name} has no waiting list.")
    raise CannotWait(f"{product.name}: {count(product.left, 'place')} left. Book now; nobody needs to wait.")


def places_to_wait_for(product: Product) -> range:
    """How many places one entry may be for: as one order, and never more than there are at all."""
    most = min([Limits.waiting_places, *(quota.capacity for quota in product.quotas)])
    return range(product.least_per_order, min(most, product.most_per_order or most) + 1)


def serve(queue: Iterable[Wish], quotas: Iterable[Quota]) -> tuple[list[int], dict[int, int]]:
    """The entries that can be offered their places now, and what each quota has left for who does not wait.

    In the order of the queue. A group is served whole or not at all; where a quota is too short for it, nobody who
    came later has that quota's places, nor has a buyer. What it does not lack is not kept for it: a student who waits
    for a student's place keeps nobody out of a hall that has room.
    """
    left = {quota.id: quota.free + quota.dead for quota in quotas}
    most = {quota.id: quota.capacity for quota in quotas}
    served = []
    for wish in queue:
        known = [each for each in wish.quota_ids if each in left]
        if any(wish.places > most[each] for each in known):
            continue  # there will never be so many: waiting for them would keep everybody else out for good
        short = [each for each in known if left[each] < wish.places]
        for each in short or known:
            left[each] -= max(left[each], 0) if short else wish.places
        if not short:
            served.append(wish.entry_id)
    return served, left


def waited_for(queue: Iterable[Wish], quotas: Iterable[Quota]) -> dict[int, int]:
    """How many of each quota's free places are for those who wait, by its id."""
    quotas = list(quotas)
    left = serve(queue, quotas)[1]
    return {quota.id: quota.free + quota.dead - left[quota.id] for quota in quotas}


def check_waiting_move(entry: WaitingEntry, to: WaitingStatus) -> None:
    """Raise NotWaiting unless an arrow leads from the entry's status to ``to``."""
    if to not in NEXT_WAITING[entry.status]:
        raise NotWaiting(f"This entry of the waiting list is {entry.status.value} already.")


def check_may_leave(entry: WaitingEntry) -> None:
    """Raise NotWaiting for an entry that has ended, or whose offer is in use: an order holds its places."""
    check_waiting_move(entry, WaitingStatus.LEFT)
    if entry.code is not None and entry.code.used:
        raise NotWaiting("An order holds places of this offer. Pay for it or let it go, then give back the rest.")


def come_to(entry: WaitingEntry, confirmed: int, now: datetime) -> WaitingStatus | None:
    """What an offer has come to, or None while it lasts. ``confirmed`` places of it are in orders that stand.

    Booked once all its places are, or once it is over and some are; lapsed if it is over and none is. While an order
    is being paid for, nothing is settled.
    """
    code = entry.code
    if code is None or entry.status in {WaitingStatus.WAITING, WaitingStatus.BOOKED}:
        return None
    if confirmed and (confirmed >= code.uses or entry.status is not WaitingStatus.OFFERED):
        return WaitingStatus.BOOKED
    if entry.status is not WaitingStatus.OFFERED or not is_over(entry, now) or code.used > confirmed:
        return None
    return WaitingStatus.BOOKED if confirmed else WaitingStatus.LAPSED


def state_of(entry: WaitingEntry, confirmed: int, now: datetime) -> WaitingStatus:
    """The entry's status as the clock and the orders have made it, whether the worker has noted it yet or not."""
    return come_to(entry, confirmed, now) or entry.status


def check_may_return(entry: WaitingEntry) -> None:
    """Raise NotWaiting unless the entry has an offer."""
    if entry.status is not WaitingStatus.OFFERED:
        raise NotWaiting(f"There is no offer to give back: this entry is {entry.status.value}.")
