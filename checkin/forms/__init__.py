"""What is typed or sent at the door."""

from checkin.forms.door import MOST_SCANS, ScanForm, readings_in

__all__ = ["MOST_SCANS", "ScanForm", "readings_in"]
