"""What a delegate or buyer may still change of a place: its details, who comes, and that nobody does (rule 30)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from core.errors import Refusal
from core.words import count, pounds_and_pence
from core.words import day as day_in_words
from events.models import Event
from events.rules import at, begins_at
from people.access import Visitor
from people.rules import email_key
from registration.models import (
    BookingCode,
    Category,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Proof,
    ProofStatus,
    Reduction,
    Ticket,
)
from registration.rules.billing import NOT_IN_GROUPS, NotAllowed
from registration.rules.booking_codes import may_choose, off_by_code, percent_of
from registration.rules.categories import BY_INVITATION
from registration.rules.orders import PAID_PLACE, Place, TooLate, WrongMove
from registration.rules.prices import categories_of, group_percent, price_of
from registration.rules.proofs import difference_pence, is_delegate

WORKING_DAYS = 7  # as many before the first day a place may still be passed on (rule 30)


class DifferenceHasChanged(Refusal):
    """What is owed is not what was agreed to."""


def may_fill_in(visitor: Visitor, ticket: Ticket) -> bool:
    """True for the delegate, and for the buyer of a ticket that was sent to the buyer's own address."""
    is_sent_to_buyer = ticket.email_key == ticket.order.email_key
    return is_delegate(visitor, ticket) or (is_sent_to_buyer and is_buyer(visitor, ticket.order))


def is_buyer(visitor: Visitor, order: Order) -> bool:
    """True if the order is open to whoever asks: by signing in, or by the link that went to the buyer."""
    by_link = order.link_hash is not None and order.link_hash in visitor.link_hashes
    by_id = visitor.person_id != 0 and visitor.person_id == order.buyer_id
    return by_link or by_id or (visitor.email_key != "" and visitor.email_key == order.email_key)


def is_standing(ticket: Ticket) -> bool:
    """True while the place is somebody's: its order is booked, and it was not given back alone."""
    return ticket.order.status is OrderStatus.CONFIRMED and ticket.cancelled_at is None


def changes_end_at(event: Event) -> datetime:
    """The first instant at which delegates can change nothing more."""
    return event.changes_end_at or begins_at(event)


def may_change(ticket: Ticket, event: Event, now: datetime) -> bool:
    return is_standing(ticket) and now < changes_end_at(event)


def check_may_change(ticket: Ticket, event: Event, now: datetime) -> None:
    """Raise WrongMove for a place that was given back, and TooLate once changes have ended."""
    if not is_standing(ticket):
        raise given_back()
    if now >= changes_end_at(event):
        raise TooLate(f"Changes have ended. Write to {event.contact_email}, and we see what can be done.")


def given_back() -> WrongMove:
    return WrongMove("This place was given back, so nothing of it can be changed.")


def last_day_to_pass_on(event: Event) -> date:
    """The last day on which a place may be passed on: seven working days, Monday to Friday, before the first day."""
    day, left = event.first_day, WORKING_DAYS
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < 5
    return day


def is_time_to_pass_on(event: Event, now: datetime) -> bool:
    """True until the midnight after the last day, on the event's clocks."""
    return now < at(event, last_day_to_pass_on(event) + timedelta(days=1), time())


def may_pass_on(ticket: Ticket, event: Event, now: datetime) -> bool:
    return is_standing(ticket) and is_time_to_pass_on(event, now)


def check_may_pass_on(ticket: Ticket, event: Event, now: datetime, *, version: int, is_inside: bool) -> None:
    """Raise WrongMove for a place given back, used, or passed on since ``version`` was shown; TooLate when it is."""
    if not is_standing(ticket):
        raise given_back()
    if is_inside:
        raise WrongMove("Somebody has come in with this ticket already, so it cannot be passed on.")
    if not may_pass_on(ticket, event, now):
        last = day_in_words(last_day_to_pass_on(event))
        raise TooLate(f"A place can be passed on until {last}. Write to {event.contact_email}.")
    if ticket.link_version != version:
        raise WrongMove("This ticket has a new code already: it was passed on or replaced meanwhile.")


