"""What the desk does to letters, to an event's papers and to money; the rest is registration's."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import diary, files, outbox
from core.files import StoredFile
from core.outbox import OutgoingLetter
from core.uploads import Upload
from events.models import Event
from payments.actions import want_refund
from payments.models import Payment, RefundReason
from payments.rules import check_left
from registration.actions import close_order
from registration.models import Order


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


def replace_joining_pack(
    session: Session, *, event: Event, key: str, upload: Upload, by_id: int, now: datetime
) -> StoredFile:
    """Delegates of ``event`` find this file from now on, and the one before it is gone."""
    before = event.joining_pack
    pack = event.joining_pack = files.add(session, key=key, upload=upload, purpose="joining pack", now=now)
    session.flush()
    diary.note(
        session,
        act="replaced the joining pack" if before else "put up the joining pack",
        now=now,
        actor_id=by_id,
        thing=("event", event.id),
        event_id=event.id,
        before={"file": before.id} if before else None,
        after={"file": pack.id},
    )
    if before:
        files.let_go(session, before)
    return pack


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


def refund_payment(
    session: Session,
    *,
    order: Order,
    payment: Payment,
    shown_pence: int,
    amount_pence: int,
    cancels: bool,
    by_id: int,
    now: datetime,
) -> None:
    """So many pence go back to the buyer, and the order ends if ``cancels``. Raises Changed, TooMuch or WrongMove.

    ``shown_pence`` is what was left when the form was shown, so that a second press gives nothing back twice (R7).

    A part that goes back leaves the tickets good, and one payment of two leaves the order paid (PAY-8).
    """
    check_left(payment, shown_pence)
    asked = RefundReason.ASKED
    want_refund(session, payment=payment, amount_pence=amount_pence, reason=asked, by_id=by_id, now=now)
    if cancels:
        close_order(session, order=order, by_id=by_id, now=now)
