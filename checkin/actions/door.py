"""Reading badges: each scan is kept as a fact, and who is in follows from them (R21)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.models import Admission, Scan, Verdict
from checkin.rules import Holder, Listing, PlainDevice, Reading, Reason
from core.db import insert_once
from events.models import Event
from events.rules import local_day
from registration.codes import Signer
from registration.queries import ticket_once_of


@dataclass(frozen=True)
class Answer:
    """What the steward is told. ``holder`` says whose ticket it is, and who let them in first, and when."""

    verdict: Verdict
    reason: Reason
    holder: Holder | None


@dataclass(frozen=True)
class Door:
    """Where badges are read, and by whom or in whose name.

    A phone has a ``device_id``, reads for its own ``lists`` if it has any, and from ``ends_at`` admits nobody.
    """

    event: Event
    signer: Signer
    by_id: int
    place: str = ""
    device_id: int | None = None
    lists: frozenset[str] = frozenset()
    ends_at: datetime | None = None


def door_of(device: PlainDevice, event: Event, signer: Signer) -> Door:
    """Where a phone reads badges: in the name of whoever added it, until its shift ends or it is revoked."""
    ends_at = min(filter(None, (device.revoked_at, device.shift_ends_at)))
    return Door(event, signer, device.added_by_id, device.name, device.id, device.lists, ends_at)


def scan_badge(session: Session, *, door: Door, read: Reading, now: datetime) -> Answer:
    """Read a badge and remember the answer; a key seen before gets the answer it had (R7, R21).

    A refusal is an ordinary answer at a door, so it is returned and kept, not raised. ``now`` alone decides, and what
    the device says of the time is kept beside it; but what a phone without a network has told by itself stands as it
    was told, at the time that the phone gives. Never raises for what was read.
    """
    if read.key is None:
        return Answer(Verdict.REFUSED, Reason.MALFORMED, None)  # cannot be kept
    event, at = door.event, read.told.at if read.told else now
    code = Reason.MALFORMED if read.is_malformed else rules.code_in(read.text, door.signer, event.id)
    holder, is_known, is_replaced = None, False, False
    if not isinstance(code, Reason):
        holder, is_known = queries.holder_of(
            session, event_id=event.id, code=code, list_name=read.list_name, day=local_day(event, at), key=read.key
        )
    if (holder is None or is_known) and (earlier := _earlier_answer(session, event, read.key)):
        if read.told is None or earlier.verdict is read.told.verdict or read.key.endswith(rules.TOLD):
            return earlier
        # Our first answer was lost, and the phone has told something else since: that is what happened.
        return scan_badge(session, door=door, read=replace(read, key=read.key + rules.TOLD), now=now)
    if holder is None and not isinstance(code, Reason):
        once_of = ticket_once_of(session, event_id=event.id, code=code)
        is_replaced = once_of is not None
        if is_replaced:
            holder = queries.holder_by_id(
                session, ticket_id=once_of, list_name=read.list_name, day=local_day(event, at)
            )
    if isinstance(code, Reason) and read.told is None:
        verdict, reason = Verdict.REFUSED, code
    else:
        verdict, reason = _verdict(session, door, read, holder, is_replaced, at)
    if holder is None or holder.listing is None or (verdict is not Verdict.ADMITTED and reason is not Reason.UNDONE):
        return _keep(session, door, read, code, Answer(verdict, reason, holder), now)
    # Who was admitted before, and is again, has come back or comes as often as they like.
    if read.told or read.is_exit or read.undo_of or read.by_hand or holder.admitted_at is not None:
        cancelled_at = queries.lock_ticket(session, holder.ticket_id)
        answer = _keep(session, door, read, code, Answer(verdict, reason, holder), now)
        settle_ticket(session, event=event, ticket_id=holder.ticket_id, cancelled_at=cancelled_at)
        return answer
    is_first = insert_once(
        session,
        Admission,
        event_id=event.id,
        ticket_id=holder.ticket_id,
        list=read.list_name,
        day=holder.listing.period(local_day(event, now), event.first_day),
        admitted_at=now,
        by_id=door.by_id,
        place=door.place,
        inside=True,
    )
    if not is_first:
        # Another door let them in a moment ago.
        holder = queries.holder_by_id(
            session, ticket_id=holder.ticket_id, list_name=read.list_name, day=local_day(event, now)
        )
        verdict, reason = rules.judge(holder, now=now, today=local_day(event, now))
    return _keep(session, door, read, code, Answer(verdict, reason, holder), now)


def record_scans(session: Session, *, door: Door, readings: list[Reading], now: datetime) -> list[Answer]:
    """The answer to each reading of a batch, in the batch's order; what could not be understood is kept too (R21)."""
    answers: dict[int, Answer] = {}
    # By ticket, so that two batches which hold the same ones never wait for each other (R1).
    codes = [str(rules.code_in(each.text, door.signer, door.event.id)) for each in readings]
    for number in sorted(range(len(readings)), key=codes.__getitem__):
        answers[number] = scan_badge(session, door=door, read=readings[number], now=now)
    return [answers[number] for number in range(len(readings))]


