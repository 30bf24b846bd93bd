"""The calendar file of an event (TIM-1)."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from events.documents import calendar_of
from events.models import Event
from tests import factories as make

ZONES = ["Europe/London", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


@pytest.fixture
def fetch(browse):
    def calendar(slug="england-2027"):
        answer = browse().get(f"/events/{slug}/calendar.ics")
        assert answer.status_code == 200
        assert answer.mimetype == "text/calendar"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{slug}.ics"'
        return Calendar.from_ical(answer.data)

    return calendar


def test_each_day_is_an_entry_with_its_hours_on_the_events_clocks(fetch, session, now):
    make.an_event(
        slug="england-2027",
        name="England 2027; Leeds, day 1",
        first_day=date(2027, 3, 27),
        last_day=date(2027, 3, 28),  # the clocks go forward in that night
        venue="The Exchange",
        town="Mereport",
    )

    calendar = fetch()

    entries = calendar.walk("VEVENT")
    assert [entry["dtstart"].dt.astimezone(UTC).hour for entry in entries] == [8, 7]
    assert [entry["dtstart"].dt.strftime("%d %H:%M") for entry in entries] == ["27 08:30", "28 08:30"]
    assert [entry["dtend"].dt.strftime("%d %H:%M") for entry in entries] == ["27 17:00", "28 17:00"]
    assert {entry["dtstart"].params["TZID"] for entry in entries} == {"Europe/London"}
    assert {str(entry["summary"]) for entry in entries} == {"England 2027; Leeds, day 1"}
    assert {str(entry["location"]) for entry in entries} == {"The Exchange, Mereport"}
    assert {str(entry["url"]) for entry in entries} == {"http://localhost/events/england-2027/"}
    assert len({str(entry["uid"]) for entry in entries}) == 2


def test_the_zones_whole_table_comes_with_it(fetch, session, now):
    make.an_event(slug="england-2027")

    (zone,) = fetch().walk("VTIMEZONE")

    assert zone["tzid"] == "Europe/London"
    kinds = {part.name: part for part in zone.subcomponents}
    assert set(kinds) == {"STANDARD", "DAYLIGHT"}
    assert kinds["STANDARD"]["TZOFFSETTO"].to_ical() == "+0000"
    assert kinds["DAYLIGHT"]["TZOFFSETTO"].to_ical() == "+0100"
    zone.to_tz()  # it can be used as it stands


def test_what_is_typed_in_a_name_adds_no_line(fetch, session, now):
    make.an_event(
        slug="england-2027", name="A\r\nATTENDEE:mailto:eve@west.example", venue="x\nURL:https://evil.example"
    )

    (entry,) = fetch().walk("VEVENT")

    assert "ATTENDEE" not in entry
    assert str(entry["url"]).startswith("http://localhost/")


@pytest.mark.parametrize("slug", ["no-such", "england-2027"])
def test_a_draft_has_none(browse, session, now, slug):
    from events.models import Visibility

    make.an_event(slug="england-2027", visibility=Visibility.DRAFT)

    assert browse().get(f"/events/{slug}/calendar.ics").status_code == 404


@pytest.fixture
def request_context(app):
    with app.app_context():
        yield


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 1, 1), date(2037, 12, 1)),
    hour=st.times(),
)
def test_any_day_and_hour_of_any_zone_is_read_back_as_the_same_moment(request_context, zone, first, hour):
    event = Event(
        slug="e", name="E", first_day=first, last_day=first, doors_open=hour, closes=time(23, 59), zone=zone, town="X"
    )
    event.venue = ""

    (entry,) = Calendar.from_ical(calendar_of(event, datetime.now(UTC))).walk("VEVENT")

    assert entry["dtstart"].dt.replace(tzinfo=None) == datetime.combine(first, hour).replace(microsecond=0)
