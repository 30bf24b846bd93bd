"""What is done at the door."""

from checkin.actions.door import Answer, record_scans, scan_badge

__all__ = ["Answer", "record_scans", "scan_badge"]
