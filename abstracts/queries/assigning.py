"""What sharing out goes by: the words that reviewers may read, and who is in conflict, but never who wrote what."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Author,
    Bid,
    Call,
    Conflict,
    Expertise,
    Redaction,
    Review,
    Reviewer,
    ReviewStatus,
    Section,
    Stance,
    Tie,
    Workplace,
)
from abstracts.queries.reviewing import rubric_of
from abstracts.rules import Known, Reader, ToRead, ToShare
from core.errors import NotFound
from events.models import Event
from people.models import Duty, Person, Role

BEGUN = (ReviewStatus.STARTED, ReviewStatus.SUBMITTED)


def only_call(session: Session, event_slug: str, call_slug: str | None, *, lock: bool = False) -> Call:
    """The event's call of that slug, or its only one. Raises NotFound, also where it takes a slug to tell which."""
    found = select(Call).join(Event, Event.id == Call.event_id).where(Event.slug == event_slug)
    calls = list(session.scalars(found.where(Call.slug == call_slug) if call_slug else found))
    if len(calls) != 1:
        raise NotFound("There is no such call." if not calls else "The event has several calls: say which.")
    if lock:
        session.execute(select(Call.id).where(Call.id == calls[0].id).with_for_update(key_share=True))
    return calls[0]


def to_share_out(session: Session, call: Call, today: date) -> ToShare:
    """The abstracts that are in review, who reads for the call today, and every pair that may not be."""
    readers = _readers(session, call, today)
    abstracts = _abstracts(session, call)
    pairs = session.execute(
        select(Review.abstract_id, Review.reviewer_id, Review.status)
        .join(Abstract, Abstract.id == Review.abstract_id)
        .where(Abstract.call_id == call.id)
    ).all()
    kept = frozenset((row.abstract_id, row.reviewer_id) for row in pairs if row.status is ReviewStatus.ASSIGNED)
    settled = frozenset((row.abstract_id, row.reviewer_id) for row in pairs if row.status is not ReviewStatus.ASSIGNED)
    conflicts = session.execute(
        select(Conflict.abstract_id, Reviewer.id)
        .join(Reviewer, Reviewer.person_id == Conflict.person_id)
        .where(Reviewer.call_id == call.id, Conflict.lifted_at.is_(None))
    )
    wishes = select(Bid.abstract_id, Bid.reviewer_id, Bid.wish).join(Reviewer, Reviewer.id == Bid.reviewer_id)
    return ToShare(
        each=rubric_of(session, call).reviews_each,
        abstracts=abstracts,
        readers=readers,
        barred=settled | {(row.abstract_id, row.id) for row in conflicts},
        kept=kept,
        wishes={
            (row.abstract_id, row.reviewer_id): row.wish
            for row in session.execute(wishes.where(Reviewer.call_id == call.id))
        },
    )


def authors_known(session: Session, call: Call) -> dict[int, tuple[frozenset[str], list[Known]]]:
    """By abstract of the call: the key of who sent it in, and what is known of its authors. For finding conflicts."""
    owners = session.execute(
        select(Abstract.id, Person.email_key)
        .join(Person, Person.id == Abstract.owner_id)
        .where(Abstract.call_id == call.id, Abstract.status.in_(rules.SENT_IN))
    )
    known: dict[int, tuple[frozenset[str], list[Known]]] = {id_: (frozenset({key}), []) for id_, key in owners}
    authors = select(Author.abstract_id, Author.email_key, Author.organisation, Author.second_organisation)
    for row in session.execute(authors.where(Author.abstract_id.in_(select(Abstract.id).where(_sent_to(call))))):
        places = tuple(each for each in (row.organisation, row.second_organisation) if each)
        known[row.abstract_id][1].append(Known(frozenset({row.email_key}), places))
    return known


def reviewers_known(session: Session, call: Call) -> dict[int, Known]:
    """By person: what is known of each of the call's reviewers, but those who declined or were ended."""
    rows = session.execute(
        select(Reviewer.person_id, Person.email_key, Reviewer.organisation, Reviewer.second_organisation)
        .join(Person, Person.id == Reviewer.person_id)
        .where(Reviewer.call_id == call.id, Reviewer.stance.in_((Stance.INVITED, Stance.REVIEWING)))
    )
    return {
        row.person_id: Known(
            frozenset({row.email_key}), tuple(each for each in (row.organisation, row.second_organisation) if each)
        )
        for row in rows
    }


def wrote_together(session: Session, call: Call) -> set[tuple[int, int]]:
    """Pairs of an abstract and a reviewer's person who has been an author beside one of its authors anywhere."""
    mine, beside = select(Author).subquery("mine"), select(Author).subquery("beside")
    found = (
        select(Author.abstract_id, Reviewer.person_id)
        .join(beside, beside.c.email_key == Author.email_key)
        .join(mine, and_(mine.c.abstract_id == beside.c.abstract_id, mine.c.email_key != beside.c.email_key))
        .join(Person, Person.email_key == mine.c.email_key)
        .join(Reviewer, and_(Reviewer.person_id == Person.id, Reviewer.call_id == call.id))
        .where(Author.abstract_id.in_(select(Abstract.id).where(_sent_to(call))))
        .distinct()
    )
    return {(row.abstract_id, row.person_id) for row in session.execute(found)}


