"""What a delegate, the till or the desk does to orders. The unit of work commits, never these functions."""

from registration.actions.holds import (
    begin_payment,
    confirm_order,
    expire_order,
    free_dead_order,
    hold_again,
    leave_till,
    wait_for,
)
from registration.actions.orders import cancel_order, close_order, place_order, reissue_code, send_links_again

__all__ = [
    "begin_payment",
    "cancel_order",
    "close_order",
    "confirm_order",
    "expire_order",
    "free_dead_order",
    "hold_again",
    "leave_till",
    "place_order",
    "reissue_code",
    "send_links_again",
    "wait_for",
]
