"""What a delegate, the till or the desk does to orders. The unit of work commits, never these functions."""

from registration.actions.booking_codes import find_code
from registration.actions.categories import judge_categories, settle_categories
from registration.actions.holds import (
    approve_order,
    begin_payment,
    confirm_order,
    expire_order,
    free_dead_order,
    hold_again,
    leave_till,
    wait_for,
)
from registration.actions.orders import Desk, cancel_order, close_order, place_order, reissue_code, send_links_again
from registration.actions.places import begin_reserving, clear_dead, stop_reserving
from registration.actions.proofs import accept_proof, refuse_proof, send_proof, settle_difference
from registration.actions.questions import (
    add_question,
    change_question,
    forget_answers,
    move_question,
    retire_question,
    save_answers,
)
from registration.actions.waiting import (
    join_waiting,
    leave_waiting,
    offer_by_hand,
    offer_places,
    take_off_list,
)

__all__ = [
    "Desk",
    "accept_proof",
    "add_question",
    "approve_order",
    "begin_payment",
    "begin_reserving",
    "cancel_order",
    "change_question",
    "clear_dead",
    "close_order",
    "confirm_order",
    "expire_order",
    "find_code",
    "forget_answers",
    "free_dead_order",
    "hold_again",
    "join_waiting",
    "judge_categories",
    "leave_till",
    "leave_waiting",
    "move_question",
    "offer_by_hand",
    "offer_places",
    "place_order",
    "refuse_proof",
    "reissue_code",
    "retire_question",
    "save_answers",
    "send_links_again",
    "send_proof",
    "settle_categories",
    "settle_difference",
    "stop_reserving",
    "take_off_list",
    "wait_for",
]
