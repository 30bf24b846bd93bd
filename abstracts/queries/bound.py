"""Which abstracts a chair may not touch: their own, and those they are in conflict with (domain rule 42)."""

from sqlalchemy import ColumnElement, and_, or_, select, true

from abstracts.models import Abstract, Author, Conflict
from people.models import Person


def is_open_to(chair_id: int | None) -> ColumnElement[bool]:
    """Whether the chair may know more of the row's abstract than its number: every query of the desk asks it.

    True of every abstract for nobody (None): for what a shell asks.
    """
    mine = and_(Author.abstract_id == Abstract.id, Author.email_key == Person.email_key, Person.id == chair_id)
    in_conflict = select(Conflict.id).where(
        Conflict.abstract_id == Abstract.id, Conflict.person_id == chair_id, Conflict.lifted_at.is_(None)
    )
    bound = or_(Abstract.owner_id == chair_id, select(Author.id).where(mine).exists(), in_conflict.exists())
    return true() if chair_id is None else ~bound
