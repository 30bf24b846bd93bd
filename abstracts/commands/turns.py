"""What happens to abstracts without anybody's asking: turns of `flask worker`."""

from functools import lru_cache

from abstracts import actions, queries
from abstracts.queries import books
from abstracts.queries.likenesses import next_to_compare, texts_of
from abstracts.rules.duplicates import near_duplicates, shingles
from core import clock
from core.db import reading, transaction

# By its words: each text is taken apart once for all the others that it is compared with.
_shingles_of = lru_cache(maxsize=5000)(shingles)


def remind_next() -> bool:
    """Owe reminders to writers of drafts whose call closes soon; false if none is due."""
    with reading() as session:
        if not queries.drafts_to_remind(session, clock.now(), actions.REMINDER):
            return False
    with transaction() as session:
        return actions.remind_writers(session, now=clock.now()) > 0


def remind_to_answer_next() -> bool:
    """Owe reminders to authors who have not said whether they take their place; false if none is due."""
    with reading() as session:
        if not queries.offers_to_remind(session, clock.now(), actions.ANSWER_REMINDER):
            return False
    with transaction() as session:
        return actions.remind_to_answer(session, now=clock.now()) > 0


def compare_next() -> bool:
    """Compare the words of one abstract that is sent in with the others of its event; false if none waits for that."""
    with reading() as session:
        waiting = next_to_compare(session)
        if waiting is None:
            return False
        abstract_id, event_id, version = waiting
        texts = texts_of(session, event_id)
    # Reckoned between the two transactions, so that nobody waits for it.
    runs = {each: _shingles_of(words) for each, words in texts.items()}
    own = runs.pop(abstract_id, frozenset())
    found = {other: round(share * 1000) for other, share in near_duplicates(own, runs)}
    with transaction() as session:
        actions.record_likenesses(session, abstract_id=abstract_id, version=version, found=found, now=clock.now())
    return True


def publish_next() -> bool:
    """Call those abstracts published that a book shows since its embargo ended; false if there is none."""
    with reading() as session:
        if not books.just_out(session, clock.now()):
            return False
    with transaction() as session:
        return actions.call_published(session, now=clock.now()) > 0
