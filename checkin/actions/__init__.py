"""What is done at the door."""

from checkin.actions.badges import (
    print_badge,
    print_blanks,
    print_pack,
    remove_badge_design,
    save_badge_design,
    save_badge_paper,
)
from checkin.actions.door import (
    Answer,
    Door,
    record_scans,
    scan_badge,
    settle_ticket,
)

__all__ = [
    "Answer",
    "Door",
    "print_badge",
    "print_blanks",
    "print_pack",
    "record_scans",
    "remove_badge_design",
    "save_badge_design",
    "save_badge_paper",
    "scan_badge",
    "settle_ticket",
]
