"""How many abstracts there are of each kind: what the desk's charts show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from abstracts.models import AbstractStatus, Lead, Preference
from core.words import capitalised, day
from members.models import Nation

DAY = timedelta(days=1)
MOST_DAYS = 120  # so many bars still stand apart; the last ones count, since a call fills up at its end
LEAD_WORDS = {Lead.STUDENT: "A student", Lead.TRAINEE: "A trainee", Lead.NEITHER: "Neither"}
NOT_SAID = "Not said"


@dataclass(frozen=True)
class Bar:
    words: str
    number: int


@dataclass(frozen=True)
class Sent:
    """What the figures know of one abstract."""

    category: str
    status: AbstractStatus
    preference: Preference | None
    lead: Lead | None
    nation: Nation | None
    submitted_at: datetime | None


def sent_in_of(abstracts: Iterable[Sent]) -> list[Sent]:
    """Those that count as sent in: no draft, and nothing that was withdrawn (domain rule 38)."""
    left_out = {AbstractStatus.DRAFT, AbstractStatus.WITHDRAWN}
    return [each for each in abstracts if each.status not in left_out]


def by_status(abstracts: Iterable[Sent]) -> list[Bar]:
    """Of all of them, in the order of an abstract's life; a status that nothing has is left out."""
    counted = Counter(each.status for each in abstracts)
    return [Bar(capitalised(each.value), counted[each]) for each in AbstractStatus if counted[each]]


def by_category(abstracts: Iterable[Sent], categories: Iterable[str]) -> list[Bar]:
    """In the order of the ``categories``, with 0 for one that nobody chose."""
    counted = Counter(each.category for each in abstracts)
    names = [*dict.fromkeys(categories), *sorted(name for name in counted if name not in {*categories, ""})]
    return [Bar(name, counted[name]) for name in names] + _not_said(counted[""])


def by_nation(abstracts: Iterable[Sent]) -> list[Bar]:
    counted = Counter(each.nation for each in abstracts)
    return [Bar(each.value.title(), counted[each]) for each in Nation] + _not_said(counted[None])


def by_lead(abstracts: Iterable[Sent]) -> list[Bar]:
    counted = Counter(each.lead for each in abstracts)
    return [Bar(words, counted[each]) for each, words in LEAD_WORDS.items()] + _not_said(counted[None])


def by_preference(abstracts: Iterable[Sent]) -> list[Bar]:
    counted = Counter(each.preference for each in abstracts)
    return [Bar(capitalised(each.value), counted[each]) for each in Preference] + _not_said(counted[None])


def by_day(abstracts: Iterable[Sent], zone: str) -> list[Bar]:
    """How many came on each day on the clocks of ``zone``, from the first to the last, days without any too.

    At most MOST_DAYS, the latest.
    """
    clock = ZoneInfo(zone)
    counted = Counter(each.submitted_at.astimezone(clock).date() for each in abstracts if each.submitted_at)
    if not counted:
        return []
    last = max(counted)
    first: date = max(min(counted), last - (MOST_DAYS - 1) * DAY)
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [Bar(day(each), counted[each]) for each in days]


def _not_said(number: int) -> list[Bar]:
    return [Bar(NOT_SAID, number)] if number else []
