"""What is typed or sent at the door."""

from checkin.forms.devices import (
    DeviceForm,
    NamesForm,
    enrolment_code_in,
)
from checkin.forms.door import MOST_SCANS, ScanForm, batch_in

__all__ = [
    "MOST_SCANS",
    "DeviceForm",
    "NamesForm",
    "ScanForm",
    "batch_in",
    "enrolment_code_in",
]
