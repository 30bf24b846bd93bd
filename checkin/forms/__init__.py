"""What is typed or sent at the door."""

from checkin.forms.asking import VERDICT_WORDS, AttendanceForm, ScanSearchForm
from checkin.forms.door import MOST_SCANS, ScanForm, readings_in
from checkin.forms.lists import ListForm, RemoveListForm

__all__ = [
    "MOST_SCANS",
    "VERDICT_WORDS",
    "AttendanceForm",
    "ListForm",
    "RemoveListForm",
    "ScanForm",
    "ScanSearchForm",
    "readings_in",
]
