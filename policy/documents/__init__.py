"""Letters about positions, the picture that goes with one, and the PDFs of those who read it early."""

from policy.documents import press
from policy.documents.cards import card_of
from policy.documents.launches import rehearsed_letters

__all__ = ["card_of", "press", "rehearsed_letters"]
