"""What the desk does to letters; what it does to orders is registration's."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import diary, outbox
from core.outbox import OutgoingLetter


def retry_letter(session: Session, *, letter: OutgoingLetter, by_id: int, now: datetime) -> None:
    """The letter waits to be sent from now on."""
    before = letter.status.value
    outbox.retry(letter, now)
    _note(session, "let a letter go again", letter, before, by_id, now)


def drop_letter(session: Session, *, letter: OutgoingLetter, by_id: int, now: datetime) -> None:
    """The letter is never sent."""
    before = letter.status.value
    outbox.drop(letter)
    _note(session, "dropped a letter", letter, before, by_id, now)


def _note(session: Session, act: str, letter: OutgoingLetter, before: str, by_id: int, now: datetime) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("letter", letter.id),
        before={"status": before},
        after={"status": letter.status.value},
    )
