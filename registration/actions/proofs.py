"""Proving a category: sent by the delegate, decided on the desk (domain rule 5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import diary, files
from core.outbox import queue_letter
from core.uploads import Upload
from registration import rules
from registration.models import Proof, ProofStatus, Ticket


def send_proof(
    session: Session, *, ticket: Ticket, words: str, upload: Upload | None, file_key: str | None, now: datetime
) -> Proof:
    """The proof waits for the desk; an earlier one that nobody had decided is replaced. Raises NothingToProve."""
    rules.check_may_send(ticket)
    stored = files.add(session, key=file_key, upload=upload, purpose="proof", now=now) if upload and file_key else None
    proof = Proof(ticket_id=ticket.id, words=words, file=stored, sent_at=now)
    session.add(proof)
    _move(session, ticket, ProofStatus.SENT, "sent a proof", None, now)
    return proof


def accept_proof(session: Session, *, proof: Proof, by_id: int, now: datetime) -> None:
    """The category is the delegate's, and the door lets them in. Raises NothingToDecide."""
    _decide(session, proof, ProofStatus.ACCEPTED, by_id, now)


def refuse_proof(session: Session, *, proof: Proof, note: str, by_id: int, now: datetime) -> None:
    """The right category's price is owed instead: the difference is reckoned at the prices of the booking, and the
    buyer is told before paying it. Where it costs no more the door lets them in. Raises NothingToDecide.
    """
    ticket = proof.ticket
    rules.check_may_decide(ticket)
    line = ticket.line
    proof.right_category, proof.note = rules.right_category(line.category), note
    at_booking = rules.price_of(line.product, proof.right_category, ticket.order.placed_at)
    proof.difference_pence = rules.difference_pence(line.unit_pence, at_booking)
    _decide(session, proof, ProofStatus.REFUSED if proof.difference_pence else ProofStatus.ACCEPTED, by_id, now)
    queue_letter(
        session,
        kind="registration/email/unproved",
        to=ticket.order.email,
        key=str(proof.id),
        now=now,
        proof_id=proof.id,
    )


def settle_difference(session: Session, *, proof: Proof, by_id: int, now: datetime) -> None:
    """The difference has come in: the door lets the delegate in. Raises NothingToDecide."""
    if proof.ticket.proof is not ProofStatus.REFUSED:
        raise rules.NothingToDecide("Nothing is owed for this ticket.")
    _move(session, proof.ticket, ProofStatus.ACCEPTED, "settled a difference", by_id, now)


def _decide(session: Session, proof: Proof, to: ProofStatus, by_id: int, now: datetime) -> None:
    rules.check_may_decide(proof.ticket)
    proof.decided_at, proof.decided_by_id = now, by_id
    _move(session, proof.ticket, to, "decided a proof", by_id, now)


def _move(session: Session, ticket: Ticket, to: ProofStatus, act: str, by_id: int | None, now: datetime) -> None:
    before, ticket.proof = ticket.proof, to
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("order", ticket.order_id),
        event_id=ticket.event_id,
        before={"ticket": ticket.number, "proof": before.value},
        after={"ticket": ticket.number, "proof": to.value},
    )
