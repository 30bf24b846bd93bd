"""Who is named as an author, and who may see in what."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from abstracts.models import Abstract, AbstractStatus, Agreement, Author, Call
from abstracts.rules import SENT_IN
from core.errors import NotFound
from events.models import Event
from people.access import Visitor
from people.models import Duty, Person, Role
from people.queries import is_not_over


def author_of(abstract: Abstract, author_id: int) -> Author:
    """The author of that id whom this abstract names, which somebody was let in to already."""
    found = next((each for each in abstract.authors if each.id == author_id), None)
    if found is None:
        raise NotFound("There is no such author.")
    return found


def named_author(
    session: Session,
    visitor: Visitor,
    link_hash_of: Callable[[Author], str],
    *,
    place: tuple[str, str, int],
    author_id: int,
    lock: bool = False,
) -> Author:
    """Who is named in the abstract at ``place`` (event, call, number), with all of it, once it was submitted.

    To who has proved the address, and to a browser that opened the newest link; to others there is nobody (R10).
    Locked is the abstract, and so is who it names: they are read again after that.
    """
    found = _named(*place).where(Author.id == author_id)
    if lock:
        session.execute(found.with_only_columns(Abstract.id).with_for_update(of=Abstract))
        found = found.execution_options(populate_existing=True)
    author = session.scalar(found.options(*_whole()))
    if author is None or not (author.email_key == visitor.email_key or link_hash_of(author) in visitor.link_hashes):
        raise NotFound("There is no such abstract.")
    return author


def author_by_link(
    session: Session, link_hash_of: Callable[[Author], str], *, place: tuple[str, str, int], author_id: int, given: str
) -> Author:
    """Whom the access link with the hash ``given`` was sent to. An older link opens nothing any more."""
    author = session.scalar(_named(*place).where(Author.id == author_id))
    if author is None or link_hash_of(author) != given:
        raise NotFound("There is no such abstract.")
    return author


def chairs_of(session: Session, event_id: int, today: date) -> list[Person]:
    """Who chairs the abstracts of this event today, by a duty here or in all events."""
    held = select(Duty.person_id).where(
        Duty.role == Role.ABSTRACT_CHAIR, or_(Duty.event_id == event_id, Duty.event_id.is_(None)), is_not_over(today)
    )
    return list(session.scalars(select(Person).where(Person.id.in_(held)).order_by(Person.id)))


def declined_authors(session: Session, event: Event) -> list[Author]:
    """Who answered that they are no author, or do not agree, of what is sent in to this event; for its desk."""
    found = (
        select(Author)
        .join(Author.abstract)
        .where(Abstract.event_id == event.id, Author.agreement == Agreement.DECLINED, Abstract.status.in_(SENT_IN))
        .options(contains_eager(Author.abstract).joinedload(Abstract.call, innerjoin=True))
    )
    return list(session.scalars(found.order_by(Abstract.call_id, Abstract.number, Author.position)))


def _named(event_slug: str, call_slug: str, number: int) -> Select:
    return (
        select(Author)
        .join(Author.abstract)
        .join(Call, Call.id == Abstract.call_id)
        .join(Event, Event.id == Abstract.event_id)
        .where(Event.slug == event_slug, Call.slug == call_slug, Abstract.number == number)
        .where(Abstract.submitted_at.is_not(None), Abstract.status != AbstractStatus.DRAFT)
    )


def _whole():
    whole = contains_eager(Author.abstract)
    return (
        whole.joinedload(Abstract.call, innerjoin=True).options(
            joinedload(Call.event, innerjoin=True), selectinload(Call.headings)
        ),
        whole.joinedload(Abstract.owner, innerjoin=True),
        whole.joinedload(Abstract.category),
        whole.joinedload(Abstract.late_entry),
        whole.selectinload(Abstract.sections),
        whole.selectinload(Abstract.authors),
        whole.selectinload(Abstract.files),
    )
