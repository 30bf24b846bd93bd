"""Who gets which price: what was declared of each delegate, against the membership register."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from events.models import Event
from events.rules import local_day
from members.models import Membership
from members.queries import memberships_for
from people.models import Person
from people.rules import email_key
from registration import rules
from registration.models import Category
from registration.rules import Place


def settle_categories(
    session: Session, *, event: Event, places: list[Place], buyer: Person | None, now: datetime
) -> list[Place]:
    """The places in the category that is theirs, and what of it must be proved; one statement, however many.

    Raises NotEligible for the buyer's own place, whose address is proved; of others nothing is told.
    """
    if all(place.category is Category.STANDARD for place in places):
        return places
    entries = memberships_for(session, [email_key(place.email) for place in places], buyer and buyer.id)
    settled = []
    for place in places:
        key = email_key(place.email)
        is_own = buyer is not None and key == buyer.email_key
        found = rules.eligibility(
            place.category,
            _entry_of(entries, key, buyer if is_own else None),
            booked_on=local_day(event, now),
            first_day=event.first_day,
            is_own=is_own,
        )
        settled.append(replace(place, category=found.category, proof=found.proof))
    return settled


def _entry_of(entries: list[Membership], key: str, owner: Person | None) -> Membership | None:
    """The entry that its owner has proved, or else the only one under that address: of two none can be meant."""
    proved = [entry for entry in entries if owner is not None and entry.person_id == owner.id]
    named = [entry for entry in entries if entry.email_key == key and entry.person_id in {None, owner and owner.id}]
    found = proved or named
    return found[0] if len(found) == 1 else None
