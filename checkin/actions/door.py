"""Reading badges: each scan is kept as a fact, and who is in follows from them (R21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.actions.settling import settle_tickets
from checkin.models import Admission, Scan, Verdict
from checkin.rules import Holder, PlainDevice, Reading, Reason
from core.db import insert_each_once
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
    """Read one badge: the answer, as ``record_scans`` gives it."""
    return record_scans(session, door=door, readings=[read], now=now)[0]


def record_scans(session: Session, *, door: Door, readings: list[Reading], now: datetime) -> list[Answer]:
    """Read badges and remember the answers, which come back in the order of ``readings`` (R21).

    A refusal is an ordinary answer at a door, so it is returned and kept, not raised; what could not be understood is
    kept too, and a key seen before gets the answer it had (R7). ``now`` alone decides, and what the device says of the
    time is kept beside it; but what a phone without a network has told by itself stands as it was told, at the time
    that the phone gives. Never raises for what was read.
    """
    steps = [_Step(number, read.key, read, now, door) for number, read in enumerate(readings) if read.key]
    dead_at: dict[int, datetime | None] = {}
    if any(step.moves for step in steps):
        # All at once, so that two batches which hold the same tickets never wait for each other (R1).
        codes = {step.code for step in steps if step.code is not None}
        dead_at = queries.lock_tickets_by_code(session, door.event.id, codes)
    answers = [Answer(Verdict.REFUSED, Reason.MALFORMED, None) for _ in readings]  # so is what has no key to keep it by
    while steps:
        steps, later = _unlike(steps)
        later += _record(session, door, steps, now, dead_at)
        for step in steps:
            answers[step.number] = step.answer
        steps = later
    return answers


class _Step:
    """One reading on its way to its answer."""

    def __init__(self, number: int, key: str, read: Reading, now: datetime, door: Door) -> None:
        self.number, self.key, self.read = number, key, read
        self.at = read.told.at if read.told else now
        self.day = local_day(door.event, self.at)
        code = Reason.MALFORMED if read.is_malformed else rules.code_in(read.text, door.signer, door.event.id)
        self.unreadable = code if isinstance(code, Reason) else None
        self.code = None if isinstance(code, Reason) else code
        # What somebody told or decided changes more than who is in first.
        self.moves = bool(read.told or read.is_exit or read.undo_of or read.by_hand)
        self.holder: Holder | None = None
        self.is_replaced = False
        self.verdict, self.reason = Verdict.REFUSED, self.unreadable or Reason.NONE

    @property
    def answer(self) -> Answer:
        return Answer(self.verdict, self.reason, self.holder)

    @property
    def admits_first(self) -> bool:
        """True if it lets somebody in who was not; who is admitted again has come back, or comes as they like."""
        return bool(self._changes and not self.moves and self.holder and self.holder.admitted_at is None)

    @property
    def settles(self) -> bool:
        """True if the ticket's admissions are to be reckoned anew."""
        return self._changes and not self.admits_first

    @property
    def _changes(self) -> bool:
        changes = self.verdict is Verdict.ADMITTED or self.reason is Reason.UNDONE
        return changes and self.holder is not None and self.holder.listing is not None


def _unlike(steps: Iterable[_Step]) -> tuple[list[_Step], list[_Step]]:
    """Those no two of which have one code or one key, and the others: of two, the second must know of the first."""
    unlike: list[_Step] = []
    others: list[_Step] = []
    seen: set[tuple[str, str]] = set()
    for step in steps:
        names = {("key", step.key), ("code", step.code or step.key)}
        (others if seen & names else unlike).append(step)
        seen |= names
    return unlike, others


def _record(
    session: Session, door: Door, steps: list[_Step], now: datetime, dead_at: dict[int, datetime | None]
) -> list[_Step]:
    """Give each of these its answer, once it is kept; those that are to be asked once more come back."""
    event = door.event
    _find_holders(session, event, steps)
    later = _judge(session, door, steps)
    steps = [step for step in steps if step not in later]
    admitted = _admit(session, door, [step for step in steps if step.admits_first])
    settling = {step.holder.ticket_id for step in steps if step.settles and step.holder}
    if unlocked := settling - dead_at.keys():
        dead_at |= queries.lock_tickets(session, event.id, unlocked)
    kept = insert_each_once(session, Scan, [_row(door, step, now) for step in steps], "key")
    for step in steps:
        if step.key in kept:
            continue
        # It was sent before, and what was said then stands (R7).
        if step.holder and step.holder.ticket_id in admitted:
            settling.add(step.holder.ticket_id)
            dead_at |= queries.lock_tickets(session, event.id, [step.holder.ticket_id])
        _answer_as_before(session, event, step)
        told = step.read.told
        if told and told.verdict is not step.verdict and not step.key.endswith(rules.TOLD):
            # Our first answer was lost, and the phone has told something else since: that is what happened.
            step.key += rules.TOLD
            later.append(step)
    if settling:
        settle_tickets(session, event=event, dead_at={number: dead_at[number] for number in settling})
    return later


