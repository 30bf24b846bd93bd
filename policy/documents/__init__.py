"""Letters about positions."""

from policy.documents.launches import rehearsed_letters

__all__ = ["rehearsed_letters"]
