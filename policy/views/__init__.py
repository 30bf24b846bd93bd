"""Policy: what the world reads, what named people read before, and the desk."""

from flask import Blueprint

bp = Blueprint("policy", __name__)

# They add their pages to it.
from policy.views import (  # noqa: E402  since they need it first
    invitations,
    public,
    roundtables,
)

__all__ = ["bp", "invitations", "public", "roundtables"]
