"""What is done at the door."""

from checkin.actions.door import Answer, Door, record_scans, scan_badge, settle_ticket

__all__ = ["Answer", "Door", "record_scans", "scan_badge", "settle_ticket"]
