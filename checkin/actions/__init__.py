"""What is done at the door."""

from checkin.actions.door import Answer, Door, record_scans, scan_badge, settle_ticket
from checkin.actions.leads import StandAnswer, export_leads, judge_lead, scan_at_stand

__all__ = [
    "Answer",
    "Door",
    "StandAnswer",
    "export_leads",
    "judge_lead",
    "record_scans",
    "scan_at_stand",
    "scan_badge",
    "settle_ticket",
]
