"""What a delegate, the till or the desk does to orders. The unit of work commits, never these functions."""

from registration.actions.booking_codes import (
    CodeEffect,
    CodeLimits,
    change_code,
    end_code,
    find_code,
    make_codes,
)
from registration.actions.categories import (
    judge_categories,
    settle_categories,
)
from registration.actions.copying import (
    copy_tickets,
)
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
from registration.actions.orders import (
    Desk,
    cancel_order,
    close_order,
    place_order,
    reissue_code,
    send_links_again,
)
from registration.actions.places import (
    begin_reserving,
    clear_dead,
    stop_reserving,
)
from registration.actions.products import (
    Particulars,
    add_product,
    add_quota,
    change_product,
    change_quota,
    remove_period,
    retire_product,
    save_add_ons,
    save_period,
    save_prices,
)
from registration.actions.proofs import (
    accept_proof,
    refuse_proof,
    send_proof,
    settle_difference,
)
from registration.actions.questions import (
    add_question,
    change_question,
    forget_answers,
    move_question,
    retire_question,
    save_answers,
)
from registration.actions.self_service import (
    Substitute,
    change_details,
    give_back_place,
    pass_on,
    settle_substitute,
)
from registration.actions.waiting import (
    join_waiting,
    leave_waiting,
    offer_by_hand,
    offer_places,
    take_off_list,
)

__all__ = [
    "CodeEffect",
    "CodeLimits",
    "Desk",
    "Particulars",
    "Substitute",
    "accept_proof",
    "add_product",
    "add_question",
    "add_quota",
    "approve_order",
    "begin_payment",
    "begin_reserving",
    "cancel_order",
    "change_code",
    "change_details",
    "change_product",
    "change_question",
    "change_quota",
    "clear_dead",
    "close_order",
    "confirm_order",
    "copy_tickets",
    "end_code",
    "expire_order",
    "find_code",
    "forget_answers",
    "free_dead_order",
    "give_back_place",
    "hold_again",
    "join_waiting",
    "judge_categories",
    "leave_till",
    "leave_waiting",
    "make_codes",
    "move_question",
    "offer_by_hand",
    "offer_places",
    "pass_on",
    "place_order",
    "refuse_proof",
    "reissue_code",
    "remove_period",
    "retire_product",
    "retire_question",
    "save_add_ons",
    "save_answers",
    "save_period",
    "save_prices",
    "send_links_again",
    "send_proof",
    "settle_categories",
    "settle_difference",
    "settle_substitute",
    "stop_reserving",
    "take_off_list",
    "wait_for",
]
