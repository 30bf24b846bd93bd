"""Who is in, reckoned from all that was scanned: the same whatever order the scans arrived in (R21).

A phone without a network cannot be told that it was wrong, and the person it let in is inside. So each scan is a fact
that stays; one rule makes the admissions of them, and names those that cannot all be right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from checkin.models import Entry, Verdict
from checkin.rules.verdicts import Listing, Reason, may_undo
from events.models import Event
from events.rules import local_day

TOLD = ".told"  # what a phone told by itself after our answer was lost stands under the scan's key and this


class Fact(NamedTuple):
    """One scan of one ticket, as far as it decides who is in."""

    key: str
    list: str
    verdict: Verdict
    reason: str
    at: datetime
    device: str | None
    counter: int | None
    is_exit: bool
    undo_of: str | None
    by_hand: str
    place: str
    by_id: int
    code_dead_at: datetime | None  # when another code took the place of the one that was read


@dataclass(frozen=True)
class Settled:
    """An admission: the fact that let them in, whether they are inside now, and since when if they went and came."""

    first: Fact
    inside: bool = True
    moved_at: datetime | None = None


class Why(StrEnum):
    """What cannot be right about a scan."""

    TWICE = "admitted twice"
    DEAD = "dead ticket"
    REVOKED = "device revoked"


class Conflict(NamedTuple):
    """A scan that cannot be right beside another, ``first``, or beside what the desk knows."""

    why: Why
    fact: Fact
    first: Fact | None


def settle(
    facts: Iterable[Fact], listings: Mapping[str, Listing], event: Event, *, cancelled_at: datetime | None = None
) -> tuple[dict[tuple[str, date], Settled], list[Conflict]]:
    """The admissions of one ticket by list and day, and the conflicts in the order of the facts.

    The facts stand in the order of their own times, and of one device's counter where those are equal. What was taken
    back in time counts as never scanned.
    """
    ordered = sorted(facts, key=lambda each: (each.at, each.device or "", each.counter or 0, each.key))
    undone = _undone(ordered)
    admissions: dict[tuple[str, date], Settled] = {}
    conflicts = []
    for fact in ordered:
        listing = listings.get(fact.list)
        if fact.verdict is not Verdict.ADMITTED or fact.undo_of or fact.key in undone or listing is None:
            continue
        if fact.reason == Reason.REVOKED:
            conflicts.append(Conflict(Why.REVOKED, fact, None))
            continue
        slot = fact.list, listing.period(local_day(event, fact.at), event.first_day)
        held = admissions.get(slot)
        if fact.is_exit:
            if held and held.inside:
                admissions[slot] = replace(held, inside=False, moved_at=fact.at)
            continue
        if any(died is not None and died <= fact.at for died in (cancelled_at, fact.code_dead_at)):
            conflicts.append(Conflict(Why.DEAD, fact, None))
        if held is None:
            admissions[slot] = Settled(fact)
            continue
        may_come_back = listing.entry is Entry.ALWAYS or bool(fact.by_hand)
        if not may_come_back and (held.inside or not listing.reenters):
            conflicts.append(Conflict(Why.TWICE, fact, held.first))
        # Whoever may come in again and again has moved each time: the head count goes by where they moved last.
        if not held.inside or may_come_back:
            admissions[slot] = replace(held, inside=True, moved_at=fact.at)
    return admissions, conflicts


def _undone(facts: Iterable[Fact]) -> set[str]:
    """The keys of those that another took back in time, each with what its phone told by itself."""
    times = {each.key: each.at for each in facts if not each.undo_of}
    undone = set()
    for each in facts:
        if each.undo_of is None or each.reason != Reason.UNDONE:
            continue
        for key in (each.undo_of, each.undo_of + TOLD):
            if key in times and may_undo(times[key], each.at):
                undone.add(key)
    return undone
