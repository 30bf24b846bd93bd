# They add their pages to it.
from policy.views import (
    breach,
    desk,
    desk_approving,
    desk_launching,
    desk_rehearsal,
    desk_writing,
    press,
    press_desk,
    public,
)

__all__ = [
    "bp",
    "breach",
    "desk",
    "desk_approving",
    "desk_launching",
    "desk_rehearsal",
    "desk_writing",
    "press",
    "press_desk",
    "public",
]
