"""The letter that says what the office has decided about a claim."""

from sqlalchemy.orm import Session

from core.outbox import Draft, composes
from core.web import full_address
from members.models import Claim, ClaimStatus
from members.rules import REASONS


@composes("members/email/claim")
def claim_letter(session: Session, *, masked: bool, claim_id: int, reason: int) -> Draft | None:
    """Accepted, or refused and why. None if the claim has gone."""
    claim = session.get(Claim, claim_id)
    if claim is None:
        return None
    context = {
        "name": claim.person.known_as,
        "is_accepted": claim.status is ClaimStatus.ACCEPTED,
        "reason": REASONS[reason] if reason >= 0 else "",
        "address": full_address("members.show_membership"),
    }
    return Draft(context=context, pictures={})
