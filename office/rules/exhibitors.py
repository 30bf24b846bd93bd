"""How long an exhibitor's people get at its leads."""

from datetime import date, timedelta

from events.models import Event

DAYS_AFTERWARDS = 30


def last_day_of_people(event: Event) -> date:
    """Thirty days after the event: time to fetch the leads, and none to forget that one can."""
    return event.last_day + timedelta(days=DAYS_AFTERWARDS)
