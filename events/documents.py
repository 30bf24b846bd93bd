"""An event as a calendar file."""

from datetime import datetime

from icalendar import Calendar
from icalendar import Event as Entry

from core.web import full_address
from events import rules
from events.models import Event


def calendar_of(event: Event, now: datetime) -> bytes:
    """One entry a day with the hours of that day, and the zone's whole table so that any calendar agrees."""
    calendar = Calendar()
    calendar.add("prodid", "-//Plenary//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(event.name.split()))
    address = full_address("front.show_event", event_slug=event.slug)
    for day in rules.days(event):
        entry = Entry()
        entry.add("uid", f"{event.slug}-{day:%Y%m%d}@plenary")
        entry.add("dtstamp", now)
        entry.add("summary", event.name)
        entry.add("dtstart", rules.on_the_clock(event, day, event.doors_open))
        entry.add("dtend", rules.on_the_clock(event, day, event.closes))
        entry.add("location", event.place)
        entry.add("url", address)
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
