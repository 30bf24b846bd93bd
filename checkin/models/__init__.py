"""The tables of the door."""

from checkin.models.badges import (
    BadgeBack,
    BadgeDesign,
    BadgePaper,
    BadgePrint,
    BadgeRun,
    BadgeSize,
    PackingOrder,
    Part,
    ReprintReason,
)
from checkin.models.conflicts import (
    ConflictSeen,
)
from checkin.models.devices import (
    Device,
    device_lists,
)
from checkin.models.door import (
    MAIN_LIST,
    Admission,
    AdmissionList,
    Entry,
    Scan,
    Verdict,
    products_admitted,
)

__all__ = [
    "MAIN_LIST",
    "Admission",
    "AdmissionList",
    "BadgeBack",
    "BadgeDesign",
    "BadgePaper",
    "BadgePrint",
    "BadgeRun",
    "BadgeSize",
    "ConflictSeen",
    "Device",
    "Entry",
    "PackingOrder",
    "Part",
    "ReprintReason",
    "Scan",
    "Verdict",
    "device_lists",
    "products_admitted",
]
