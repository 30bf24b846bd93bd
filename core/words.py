"""Dates, times and money as our readers write them: 16–17 March 2027, 14:32, £45."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markdown_it import MarkdownIt
from markupsafe import Markup

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


def days_in_welsh(first: date, last: date) -> str:
    """Dydd Iau 25 Chwefror 2027; 16 Mawrth 2027 – 17 Mawrth 2027."""
    if first == last:
        return format_date(first, "EEEE d MMMM y", locale="cy")
    return " – ".join(format_date(each, "d MMMM y", locale="cy") for each in (first, last))


def clock_time(moment: datetime, zone: str) -> str:
    """14:32 on the clocks of ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def exact_time(moment: datetime, zone: str) -> str:
    """14:32:05 on the clocks of ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def moment(at: datetime, zone: str) -> str:
    """21 November 2026, 14:32 on the clocks of ``zone``."""
    return f"{day(at.astimezone(ZoneInfo(zone)).date(), weekday=False)}, {clock_time(at, zone)}"


def weekday_moment(at: datetime, zone: str) -> str:
    """Friday 13 November 2026, 12:00 on the clocks of ``zone``; with its seconds if it has any."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local.strftime('%H:%M:%S' if local.second else '%H:%M')}"


def time_left(until: datetime, now: datetime) -> str:
    """What is left of a wait, in its two largest units and never more than that: 3 days 4 hours."""
    seconds = max(0, int((until - now).total_seconds()))
    units = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))
    at = next((place for place, (_, size) in enumerate(units) if seconds >= size), len(units) - 1)
    words = []
    for name, size in units[at : at + 2]:
        number, seconds = divmod(seconds, size)
        if number or not words:
            words.append(count(number, name))
    return " ".join(words)


def count(number: int, one: str, many: str = "") -> str:
    """1 place, 3 places."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capitalised(words: str) -> str:
    """With a capital first letter, and the others as they are: names stay names."""
    return words[:1].upper() + words[1:]


def unlinked(words: str) -> str:
    """``words`` that somebody typed, so that no mail program makes a link of them: a break of no width at each dot."""
    return re.sub(r"(?<=\w)([.:@])(?=[\w/])", "\u200c\\1\u200c", words)


def folded(text: str) -> str:
    """``text`` for comparing: without case and accents, so that Sŵn is found by swn."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


# Paragraphs, headings, lists, emphasis and links; no pictures, no code and never HTML of the writer's own.
_written = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code", "fence", "html_block"])
HEADING = "h3"  # a page and its section have the first two, and a text needs no more than one of its own


def prose(words: str) -> Markup:
    """``words`` as HTML, with headings of one level."""
    tokens = _written.parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADING
    return Markup(_written.renderer.render(tokens, _written.options, {}))  # noqa: S704  the library escapes what it is given


FILTERS = {
    "pounds": pounds,
    "pounds_and_pence": pounds_and_pence,
    "typed_pounds": typed_pounds,
    "day": day,
    "days": days,
    "days_in_welsh": days_in_welsh,
    "clock_time": clock_time,
    "exact_time": exact_time,
    "moment": moment,
    "weekday_moment": weekday_moment,
    "time_left": time_left,
    "count_of": count,
    "capitalised": capitalised,
    "unlinked": unlinked,
    "prose": prose,
}
