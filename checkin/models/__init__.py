"""The tables of the door."""

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
    "Device",
    "Entry",
    "Scan",
    "Verdict",
    "device_lists",
    "products_admitted",
]
