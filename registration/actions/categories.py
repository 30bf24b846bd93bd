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
from registration.rules import Eligibility, NotEligible, Place


def judge_categories(
    session: Session,
    *,
    event: Event,
    places: list[Place],
    buyer: Person | None,
    now: datetime,
    code: BookingCode | None = None,
) -> list[Eligibility | NotEligible]:
    """For each place its category and why, or why not; one statement, however many.

    Only of the buyer's own place, whose address is proved, is anything told that the register knows.
    """
    if all(place.category is Category.STANDARD for place in places):
        return [Eligibility(place.category, "") for place in places]
    entries = memberships_for(session, [email_key(place.email) for place in places if place.email], buyer and buyer.id)
    found: list[Eligibility | NotEligible] = []
    for place in places:
        key = email_key(place.email) if place.email else ""
        is_own = buyer is not None and key == buyer.email_key
        try:
            found.append(
                rules.eligibility(
                    place.category,
                    rules.entry_of(entries, key, buyer.id if buyer and is_own else None),
                    booked_on=local_day(event, now),
                    first_day=event.first_day,
                    is_own=is_own,
                    is_invited=rules.may_choose(code, place.product, place.category),
                )
            )
        except NotEligible as refusal:
            found.append(refusal)
    return found


def settle_categories(
    session: Session,
    *,
    event: Event,
    places: list[Place],
    buyer: Person | None,
    now: datetime,
    code: BookingCode | None = None,
) -> list[Place]:
    """The places in the category that is theirs, and what of it must be proved. Raises NotEligible."""
    settled = []
    judged = judge_categories(session, event=event, places=places, buyer=buyer, now=now, code=code)
    for place, found in zip(places, judged, strict=True):
        if isinstance(found, NotEligible):
            raise found
        settled.append(replace(place, category=found.category, proof=found.proof))
    return settled
