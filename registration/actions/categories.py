"""Who gets which price: what was declared of each delegate, against the membership register."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from events.models import Event
from events.rules import local_day
from members.queries import memberships_for
from people.models import Person
from people.rules import email_key
from registration import rules
from registration.models import BookingCode, Category
from registration.rules import Place


def settle_categories(
    session: Session,
    *,
    event: Event,
    places: list[Place],
    buyer: Person | None,
    now: datetime,
    code: BookingCode | None = None,
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
            rules.entry_of(entries, key, buyer.id if buyer and is_own else None),
            booked_on=local_day(event, now),
            first_day=event.first_day,
            is_own=is_own,
            is_invited=rules.may_choose(code, place.product, place.category),
        )
        settled.append(replace(place, category=found.category, proof=found.proof))
    return settled
