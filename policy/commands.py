"""What happens to launches and roundtables without anybody's asking: turns of `flask worker`.

None of them makes anything public.
"""

from core import clock
from core.db import reading, transaction
from people.rules import london_day
from policy import actions, queries

MEMBERS_AT_ONCE = 200


def go_live_next() -> bool:
    """Call one launch live whose instant has come; false if none waits for that."""
    with reading() as session:
        if queries.launch_to_go_live(session, clock.now()) is None:
            return False
    with transaction() as session:
        return actions.go_live(session, now=clock.now())


def tell_members_next() -> bool:
    """Owe the next members a letter of a launch that is live; false if nobody is to be told."""
    with reading() as session:
        if not queries.members_to_tell(session, clock.now(), rows=1):
            return False
    with transaction() as session:
        return actions.tell_members(session, now=clock.now(), rows=MEMBERS_AT_ONCE) > 0


def forget_next_needs() -> bool:
    """Delete what the invitees of one roundtable needed, once it is long over; false if there is none (rule 57)."""
    with reading() as session:
        if queries.roundtable_with_old_needs(session, london_day(clock.now())) is None:
            return False
    with transaction() as session:
        now = clock.now()
        roundtable = queries.roundtable_with_old_needs(session, london_day(now), lock=True)
        if roundtable is None:
            return False
        actions.forget_needs(session, roundtable=roundtable, now=now)
        return True
