"""What is done at the door."""

from checkin.actions.badges import (
    print_badge,
    print_blanks,
    print_pack,
    remove_badge_design,
    save_badge_design,
    save_badge_paper,
)
from checkin.actions.door import Answer, record_scans, scan_badge

__all__ = [
    "Answer",
    "print_badge",
    "print_blanks",
    "print_pack",
    "record_scans",
    "remove_badge_design",
    "save_badge_design",
    "save_badge_paper",
    "scan_badge",
]
