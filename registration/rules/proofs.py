"""Proving a category: it blocks the door, not the order, and a failed one costs the difference (domain rule 5)."""

from core.errors import Refusal
from people.access import Visitor
from registration.models import Category, Order, OrderStatus, ProofStatus, Ticket
from registration.rules.categories import without_membership

AT_THE_DOOR = {ProofStatus.NOT_NEEDED, ProofStatus.ACCEPTED}


class NothingToProve(Refusal):
    pass


class NothingToDecide(Refusal):
    pass


def may_enter(proof: ProofStatus) -> bool:
    """False while a category waits for its proof, or its difference for being paid."""
    return proof in AT_THE_DOOR


def is_delegate(visitor: Visitor, ticket: Ticket) -> bool:
    """True if whoever asks has proved the delegate's mailbox: by signing in, or by the link that went there."""
    by_link = ticket.link_hash is not None and ticket.link_hash in visitor.link_hashes
    return by_link or (visitor.email_key != "" and visitor.email_key == ticket.email_key)


def unproved_of(visitor: Visitor, order: Order) -> list[Ticket]:
    """The tickets sent to the order's own address whose proof has not come; none to who signed in with another."""
    if visitor.email_key not in ("", order.email_key):
        return []
    own = [ticket for ticket in order.standing if ticket.email_key == order.email_key]
    return [ticket for ticket in own if ticket.proof is ProofStatus.WAITING]


def check_may_send(ticket: Ticket) -> None:
    """Raise NothingToProve unless the ticket's category waits for a proof; a newer one replaces what was sent."""
    is_over = ticket.order.status is OrderStatus.CANCELLED or ticket.cancelled_at is not None
    if is_over or ticket.proof not in {ProofStatus.WAITING, ProofStatus.SENT}:
        raise NothingToProve("There is nothing to prove for this ticket.")


def check_may_decide(ticket: Ticket) -> None:
    """Raise NothingToDecide unless a proof has been sent and nobody has decided it yet."""
    if ticket.proof is not ProofStatus.SENT:
        raise NothingToDecide("This proof has been decided already.")


def right_category(declared: Category) -> Category:
    """What is left of a category that could not be proved."""
    if declared in {Category.TRAINEE, Category.STUDENT, Category.LOW_INCOME}:
        return Category.DOCTOR
    return without_membership(declared)


def difference_pence(paid: int, right: int) -> int:
    """What the right category costs more, in pence; nothing is given back where it costs less."""
    return max(0, right - paid)
