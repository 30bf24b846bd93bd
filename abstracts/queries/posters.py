"""Who presents what in one event (domain rule 47)."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from abstracts.models import Abstract, AbstractStatus, Author
from events.models import Event

OUT = (AbstractStatus.DRAFT, AbstractStatus.WITHDRAWN, AbstractStatus.DECLINED)


def poster_of(session: Session, event_id: int, poster_key: str, *, besides: Abstract) -> Abstract | None:
    """The abstract that is this presenter's poster in the event, other than ``besides``, with its call."""
    found = select(Abstract).where(Abstract.event_id == event_id, Abstract.poster_key == poster_key)
    return session.scalar(found.where(Abstract.id != besides.id).options(joinedload(Abstract.call, innerjoin=True)))


def same_presenter(session: Session, event: Event) -> list[list[Abstract]]:
    """The abstracts that one person is to present, where that is more than one: each such person's, with their calls
    and categories, in whichever calls of the event. Drafts and what was withdrawn or declined do not count.
    """
    found = (
        select(Author)
        .join(Author.abstract)
        .where(Abstract.event_id == event.id, Abstract.status.not_in(OUT), Author.is_presenter)
        .options(contains_eager(Author.abstract).options(joinedload(Abstract.call), joinedload(Abstract.category)))
        .order_by(Abstract.call_id, Abstract.number)
    )
    presented = defaultdict(list)
    for author in session.scalars(found):
        presented[author.email_key].append(author.abstract)
    return [abstracts for abstracts in presented.values() if len(abstracts) > 1]
