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

__all__ = [
    "Shown",
    "is_visible",
    "positions_at",
    "public_paper",
    "public_position",
    "public_positions",
    "visible",
]