def found_ties(session: Session, call: Call, person_ids: Collection[int] | None = None) -> set[tuple[int, int, Tie]]:
    """Every tie that the program can find between the call's abstracts and its reviewers or the event's chairs.

    Each is of an abstract's id, a person's and the tie; of these persons alone, if any are named (domain rule 42).
    """
    known = chairs_known(session, call)
    for id_, each in reviewers_known(session, call).items():  # who is both said of each where they work
        known[id_] = Known(each.email_keys, (*each.organisations, *(known[id_].organisations if id_ in known else ())))
    asked = {id_: each for id_, each in known.items() if person_ids is None or id_ in person_ids}
    found = {(*pair, Tie.COAUTHOR) for pair in wrote_together(session, call) if pair[1] in asked}
    for abstract_id, (owner_keys, authors) in authors_known(session, call).items():
        for person_id, reader in asked.items():
            found |= {(abstract_id, person_id, tie) for tie in rules.ties(reader, authors, owner_keys)}
    return found


def chairs_known(session: Session, call: Call) -> dict[int, Known]:
    """By person: the address of each who chairs the abstracts of the call's event, and where they say they work."""
    here = or_(Duty.event_id == call.event_id, Duty.event_id.is_(None))
    held = select(Duty.person_id).where(Duty.role == Role.ABSTRACT_CHAIR, here)
    at_work = and_(Workplace.person_id == Person.id, Workplace.event_id == call.event_id)
    found = select(Person.id, Person.email_key, Workplace).outerjoin(Workplace, at_work).where(Person.id.in_(held))
    return {
        id_: Known(frozenset({key}), workplace.organisations if workplace else ())
        for id_, key, workplace in session.execute(found)
    }


def workplace_of(session: Session, event: Event, person_id: int, *, lock: bool = False) -> Workplace | None:
    """What a chair said of where they work, for this event."""
    found = select(Workplace).where(Workplace.event_id == event.id, Workplace.person_id == person_id)
    return session.scalar(found.with_for_update().execution_options(populate_existing=True) if lock else found)


def barred_now(session: Session, call: Call) -> frozenset[tuple[int, int]]:
    """Pairs of an abstract's id and a reviewer's that a tie bars which nobody wrote down yet, and nobody lifted."""
    lifted = select(Conflict.abstract_id, Conflict.person_id, Conflict.tie).where(Conflict.lifted_at.is_not(None))
    gone = {tuple(row) for row in session.execute(lifted.join(Abstract).where(Abstract.call_id == call.id))}
    reviewers = select(Reviewer.person_id, Reviewer.id).where(Reviewer.call_id == call.id)
    ids = {row.person_id: row.id for row in session.execute(reviewers)}
    found = found_ties(session, call, ids) - gone
    return frozenset((abstract_id, ids[person_id]) for abstract_id, person_id, _ in found)


def _sent_to(call: Call) -> ColumnElement[bool]:
    return and_(Abstract.call_id == call.id, Abstract.status.in_(rules.SENT_IN))


def _abstracts(session: Session, call: Call) -> tuple[ToRead, ...]:
    """In order of their numbers; the words are those that a reviewer reads."""
    begun = func.count(Review.id).filter(Review.status.in_(BEGUN))
    heads = session.execute(
        select(Abstract.id, Abstract.number, Abstract.category_id, Abstract.title, Abstract.keywords, begun)
        .outerjoin(Review, Review.abstract_id == Abstract.id)
        .where(Abstract.call_id == call.id, Abstract.status == AbstractStatus.IN_REVIEW)
        .group_by(Abstract.id)
        .order_by(Abstract.number)
    ).all()
    ids = select(Abstract.id).where(Abstract.call_id == call.id, Abstract.status == AbstractStatus.IN_REVIEW)
    hidden = {
        (row.abstract_id, row.field): row.words
        for row in session.execute(
            select(Redaction.abstract_id, Redaction.field, Redaction.words).where(Redaction.abstract_id.in_(ids))
        )
    }
    texts: dict[int, list[str]] = {row.id: [] for row in heads}
    for row in session.execute(
        select(Section.abstract_id, Section.heading_id, Section.words)
        .where(Section.abstract_id.in_(ids))
        .order_by(Section.abstract_id, Section.heading_id)
    ):
        texts[row.abstract_id].append(hidden.get((row.abstract_id, rules.heading_field(row.heading_id)), row.words))
    return tuple(
        ToRead(
            id=id_,
            number=number,
            category_id=category_id,
            words="\n".join(
                [hidden.get((id_, rules.TITLE), title), hidden.get((id_, rules.KEYWORDS), keywords), *texts[id_]]
            ),
            done=done,
        )
        for id_, number, category_id, title, keywords, done in heads
    )


def _readers(session: Session, call: Call, today: date) -> tuple[Reader, ...]:
    begun = func.count(Review.id).filter(Review.status.in_(BEGUN))
    rows = session.execute(
        select(
            Reviewer.id,
            Person.name,
            Person.email,
            Reviewer.least,
            Reviewer.most,
            Reviewer.interests,
            begun.label("done"),
        )
        .join(Person, Person.id == Reviewer.person_id)
        .outerjoin(Review, Review.reviewer_id == Reviewer.id)
        .where(Reviewer.call_id == call.id, Reviewer.stance == Stance.REVIEWING)
        .where(or_(Reviewer.away_until.is_(None), Reviewer.away_until < today))
        .group_by(Reviewer.id, Person.id)
        .order_by(Reviewer.id)
    ).all()
    levels: dict[int, dict[int, int]] = {row.id: {} for row in rows}
    known = select(Expertise.reviewer_id, Expertise.category_id, Expertise.level)
    for row in session.execute(known.where(Expertise.reviewer_id.in_(list(levels)))):
        levels[row.reviewer_id][row.category_id] = row.level
    return tuple(
        Reader(
            id=row.id,
            name=row.name or row.email,
            least=row.least,
            most=row.most,
            words=row.interests,
            done=row.done,
            levels=levels[row.id],
        )
        for row in rows
    )
