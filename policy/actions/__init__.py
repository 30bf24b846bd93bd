"""What is done to positions, launches and roundtables."""

from policy.actions.roundtables import (
    add_paper,
    answer_invitation,
    approve_note,
    forget_needs,
    invite_wave,
    list_invitees,
    make_roundtable,
    release_invitee,
    seat_next,
    set_seats,
    share_note,
    write_note,
)

__all__ = [
    "add_paper",
    "answer_invitation",
    "approve_note",
    "forget_needs",
    "invite_wave",
    "list_invitees",
    "make_roundtable",
    "release_invitee",
    "seat_next",
    "set_seats",
    "share_note",
    "write_note",
]
