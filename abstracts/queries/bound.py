"""Which abstracts a chair may not touch, and of which they may not know yet what others thought (rules 42 and 43)."""

from sqlalchemy import ColumnElement, or_, select, true

from abstracts.models import Abstract, AbstractStatus, Author, Conflict, Review, Reviewer, ReviewStatus
from people.models import Person


def is_open_to(chair_id: int | None, abstract: type[Abstract] = Abstract) -> ColumnElement[bool]:
    """Whether the chair may know more of the row's abstract than its number: every query of the desk asks it.

    ``abstract`` is another name of the table, where a row has two. True of every abstract for nobody (None): for what a
    shell asks.
    """
    wrote = select(Author.id).where(Author.abstract_id == abstract.id, Author.email_key == Person.email_key)
    in_conflict = select(Conflict.id).where(
        Conflict.abstract_id == abstract.id, Conflict.person_id == chair_id, Conflict.lifted_at.is_(None)
    )
    # Of the row the abstract alone is meant: the same tables may stand beside it, about somebody else.
    ties = (wrote.where(Person.id == chair_id), in_conflict)
    bound = or_(abstract.owner_id == chair_id, *(each.correlate(abstract).exists() for each in ties))
    return true() if chair_id is None else ~bound


def is_owed_by(chair_id: int | None) -> ColumnElement[bool]:
    """Whether the chair has the row's abstract to review and has not yet: nor are they led by others (rule 43).

    Until its decision is out: from then on nobody can review it. True of no abstract for nobody (None).
    """
    owed = select(Review.id).join(Reviewer).where(Review.abstract_id == Abstract.id, Reviewer.person_id == chair_id)
    owed = owed.where(Review.status.in_((ReviewStatus.ASSIGNED, ReviewStatus.STARTED)))
    undecided = Abstract.status.in_((AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED))
    return undecided & owed.correlate(Abstract).exists()
