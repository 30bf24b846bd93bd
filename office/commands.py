"""What happens to presenters without anybody's asking: turns of `flask worker`. None of them withdraws anything."""

from core import clock
from core.db import reading, transaction
from office import actions, queries
from people.rules import london_day


def settle_next_presenter() -> bool:
    """Mark one abstract as at risk, or not any more, as its presenter's ticket says (domain rule 46); false if none."""
    with reading() as session:
        abstract_id = queries.next_to_settle(session, clock.now())
    if abstract_id is None:
        return False
    with transaction() as session:
        actions.settle_presenter(session, abstract_id=abstract_id, now=clock.now())
    return True


def settle_next_code() -> bool:
    """Give one presenter their booking code, or end one that is not theirs any more; false if there is none."""
    with reading() as session:
        abstract_id = queries.next_code_to_settle(session, london_day(clock.now()))
    if abstract_id is None:
        return False
    with transaction() as session:
        actions.settle_code(session, abstract_id=abstract_id, now=clock.now())
    return True
