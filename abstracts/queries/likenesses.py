"""Which texts are to be compared, and which turned out alike."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from abstracts.models import Abstract, Likeness, Section
from abstracts.rules import SENT_IN
from core.errors import NotFound
from events.models import Event


def next_to_compare(session: Session) -> tuple[int, int, int] | None:
    """Id, event and version of any abstract sent in that has not been compared as it is now."""
    found = select(Abstract.id, Abstract.event_id, Abstract.version)
    row = session.execute(found.where(_is_sent_in(), Abstract.compared_version < Abstract.version).limit(1)).first()
    return (row.id, row.event_id, row.version) if row else None


def texts_of(session: Session, event_id: int) -> dict[int, str]:
    """The words of each abstract that is sent in to the event, by its id, in the order of their ids."""
    titles = select(Abstract.id, Abstract.title).where(Abstract.event_id == event_id, _is_sent_in())
    texts = {number: [title] for number, title in session.execute(titles.order_by(Abstract.id))}
    words = select(Section.abstract_id, Section.words).join(Abstract, Abstract.id == Section.abstract_id)
    words = words.where(Abstract.event_id == event_id, _is_sent_in())
    for number, text in session.execute(words.order_by(Section.abstract_id, Section.heading_id)):
        if number in texts:
            texts[number].append(text)
    return {number: "\n".join(parts) for number, parts in texts.items()}


def pairs_of(session: Session, abstract_id: int) -> list[Likeness]:
    """What is known of this abstract's likeness to others, dismissed or not."""
    either = or_(Likeness.first_id == abstract_id, Likeness.second_id == abstract_id)
    return list(session.scalars(select(Likeness).where(either).order_by(Likeness.id)))


def likenesses(session: Session, event: Event) -> list[Likeness]:
    """Pairs of abstracts of this event that are nearly the same, both sent in, that the desk has not dismissed.

    The most alike first, each with its calls.
    """
    first, second = aliased(Abstract), aliased(Abstract)
    found = (
        select(Likeness)
        .join(first, first.id == Likeness.first_id)
        .join(second, second.id == Likeness.second_id)
        .where(first.event_id == event.id, Likeness.dismissed_at.is_(None))
        .where(first.status.in_(SENT_IN), second.status.in_(SENT_IN))
        .options(
            joinedload(Likeness.first, innerjoin=True).joinedload(Abstract.call, innerjoin=True),
            joinedload(Likeness.second, innerjoin=True).joinedload(Abstract.call, innerjoin=True),
        )
    )
    return list(session.scalars(found.order_by(Likeness.per_mille.desc(), Likeness.id)))


def likeness_at_desk(session: Session, event: Event, likeness_id: int) -> Likeness:
    """A pair of this event, locked. To others there is none."""
    found = select(Likeness).join(Likeness.first).where(Likeness.id == likeness_id, Abstract.event_id == event.id)
    likeness = session.scalar(found.with_for_update(of=Likeness))
    if likeness is None:
        raise NotFound("There is no such pair.")
    return likeness


def _is_sent_in() -> ColumnElement[bool]:
    return Abstract.status.in_(SENT_IN)
