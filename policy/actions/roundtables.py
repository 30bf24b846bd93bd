"""Asking people to a roundtable in waves, giving them seats, and writing down what was said without saying by whom."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from core import diary
from core.db import insert_once
from core.files import StoredFile
from core.outbox import queue_letter_once
from events.models import Event, Visibility
from people.models import Duty, Role
from people.rules import email_key
from policy import queries, rules
from policy.models import Invitee, InviteeStatus, NoteAction, Roundtable, RoundtablePaper

KEY_BYTES = 16  # 128 bits
SLUG_BYTES = 8


def make_roundtable(
    session: Session, *, made: rules.NewRoundtable, by_id: int, now: datetime, slug: str = ""
) -> Roundtable:
    """A roundtable at an event of its own, by invitation alone, whose address nobody guesses (domain rule 54).

    Whoever makes it owns it and organises the event.
    """
    event = Event(
        slug=slug or f"roundtable-{secrets.token_hex(SLUG_BYTES)}",
        name=made.name,
        first_day=made.day,
        last_day=made.day,
        doors_open=made.begins,
        closes=made.ends,
        visibility=Visibility.INVITED,
        venue=made.venue,
        town=made.town,
        contact_email=made.contact_email,
        created_at=now,
    )
    session.add(event)
    session.flush()
    roundtable = Roundtable(
        event_id=event.id,
        owner_id=by_id,
        question=made.question,
        seats=made.seats,
        is_unattributed=made.is_unattributed,
    )
    session.add(roundtable)
    insert_once(session, Duty, person_id=by_id, event_id=event.id, role=Role.ORGANISER, scope="")
    session.flush()
    _note(session, roundtable, "made a roundtable", by_id, now)
    return roundtable


def list_invitees(
    session: Session, *, roundtable: Roundtable, people: Iterable[rules.NewInvitee], by_id: int, now: datetime
) -> int:
    """Those who were not on the list are, and are not asked yet; how many. The roundtable is locked.

    An address is on it once; whoever was taken off it is on it again, as now typed.
    """
    known = {each.email_key: each for each in queries.invitees_of(session, roundtable)}
    added = 0
    for each in people:
        invitee = known.get(email_key(each.email))
        if invitee is None:
            invitee = Invitee(
                roundtable_id=roundtable.id,
                key=secrets.token_urlsafe(KEY_BYTES),
                email_key=email_key(each.email),
                **asdict(each),
            )
            session.add(invitee)
            known[invitee.email_key] = invitee
        elif invitee.status is InviteeStatus.RELEASED:
            for part, words in asdict(each).items():
                setattr(invitee, part, words)
            invitee.answered_at = None
            _move(session, invitee, InviteeStatus.LISTED, by_id, now)
        else:
            continue
        added += 1
    session.flush()
    _note(session, roundtable, "listed people to invite", by_id, now, after={"people": added})
    return added


def move_to_wave(
    session: Session, *, roundtable: Roundtable, invitees: list[Invitee], wave: int, by_id: int, now: datetime
) -> None:
    """They are asked with that wave. The roundtable is locked. Raises WrongInviteeMove if one is asked already."""
    rules.check_may_move_to_wave(invitees)
    for each in invitees:
        each.wave = wave
    moved = {"wave": wave, "invitees": [each.id for each in invitees]}
    _note(session, roundtable, "moved people between waves", by_id, now, after=moved)


def invite_wave(
    session: Session, *, roundtable: Roundtable, wave: int, reply_by: date, by_id: int, now: datetime, today: date
) -> int:
    """Everybody of the wave who has not been asked is, and is owed a letter; how many. The roundtable is locked.

    Raises NobodyToInvite, or TooLate if ``reply_by`` is past.
    """
    waiting = [
        each
        for each in queries.invitees_of(session, roundtable)
        if (each.wave, each.status) == (wave, InviteeStatus.LISTED)
    ]
    rules.check_wave(waiting, reply_by, today)
    for each in waiting:
        each.reply_by, each.invited_at = reply_by, now
        _move(session, each, InviteeStatus.INVITED, by_id, now)
        _write(session, each, "invited", now)
    return len(waiting)


def answer_invitation(
    session: Session, *, invitee: Invitee, comes: bool, needs: str, by_id: int | None, now: datetime
) -> InviteeStatus:
    """Where the invitee stands after their answer, the same as before if they say it again. The roundtable is locked.

    A seat that is given back goes to who has waited longest. Raises TooLate once it is over.
    """
    roundtable = invitee.roundtable
    rules.check_may_answer(roundtable.event, now)
    becomes = rules.answer_of(roundtable, invitee.status, comes=comes)
    invitee.needs = needs if comes else ""
    if becomes is invitee.status:
        return becomes
    left_seat = invitee.status is InviteeStatus.ACCEPTED
    invitee.answered_at = now
    _move(session, invitee, becomes, by_id, now)
    _write(session, invitee, "answered", now)
    if left_seat:
        seat_next(session, roundtable=roundtable, now=now)
    return becomes


def release_invitee(session: Session, *, invitee: Invitee, by_id: int, now: datetime) -> None:
    """They are invited no more, their page is gone, and a seat they had is free. The roundtable is locked."""
    had_seat, was_asked = invitee.status is InviteeStatus.ACCEPTED, invitee.status in rules.READERS
    invitee.needs = ""
    _move(session, invitee, InviteeStatus.RELEASED, by_id, now)
    if was_asked:
        _write(session, invitee, "released", now)
    if had_seat:
        seat_next(session, roundtable=invitee.roundtable, now=now)


def seat_next(session: Session, *, roundtable: Roundtable, now: datetime) -> None:
    """Whoever has waited longest has a seat, as long as there are both, and is told. The roundtable is locked."""
    while roundtable.taken < roundtable.seats and (reserve := queries.first_reserve(session, roundtable)):
        _move(session, reserve, InviteeStatus.ACCEPTED, None, now)
        _write(session, reserve, "answered", now)


def set_seats(session: Session, *, roundtable: Roundtable, seats: int, by_id: int, now: datetime) -> None:
    """It has so many seats; reserves move up if there are more. The roundtable is locked. Raises SeatsTaken."""
    rules.check_seats(roundtable, seats)
    roundtable.seats = seats
    _note(session, roundtable, "set the seats", by_id, now, after={"seats": seats})
    seat_next(session, roundtable=roundtable, now=now)


def add_paper(
    session: Session, *, roundtable: Roundtable, title: str, file: StoredFile, by_id: int, now: datetime
) -> None:
    """The paper is there for all who have a seat."""
    session.add(RoundtablePaper(roundtable_id=roundtable.id, title=title, file=file, added_at=now))
    _note(session, roundtable, "added a paper", by_id, now)


def write_note(
    session: Session,
    *,
    roundtable: Roundtable,
    words: str,
    actions: Iterable[tuple[str, date | None]],
    version: int,
    by_id: int,
    now: datetime,
) -> None:
    """The note and its actions read so, and want approval anew. The roundtable is locked.

    Raises NoteChanged if somebody wrote it since ``version``, or NoteIsShared once those who came have it.
    """
    rules.check_may_write_note(roundtable, version)
    roundtable.note, roundtable.note_version = words, roundtable.note_version + 1
    roundtable.approved_at = roundtable.approved_by_id = None
    roundtable.actions = [NoteAction(words=each, due_on=due_on) for each, due_on in actions]
    _note(session, roundtable, "wrote the note", by_id, now, after={"version": roundtable.note_version})


def approve_note(session: Session, *, roundtable: Roundtable, by_id: int, now: datetime) -> None:
    """The note is approved as it stands. The roundtable is locked. Raises NoteNotReady (domain rule 55)."""
    names = [each.name for each in queries.invitees_of(session, roundtable)]
    rules.check_may_approve_note(roundtable, names)
    roundtable.approved_at, roundtable.approved_by_id = now, by_id
    _note(session, roundtable, "approved the note", by_id, now)


def share_note(session: Session, *, roundtable: Roundtable, by_id: int, now: datetime) -> int:
    """Those who have a seat can read the note and are told so, once; how many. Raises NoteNotReady unless approved."""
    rules.check_may_share(roundtable)
    if roundtable.shared_at is not None:
        return 0
    roundtable.shared_at = now
    coming = [each for each in queries.invitees_of(session, roundtable) if each.status is InviteeStatus.ACCEPTED]
    for each in coming:
        _write(session, each, "note", now)
    _note(session, roundtable, "shared the note", by_id, now, after={"people": len(coming)})
    return len(coming)


def forget_needs(session: Session, *, roundtable: Roundtable, now: datetime) -> int:
    """What its invitees need to eat or to get in is deleted; of how many (domain rule 57)."""
    kept = [each for each in queries.invitees_of(session, roundtable) if each.needs]
    for each in kept:
        each.needs = ""
    roundtable.needs_removed_at = now
    _note(session, roundtable, "deleted what people need", None, now, after={"people": len(kept)})
    return len(kept)


def _move(session: Session, invitee: Invitee, to: InviteeStatus, by_id: int | None, now: datetime) -> None:
    """The invitee is ``to``, and the seats are counted with it: the one place that counts them."""
    was = invitee.status
    rules.check_invitee_move(was, to)
    roundtable = invitee.roundtable
    roundtable.taken += (to is InviteeStatus.ACCEPTED) - (was is InviteeStatus.ACCEPTED)
    invitee.status = to
    session.flush()
    diary.note(
        session,
        act="moved an invitee",
        now=now,
        actor_id=by_id,
        thing=("invitee", invitee.id),
        event_id=roundtable.event_id,
        before={"status": was.value},
        after={"status": to.value},
    )


def _write(session: Session, invitee: Invitee, kind: str, now: datetime) -> None:
    queue_letter_once(
        session,
        kind=f"policy/email/roundtable_{kind}",
        to=invitee.email,
        # Each answer has its letter, and each only one.
        key=f"{invitee.id}:{invitee.status.value}:{(invitee.answered_at or now).isoformat()}",
        now=now,
        invitee_id=invitee.id,
    )


def _note(
    session: Session, roundtable: Roundtable, act: str, by_id: int | None, now: datetime, after: dict | None = None
) -> None:
    about = ("roundtable", roundtable.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=about, event_id=roundtable.event_id, after=after)
