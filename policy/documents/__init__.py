"""Letters about positions, and the picture that goes with one."""

from policy.documents.cards import card_of
from policy.documents.launches import rehearsed_letters

__all__ = ["card_of", "rehearsed_letters"]
