"""What is typed or sent at the door."""

from checkin.forms.door import MOST_SCANS, ScanForm, readings_in
from checkin.forms.leads import LeadForm, StandForm

__all__ = ["MOST_SCANS", "LeadForm", "ScanForm", "StandForm", "readings_in"]
