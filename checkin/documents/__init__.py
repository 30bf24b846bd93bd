"""What is printed for the door."""

from checkin.documents.badges import (
    BadgeJob,
    badge_job,
    preview_of,
    set_badges,
)
from checkin.documents.leads import (
    sheet_of_leads,
)

__all__ = [
    "BadgeJob",
    "badge_job",
    "preview_of",
    "set_badges",
    "sheet_of_leads",
]
