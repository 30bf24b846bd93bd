"""Letters to be sent: written down with the change they announce, composed and sent afterwards.

A row holds a recipient and ids, never the words: the letter is composed when it is sent, so it shows what is
then true, holds no secret while it waits, and is not sent at all if its reason has gone (R8).
"""

import enum
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from flask import current_app, render_template
from jinja2 import TemplateNotFound
from sqlalchemy import JSON, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock
from core.db import Base, insert_once, reading, transaction
from core.errors import Refusal
from core.logs import fault
from core.mail import Letter, MailServer, NotTaken

log = structlog.get_logger()
MASKED = "••••••"


class LetterStatus(enum.Enum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    HELD = "held"


# What the desk may make of a letter; the worker alone sends, and gives up.
NEXT_STATUSES = {
    LetterStatus.WAITING: {LetterStatus.DROPPED},
    LetterStatus.HELD: {LetterStatus.WAITING, LetterStatus.DROPPED},
    LetterStatus.FAILED: {LetterStatus.WAITING, LetterStatus.DROPPED},
    LetterStatus.DROPPED: {LetterStatus.WAITING},
    LetterStatus.SENT: set(),
}


class WrongMove(Refusal):
    pass


def check_move(current: LetterStatus, to: LetterStatus) -> None:
    if to not in NEXT_STATUSES[current]:
        raise WrongMove(f"A letter that is {current.value} cannot become {to.value}.")


class OutgoingLetter(Base):
    """A letter somebody is owed. ``key`` names the one event that it announces."""

    __tablename__ = "outgoing_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[dict] = mapped_column(JSON)
    recipient: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[LetterStatus] = mapped_column(default=LetterStatus.WAITING, index=True)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    lease: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Draft:
    """What a composer returns: a template's context, and the pictures and files that go with it."""

    context: dict
    pictures: dict[str, bytes]
    files: tuple[tuple[str, str, bytes], ...] = ()


Composer = Callable[..., Draft | None]
_composers: dict[str, Composer] = {}


def composes(kind: str) -> Callable[[Composer], Composer]:
    """Register a function as the composer of ``templates/<kind>.txt`` (first line: subject) and its ``.html``.

    It is called with the session, ``masked`` (true when somebody else than the recipient reads along, so that
    no code or link that opens anything may show) and what ``queue_letter`` was told. None: no longer wanted.
    """

    def register(composer: Composer) -> Composer:
        _composers[kind] = composer
        return composer

    return register


def queue_letter(session: Session, *, kind: str, to: str, key: str, now: datetime, **about: int | list[int]) -> None:
    """Owe ``to`` a letter about ``about`` (ids only); `flask worker` sends it once this transaction is kept."""
    if kind not in _composers:
        raise LookupError(f"Nothing composes {kind}.")
    session.add(OutgoingLetter(kind=kind, about=about, recipient=to, key=f"{kind}:{key}", queued_at=now, due_at=now))


def queue_letter_once(
    session: Session, *, kind: str, to: str, key: str, now: datetime, due_at: datetime | None = None, **about: int
) -> bool:
    """The same unless a letter of this kind and key is there, sent or not; true if there was none.

    One statement: of several that owe it at once one does, and none fails. It goes at ``due_at``, or now.
    """
    if kind not in _composers:
        raise LookupError(f"Nothing composes {kind}.")
    row = {"kind": kind, "about": about, "recipient": to, "key": f"{kind}:{key}", "status": LetterStatus.WAITING}
    return insert_once(session, OutgoingLetter, **row, attempts=0, problem="", queued_at=now, due_at=due_at or now)


def preview(session: Session, letter: OutgoingLetter) -> Letter | None:
    """The letter as the desk may read it, with its secrets masked; None too if it cannot be composed at all."""
    try:
        return compose(session, letter, masked=True)
    except Exception as error:  # the desk looks at it just because something is wrong
        log.error("letter could not be composed", letter_id=letter.id, letter=letter.kind, **fault(error))
        return None


def compose(session: Session, letter: OutgoingLetter, *, masked: bool) -> Letter | None:
    """The letter as it would read now, or None if its reason has gone."""
    draft = _composers[letter.kind](session, masked=masked, **letter.about)
    return written(letter.kind, draft) if draft else None


def written(kind: str, draft: Draft) -> Letter:
    """The words of a letter of that kind, from what its composer, or a rehearsal of it, puts in."""
    subject, _, text = render_template(f"{kind}.txt", **draft.context).partition("\n")
    try:
        html = render_template(f"{kind}.html", **draft.context)
    except TemplateNotFound:
        html = ""
    return Letter(
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
        html=html,
        pictures=draft.pictures,
        files=draft.files,
    )


def send_next() -> bool:
    """Send the oldest letter that is due; false if none is.

    A worker that dies while it delivers leaves its lease to run out, and another
    sends the letter again under the same Message-ID: better twice than never.
    """
    lease = secrets.token_hex(8)
    with reading() as session:  # a worker with nothing to do takes no lock
        if session.scalar(_due(clock.now()).limit(1)) is None:
            return False
    with transaction() as session:
        letter_id = _lease_oldest(session, lease, clock.now())
    if letter_id is None:
        return False
    try:
        recipient, composed = _composed(letter_id)
        if composed is None:
            _finish(letter_id, lease, status=LetterStatus.DROPPED, problem="no longer wanted")
            return True
        _server().deliver(composed, to=recipient, message_id=message_id(letter_id))
    except NotTaken as refusal:
        _put_off(letter_id, lease, refusal)
    else:
        _finish(letter_id, lease, status=LetterStatus.SENT)
    return True


def message_id(letter_id: int) -> str:
    """The Message-ID of a letter: the same however often it is sent (R8)."""
    return f"<letter-{letter_id}@{urlsplit(current_app.config['BASE_URL']).hostname}>"


def retry(letter: OutgoingLetter, now: datetime) -> None:
    """The letter waits again from now, with its tries counted anew. Raises WrongMove, as for one already sent."""
    check_move(letter.status, LetterStatus.WAITING)
    letter.status, letter.attempts, letter.due_at, letter.problem = LetterStatus.WAITING, 0, now, ""


def drop(letter: OutgoingLetter) -> None:
    """The letter is never sent. Raises WrongMove if it has been."""
    check_move(letter.status, LetterStatus.DROPPED)
    letter.status = LetterStatus.DROPPED


def _composed(letter_id: int) -> tuple[str, Letter | None]:
    """Recipient and words, read without a lock. A fault of ours becomes somebody's list, not a dead worker."""
    with reading() as session:
        letter = session.get_one(OutgoingLetter, letter_id)
        try:
            return letter.recipient, compose(session, letter, masked=False)
        except Exception as error:
            log.error("letter could not be composed", letter_id=letter_id, letter=letter.kind, **fault(error))
            raise NotTaken(f"could not be composed ({type(error).__name__})", for_good=True) from error


def _server() -> MailServer:
    return MailServer(current_app.config["MAIL_URL"], current_app.config["MAIL_SENDER"])


def _due(now: datetime):
    letter = OutgoingLetter
    return (
        select(letter.id)
        .where(letter.status == LetterStatus.WAITING, letter.due_at <= now)
        .where(or_(letter.leased_until.is_(None), letter.leased_until <= now))
    )


def _lease_oldest(session: Session, lease: str, now: datetime) -> int | None:
    # Another worker's letter is not waited for.
    oldest = _due(now).order_by(OutgoingLetter.due_at, OutgoingLetter.id).limit(1).with_for_update(skip_locked=True)
    leased = (
        update(OutgoingLetter)
        .where(OutgoingLetter.id == oldest.scalar_subquery())
        .values(
            leased_until=now + current_app.config["LIMITS"].lease,
            lease=lease,
            attempts=OutgoingLetter.attempts + 1,
        )
    )
    return session.scalar(leased.returning(OutgoingLetter.id))


def _finish(letter_id: int, lease: str, *, status: LetterStatus, problem: str = "") -> None:
    with transaction() as session:
        now = clock.now()
        session.execute(
            update(OutgoingLetter)
            .where(OutgoingLetter.id == letter_id, OutgoingLetter.lease == lease)
            .values(
                status=status,
                problem=problem,
                leased_until=None,
                lease=None,
                sent_at=now if status is LetterStatus.SENT else None,
            )
        )
    log.info("letter finished", letter_id=letter_id, status=status.value)


def _put_off(letter_id: int, lease: str, refusal: NotTaken) -> None:
    limits = current_app.config["LIMITS"]
    with transaction() as session:
        now = clock.now()
        letter = session.get(OutgoingLetter, letter_id)
        if letter is None or letter.lease != lease:
            return  # our lease ran out, and whoever took it over decides
        letter.leased_until = letter.lease = None
        letter.problem = str(refusal)
        letter.due_at = now + min(limits.first_wait * 2 ** (letter.attempts - 1), limits.longest_wait)
        if refusal.for_good or letter.attempts >= limits.attempts:
            letter.status = LetterStatus.FAILED
        log.warning("letter not taken", letter_id=letter_id, problem=letter.problem, attempts=letter.attempts)
