"""When the writer of a draft is reminded that its call closes."""

from datetime import datetime, timedelta

from abstracts.models import Abstract, AbstractStatus
from abstracts.rules.calls import closes_at

# How long before the closing moment each reminder goes, the earliest first. The numbers are part of a letter's key.
REMINDERS = {7 * 24: timedelta(days=7), 24: timedelta(days=1), 3: timedelta(hours=3)}
FIRST_REMINDER = max(REMINDERS.values())


def reminder_due(abstract: Abstract, now: datetime) -> int | None:
    """Of the reminders, by hours before the end, the one whose time it is; None if there is none.

    Of those that were missed only the latest is due, and none that lies before the draft was begun.
    """
    if abstract.status is not AbstractStatus.DRAFT:
        return None
    ends_at = closes_at(abstract.call, abstract.late_entry)
    if not abstract.call.opens_at <= now < ends_at:
        return None
    due = [hours for hours, before in REMINDERS.items() if ends_at - before <= now]
    if not due or abstract.started_at > ends_at - REMINDERS[due[-1]]:
        return None
    return due[-1]


def reminder_key(abstract: Abstract, hours: int) -> str:
    """What makes a reminder one: a call that closes later than it first said reminds anew."""
    ends_at = closes_at(abstract.call, abstract.late_entry)
    return f"{abstract.id}:{hours}:{ends_at:%Y%m%d%H%M%S}"
