"""The arrows between an abstract's statuses, and which of them its authors see."""

from abstracts.models import Abstract, AbstractStatus, Editing
from core.errors import Refusal

NEXT_STATUSES = {
    AbstractStatus.DRAFT: {AbstractStatus.SUBMITTED},
    AbstractStatus.SUBMITTED: {AbstractStatus.IN_REVIEW, AbstractStatus.WITHDRAWN},
    # Back to submitted while the chair has not begun in earnest, so that its author may mend what was found.
    AbstractStatus.IN_REVIEW: {AbstractStatus.SUBMITTED, AbstractStatus.DECIDED, AbstractStatus.WITHDRAWN},
    # Back in review until the decision is released.
    AbstractStatus.DECIDED: {
        AbstractStatus.IN_REVIEW,
        AbstractStatus.ACCEPTED,
        AbstractStatus.DECLINED,
        AbstractStatus.WAITLISTED,
        AbstractStatus.WITHDRAWN,
    },
    AbstractStatus.WAITLISTED: {AbstractStatus.ACCEPTED, AbstractStatus.DECLINED, AbstractStatus.WITHDRAWN},
    AbstractStatus.ACCEPTED: {AbstractStatus.PRESENTED, AbstractStatus.PUBLISHED, AbstractStatus.WITHDRAWN},
    AbstractStatus.PRESENTED: {AbstractStatus.PUBLISHED},
    AbstractStatus.DECLINED: set(),
    AbstractStatus.PUBLISHED: set(),
    AbstractStatus.WITHDRAWN: set(),
}
# Those that a reviewer may be given, and that count as sent in.
SENT_IN = frozenset({AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED})
# Those that a reviewer may still open; scores are changed in review alone.
OPEN_TO_REVIEWERS = frozenset({AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED})
# Those that a chair's board ranks, before and after the release.
ON_BOARD = OPEN_TO_REVIEWERS | {
    AbstractStatus.ACCEPTED,
    AbstractStatus.DECLINED,
    AbstractStatus.WAITLISTED,
    AbstractStatus.PRESENTED,
    AbstractStatus.PUBLISHED,
}
# What an author reads of a decision that is not out yet (domain rule 45).
AS_SHOWN = {AbstractStatus.DECIDED: AbstractStatus.IN_REVIEW}


class WrongMove(Refusal):
    pass


class MayNotChange(Refusal):
    pass


def check_move(current: AbstractStatus, to: AbstractStatus) -> None:
    """Raise WrongMove unless the arrow is drawn."""
    if to not in NEXT_STATUSES[current]:
        raise WrongMove(f"An abstract that is {current.value} cannot become {to.value}.")


def check_arrow(current: AbstractStatus, start: AbstractStatus, to: AbstractStatus) -> None:
    """Raise WrongMove unless it is just at the beginning of this one arrow, where others lead to the same status."""
    if current is not start:
        raise WrongMove(f"An abstract that is {current.value} cannot become {to.value} in this way.")
    check_move(current, to)


def shown_status(abstract: Abstract) -> AbstractStatus:
    """The status as its authors read it: no decision shows before its release (domain rule 45)."""
    return AS_SHOWN.get(abstract.status, abstract.status)


def may_withdraw(abstract: Abstract) -> bool:
    """True while an author may take it back: at any time before it is presented, declined or published."""
    return AbstractStatus.WITHDRAWN in NEXT_STATUSES[abstract.status]


def check_may_withdraw(abstract: Abstract) -> None:
    """Raise MayNotChange if an author may not take it back, in words that give no decision away (domain rule 45)."""
    if not may_withdraw(abstract):
        raise MayNotChange(f"This abstract is {shown_status(abstract).value}, so it cannot be withdrawn.")


def may_write(abstract: Abstract) -> bool:
    """True if its status lets the author change the words: a draft, or a submitted one where the call stays open."""
    if abstract.status is AbstractStatus.SUBMITTED:
        return abstract.call.editing is Editing.OPEN
    return abstract.status is AbstractStatus.DRAFT


def check_may_write(abstract: Abstract) -> None:
    """Raise MayNotChange if its status does not let its author change it. That the call is open is another rule."""
    if not may_write(abstract):
        if abstract.status is AbstractStatus.SUBMITTED:
            raise MayNotChange("Abstracts of this call are locked once they are submitted.")
        raise MayNotChange(f"This abstract is {shown_status(abstract).value}, so it cannot be changed.")


def check_is_draft(abstract: Abstract) -> None:
    """Raise MayNotChange unless it is a draft; what was once submitted is withdrawn and never removed."""
    if abstract.status is not AbstractStatus.DRAFT:
        raise MayNotChange("Only a draft can be deleted. Withdraw this abstract instead.")
