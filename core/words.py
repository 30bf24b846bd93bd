"""Dates, times and money as our readers write them: 16–17 March 2027, 14:32, £45."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

PLAIN_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing to mistake for another
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def pounds(pence: int) -> str:
    """Whole pounds without pence (£45), anything else with them (£45.50)."""
    return pounds_and_pence(pence).removesuffix(".00")


def pounds_and_pence(pence: int) -> str:
    sign, pence = ("−", -pence) if pence < 0 else ("", pence)
    return f"{sign}£{pence // 100:,}.{pence % 100:02}"


def typed_pounds(pence: int | None) -> str:
    """As people type an amount: 395, or 395.50; nothing for none."""
    return "" if pence is None else pounds(pence).replace(",", "").removeprefix("£")


def day(moment: date, *, weekday: bool = True, year: bool = True) -> str:
    """Thursday 28 January 2027."""
    words = [DAYS[moment.weekday()]] if weekday else []
    words += [str(moment.day), MONTHS[moment.month - 1]] + ([str(moment.year)] if year else [])
    return " ".join(words)


def days(first: date, last: date) -> str:
    """16–17 March 2027; 31 March – 1 April 2027; one day alone keeps its weekday."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, weekday=False)}"
    return f"{day(first, weekday=False, year=first.year != last.year)} – {day(last, weekday=False)}"


def clock_time(moment: datetime, zone: str) -> str:
    """14:32 on the clocks of ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(at: datetime, zone: str) -> str:
    """21 November 2026, 14:32 on the clocks of ``zone``."""
    return f"{day(at.astimezone(ZoneInfo(zone)).date(), weekday=False)}, {clock_time(at, zone)}"


def count(number: int, one: str, many: str = "") -> str:
    """1 place, 3 places."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capitalised(words: str) -> str:
    """With a capital first letter, and the others as they are: names stay names."""
    return words[:1].upper() + words[1:]


def unlinked(words: str) -> str:
    """``words`` that somebody typed, so that no mail program makes a link of them: a break of no width at each dot."""
    return re.sub(r"(?<=\w)([.:@])(?=[\w/])", "\u200c\\1\u200c", words)


FILTERS = {
    "pounds": pounds,
    "pounds_and_pence": pounds_and_pence,
    "typed_pounds": typed_pounds,
    "day": day,
    "days": days,
    "clock_time": clock_time,
    "moment": moment,
    "count_of": count,
    "capitalised": capitalised,
    "unlinked": unlinked,
}
