"""Approval by named people, each asked in turn."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.outbox import queue_letter
from people.actions import person_at
from people.models import Person
from people.rules import email_key
from policy import rules
from policy.actions.writing import move, note, take_back_approval
from policy.models import Approval, PositionStatus
from policy.queries import AtDesk

ASKED = "policy/email/approve"


def send_for_approval(
    session: Session, *, seen: AtDesk, addresses: Sequence[str], by_id: int, now: datetime
) -> list[Approval]:
    """Who has these addresses is asked to approve the version in hand, in that order; the first has a letter.

    Raises NotApproved or NobodyToApprove, and then nobody is asked.
    """
    position = seen.position
    rules.check_may_ask(position, [email_key(each) for each in addresses])
    for place, address in enumerate(addresses, 1):
        person = person_at(session, email=address, name="", now=now)
        position.approvals.append(Approval(version=position.version, place=place, person_id=person.id, person=person))
    session.flush()
    if position.status is PositionStatus.DRAFT:
        move(session, position, PositionStatus.IN_APPROVAL, by_id=by_id, now=now, launch=seen.launch)
    else:
        note(session, position, "sent an update for approval", by_id=by_id, now=now, launch=seen.launch)
    _ask_next(session, seen, now)
    return rules.approvals_in_hand(position)


def approve_position(session: Session, *, seen: AtDesk, person: Person, mark: str, now: datetime) -> bool:
    """They approve these words and the next is asked; true if they were the last.

    The diary keeps the words' fingerprint. Raises NotYourTurn, and ChangedMeanwhile if what they read is not what is
    stored.
    """
    position = seen.position
    approval = rules.check_may_approve(position, person.id)
    digest = rules.digest(position)
    rules.check_mark(mark, digest)
    approval.approved_at = now
    note(session, position, "approved", by_id=person.id, now=now, launch=seen.launch, words=digest)
    if not rules.is_approved(position):
        _ask_next(session, seen, now)
        return False
    if position.status is PositionStatus.IN_APPROVAL:
        move(session, position, PositionStatus.APPROVED, by_id=person.id, now=now, launch=seen.launch)
    return True


def send_back(session: Session, *, seen: AtDesk, by: Person, now: datetime) -> None:
    """It is a draft again: whoever runs it took it back, or an approver whose turn it is did. Raises NotYourTurn."""
    if not seen.may_run:
        rules.check_may_approve(seen.position, by.id)
    rules.check_may_send_back(seen.position)
    note(session, seen.position, "sent a position back", by_id=by.id, now=now, launch=seen.launch)
    take_back_approval(session, seen=seen, by_id=by.id, now=now)


def _ask_next(session: Session, seen: AtDesk, now: datetime) -> None:
    turn = rules.whose_turn(seen.position)
    if turn is not None:
        about = {"position_id": seen.position.id, "person_id": turn.person_id}
        key = f"{seen.position.id}:{turn.person_id}:{now.isoformat()}"
        queue_letter(session, kind=ASKED, to=turn.person.email, key=key, now=now, **about)
