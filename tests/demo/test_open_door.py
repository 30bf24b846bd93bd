"""Today's event of the demo: its door is at work at whatever hour, and on whatever day, the demo is begun."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from checkin import queries, rules
from checkin.models import MAIN_LIST, Device, Scan
from core import invariants
from core.db import db, reading, session, transaction
from demo import data, open_door
from demo.load import load
from events.models import Event
from events.rules import begins_at, is_on, local_day
from people.models import Person, Role
from people.queries import duties_of
from registration.models import Ticket
from tests.conftest import an_application

LONDON = ZoneInfo("Europe/London")
HOURS = {
    "just after midnight": datetime(2026, 11, 22, 0, 10, tzinfo=LONDON),
    "just before midnight, in summer time": datetime(2027, 6, 3, 23, 50, tzinfo=LONDON),
    "in a night that UTC has not begun": datetime(2027, 6, 4, 0, 10, tzinfo=LONDON),
    "at noon": datetime(2026, 11, 22, 12, tzinfo=LONDON),
    "in the hour that comes twice": datetime(2027, 10, 31, 1, 20, fold=1, tzinfo=LONDON),
    "at midnight itself": datetime(2026, 11, 22, tzinfo=LONDON),
}


@pytest.mark.parametrize("now", HOURS.values(), ids=HOURS.keys())
def test_at_any_hour_its_doors_have_opened_that_day_and_it_is_not_over(now):
    kind = open_door.event_of(now.astimezone(UTC), today=data.D0)
    day = data.D0 + timedelta(days=kind.days_off)
    event = Event(zone="Europe/London", first_day=day, last_day=day, doors_open=kind.doors_open, closes=kind.closes)

    assert day == now.date()
    assert begins_at(event) <= now
    assert is_on(event, now.astimezone(UTC))


@pytest.fixture(scope="module")
def begun(new_database, tmp_path_factory):
    """The demo, begun ten minutes after midnight; the moment."""
    now = HOURS["in a night that UTC has not begun"].astimezone(UTC)
    app = an_application(new_database(), FILES_URL=f"file://{tmp_path_factory.mktemp('kept')}")
    with app.app_context():
        with transaction():
            load(session, local_day(Event(zone="Europe/London"), now), now)
        with reading():
            yield now
        db.engine.dispose()


@pytest.fixture
def event(begun) -> Event:
    return session.scalars(select(Event).where(Event.slug == data.TODAY)).one()


def test_nothing_is_wrong_with_it(event):
    assert invariants.broken(session) == {}


def test_people_are_in_out_and_at_lunch(event, begun):
    lists = queries.lists_of(session, event)
    tallies = queries.tallies(session, event, lists, begun)
    tickets = session.scalar(select(func.count(Ticket.id)).where(Ticket.event_id == event.id))

    assert tickets == open_door.BOOKED + 2
    assert [each.name for each in lists] == ["Event", "Lunch"]
    assert 35 <= queries.head_count(session, event, begun) < tallies[MAIN_LIST].admitted < tickets
    assert tallies["lunch"].inside == open_door.AT_LUNCH
    assert sum(quarter.number for quarter in queries.arrivals(session, event, MAIN_LIST, local_day(event, begun))) > 40


def test_the_door_has_met_what_doors_meet(event):
    told = select(Scan.reason).where(Scan.event_id == event.id).distinct()

    assert {"unpaid", "unproved", "replaced", "left", "back in"} <= set(session.scalars(told))
    (doubt,) = queries.doubts_of(session, event).shown
    assert doubt.why == rules.Why.TWICE
    assert (doubt.first.place, doubt.then.place) == ("Front door phone", "Garden door phone")
    assert (doubt.first.phone, doubt.then.phone) == ("", "")
    assert session.scalar(select(func.count(Device.id)).where(Device.event_id == event.id)) == 2


def test_no_scan_is_later_than_the_moment_at_which_it_was_begun(event, begun):
    assert session.scalar(select(func.max(Scan.scanned_at)).where(Scan.event_id == event.id)) <= begun


def test_its_steward_is_the_one_whose_door_is_printed(event):
    (fern,) = [each for each in data.SIGN_INS if each.goes_to == data.DOOR_TODAY]
    person = session.scalars(select(Person).where(Person.email == fern.address)).one()
    assert event.slug in {
        duty.event.slug for duty in duties_of(session, person) if duty.role is Role.DOOR and duty.event
    }
