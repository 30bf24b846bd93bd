"""The register at the desk, and one's own membership."""

from members.views import claims, desk, own
from members.views.blueprint import bp

__all__ = ["bp", "claims", "desk", "own"]
