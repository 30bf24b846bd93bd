"""What delegates sent to prove a category, to themselves and to the desk."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from core.errors import NotFound
from core.files import StoredFile
from events.models import Event
from people.access import Visitor
from registration.models import (
    Order,
    OrderStatus,
    Proof,
    ProofStatus,
    Ticket,
)
from registration.queries.orders import ticket_for
from registration.rules import is_delegate

MOST_PROOFS = 50  # on one page; the rest come when these are decided


def own_ticket_for(session: Session, visitor: Visitor, key: str, *, lock: bool = False) -> Ticket:
    """A ticket, to its delegate alone: signed in with its address, or here by the link mailed to it."""
    found = ticket_for(session, visitor, key)
    if not is_delegate(visitor, found):
        raise NotFound("There is no such ticket.")
    if lock:
        session.refresh(found, ["proof"], with_for_update={"of": Ticket})
    return found


def proofs_of(session: Session, ticket: Ticket) -> list[Proof]:
    """Everything that was sent or owed for a ticket's category, the oldest first, each with its file."""
    of_ticket = select(Proof).where(Proof.ticket_id == ticket.id).options(joinedload(Proof.file))
    return list(session.scalars(of_ticket.order_by(Proof.id)))


def proofs_to_decide(session: Session, event: Event) -> list[Proof]:
    """What delegates of the event have sent and nobody has decided, the oldest first; the newest of each ticket."""
    newest = select(func.max(Proof.id)).group_by(Proof.ticket_id)
    waiting = (
        select(Proof)
        .join(Proof.ticket)
        .join(Ticket.order)
        .where(
            Ticket.event_id == event.id,
            Ticket.proof == ProofStatus.SENT,
            Ticket.cancelled_at.is_(None),
            Order.status == OrderStatus.CONFIRMED,
            Proof.id.in_(newest),
        )
        .options(contains_eager(Proof.ticket).joinedload(Ticket.line), joinedload(Proof.file))
    )
    return list(session.scalars(waiting.order_by(Proof.sent_at, Proof.id).limit(MOST_PROOFS)))


def differences_owed(session: Session, event: Event) -> list[Proof]:
    """Refused proofs of the event whose difference has not come in yet, the oldest first; the newest of each ticket."""
    newest = select(func.max(Proof.id)).group_by(Proof.ticket_id)
    owed = (
        select(Proof)
        .join(Proof.ticket)
        .join(Ticket.order)
        .where(
            Ticket.event_id == event.id,
            Ticket.proof == ProofStatus.REFUSED,
            Ticket.cancelled_at.is_(None),
            Order.status == OrderStatus.CONFIRMED,
            Proof.difference_pence > 0,
            Proof.id.in_(newest),
        )
        .options(contains_eager(Proof.ticket).joinedload(Ticket.line))
    )
    return list(session.scalars(owed.order_by(Proof.decided_at, Proof.id).limit(MOST_PROOFS)))


def file_of_proof(session: Session, event: Event, proof_id: int) -> StoredFile:
    """The file sent with a proof, to that event's desk."""
    stored = proof_at_desk(session, event, proof_id).file
    if stored is None:
        raise NotFound("There is no file with this proof.")
    return stored


def proofs_wanted(session: Session, event: Event) -> int:
    """How many delegates with a standing ticket have sent no proof yet."""
    waiting = select(func.count(Ticket.id)).join(Ticket.order)
    waiting = waiting.where(Ticket.event_id == event.id, Ticket.proof == ProofStatus.WAITING)
    waiting = waiting.where(Ticket.cancelled_at.is_(None))
    return session.scalar(waiting.where(Order.status == OrderStatus.CONFIRMED)) or 0


def proof_at_desk(session: Session, event: Event, proof_id: int, *, lock: bool = False) -> Proof:
    """A proof of the event; with ``lock`` nobody else decides it, or sends a newer one, meanwhile."""
    found = select(Proof).join(Proof.ticket).where(Proof.id == proof_id, Ticket.event_id == event.id)
    proof = session.scalar(found.options(contains_eager(Proof.ticket), joinedload(Proof.file)))
    if proof is None:
        raise NotFound("There is no such proof.")
    if lock:
        session.refresh(proof.ticket, ["proof"], with_for_update={"of": Ticket})
    return proof
