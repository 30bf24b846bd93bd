"""When an event is over, and on which of its days something falls. Nothing here reads a clock or a database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.models import Event


def at(event: Event, day: date, hour: time) -> datetime:
    """That hour of that day on the event's clocks, in UTC.

    An hour that a clock change skips is read as the hour after it, one that comes twice as the first (R20).
    """
    return on_the_clock(event, day, hour).astimezone(UTC)


def on_the_clock(event: Event, day: date, hour: time) -> datetime:
    """The same, as the event's own clocks show it."""
    return datetime.combine(day, hour, ZoneInfo(event.zone))


def shown_minute(event: Event, moment: datetime) -> datetime:
    """The minute that the event's clocks show, as a form shows it: without a zone."""
    return moment.astimezone(ZoneInfo(event.zone)).replace(tzinfo=None, second=0, microsecond=0)


def local_day(event: Event, moment: datetime) -> date:
    """The date on the event's clocks."""
    return moment.astimezone(ZoneInfo(event.zone)).date()


def begins_at(event: Event) -> datetime:
    return at(event, event.first_day, event.doors_open)


def is_over(event: Event, now: datetime) -> bool:
    return now >= at(event, event.last_day, event.closes)


def ends_at(event: Event) -> datetime:
    """The midnight after its last day, in UTC."""
    return at(event, event.last_day + timedelta(days=1), time())


def days(event: Event) -> Iterator[date]:
    day = event.first_day
    while day <= event.last_day:
        yield day
        day += timedelta(days=1)
