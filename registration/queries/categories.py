"""What the membership register makes of somebody."""

from datetime import date

from sqlalchemy.orm import Session

from members.queries import memberships_for
from members.rules import is_active_on
from people.models import Person
from registration.models import Category
from registration.rules import category_of, entry_of


def own_category(session: Session, person: Person, *, booked_on: date, first_day: date) -> Category | None:
    """The category that ``person``'s own membership gives on both days, if it gives one; one statement."""
    entry = entry_of(memberships_for(session, [person.email_key], person.id), person.email_key, person.id)
    holds = entry is not None and is_active_on(entry, booked_on) and is_active_on(entry, first_day)
    return category_of(entry) if entry is not None and holds else None
