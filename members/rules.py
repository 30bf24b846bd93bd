"""What a membership is worth on a day. Nothing here reads a clock or a database."""

from datetime import date

from members.models import Membership, Standing


def is_active_on(membership: Membership, day: date) -> bool:
    """True if it stands and ``day`` is one of its days, the first and the last among them (domain rules 3 and 4)."""
    begun = membership.valid_from <= day
    over = membership.valid_to is not None and membership.valid_to < day
    return membership.standing is Standing.ACTIVE and begun and not over