def _find_holders(session: Session, event: Event, steps: list[_Step]) -> None:
    """Whose each code is. Those of one list and day are asked for at once, as those of one door are."""

    def asked_of(step: _Step) -> tuple[str, date]:
        return step.read.list_name, step.day

    readable = sorted((step for step in steps if step.code is not None), key=asked_of)
    for (list_name, day), group in groupby(readable, asked_of):
        of_one = {step.code: step for step in group if step.code is not None}
        found = queries.holders_of(session, event_id=event.id, codes=list(of_one), list_name=list_name, day=day)
        for code, step in of_one.items():
            step.holder = found.get(code)
            if step.holder is None and (once_of := ticket_once_of(session, event_id=event.id, code=code)):
                step.is_replaced = True
                step.holder = queries.holder_by_id(session, ticket_id=once_of, list_name=list_name, day=day)


def _judge(session: Session, door: Door, steps: list[_Step]) -> list[_Step]:
    """Give each its verdict; those come back that ask for room where another one here is asking."""
    asking: set[str] = set()
    later = []
    for step in steps:
        listing = step.holder.listing if step.holder else None
        if listing and listing.capacity is not None and not step.read.told:
            if step.read.list_name in asking:
                later.append(step)
                continue
            asking.add(step.read.list_name)
        if step.read.told or not step.unreadable:
            step.verdict, step.reason = _verdict(session, door, step)
    return later


def _admit(session: Session, door: Door, steps: list[_Step]) -> set[int]:
    """Write these down as in; of whom another door let in a moment ago, the verdict says so. The tickets admitted."""
    rows = {
        step.holder.ticket_id: {
            "event_id": door.event.id,
            "ticket_id": step.holder.ticket_id,
            "list": step.read.list_name,
            "day": step.holder.listing.period(step.day, door.event.first_day),
            "admitted_at": step.at,
            "by_id": door.by_id,
            "place": door.place,
            "inside": True,
        }
        for step in steps
        if step.holder and step.holder.listing
    }
    admitted = insert_each_once(session, Admission, [rows[number] for number in sorted(rows)], "ticket_id")
    for step in steps:
        if step.holder and step.holder.ticket_id not in admitted:
            number, list_name = step.holder.ticket_id, step.read.list_name
            step.holder = queries.holder_by_id(session, ticket_id=number, list_name=list_name, day=step.day)
            step.verdict, step.reason = rules.judge(step.holder, now=step.at, today=step.day)
    return admitted


def _verdict(session: Session, door: Door, step: _Step) -> tuple[Verdict, Reason]:
    """What is told of a code that could be read, or was told by a phone alone."""
    read, holder, at = step.read, step.holder, step.at
    if door.ends_at is not None and door.ends_at <= at:
        return read.told.verdict if read.told else Verdict.REFUSED, Reason.REVOKED
    if read.told:
        return read.told.verdict, read.told.reason
    if door.lists and read.list_name not in door.lists:
        return Verdict.REFUSED, Reason.OTHER_LIST
    if read.undo_of:
        return Verdict.REFUSED, _undoing(session, read, holder, at)
    if read.by_hand and holder and holder.listing and not step.is_replaced:
        return Verdict.ADMITTED, Reason.BY_HAND
    is_full = _is_full(session, door.event, step)
    return rules.judge(holder, now=at, today=step.day, replaced=step.is_replaced, is_exit=read.is_exit, is_full=is_full)


def _undoing(session: Session, read: Reading, holder: Holder | None, at: datetime) -> Reason:
    facts = queries.facts_of(session, [holder.ticket_id])[holder.ticket_id] if holder else []
    scanned = next((each for each in facts if each.key == read.undo_of), None)
    return Reason.UNDONE if scanned and rules.may_undo(scanned.at, at) else Reason.TOO_LATE


def _is_full(session: Session, event: Event, step: _Step) -> bool:
    listing = step.holder.listing if step.holder else None
    if listing is None or listing.capacity is None:
        return False
    day = listing.period(step.day, event.first_day)
    return queries.inside_list(session, event_id=event.id, list_name=step.read.list_name, day=day) >= listing.capacity


def _row(door: Door, step: _Step, now: datetime) -> dict:
    """The scan as it is kept."""
    read = step.read
    return {
        "key": step.key,
        "event_id": door.event.id,
        "list": read.list_name,
        "read": read.text,
        "code": step.code,
        "ticket_id": step.holder.ticket_id if step.holder else None,
        "verdict": step.verdict,
        "reason": step.reason.value,
        "place": door.place,
        "scanned_at": step.at,
        "scanned_by_id": door.by_id,
        "device": read.says.name if door.device_id is None else str(door.device_id),
        "counter": read.says.counter,
        "device_at": read.says.read_at,
        "received_at": now,
        "is_exit": read.is_exit,
        "undo_of": read.undo_of,
        "data_at": read.told.data_at if read.told else None,
        "by_hand": read.by_hand,
        "device_id": door.device_id,
    }


def _answer_as_before(session: Session, event: Event, step: _Step) -> None:
    """The step's answer is the one that was kept under its key."""
    scan = queries.scan_by_key(session, event_id=event.id, key=step.key)
    day = local_day(event, scan.scanned_at)
    step.verdict, step.reason = scan.verdict, Reason(scan.reason)
    step.holder = queries.holder_by_id(session, ticket_id=scan.ticket_id, list_name=scan.list, day=day)
