"""What the door reads."""

from checkin.queries.attendance import (
    Absent,
    arrivals,
    attendance,
    days_with_arrivals,
    head_count,
    no_shows,
    people_inside,
    tallies,
)
from checkin.queries.door import (
    admissions_at_fault,
    admitted_after_cancelling,
    holder_by_id,
    holder_of,
    scan_by_key,
)
from checkin.queries.lists import has_phones, has_scans, is_admitted_by, list_at_desk, lists_of

__all__ = [
    "Absent",
    "admissions_at_fault",
    "admitted_after_cancelling",
    "arrivals",
    "attendance",
    "days_with_arrivals",
    "has_phones",
    "has_scans",
    "head_count",
    "holder_by_id",
    "holder_of",
    "is_admitted_by",
    "list_at_desk",
    "lists_of",
    "no_shows",
    "people_inside",
    "scan_by_key",
    "tallies",
]
