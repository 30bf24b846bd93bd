"""Days and hours of an event are those on its own clocks, also where these are changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events import rules
from events.models import Event

FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)  # when the clocks of London change


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def an_event(first=FORWARD, last=FORWARD, *, opens=time(9), closes=time(17), zone="Europe/London"):
    return Event(first_day=first, last_day=last, doors_open=opens, closes=closes, zone=zone)


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        (FORWARD, time(0, 59), utc(2027, 3, 28, 0, 59)),
        (FORWARD, time(1, 0), utc(2027, 3, 28, 1, 0)),
        (FORWARD, time(1, 30), utc(2027, 3, 28, 1, 30)),
        (FORWARD, time(2, 0), utc(2027, 3, 28, 1, 0)),
        (FORWARD, time(9, 0), utc(2027, 3, 28, 8, 0)),
        (FORWARD - timedelta(days=1), time(9, 0), utc(2027, 3, 27, 9, 0)),
        (BACK, time(0, 59), utc(2027, 10, 30, 23, 59)),
        (BACK, time(1, 30), utc(2027, 10, 31, 0, 30)),
        (BACK, time(2, 0), utc(2027, 10, 31, 2, 0)),
    ],
    ids=[
        "the last minute before the gap",
        "the first minute of the gap is an hour later on the clock",
        "inside the gap",
        "the first minute after the gap",
        "the morning of the change",
        "the day before",
        "before the hour that comes twice",
        "the hour that comes twice is its first time",
        "after the hour that came twice",
    ],
)
def test_an_hour_is_read_on_the_events_clocks(day, hour, moment):
    assert rules.at(an_event(), day, hour) == moment


def test_an_hour_that_is_skipped_shows_as_the_hour_after_it():
    shown = rules.at(an_event(), FORWARD, time(1, 30)).astimezone(
        rules.on_the_clock(an_event(), FORWARD, time(9)).tzinfo
    )

    assert shown.time() == time(2, 30)


def test_a_day_with_a_clock_change_is_an_hour_shorter_or_longer():
    def length(day):
        event = an_event()
        return rules.at(event, day + timedelta(days=1), time(0)) - rules.at(event, day, time(0))

    assert [length(FORWARD), length(BACK)] == [timedelta(hours=23), timedelta(hours=25)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2027, 3, 27, 23, 59), date(2027, 3, 27)),
        (utc(2027, 3, 28, 0, 0), FORWARD),
        (utc(2027, 3, 28, 22, 59), FORWARD),
        (utc(2027, 3, 28, 23, 0), date(2027, 3, 29)),
        (utc(2027, 10, 30, 23, 0), BACK),
        (utc(2027, 10, 31, 23, 59), BACK),
    ],
)
def test_a_moment_falls_on_the_day_of_the_events_clocks(moment, day):
    assert rules.local_day(an_event(), moment) == day


def test_an_event_begins_when_its_doors_open_and_is_over_when_it_closes_on_its_last_day():
    event = an_event(FORWARD - timedelta(days=1), FORWARD)

    assert rules.begins_at(event) == utc(2027, 3, 27, 9)
    assert not rules.is_over(event, utc(2027, 3, 28, 15, 59, 59))
    assert rules.is_over(event, utc(2027, 3, 28, 16, 0))


def test_another_zone_has_its_own_changes():
    event = an_event(zone="America/New_York")

    assert rules.at(event, date(2027, 3, 14), time(9)) == utc(2027, 3, 14, 13)
    assert rules.at(event, FORWARD, time(9)) == utc(2027, 3, 28, 13)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_the_days_run_from_the_first_to_the_last(length):
    first = date(2027, 3, 27)
    last = first + timedelta(days=length - 1)

    assert list(rules.days(an_event(first, last))) == [first + timedelta(days=n) for n in range(length)]
