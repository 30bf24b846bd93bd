"""What the desk may look for among orders, and what it may do to them. Nothing here reads a clock or a database."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import Refusal
from registration.models import Category, Order, OrderStatus, SavedView
from registration.rules.orders import WrongMove, may_cancel

MOST_TICKED = 100  # in one go: all of it is one transaction, and sales wait for it
MOST_COUNTED = 1_000  # past that many a list says "more than", since nobody reads them one by one
MOST_VIEWS = 20  # of one person in one event
LONGEST_NAME_OF_VIEW = 60
LONGEST_NOTE = 1_000
COMPLIMENTARY = "Complimentary: "  # how the note begins that says why a manual order costs nothing


class TooMany(Refusal):
    pass


class NotNow(Refusal):
    """What is asked for cannot be done to the order as it stands."""


class Unproved(enum.Enum):
    """How far the proof of a delegate's category is, as the desk asks for it."""

    WAITED_FOR = "waited for"
    TO_DECIDE = "to decide"
    OWED = "difference owed"


@dataclass(frozen=True)
class OrdersWanted:
    """What the desk looks for among an event's orders; every part that is given must hold.

    ``words`` may be an order's reference, a ticket's code, an address, or parts of names; ``organisation`` is a part
    of a group's.
    """

    words: str = ""
    status: OrderStatus | None = None
    category: Category | None = None
    proof: Unproved | None = None
    organisation: str = ""
    has_code: bool = False
    at_desk: bool = False


def check_ticked(references: Sequence[str]) -> None:
    """Raise NotNow for none, and TooMany for more than are done in one go."""
    if not references:
        raise NotNow("Tick the orders first.")
    if len(references) > MOST_TICKED:
        raise TooMany(f"At most {MOST_TICKED} orders are done in one go. Tick fewer.")


def check_is_requested(order: Order) -> None:
    """Raise WrongMove if it is no request, or was decided already."""
    if reason := why_not_to_decide(order):
        raise WrongMove(reason)


def why_not_to_decide(order: Order) -> str:
    """Why there is nothing to say yes or no to, in words; empty if there is."""
    return "" if order.status is OrderStatus.REQUESTED else "This is no request, or it has been decided already."


def check_may_send_again(order: Order) -> None:
    """Raise NotNow unless there is a letter with its tickets, or with its link to pay, to be sent once more."""
    if reason := why_not_to_send_again(order):
        raise NotNow(reason)


def why_not_to_send_again(order: Order) -> str:
    if order.status is OrderStatus.CONFIRMED or (order.status is OrderStatus.HELD and order.total_pence):
        return ""
    return "Only what is booked, or kept by the desk until it is paid, has a letter to send again."


def why_not_to_cancel(order: Order, now: datetime) -> str:
    """Why the desk cannot cancel it by itself, in words; empty if it can."""
    if order.status is OrderStatus.CANCELLED:
        return "It has been given back already."
    if order.status is OrderStatus.EXPIRED:
        return "Its hold has ended, so it keeps no place."
    if order.status is OrderStatus.AWAITING:
        return "The buyer is at the till. Wait until the payment has come or not."
    if order.status is OrderStatus.CONFIRMED and order.total_pence:
        return "It was paid: give the money back on its own page, and cancel it there."
    return "" if may_cancel(order, order.event, now) else "The event has begun."


def check_may_keep_view(views: Sequence[SavedView], name: str) -> None:
    """Raise TooMany past the most that one person keeps in an event, and NotNow for a name that is taken."""
    if len(views) >= MOST_VIEWS:
        raise TooMany(f"You keep {MOST_VIEWS} views of this event already. Remove one first.")
    check_view_name(views, name)


def check_view_name(views: Sequence[SavedView], name: str) -> None:
    if any(view.name == name for view in views):
        raise name_taken()


def name_taken() -> NotNow:
    return NotNow("You have a view of that name already. Choose another.")
