"""Policy: what the world reads, what named people read before, and the desk."""

from flask import Blueprint

bp = Blueprint("policy", __name__)

# They add their pages to it.
from policy.views import (  # noqa: E402  since they need it first
    breach,
    desk,
    desk_after,
    desk_approving,
    desk_launching,
    desk_rehearsal,
    desk_writing,
    discussing,
    invitations,
    press,
    press_desk,
    public,
    roundtable_note,
    roundtables,
)

__all__ = [
    "bp",
    "breach",
    "desk",
    "desk_after",
    "desk_approving",
    "desk_launching",
    "desk_rehearsal",
    "desk_writing",
    "discussing",
    "invitations",
    "press",
    "press_desk",
    "public",
    "roundtable_note",
    "roundtables",
]
