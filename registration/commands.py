"""What happens to the waiting lists without anybody's asking: a turn of `flask worker`."""

from flask import current_app

from core import clock
from core.db import reading, transaction
from registration import actions, queries


def serve_next_queue() -> bool:
    """Settle the offers of one event that are used or over, and offer what is free; false if nobody was offered any."""
    with reading() as session:
        event_id = queries.next_queue(session, clock.now())
    if event_id is None:
        return False
    life = current_app.config["LIMITS"].offer
    with transaction() as session:
        return bool(actions.offer_places(session, event_id=event_id, life=life, by_id=None, now=clock.now))
