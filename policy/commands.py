"""What happens to roundtables without anybody's asking: a turn of `flask worker`."""

from core import clock
from core.db import transaction
from people.rules import london_day
from policy import actions, queries


def forget_next_needs() -> bool:
    """Delete what the invitees of one roundtable needed, once it is long over; false if there is none (rule 57)."""
    with transaction() as session:
        now = clock.now()
        roundtable = queries.roundtable_with_old_needs(session, london_day(now))
        if roundtable is None:
            return False
        actions.forget_needs(session, roundtable=roundtable, now=now)
        return True
