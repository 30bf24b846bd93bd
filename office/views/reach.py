"""How far a launched position has come, and the report of its launch: figures of policy and of the event's door."""

from datetime import date, datetime

from flask import Response, g

from core import clock
from core.db import session
from core.errors import NotFound
from core.web import page
from office import queries
from office.views.desk import bp
from people.access import signed_in_to_work
from people.rules import london_day
from policy import queries as of_policy
from policy.documents import Attendance, report_of
from policy.queries import AtDesk, Shown

PAGE = "/policy/<position_slug>/reach"


@bp.get(PAGE)
@signed_in_to_work
def show_reach(position_slug: str):
    seen, shown, now = _seen(position_slug)
    position = seen.position
    reach = of_policy.reach_by_week(session, position, *_since(shown, now)) if shown else []
    return page(
        "office/reach.html",
        person=g.person,
        seen=seen,
        position=position,
        launch=seen.launch,
        title=position.texts[0].title,
        refusal="",
        shown=shown,
        weeks=reach,
        openings=of_policy.openings_by_outlet(session, seen.launch) if shown and seen.launch else [],
        attendance=_attendance(seen) if shown else None,
    )


@bp.get(f"{PAGE}/report.pdf")
@signed_in_to_work
def download_report(position_slug: str):
    seen, shown, now = _seen(position_slug)
    if shown is None:
        raise NotFound("There is nothing at this address.")
    report = of_policy.report_for(session, shown, *_since(shown, now), now)
    pdf = report_of(report, _attendance(seen), made_at=now)
    named = {"Content-Disposition": f'inline; filename="{position_slug}-launch-report.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=named)


def _seen(position_slug: str) -> tuple[AtDesk, Shown | None, datetime]:
    now = clock.now()
    seen = of_policy.position_at_desk(session, g.person, position_slug, london_day(g.asked_at))
    launch = of_policy.launch_of(seen)
    return seen, of_policy.public_launch(session, launch, now), now


def _since(shown: Shown, now: datetime) -> tuple[date, date]:
    return london_day(shown.launch.lifts_at), london_day(now)


def _attendance(seen: AtDesk) -> Attendance:
    return Attendance(*queries.attendance_at(session, of_policy.launch_of(seen).event))
