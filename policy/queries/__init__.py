"""What is read of positions, and by whom."""

from policy.queries.embargo import (
    Shown,
    is_visible,
    positions_at,
    public_paper,
    public_position,
    public_positions,
    visible,
)
from policy.queries.roundtables import (
    first_reserve,
    invitations_of,
    invitee_at_desk,
    invitee_by_link,
    invitee_for,
    invitees_of,
    paper_at_desk,
    paper_for,
    roundtable_at_desk,
    roundtable_with_old_needs,
    roundtables_of,
)

__all__ = [
    "Shown",
    "first_reserve",
    "invitations_of",
    "invitee_at_desk",
    "invitee_by_link",
    "invitee_for",
    "invitees_of",
    "is_visible",
    "paper_at_desk",
    "paper_for",
    "positions_at",
    "public_paper",
    "public_position",
    "public_positions",
    "roundtable_at_desk",
    "roundtable_with_old_needs",
    "roundtables_of",
    "visible",
]
