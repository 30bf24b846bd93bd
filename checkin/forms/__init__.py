"""What is typed or sent at the door."""

from checkin.forms.devices import (
    DeviceForm,
    NamesForm,
    enrolment_code_in,
)
from checkin.forms.door import MOST_SCANS, ScanForm, readings_in

__all__ = [
    "MOST_SCANS",
    "DeviceForm",
    "NamesForm",
    "ScanForm",
    "enrolment_code_in",
    "readings_in",
]
