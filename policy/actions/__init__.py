"""What is done with positions and launches."""

from policy.actions.approving import approve_position, send_back, send_for_approval
from policy.actions.launches import (
    add_step,
    mark_of_asset,
    move_instant,
    remove_step,
    save_asset,
    save_launch,
    say_why_no_welsh,
    schedule_launch,
    tick_step,
    unschedule_launch,
)
from policy.actions.life import (
    archive_position,
    begin_update,
    go_live,
    publish_update,
    tell_members,
    told_first,
    withdraw_position,
)
from policy.actions.mentions import add_mention
from policy.actions.writing import (
    add_part,
    change_part,
    make_position,
    mark_of_part,
    raise_part,
    remove_part,
    replace_paper,
    save_texts,
)

__all__ = [
    "add_mention",
    "add_part",
    "add_step",
    "approve_position",
    "archive_position",
    "begin_update",
    "change_part",
    "go_live",
    "make_position",
    "mark_of_asset",
    "mark_of_part",
    "move_instant",
    "publish_update",
    "raise_part",
    "remove_part",
    "remove_step",
    "replace_paper",
    "save_asset",
    "save_launch",
    "save_texts",
    "say_why_no_welsh",
    "schedule_launch",
    "send_back",
    "send_for_approval",
    "tell_members",
    "tick_step",
    "told_first",
    "unschedule_launch",
    "withdraw_position",
]
