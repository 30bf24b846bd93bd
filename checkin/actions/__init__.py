"""What is done at the door."""

from checkin.actions.conflicts import mark_as_seen
from checkin.actions.door import Answer, Door, record_scans, scan_badge, settle_ticket
from checkin.actions.lists import add_list, change_list, remove_list

__all__ = [
    "Answer",
    "Door",
    "add_list",
    "change_list",
    "mark_as_seen",
    "record_scans",
    "remove_list",
    "scan_badge",
    "settle_ticket",
]
