"""The report of a launch, as one hands it to a council: a tagged PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.typesetting import pdf_of
from core.words import capitalised, count, day, weekday_moment
from members.models import CareerStage, Nation
from people.rules import london_day
from policy.documents.cards import nations_of
from policy.models import Coverage
from policy.queries import Report
from policy.rules import Results, Week, words_of_mention

LONDON = "Europe/London"
CHART, BARS = "reach.svg", (480, 110)
READ, FETCHED = "#7b1a50", "#c9a4bb"


@dataclass(frozen=True)
class Attendance:
    """How many came to the event of the launch, by nation and by career stage; None is who is not in the register."""

    nations: Mapping[Nation | None, int]
    stages: Mapping[CareerStage | None, int]

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Both as they are printed: a heading, and names with numbers in the order of the register's words."""
        return [
            ("Nation", _in_order(self.nations, Nation)),
            ("Career stage", _in_order(self.stages, CareerStage)),
        ]

    @property
    def whole(self) -> int:
        return sum(self.nations.values())


def report_of(report: Report, attendance: Attendance, *, made_at: datetime) -> bytes:
    """The report as of ``made_at``. Whoever calls it has asked already whether the world may read the position."""
    shown = report.shown
    launch, text, today = shown.launch, shown.text(), london_day(made_at)
    data = {
        "title": text.title,
        "frame": text.frame,
        "nations": nations_of(shown),
        "made": day(today, weekday=False),
        "about": [
            ("Published", f"{weekday_moment(launch.lifts_at, LONDON)}, UK time"),
            ("Launched at", launch.event.name),
            ("Where", launch.event.place),
            ("Regional lead", launch.lead.known_as if launch.lead else ""),
            ("Champion", launch.champion.known_as if launch.champion else ""),
            ("Version", str(text.version)),
            ("Languages", "English and Welsh" if len(shown.texts) > 1 else "English"),
        ],
        "approvals": [f"{each.person.known_as}, {_moment(each.approved_at)}" for each in report.approvals],
        "moves": [_move(each.was, each.lifts_at, each.because) for each in report.moves if each.was],
        "breach": f"The embargo was broken, and all was published at once: {_moment(launch.breached_at)}."
        if launch.breached_at
        else "",
        "trail": [
            {
                "name": each.event.name,
                "words": words_of_mention(each.kind, each.on, today) + (f" in {each.session}" if each.session else ""),
                "on": day(each.on, weekday=False),
            }
            for each in report.trail
        ],
        "figures": [
            (f"{sum(each.visits for each in report.weeks):,}", "visits"),
            (f"{sum(each.downloads for each in report.weeks):,}", "papers fetched"),
            (f"{attendance.whole:,}", "people at the launch event"),
            (f"{len(report.coverage):,}", "articles logged"),
        ],
        "chart": CHART,
        "chart_words": chart_words(report.weeks),
        "weeks": [
            (
                day(each.first_day, weekday=False),
                *(f"{times:,}" for times in (each.visits, each.in_welsh, each.downloads)),
            )
            for each in report.weeks
        ],
        "attendance": attendance.rows if attendance.whole else [],
        "coverage": [_article(each) for each in report.coverage],
        "openings": report.openings,
        "polls": [
            {"question": poll.question, "closed": _moment(poll.closes_at), **_words_of(results)}
            for poll, results in report.polls
        ],
    }
    return pdf_of("policy/report.typ", data, made_at=made_at, pictures={CHART: chart_of(report.weeks).encode()})


def chart_of(weeks: Sequence[Week]) -> str:
    """Two bars a week as SVG: times it was read, and papers fetched."""
    width, height = BARS
    most = max((max(each.visits, each.downloads) for each in weeks), default=0) or 1
    room = width / max(len(weeks), 6)
    bars = []
    for place, week in enumerate(weeks):
        for beside, (times, ink) in enumerate(((week.visits, READ), (week.downloads, FETCHED))):
            tall = height * times / most
            corner = f'x="{room * (place + beside * 0.38):.1f}" y="{height - tall:.1f}"'
            bars.append(f'<rect {corner} width="{room * 0.34:.1f}" height="{tall:.1f}" fill="{ink}"/>')
    line = f'<rect x="0" y="{height}" width="{width}" height="0.6" fill="#655963"/>'
    view = f'viewBox="0 0 {width} {height + 1}" width="{width}" height="{height + 1}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{"".join(bars)}{line}</svg>'


def chart_words(weeks: Sequence[Week]) -> str:
    """What the chart shows, for who does not see it."""
    if not weeks:
        return "Nothing is counted yet."
    best = max(weeks, key=lambda week: week.visits)
    return (
        f"Bars for {count(len(weeks), 'week')}. Most visits, {best.visits:,}, in the week from "
        f"{day(best.first_day, weekday=False)}; the numbers stand in the table beneath."
    )


def _words_of(results: Results) -> dict:
    rows = [
        (each.words, "fewer than 10" if each.times is None else f"{each.times:,}", each.share) for each in results.rows
    ]
    return {"rows": rows, "answers": results.answers}


def _article(each: Coverage) -> dict:
    return {"outlet": each.outlet, "on": day(each.on, weekday=False), "words": each.words, "url": each.url}


def _move(was: datetime, to: datetime, because: str) -> str:
    return f"From {_moment(was)} to {_moment(to)}. {because}".strip()


def _moment(at: datetime | None) -> str:
    return weekday_moment(at, LONDON) if at else ""


def _in_order(times: Mapping, kind: type) -> list[tuple[str, int]]:
    named = [(_name(each), times[each]) for each in kind if each in times]
    return named + ([("Not in the register", times[None])] if None in times else [])


def _name(each: Nation | CareerStage) -> str:
    if isinstance(each, Nation):
        return each.value.title()
    return each.value.upper() if each in (CareerStage.GP, CareerStage.SAS) else capitalised(each.value)
