"""Dates, times and money as our readers write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import words


@pytest.mark.parametrize(
    ("pence", "short", "long"),
    [
        (0, "£0", "£0.00"),
        (1, "£0.01", "£0.01"),
        (99, "£0.99", "£0.99"),
        (4500, "£45", "£45.00"),
        (4550, "£45.50", "£45.50"),
        (123456700, "£1,234,567", "£1,234,567.00"),
        (-4550, "−£45.50", "−£45.50"),
        (-1, "−£0.01", "−£0.01"),
        (-4500, "−£45", "−£45.00"),
    ],
)
def test_money_shows_pence_where_there_are_any(pence, short, long):
    assert (words.pounds(pence), words.pounds_and_pence(pence)) == (short, long)


def test_a_day_has_its_weekday_and_year_unless_told_otherwise():
    first = date(2027, 1, 28)

    assert words.day(first) == "Thursday 28 January 2027"
    assert words.day(first, weekday=False) == "28 January 2027"
    assert words.day(first, year=False) == "Thursday 28 January"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2027, 3, 16), date(2027, 3, 16), "Tuesday 16 March 2027"),
        (date(2027, 3, 16), date(2027, 3, 17), "16–17 March 2027"),
        (date(2027, 3, 31), date(2027, 4, 1), "31 March – 1 April 2027"),
        (date(2027, 12, 31), date(2028, 1, 1), "31 December 2027 – 1 January 2028"),
        (date(2027, 3, 16), date(2028, 3, 16), "16 March 2027 – 16 March 2028"),
    ],
    ids=["one day", "one month", "two months", "two years", "a year apart"],
)
def test_days_say_no_more_than_they_must(first, last, shown):
    assert words.days(first, last) == shown


@pytest.mark.parametrize(
    ("at", "zone", "shown"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Europe/London", "00:59"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Europe/London", "02:00"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "Europe/London", "01:30"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Europe/London", "01:30"),
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), "Asia/Tokyo", "08:30"),
    ],
    ids=["before the clocks go forward", "after", "the hour that comes twice", "its second time", "far away"],
)
def test_a_time_is_that_of_the_zones_own_clocks(at, zone, shown):
    assert words.clock_time(at, zone) == shown


def test_a_moment_has_the_date_of_the_zones_own_calendar():
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert words.moment(late, "Europe/London") == "31 December 2026, 23:30"
    assert words.moment(late, "Asia/Tokyo") == "1 January 2027, 08:30"


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 places"), (1, "1 place"), (2, "2 places"), (1200, "1,200 places")]
)
def test_a_count_agrees_with_its_noun(number, shown):
    assert words.count(number, "place") == shown


def test_a_noun_may_have_a_plural_of_its_own():
    assert (words.count(1, "person", "people"), words.count(3, "person", "people")) == ("1 person", "3 people")


@pytest.mark.parametrize(
    ("second", "shown"), [(0, "Friday 13 November 2026, 12:00"), (59, "Friday 13 November 2026, 12:00:59")]
)
def test_a_moment_to_be_kept_has_its_weekday_and_its_seconds_if_any(second, shown):
    assert words.weekday_moment(datetime(2026, 11, 13, 12, 0, second, tzinfo=UTC), "Europe/London") == shown


def test_an_exact_time_has_its_seconds():
    assert words.exact_time(datetime(2026, 7, 1, 13, 32, 5, tzinfo=UTC), "Europe/London") == "14:32:05"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 seconds"),
        (-5, "0 seconds"),
        (0.9, "0 seconds"),
        (1, "1 second"),
        (61, "1 minute 1 second"),
        (3600, "1 hour"),
        (3661, "1 hour 1 minute"),
        (86_400 + 59 * 60, "1 day"),
        (3 * 86_400 + 4 * 3600 + 5, "3 days 4 hours"),
    ],
)
def test_what_is_left_is_told_in_its_two_largest_units_and_never_as_more(seconds, shown):
    now = datetime(2026, 11, 13, tzinfo=UTC)

    assert words.time_left(now + timedelta(seconds=seconds), now) == shown


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x>", "![x](/x.png)"]
)
def test_prose_runs_nothing_and_shows_no_pictures(typed):
    written = words.prose(typed)
    assert "<script" not in written
    assert "<img" not in written
    assert 'href="javascript' not in written


def test_prose_has_paragraphs_lists_links_and_headings_of_one_level():
    written = words.prose("# One\n\n### Two\n\n- [a](https://plenary.example)\n\n*b*")
    assert written.count("<h3>") == 2
    assert '<li><a href="https://plenary.example">a</a></li>' in written
    assert "<p><em>b</em></p>" in written