def settle_ticket(session: Session, *, event: Event, ticket_id: int, cancelled_at: datetime | None) -> None:
    """The ticket's admissions are what its scans make of them. Its row is locked before this (queries.lock_ticket)."""
    listings = queries.listings_of(session, event.id)
    settled, _ = rules.settle(queries.facts_of(session, ticket_id), listings, event, cancelled_at=cancelled_at)
    stored = queries.admissions_of(session, ticket_id)
    for (list_name, day), admission in settled.items():
        row = {
            "admitted_at": admission.first.at,
            "by_id": admission.first.by_id,
            "place": admission.first.place,
            "inside": admission.inside,
            "moved_at": admission.moved_at,
        }
        number = stored.pop((list_name, day), None)
        if number is None:
            row |= {"event_id": event.id, "ticket_id": ticket_id, "list": list_name, "day": day}
            insert_once(session, Admission, **row)
        else:
            session.execute(update(Admission).where(Admission.id == number).values(row))
    if stored:
        session.execute(delete(Admission).where(Admission.id.in_(stored.values())))


def _verdict(
    session: Session, door: Door, read: Reading, holder: Holder | None, is_replaced: bool, at: datetime
) -> tuple[Verdict, Reason]:
    """What is told of a code that could be read, or was told by a phone alone."""
    if door.ends_at is not None and door.ends_at <= at:
        return read.told.verdict if read.told else Verdict.REFUSED, Reason.REVOKED
    if read.told:
        return read.told.verdict, read.told.reason
    if door.lists and read.list_name not in door.lists:
        return Verdict.REFUSED, Reason.OTHER_LIST
    if read.undo_of:
        return Verdict.REFUSED, _undoing(session, read, holder, at)
    if read.by_hand and holder and holder.listing and not is_replaced:
        return Verdict.ADMITTED, Reason.BY_HAND
    today = local_day(door.event, at)
    is_full = bool(holder and holder.listing and _is_full(session, door.event, read.list_name, holder.listing, at))
    return rules.judge(holder, now=at, today=today, replaced=is_replaced, is_exit=read.is_exit, is_full=is_full)


def _undoing(session: Session, read: Reading, holder: Holder | None, at: datetime) -> Reason:
    facts = queries.facts_of(session, holder.ticket_id) if holder else []
    scanned = next((each for each in facts if each.key == read.undo_of), None)
    return Reason.UNDONE if scanned and rules.may_undo(scanned.at, at) else Reason.TOO_LATE


def _is_full(session: Session, event: Event, list_name: str, listing: Listing, at: datetime) -> bool:
    if listing.capacity is None:
        return False
    day = listing.period(local_day(event, at), event.first_day)
    return queries.inside_list(session, event_id=event.id, list_name=list_name, day=day) >= listing.capacity


def _keep(session: Session, door: Door, read: Reading, code: str | Reason, answer: Answer, now: datetime) -> Answer:
    """The answer, once it is kept; or the one that the scan had already if it was sent twice at once."""
    is_kept = insert_once(
        session,
        Scan,
        key=read.key,
        event_id=door.event.id,
        list=read.list_name,
        read=read.text,
        code=None if isinstance(code, Reason) else code,
        ticket_id=answer.holder.ticket_id if answer.holder else None,
        verdict=answer.verdict,
        reason=answer.reason.value,
        place=door.place,
        scanned_at=read.told.at if read.told else now,
        scanned_by_id=door.by_id,
        device=read.says.name if door.device_id is None else str(door.device_id),
        counter=read.says.counter,
        device_at=read.says.read_at,
        received_at=now,
        is_exit=read.is_exit,
        undo_of=read.undo_of,
        data_at=read.told.data_at if read.told else None,
        by_hand=read.by_hand,
        device_id=door.device_id,
    )
    if is_kept:
        return answer
    return _earlier_answer(session, door.event, read.key or "") or answer


def _earlier_answer(session: Session, event: Event, key: str) -> Answer | None:
    scan = queries.scan_by_key(session, event_id=event.id, key=key)
    if scan is None:
        return None
    day = local_day(event, scan.scanned_at)
    holder = queries.holder_by_id(session, ticket_id=scan.ticket_id, list_name=scan.list, day=day)
    return Answer(scan.verdict, Reason(scan.reason), holder)
