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
from policy.documents.roundtables import (
    invitee_link,
    invitee_token_hash,
)

__all__ = [
    "Attendance",
    "card_of",
    "invitee_link",
    "invitee_token_hash",
    "press",
    "rehearsed_letters",
    "report_of",
]
