"""What is done with positions and launches."""

from policy.actions.breach import publish_at_once
from policy.actions.press import (
    accept_terms,
    give_back_access,
    invite_guests,
    note_opening,
    remind_guest,
    reset_expiry,
    revoke_access,
    set_terms,
    tell_of_move,
)

__all__ = [
    "accept_terms",
    "give_back_access",
    "invite_guests",
    "note_opening",
    "publish_at_once",
    "remind_guest",
    "reset_expiry",
    "revoke_access",
    "set_terms",
    "tell_of_move",
]
