from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from members.models import Membership


def memberships_for(session: Session, email_keys: Iterable[str], person_id: int | None) -> list[Membership]:
    """The entries of the register under these addresses, and the one proved by this person, in one statement."""
    named = Membership.email_key.in_(sorted(set(email_keys)))
    wanted = named if person_id is None else or_(named, Membership.person_id == person_id)
    return list(session.scalars(select(Membership).where(wanted).order_by(Membership.id)))
