from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.models import Admission, Scan, Verdict
from checkin.rules import SAYS_NOTHING, DeviceSays, Holder, Reading, Reason
from core.db import insert_once
from events.models import Event
from events.rules import local_day
from people.models import Person
from registration.codes import Signer
from registration.queries import ticket_once_of


@dataclass(frozen=True)
class Answer:
    """What the steward is told. ``holder`` says whose ticket it is, and who let them in first, and when."""

    verdict: Verdict
    reason: Reason
    holder: Holder | None


def scan_badge(
    session: Session,
    *,
    event: Event,
    signer: Signer,
    key: str,
    text: str,
    list_name: str,
    place: str,
    by: Person,
    now: datetime,
    device: DeviceSays = SAYS_NOTHING,
    is_malformed: bool = False,
) -> Answer:
    """Read a badge and remember the answer; a key seen before gets the answer it had (R7, R21).

    A refusal is an ordinary answer at a door, so it is returned and kept, not raised. ``now`` alone decides: what
    the device says of the time is kept beside it.
    """
    day = local_day(event, now)
    code = Reason.MALFORMED if is_malformed else rules.code_in(text, signer, event.id)
    holder, is_known = None, False
    if not isinstance(code, Reason):
        holder, is_known = queries.holder_of(
            session, event_id=event.id, code=code, list_name=list_name, day=day, key=key
        )
    if (holder is None or is_known) and (earlier := _earlier_answer(session, event, key)):
        return earlier
    if isinstance(code, Reason):
        verdict, reason = Verdict.REFUSED, code
    else:
        replaced = None if holder else ticket_once_of(session, event_id=event.id, code=code)
        if replaced is not None:
            holder = queries.holder_by_id(session, ticket_id=replaced, list_name=list_name, day=day)
        verdict, reason = rules.verdict_on(holder, replaced=replaced is not None)
    if holder is not None and verdict is Verdict.ADMITTED:
        is_first = insert_once(
            session,
            Admission,
            event_id=event.id,
            ticket_id=holder.ticket_id,
            list=list_name,
            day=day,
            admitted_at=now,
            by_id=by.id,
            place=place,
        )
        if not is_first:
            # Another door let them in a moment ago.
            holder = queries.holder_by_id(session, ticket_id=holder.ticket_id, list_name=list_name, day=day)
            verdict, reason = rules.verdict_on(holder)
    is_kept = insert_once(
        session,
        Scan,
        key=key,
        event_id=event.id,
        list=list_name,
        read=text,
        ticket_id=holder.ticket_id if holder else None,
        verdict=verdict,
        reason=reason.value,
        place=place,
        scanned_at=now,
        scanned_by_id=by.id,
        device=device.name,
        counter=device.counter,
        device_at=device.read_at,
    )
    if not is_kept:
        # The reader sent one scan twice at once: whichever came first has the answer.
        return _earlier_answer(session, event, key) or Answer(verdict, reason, holder)
    return Answer(verdict, reason, holder)


def record_scans(
    session: Session, *, event: Event, signer: Signer, readings: list[Reading], by: Person, now: datetime
) -> list[Answer]:
    """The answer to each reading of a batch, in the batch's order; what could not be understood is kept too (R21)."""
    answers: dict[int, Answer] = {}
    # By ticket, so that two batches which hold the same ones never wait for each other (R1).
    codes = [str(rules.code_in(each.text, signer, event.id)) for each in readings]
    for number in sorted(range(len(readings)), key=codes.__getitem__):
        read = readings[number]
        if read.key is None:
            answers[number] = Answer(Verdict.REFUSED, Reason.MALFORMED, None)
            continue
        answers[number] = scan_badge(
            session,
            event=event,
            signer=signer,
            key=read.key,
            text=read.text,
            list_name=read.list_name,
            place="",
            by=by,
            now=now,
            device=read.device,
            is_malformed=read.is_malformed,
        )
    return [answers[number] for number in range(len(readings))]


def _earlier_answer(session: Session, event: Event, key: str) -> Answer | None:
    scan = queries.scan_by_key(session, event_id=event.id, key=key)
    if scan is None:
        return None
    day = local_day(event, scan.scanned_at)
    holder = queries.holder_by_id(session, ticket_id=scan.ticket_id, list_name=scan.list, day=day)
    return Answer(scan.verdict, Reason(scan.reason), holder)
