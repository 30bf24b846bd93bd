"""Letters about positions and of roundtables, and the picture that goes with a position."""

from policy.documents import (
    press,
)
from policy.documents.cards import (
    card_of,
)
from policy.documents.launches import (
    rehearsed_letters,
)
from policy.documents.roundtables import (
    invitee_link,
    invitee_token_hash,
)

__all__ = [
    "card_of",
    "invitee_link",
    "invitee_token_hash",
    "press",
    "rehearsed_letters",
]
