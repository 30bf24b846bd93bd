"""The letters that the desk of the looked-at demo shows."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from core.outbox import LetterStatus, OutgoingLetter


def letters(now) -> dict[str, str]:
    """One letter of each kind to be sent, and one in each status that a letter can be in."""
    known = {}
    for letter in session.scalars(select(OutgoingLetter).where(OutgoingLetter.status == LetterStatus.WAITING)):
        known[f"letter_{letter.kind.rpartition('/')[2]}"] = str(letter.id)
    for status in LetterStatus:
        letter = OutgoingLetter(
            kind="people/email/code" if status is LetterStatus.WAITING else "registration/email/confirmed",
            about={"code_id": 0} if status is LetterStatus.WAITING else {"order_id": 1},
            recipient=f"{status.value}@northmere.example",
            key=f"shown:{status.value}",
            status=status,
            queued_at=now,
            due_at=now + timedelta(days=1),
            attempts=3,
            problem="452 4.2.2 The mailbox is full" if status is LetterStatus.FAILED else "",
            sent_at=now if status is LetterStatus.SENT else None,
        )
        session.add(letter)
        session.flush()
        known[f"letter_{status.value}"] = str(letter.id)
    return known