def categories_to_pass_on(line: OrderLine) -> list[Category]:
    """What a substitute can be: any category with a price, and one given by invitation only where the line's is it."""
    given = line.category if may_choose(line.code, line.product, line.category) else None
    return [each for each in categories_of([line.product]) if each not in BY_INVITATION or each is given]


def invited_by(line: OrderLine, category: Category) -> BookingCode | None:
    """The code that gave this very place its category, and gives it to a substitute too."""
    return line.code if category is line.category else None


def difference_of(line: OrderLine, category: Category, booked_at: datetime, settled: int = 0) -> int:
    """How much more ``category`` would have paid for one of ``line`` when it was booked, in pence; never less than 0.

    With the same reduction: the group rate of then where the category may have it, and the line's code. ``settled``
    was paid beside the line. Raises NotSoldTo for a category that cannot have the product.
    """
    unit = price_of(line.product, category, booked_at)
    return difference_pence(line.unit_pence - line.off_pence + settled, unit - _off(line, category, unit, booked_at))


def settled(ticket: Ticket, proofs: Sequence[Proof]) -> list[Proof]:
    """Those of a ticket's proofs, the oldest first, whose difference has come in: all but one that is waited for."""
    past = proofs[:-1] if ticket.proof is ProofStatus.REFUSED else proofs
    return [proof for proof in past if proof.difference_pence]


def settled_pence(ticket: Ticket, proofs: Sequence[Proof]) -> int:
    """What was paid for a ticket beside its line, in pence, because its category was not what had been declared."""
    return sum(proof.difference_pence for proof in settled(ticket, proofs))


def check_agreed(difference: int, agreed: int) -> None:
    """Raise DifferenceHasChanged unless what is owed is what was shown before."""
    if difference != agreed:
        raise DifferenceHasChanged(f"The difference is {pounds_and_pence(difference)}. Look at it, and go on.")


def check_may_have_one_more(place: Place, had_before: Mapping[tuple[str, int], int]) -> None:
    """Raise NotAllowed for somebody who has as many of the product as one person may."""
    most, key = place.product.most_per_person, (email_key(place.email), place.product.id)
    if most and had_before.get(key, 0) >= most:
        raise NotAllowed(f"{place.product.name}: {place.email} has {count(most, 'place')} already.")


def _off(line: OrderLine, category: Category, unit: int, booked_at: datetime) -> int:
    match line.reduction:
        case Reduction.GROUP if category not in NOT_IN_GROUPS:
            return percent_of(unit, group_percent(line.product, booked_at))
        case Reduction.CODE if line.code is not None:
            return off_by_code(line.code, line.product, unit, None)
        case Reduction.INCLUDED | Reduction.COMPLIMENTARY:
            return unit
    return 0


def is_free(ticket: Ticket) -> bool:
    """True if neither the ticket nor any of its add-ons cost anything."""
    lines = [ticket.line, *(extra.line for extra in ticket.extras)]
    return all(line.unit_pence == line.off_pence for line in lines)


def may_give_back(ticket: Ticket, event: Event, now: datetime) -> bool:
    return is_standing(ticket) and is_free(ticket) and now < begins_at(event)


def check_may_give_back(ticket: Ticket, event: Event, now: datetime) -> None:
    """Raise WrongMove for what was given back already, TooLate for a paid place and once the event has begun."""
    if not is_standing(ticket):
        raise given_back()
    if not is_free(ticket):
        raise TooLate(PAID_PLACE)
    if not may_give_back(ticket, event, now):
        raise TooLate("This event has begun, so its places can no longer be given back here.")


def searchable_words(order: Order) -> str:
    """What the desk finds an order by: its reference, its buyer and those who come."""
    delegates = [f"{ticket.name} {ticket.organisation}" for ticket in order.standing]
    return " ".join([order.reference, order.name, order.email, *delegates]).casefold()


def has_matrix(product: Product) -> bool:
    """True if the product's price depends on the delegate's category."""
    return bool(product.prices)
