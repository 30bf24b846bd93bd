"""Whose poster an abstract is to be, as the database knows it (domain rule 47)."""

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Abstract, Decision
from core.db import refuse_if_broken

ONE_POSTER_EACH = "uq_abstracts_event_id"


def claim_poster(session: Session, abstract: Abstract, decision: Decision | None) -> None:
    """The presenter's one poster in this event is this abstract, or with any other ``decision`` it is none of theirs.

    Raises SecondPoster, also where two are decided at the same moment: then the database refuses the later.
    """
    key = rules.poster_key_for(abstract, decision)
    if key is not None:
        rules.check_first_poster(queries.poster_of(session, abstract.event_id, key, besides=abstract))
        refuse_if_broken(session, ONE_POSTER_EACH, rules.second_poster())
    abstract.poster_key = key
    session.flush()


def keep_poster_in_step(session: Session, abstract: Abstract) -> None:
    """What is to be a poster is the one of whoever presents it now. Raises SecondPoster."""
    if abstract.poster_key is not None:
        claim_poster(session, abstract, abstract.decision)
