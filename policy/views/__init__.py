"""Policy: what the world reads, what named people read before, and the desk."""

from flask import Blueprint

bp = Blueprint("policy", __name__)

# They add their pages to it.
from policy.views import (  # noqa: E402  since they need it first
    desk,
    desk_approving,
    desk_launching,
    desk_rehearsal,
    desk_writing,
    invitations,
    public,
    roundtable_note,
    roundtables,
)

__all__ = [
    "bp",
    "desk",
    "desk_approving",
    "desk_launching",
    "desk_rehearsal",
    "desk_writing",
    "invitations",
    "public",
    "roundtable_note",
    "roundtables",
]
