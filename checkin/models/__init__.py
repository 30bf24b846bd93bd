"""The tables of the door."""

from checkin.models.conflicts import ConflictSeen
from checkin.models.devices import Device, device_lists
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
    "ConflictSeen",
    "Device",
    "Entry",
    "Scan",
    "Verdict",
    "device_lists",
    "products_admitted",
]
