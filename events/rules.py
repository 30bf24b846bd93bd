"""When an event is over, and on which of its days something falls. Nothing here reads a clock or a database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import Refusal
from events.models import Event, Visibility

HOME_ZONE = "Europe/London"
# Between these an event is moved from its own page; any other kind of visibility is what the event is made for.
SHOWN_BY_HAND = (Visibility.DRAFT, Visibility.UNLISTED, Visibility.PUBLIC)


class ChangedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Somebody else saved this event since you opened the page, so nothing was saved. What you typed is still "
            "in its boxes: look at the event in another window, then save it again."
        )


class WrongVisibility(Refusal):
    pass


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


def is_on(event: Event, now: datetime) -> bool:
    """Whether this is one of its days, and it is not over."""
    return event.first_day <= local_day(event, now) and not is_over(event, now)


def ends_at(event: Event) -> datetime:
    """The midnight after its last day, in UTC."""
    return at(event, event.last_day + timedelta(days=1), time())


def days(event: Event) -> Iterator[date]:
    day = event.first_day
    while day <= event.last_day:
        yield day
        day += timedelta(days=1)


def check_version(event: Event, seen: int) -> None:
    """Raise ChangedMeanwhile unless the event is as it was ``seen``."""
    if seen != event.version:
        raise ChangedMeanwhile


def check_visibility(event: Event, to: Visibility, *, is_booked: bool) -> None:
    """Raise WrongVisibility where the event's page may not be shown like that: what people have booked stays to see."""
    if event.visibility not in SHOWN_BY_HAND or to not in SHOWN_BY_HAND:
        raise WrongVisibility("Who finds this event is not chosen here.")
    if to is Visibility.DRAFT and is_booked:
        raise WrongVisibility("People have booked, and must find it. Make it unlisted instead of a draft.")


class ExhibitorChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed what this exhibitor promises since you opened the page, so nothing was saved. Open "
            "it again and look at it first."
        )


class NameIsTaken(Refusal):
    def __init__(self) -> None:
        super().__init__("This event has an exhibitor of that name. Open it in the list, or write another name.")
