"""What a delegate, the till or the desk does to orders. The unit of work commits, never these functions."""

from registration.actions.categories import settle_categories
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
from registration.actions.proofs import accept_proof, refuse_proof, send_proof, settle_difference

__all__ = [
    "accept_proof",
    "begin_payment",
    "cancel_order",
    "close_order",
    "confirm_order",
    "expire_order",
    "free_dead_order",
    "hold_again",
    "leave_till",
    "place_order",
    "refuse_proof",
    "reissue_code",
    "send_links_again",
    "send_proof",
    "settle_categories",
    "settle_difference",
    "wait_for",
]
