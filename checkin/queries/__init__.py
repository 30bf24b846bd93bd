"""What the door reads."""

from checkin.queries.door import (
    admissions_at_fault,
    admitted_after_cancelling,
    admitted_today,
    holder_by_id,
    holder_of,
    scan_by_key,
)

__all__ = [
    "admissions_at_fault",
    "admitted_after_cancelling",
    "admitted_today",
    "holder_by_id",
    "holder_of",
    "scan_by_key",
]
