"""Who is inside, who came when, and who did not. Pure: no session, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from checkin.models import AdmissionList, Entry
from checkin.rules.verdicts import Listing
from events.models import Event
from events.rules import at, local_day

EMPTY_BY = time(4)  # by then a dinner is over and the next day has not begun, so the house is taken for empty
QUARTER = timedelta(minutes=15)
MOST_DOORS = 6
OTHER_DOORS, NO_DOOR = "Other doors", "No name of a door"


@dataclass(frozen=True)
class Tally:
    """Of one list today: how many were admitted, are inside by it, and are expected at all."""

    admitted: int
    inside: int
    expected: int


@dataclass(frozen=True)
class Inside:
    """Somebody who is in the house, and where and when they were last seen."""

    name: str
    organisation: str
    category: str
    place: str
    seen_at: datetime


@dataclass(frozen=True)
class Quarter:
    """A quarter of an hour and how many came in it, by the doors' names."""

    begins_at: datetime
    by_door: Mapping[str, int]

    @property
    def number(self) -> int:
        return sum(self.by_door.values())


def house_opened_at(event: Event, now: datetime) -> datetime:
    """Since when movements count for who is inside: the last four in the morning on the event's clocks."""
    today = local_day(event, now)
    opened = at(event, today, EMPTY_BY)
    return opened if opened <= now else at(event, today - timedelta(days=1), EMPTY_BY)


def counted_day(event: Event, entry: Entry, today: date) -> date:
    """The day under which admissions to a list stand: of one with a single entry the event's first."""
    return Listing(entry=entry).period(today, event.first_day)


def is_expected_by(admission_list: AdmissionList, only_day: date | None, today: date) -> bool:
    """Whether a ticket that is for ``only_day`` alone is good for the list today; for a day of its own, on that day.

    For a list that is entered once on any day, each ticket is.
    """
    if only_day is None or (admission_list.entry is Entry.ONCE and admission_list.day is None):
        return True
    return only_day == (admission_list.day or today)


def percent(part: int, whole: int) -> int | None:
    """How much of the whole, in whole per cent; None of nothing. Never 100 before it is all, nor 0 if it is some."""
    if whole <= 0:
        return None
    return part * 100 // whole if part * 100 >= whole else min(part, 1)


def quarters(counted: Iterable[tuple[int, str, int]]) -> list[Quarter]:
    """Each quarter of an hour from the first in which somebody came to the last, empty ones too.

    ``counted`` are quarters since 1970 with a door's name and how many came. Of many doors the busiest keep their
    names, and the others count together.
    """
    rows = [(number, door or NO_DOOR, came) for number, door, came in counted]
    if not rows:
        return []
    by_door: dict[str, int] = {}
    for _, door, came in rows:
        by_door[door] = by_door.get(door, 0) + came
    busiest = sorted(by_door, key=lambda door: (-by_door[door], door))
    named = busiest if len(busiest) <= MOST_DOORS else busiest[: MOST_DOORS - 1]
    first, last = min(number for number, *_ in rows), max(number for number, *_ in rows)
    came_in: dict[int, dict[str, int]] = {number: {} for number in range(first, last + 1)}
    for number, door, came in rows:
        door = door if door in named else OTHER_DOORS
        came_in[number][door] = came_in[number].get(door, 0) + came
    return [Quarter(datetime.fromtimestamp(number * QUARTER.seconds, UTC), each) for number, each in came_in.items()]


def doors_of(counted: Iterable[Quarter]) -> dict[str, int]:
    """How many came by each door, the busiest first."""
    total: dict[str, int] = {}
    for quarter in counted:
        for door, came in quarter.by_door.items():
            total[door] = total.get(door, 0) + came
    return dict(sorted(total.items(), key=lambda each: (each[0] == OTHER_DOORS, -each[1], each[0])))
