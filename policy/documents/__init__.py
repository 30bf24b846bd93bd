"""Letters about positions, a position's picture, the PDFs of those who read it early, and the report of a launch."""

from policy.documents import (
    press,
)
from policy.documents.cards import (
    card_of,
)
from policy.documents.launches import (
    rehearsed_letters,
)
from policy.documents.reports import (
    Attendance,
    report_of,
)

__all__ = [
    "Attendance",
    "card_of",
    "press",
    "rehearsed_letters",
    "report_of",
]
