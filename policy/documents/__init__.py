"""Letters about positions, and the PDFs of those who read them early."""

from policy.documents import press

__all__ = ["press"]
