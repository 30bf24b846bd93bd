"""What is typed or sent at the door."""

from checkin.forms.devices import (
    DeviceForm,
    NamesForm,
    enrolment_code_in,
)
from checkin.forms.door import (
    MOST_SCANS,
    ScanForm,
    batch_in,
)
from checkin.forms.leads import (
    LeadForm,
    StandForm,
)

__all__ = [
    "MOST_SCANS",
    "DeviceForm",
    "LeadForm",
    "NamesForm",
    "ScanForm",
    "StandForm",
    "batch_in",
    "enrolment_code_in",
]
