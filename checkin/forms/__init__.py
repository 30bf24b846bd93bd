"""What is typed or sent at the door."""

from checkin.forms.asking import (
    VERDICT_WORDS,
    AttendanceForm,
    ScanSearchForm,
)
from checkin.forms.at_door import (
    FindForm,
    HereForm,
    WalkInForm,
)
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
from checkin.forms.finding import (
    search_words_in,
)
from checkin.forms.leads import (
    LeadForm,
    StandForm,
)
from checkin.forms.lists import (
    ListForm,
    RemoveListForm,
)

__all__ = [
    "MOST_SCANS",
    "VERDICT_WORDS",
    "AttendanceForm",
    "DeviceForm",
    "FindForm",
    "HereForm",
    "LeadForm",
    "ListForm",
    "NamesForm",
    "RemoveListForm",
    "ScanForm",
    "ScanSearchForm",
    "StandForm",
    "WalkInForm",
    "batch_in",
    "enrolment_code_in",
    "search_words_in",
]
